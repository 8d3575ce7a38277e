"""Trees, lexicon, plans and highlights; the analyser is the real one."""

from search import analyser
from search.domain import highlight, relax, rerank
from search.domain.lexicon import SynonymRow, build
from search.domain.planner import plan
from search.domain.tree import NAME, And, Or, Phrase, Prefix, Token, either, every, leaves, within
from search.values import SearchDocument, compose_body, price_band

A, B = Token("a", ("nt", "bt")), Token("b", ("bb",))
PLAIN = build([])


def record(name: str, **more: str) -> analyser.Record:
    found = analyser.prepare(SearchDocument("c", name, **more))  # type: ignore[arg-type]
    return analyser.record_of("c", found.record)


def test_joining_is_flat_and_without_repeats() -> None:
    assert every([A, None, every([A, B])]) == And((A, B))
    assert either([None]) is None
    assert either([A]) == A


def test_within_loses_an_and_that_loses_a_member() -> None:
    assert within(Or((A, B)), NAME) == Token("a", ("nt",))
    assert within(And((A, B)), NAME) is None
    assert within(Phrase(("x", "y"), ("nb", "bb")), NAME) == Phrase(("x", "y"), ("nb",))
    assert within(Prefix("x", ("bb",)), NAME) is None
    assert leaves(Or((A, B))) == 3


def test_terms_are_joined_by_and() -> None:
    planned = plan("土浦 れんこん", PLAIN, analyser.words)
    assert [t.text for t in planned.terms] == ["土浦", "れんこん"]
    assert isinstance(planned.strict, And)


def test_nothing_to_look_up_is_no_plan() -> None:
    assert plan("!!! ---", PLAIN, analyser.words).strict is None


def test_particles_divide_a_term() -> None:
    assert [t.text for t in plan("谷田部の醤油", PLAIN, analyser.words).terms] == ["谷田部", "醤油"]


def test_phrase_is_grams_alone() -> None:
    planned = plan("「福来みかん」", PLAIN, analyser.words)
    assert planned.strict == Phrase(("福来", "来み", "みか", "かん"), ("nb", "bb", "kn"))


def test_two_way_synonym_answers_by_kana_and_romaji() -> None:
    lexicon = build([SynonymRow("two_way", ("煎餅", "おかき"))], read=analyser.reading_of)
    for text in ("煎餅", "せんべい", "senbei", "お煎餅"):
        (term,) = plan(text, lexicon, analyser.words).terms
        assert "おかき" in {form.text for form in term.forms}, text


def test_one_way_synonym_does_not_go_back() -> None:
    lexicon = build([SynonymRow("one_way", ("麺",), ("うどん",))])
    assert len(plan("うどん", lexicon, analyser.words).terms[0].forms) == 1
    assert "うどん" in {f.text for f in plan("麺", lexicon, analyser.words).terms[0].forms}
    assert lexicon.kin("うどん") == ()


def test_longest_run_of_words_is_one_term() -> None:
    lexicon = build([SynonymRow("two_way", ("craft beer", "地ビール"))])
    assert [t.text for t in plan("craft beer tsukuba", lexicon, analyser.words).terms] == ["craft beer", "tsukuba"]


def test_soft_word_is_not_demanded_beside_another() -> None:
    lexicon = build([SynonymRow("soft", ("土産",))])
    planned = plan("お土産 ハム", lexicon, analyser.words)
    assert [(t.text, t.soft) for t in planned.terms] == [("お土産", True), ("ハム", False)]
    assert planned.strict == planned.terms[1].node
    assert plan("お土産", lexicon, analyser.words).strict is not None


def test_stop_words_are_dropped() -> None:
    assert [
        t.text for t in plan("おすすめ ハム", build([SynonymRow("stop", ("おすすめ",))]), analyser.words).terms
    ] == ["ハム"]


def test_many_words_stay_within_the_limits() -> None:
    planned = plan(" ".join(f"語{n}" for n in range(100)), PLAIN, analyser.words)
    assert len(planned.terms) == 16


def test_head_of_the_name_ranks_above_its_modifier() -> None:
    terms = plan("味噌", PLAIN, analyser.words).terms
    miso, ice = record("黒豆味噌"), record("味噌アイス")
    assert rerank.term_score(terms[0], miso) > rerank.term_score(terms[0], ice)


def test_ingredient_line_ranks_above_description() -> None:
    (term,) = plan("福来みかん", PLAIN, analyser.words).terms
    said = record("飴", body=compose_body(description="福来みかんに似た香り"))
    made = record("飴", body=compose_body(ingredients="福来みかん"))
    assert rerank.term_score(term, made) > rerank.term_score(term, said)


def test_rare_terms_weigh_more() -> None:
    weights = rerank.rarities(1000, [1000, 100, 1, 0])
    assert weights == sorted(weights)
    assert weights[2] == weights[3]


def test_overlap_counts_distinct_bigrams() -> None:
    grams = relax.grams("しほんけーき")
    held, share = relax.overlap(grams, record("シフォンケーキ"))
    assert (held, relax.least(grams)) == (3, 2)
    assert 0 < share < 1


def test_voiceless_brings_typos_nearer() -> None:
    assert relax.voiceless("ぺーこん") == relax.voiceless("べーこん") == "へーこん"


def test_marks_lead_back_through_half_width_kana() -> None:
    terms = plan("ブルーベリー", PLAIN, analyser.words).terms
    assert highlight.marks("生ﾌﾞﾙｰﾍﾞﾘｰ酢", terms, analyser.words) == ((1, 9),)


def test_marks_show_the_word_read_so() -> None:
    terms = plan("みそ", PLAIN, analyser.words).terms
    assert highlight.marks("黒豆の味噌", terms, analyser.words) == ((3, 5),)


def test_merged_joins_touching_stretches() -> None:
    assert highlight.merged([(4, 6), (0, 2), (2, 4)]) == ((0, 6),)


def test_long_bodies_are_analysed_in_pieces() -> None:
    found = analyser.prepare(SearchDocument("c", "品", body="つくばの味噌。" * 9_000))
    assert "味噌" in found.columns["bt"].split()


def test_price_band_of_borders() -> None:
    assert [price_band(yen) for yen in (0, 999, 1000, 9_999, 10_000)] == [
        "0-999",
        "0-999",
        "1000-1999",
        "5000-9999",
        "10000-",
    ]


def test_body_keeps_its_six_lines() -> None:
    assert compose_body(ingredients="米\n水", category="酒").split("\n") == ["", "米 水", "", "", "酒", ""]
