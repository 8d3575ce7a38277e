"""The contract of the search, held by both engines: variants, limits, facets, orders, hostile text, changes."""

from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import analyser, answering
from search.engines.base import Ask, Engine, Narrow
from search.values import FacetValue, Query, SearchDocument
from tests.contract.conftest import ask, fill, strict

VARIANTS = """
ブルーベリー ﾌﾞﾙｰﾍﾞﾘｰ ぶるーべりー blueberry ＢＬＵＥＢＥＲＲＹ
500g ５００ｇ
cheese チーズ ちーず
wine ワイン わいん
tomato トマト
apple りんご
苺 いちご イチゴ
味噌 みそ ミソ
蕎麦 そば ソバ
檜 桧 ひのき ヒノキ
羊羹 ようかん
椎茸 シイタケ
林檎 リンゴ
天麩羅 天ぷら てんぷら tempura tenpura
卵 玉子 たまご
湯呑み 湯のみ ゆのみ 湯飲み
バウムクーヘン バームクーヘン
ピーナッツ ピーナツ
ビネガー ヴィネガー
西瓜 スイカ
煎餅 せんべい
醤油 醬油
国産 國産
高崎 髙﨑
高浜 高濱
斎藤 齋藤 斉藤 齊藤
霞ヶ浦 霞ケ浦 霞が浦 かすみがうら
干し芋 干しいも ほしいも ほし芋
手ぬぐい 手拭い てぬぐい
ほうじ茶 焙じ茶 ほうじちゃ hōjicha houjicha hojicha
緑茶 りょくちゃ ryokucha ryokutya
お茶 おちゃ 茶
ブル−ベリ− ブルーベリー
tsukuba tukuba つくば 筑波
日本酒 nihonshu nihonsyu
醤油 shoyu syouyu
抹茶 matcha maccha mattya
太田 ohta oota ota
日本酒 清酒 純米酒
土産 手土産 みやげ
お菓子 菓子 スイーツ
"""
ONE_WAY = {("純米酒", "日本酒"), ("純米酒", "清酒"), ("純米酒", "nihonshu")}  # a kind of it, not the same
PAIRS = [
    pair
    for line in VARIANTS.strip().splitlines()
    for pair in permutations(line.split(), 2)
    if pair[::-1] not in ONE_WAY
]
HOSTILE = (
    *(
        "\x00",
        "ジャム\x00",
        "(" * 300,
        ")" * 300,
        '"',
        '""" ',
        "'",
        "NOT",
        "AND OR NEAR",
        "ジャム OR パン",
        "nt:ジャム",
    ),
    *("*", "ジャ*", "{nt} : x", "^ジャム", "- -", "\ud800", "😀", "あ" * 10_000, "a" * 10_000, "ジャム " * 3_000, "%"),
    *("\\", "/", "[[[", "~", "１" * 400, "\u202eジャム", "ー", "々", "円以下", "999999999999999999999円以下"),
    *("アレルギー", "なし", "\U00020bb7", "ﾞﾟ", "\u3099", "ſ", "İ", "ß", "𝒥𝒶𝓂", "①", "㍿"),
)
NAMED = (
    SearchDocument("m1", "福来みかん", "ふくれみかん"),
    SearchDocument("m2", "福来 みかん"),
    SearchDocument("m3", "北条米", "ほうじょうまい"),
)
SHELF = tuple(
    SearchDocument(
        f"p{number:02d}",
        name,
        kana,
        facets={"category": [category], "area": [area], "status": [status]},
        price_yen=price,
        year=year,
        certified_on=f"{year}-10-01",
        kana_sort=kana,
    )
    for number, (name, category, area, status, price, year, kana) in enumerate(
        (
            ("福来みかんジャム", "jam", "tsukuba", "valid", 800, 2020, "ふくれみかんじゃむ"),
            ("いちごジャム", "jam", "tsukuba", "valid", 600, 2021, "いちごじゃむ"),
            ("ブルーベリージャム", "jam", "ishioka", "expired", None, 2018, "ぶるーべりーじゃむ"),
            ("ジャムパン", "bread", "tsukuba", "valid", 300, 2022, "じゃむぱん"),
            ("くるみパン", "bread", "ishioka", "unknown", 350, 2022, "くるみぱん"),
            ("ゆずジャム", "jam", "tsuchiura", "valid", 600, 2019, "ゆずじゃむ"),
        )
    )
)
VARIANT_FORMS = tuple(dict.fromkeys(form for line in VARIANTS.strip().splitlines() for form in line.split()))


@pytest.fixture(scope="module")
def variants(engine: Engine) -> Engine:
    fill(engine, [*(SearchDocument(f"v{n:03d}", form) for n, form in enumerate(VARIANT_FORMS)), *NAMED])
    return engine


@pytest.fixture
def shelf(engine: Engine) -> Engine:
    fill(engine, SHELF)
    return engine


class TestVariants:
    @pytest.mark.parametrize(("document", "query"), PAIRS)
    def test_variant_matches_strictly(self, variants: Engine, document: str, query: str) -> None:
        assert f"v{VARIANT_FORMS.index(document):03d}" in strict(variants, query, page_size=100)

    @pytest.mark.parametrize("query", ["福来みかん", "福来 みかん", "福来蜜柑"])
    def test_name_matches_however_it_is_divided(self, variants: Engine, query: str) -> None:
        assert {"m1", "m2"} <= set(strict(variants, query))

    @pytest.mark.parametrize("query", ["フクレミカン", "ﾌｸﾚﾐｶﾝ", "fukuremikan", "hukuremikan"])
    def test_local_reading_matches_by_the_kana_field(self, variants: Engine, query: str) -> None:
        assert "m1" in strict(variants, query)

    @pytest.mark.parametrize("query", ["ほうじょうまい", "hojomai", "houjoumai"])
    def test_local_reading_of_rice_matches(self, variants: Engine, query: str) -> None:
        assert "m3" in strict(variants, query)

    def test_dropped_long_vowel_matches_by_the_romaji_key(self, variants: Engine) -> None:
        assert f"v{VARIANT_FORMS.index('ブルーベリー'):03d}" in strict(variants, "ブルベリー")

    def test_typo_is_loosened_and_says_what_was_meant(self, variants: Engine) -> None:
        page = ask(variants, "バウムクーベン")
        assert page.relaxed == "similar"
        assert page.hits[0].code == f"v{VARIANT_FORMS.index('バウムクーヘン'):03d}"
        assert "バウムクーヘン" in page.suggestions


class TestFacets:
    def test_counts_leave_the_own_filter_out(self, shelf: Engine) -> None:
        page = ask(shelf, "ジャム", filters={"area": ["tsukuba"]}, facets=("area", "category"))
        assert page.total == 3
        assert {(v.value, v.count, v.selected) for v in page.facets["area"]} == {
            ("tsukuba", 3, True),
            ("tsuchiura", 1, False),
        }
        assert {(v.value, v.count) for v in page.facets["category"]} == {("jam", 2), ("bread", 1)}

    def test_values_of_one_facet_are_or_and_facets_are_and(self, shelf: Engine) -> None:
        filters = {"area": ["tsukuba", "tsuchiura"], "category": ["jam"]}
        page = ask(shelf, "ジャム", filters=filters, facets=("area", "category"))
        assert {hit.code for hit in page.hits if hit.tier == 1} == {"p00", "p01", "p05"}
        assert {(v.value, v.count) for v in page.facets["category"]} == {("jam", 3), ("bread", 1)}

    def test_ended_certificates_are_hidden_but_counted_as_a_choice(self, shelf: Engine) -> None:
        page = ask(shelf, "ブルーベリー", facets=("status",))
        assert [hit.code for hit in page.hits if hit.tier == 1] == []
        assert {(v.value, v.count) for v in page.facets["status"]} == {("expired", 1)}
        assert strict(shelf, "ブルーベリー", include_expired=True) == ["p02"]
        assert strict(shelf, "ブルーベリー", filters={"status": ["expired"]}) == ["p02"]

    def test_selected_value_without_hits_is_listed_with_zero(self, shelf: Engine) -> None:
        page = ask(shelf, "ゆず", filters={"category": ["bread"]}, facets=("category",))
        assert ("bread", 0, True) in {(v.value, v.count, v.selected) for v in page.facets["category"]}

    def test_selected_value_beyond_the_list_keeps_its_count(self, engine: Engine) -> None:
        shelf = [SearchDocument(f"m{n:03d}", f"品{n}", facets={"maker": [f"m{n:03d}"]}) for n in range(205)]
        fill(engine, shelf)
        page = ask(engine, "", filters={"maker": ["m204"]}, facets=("maker",))
        assert len(page.facets["maker"]) == 201
        assert page.facets["maker"][-1] == FacetValue("m204", 1, selected=True)

    def test_price_and_year_facets_come_from_the_numbers(self, shelf: Engine) -> None:
        page = ask(shelf, "", facets=("price", "year"))
        assert {(v.value, v.count) for v in page.facets["price"]} == {("0-999", 5)}
        assert next((v.value, v.count) for v in page.facets["year"]) == ("2022", 2)

    def test_price_range_leaves_unknown_prices_out(self, shelf: Engine) -> None:
        page = ask(shelf, "ジャム", price_min=600, price_max=800, sort="price", include_expired=True)
        assert [hit.code for hit in page.hits if hit.tier == 1] == ["p01", "p05", "p00"]

    def test_unknown_facet_is_ignored(self, shelf: Engine) -> None:
        assert ask(shelf, "ジャム", filters={"colour": ["red"]}, facets=("colour", "area")).total == 4


class TestOrders:
    @pytest.mark.parametrize(
        ("sort", "expected"),
        [
            ("newest", ["p03", "p04", "p01", "p00", "p05"]),
            ("kana", ["p01", "p04", "p03", "p00", "p05"]),
            ("price", ["p03", "p04", "p01", "p05", "p00"]),
            ("price_desc", ["p00", "p01", "p05", "p04", "p03"]),
            ("year", ["p03", "p04", "p01", "p00", "p05"]),
            ("relevance", ["p03", "p04", "p01", "p00", "p05"]),
            ("nonsense", ["p03", "p04", "p01", "p00", "p05"]),
        ],
    )
    def test_everything_in_order(self, shelf: Engine, sort: str, expected: list[str]) -> None:
        assert [hit.code for hit in ask(shelf, "", sort=sort).hits] == expected

    def test_exact_name_comes_first(self, shelf: Engine) -> None:
        assert strict(shelf, "いちごジャム")[0] == "p01"

    def test_head_of_a_compound_beats_its_modifier(self, shelf: Engine) -> None:
        found = strict(shelf, "ジャム")
        assert found.index("p05") < found.index("p03")

    def test_pages_do_not_overlap(self, shelf: Engine) -> None:
        pages = [ask(shelf, "ジャム", page=n, page_size=2).hits for n in (1, 2, 3)]
        codes = [hit.code for page in pages for hit in page]
        assert len(codes) == len(set(codes)) == 4

    def test_many_matches_keep_names_before_bodies(self, engine: Engine) -> None:
        bodies = [SearchDocument(f"b{n:03d}", f"品{n}", body="味噌を使った品") for n in range(250)]
        fill(engine, [*bodies, SearchDocument("z", "とても長い名前の手づくりの味噌")])
        page = ask(engine, "味噌", page_size=10)
        assert (page.total, page.hits[0].code) == (251, "z")
        beyond = ask(engine, "味噌", page=22, page_size=10).hits
        assert len(beyond) == 10


class TestLimits:
    @pytest.mark.parametrize(("page", "size", "hits"), [(0, 2, 2), (-5, 2, 2), (5_001, 2, 0), (101, 100, 0), (1, 0, 1)])
    def test_pages_outside_are_safe(self, shelf: Engine, page: int, size: int, hits: int) -> None:
        found = ask(shelf, "", page=page, page_size=size)
        assert (len(found.hits), found.total) == (hits, 5)

    @pytest.mark.parametrize(
        "text",
        HOSTILE,
        ids=lambda text: ascii(text)[:30],
    )
    def test_hostile_text_is_answered(self, shelf: Engine, text: str) -> None:
        assert ask(shelf, text).hits
        answering.suggest(text, shelf, 8)

    def test_operators_are_plain_words(self, shelf: Engine) -> None:
        assert strict(shelf, "ジャム NOT パン") == []
        assert strict(shelf, '"いちごジャム"') == ["p01"]
        assert strict(shelf, "「ジャムパン」") == ["p03"]

    def test_page_is_never_empty(self, shelf: Engine) -> None:
        page = ask(shelf, "ぬぬぬぬ")
        assert page.hits
        assert {hit.tier for hit in page.hits} == {5}
        assert (page.total, page.relaxed) == (0, "popular")

    def test_empty_index_gives_an_empty_page(self, engine: Engine) -> None:
        fill(engine, [])
        assert ask(engine, "ジャム").hits == ()
        assert ask(engine, "").total == 0


class TestMeaning:
    def test_price_in_words_narrows(self, shelf: Engine) -> None:
        page = ask(shelf, "500円以下のパン")
        assert {hit.code for hit in page.hits if hit.tier == 1} == {"p03", "p04"}
        assert [(m.kind, m.price_max) for m in page.meanings] == [("price", 500)]

    def test_only_a_stated_none_is_safe_and_unknown_is_marked(self, engine: Engine) -> None:
        fill(
            engine,
            [
                SearchDocument("safe", "米粉クッキー", facets={"allergen_free": ["egg"]}),
                SearchDocument("unknown", "米クッキー"),
                SearchDocument("names", "卵クッキー"),
            ],
        )
        page = ask(engine, "卵アレルギー対応 クッキー")
        assert [(hit.code, hit.tier, hit.unconfirmed) for hit in page.hits] == [
            ("safe", 1, False),
            ("unknown", 2, True),
            ("names", 2, True),
        ]
        assert [(m.kind, m.allergen) for m in page.meanings] == [("allergen", "egg")]


class TestSuggestions:
    @pytest.mark.parametrize(
        "typed",
        ["ジャム", "じゃむ", "ふくれ", "fukure", "hukure", "ふくr", "jam", "ｆｕｋｕ", "福来", "みかん", "じゃm"],
    )
    def test_half_typed_finds_the_product(self, shelf: Engine, typed: str) -> None:
        texts = [s.text for s in answering.suggest(typed, shelf, 8)]
        assert "福来みかんジャム" in texts

    def test_one_consonant_offers_its_row(self, shelf: Engine) -> None:
        assert "くるみパン" in [s.text for s in answering.suggest("k", shelf, 8)]

    def test_code_is_given_for_products(self, shelf: Engine) -> None:
        (first, *_) = answering.suggest("ゆず", shelf, 8)
        assert (first.text, first.kind, first.code) == ("ゆずジャム", "product", "p05")


class TestChanges:
    def test_put_and_delete_are_seen_at_once(self, shelf: Engine) -> None:
        changed = analyser.prepare(SearchDocument("p00", "夏みかんマーマレード"))
        shelf.apply([(7, changed)], [(8, "p01")], 8)
        assert strict(shelf, "マーマレード") == ["p00"]
        assert strict(shelf, "いちごジャム") == []
        assert shelf.status().applied == 8

    def test_stale_write_loses(self, shelf: Engine) -> None:
        shelf.apply([(9, analyser.prepare(SearchDocument("p00", "新しいジャム")))], [], 9)
        shelf.apply([(5, analyser.prepare(SearchDocument("p00", "古いジャム")))], [(6, "p00")], 6)
        assert strict(shelf, "新しいジャム") == ["p00"]
        assert shelf.status().applied == 9

    def test_every_write_changes_the_version(self, shelf: Engine) -> None:
        before = shelf.status().version
        shelf.apply([], [(3, "p05")], 3)
        assert shelf.status().version != before
        assert shelf.status().documents == 5

    def test_live_index_answers_while_another_is_built(self, shelf: Engine) -> None:
        builder = shelf.build(20)
        builder.add([analyser.prepare(SearchDocument("n1", "新ジャム"))], 20)
        assert len(strict(shelf, "ジャム")) == 4
        builder.refresh()
        builder.apply([(21, analyser.prepare(SearchDocument("n2", "追加ジャム")))], [(22, "n1")], 22)
        builder.swap()
        assert strict(shelf, "ジャム") == ["n2"]
        assert shelf.status().applied == 22

    def test_discarded_build_leaves_the_live_one(self, shelf: Engine) -> None:
        builder = shelf.build(30)
        builder.add([analyser.prepare(SearchDocument("n1", "新ジャム"))], 30)
        builder.discard()
        assert len(strict(shelf, "ジャム")) == 4


class TestHighlights:
    def test_name_is_marked_where_it_was_written(self, shelf: Engine) -> None:
        (hit,) = [h for h in ask(shelf, "ｼﾞｬﾑ みかん").hits if h.tier == 1]
        assert [(m.start, m.end) for m in hit.marks if m.field == "name"] == [(2, 8)]

    def test_snippet_shows_the_line_that_matched(self, engine: Engine) -> None:
        fill(engine, [SearchDocument("a", "小梅", body="山の品です\n福来みかんの皮")])
        (hit,) = ask(engine, "福来みかん").hits
        assert (hit.snippet, hit.snippet_marks) == ("福来みかんの皮", ((0, 5),))


WORDS = st.lists(
    st.sampled_from(
        ["ジャム", "パン", "みかん", "いちご", "blueberry", "くるみ", "ゆず", "つくば", "ジヤム", "500円以下", "x"]
    ),
    min_size=1,
    max_size=4,
).map(" ".join)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=WORDS | st.text(max_size=12), sort=st.sampled_from(["relevance", "kana", "price"]))
def test_both_engines_answer_alike(both, text: str, sort: str) -> None:  # type: ignore[no-untyped-def]
    pair = both.filled if hasattr(both, "filled") else both(SHELF)
    both.filled = pair
    first, second = (answering.answer(Query(text, sort=sort), one, *_words()) for one in pair)
    assert (first.hits, first.total, first.facets, first.relaxed, first.suggestions) == (
        second.hits,
        second.total,
        second.facets,
        second.relaxed,
        second.suggestions,
    )


def _words():  # type: ignore[no-untyped-def]
    from search.public_records import allergens, seed_lexicon  # noqa: PLC0415 -- cached files

    return seed_lexicon(), allergens()


def test_request_of_a_page_is_one_with_post_filter_and_filtered_counts(both) -> None:  # type: ignore[no-untyped-def]
    _, elasticsearch = both(SHELF)
    narrow = Narrow({"area": frozenset({"tsukuba"}), "category": frozenset({"jam"})})
    body = elasticsearch.request(Ask(None, narrow, "newest", 0, 10, ("area", "category")))
    assert set(body["aggs"]) == {"area", "category"}
    assert "post_filter" in body
    assert "tsukuba" not in str(body["aggs"]["area"]["filter"])
    assert "tsukuba" in str(body["aggs"]["category"]["filter"])
