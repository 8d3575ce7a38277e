"""What a programme's settings mean: ties, letter texts, columns, addresses, samples; old frozen rules still read."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.domain import addresses, eligibility, form_values, letter_texts, ranking, samples, table_columns
from certification.domain.common_fields import COMMON_FIELDS
from certification.domain.eligibility import PreCheckAnswers, ProgrammeScope
from certification.domain.rules import Field, Rules
from certification.domain.scoring import panel_result
from certification.domain.validity import certificate_number, era_year, is_well_formed
from core.domain.fiscal_year import FiscalYear
from tests.unit.certification.panels import PERCENT, criterion, rules_of, sheet

# Rules as a round froze them before tie rules, letter texts, fees and the second stage existed.
FROZEN_BEFORE = """{"programme": "old", "name": "前の制度", "word": "認証", "criteria": [{"key": "taste", "name": "味",
 "description": "", "weight": "0.1", "steps": [{"value": "5", "label": "良い", "anchor": ""}], "floor": null,
 "allow_na": false}], "gates": [], "statements": [], "fields": [{"key": "story", "label": "ものがたり", "kind": "text",
 "help": "", "required": true, "max_length": 0, "minimum": null, "maximum": null, "unit": "", "options": [],
 "blind": true, "section": "programme"}], "panel_rule": "mean", "pass_mark": "70", "near_mark": null,
 "near_max_missed": null, "quorum": 1, "blind": true, "validity_kind": "years_to_31_march", "validity_years": 3,
 "validity_fixed_on": "", "number_format": "{prefix}-{year}-{serial:03d}", "number_prefix": "C", "max_per_firm": 0,
 "reasons_shown": true, "appeal_text": "", "mark_accent": "ai", "extra": {}}"""


def test_rules_frozen_before_the_new_settings_still_read():
    rules = Rules.from_json(json.loads(FROZEN_BEFORE))

    assert (rules.tie_rule, rules.fee_yen, rules.letter_texts, rules.mark_token) == ("shared", 0, {}, "")
    assert (rules.retention_years, rules.pre_check) == (5, None)
    assert rules.fields[0].columns_needed == ()
    assert Rules.from_json(rules.to_json()) == rules


def test_new_settings_come_back_from_json():
    table = Field("t", "表", "table", options=(("c1", "名"),), columns_needed=("c1",), maximum=Decimal(3))
    rules = replace(
        PERCENT, fields=(table,), tie_rule="committee", pre_check=("not_fresh",), fee_yen=5000,
        letter_texts={"declined": {"opening": "ありがとうございました。"}}, retention_years=0, document_class="産業-12",
    )  # fmt: skip

    assert Rules.from_json(json.loads(json.dumps(rules.to_json()))) == rules


def results_of(rules, panels):
    return {key: panel_result(rules, sheets, of=len(sheets)) for key, sheets in panels.items()}


def test_rank_votes_order_the_board_and_go_by_the_tie_rule():
    rules = replace(rules_of(criterion("a", "1"), criterion("b", "2")), panel_rule="rank", tie_rule="heaviest")
    panels = {
        1: [sheet(1, a="5", b="3"), sheet(2, a="1", b="3")],  # one first, one second place
        2: [sheet(1, a="3", b="3"), sheet(2, a="3", b="4")],  # the same, the better heaviest criterion
        3: [sheet(1, a="0", b="0"), sheet(2, a="0", b="0")],
    }

    assert ranking.ranks(rules, results_of(rules, panels), panels) == {2: 1, 1: 2, 3: 3}
    shared = replace(rules, tie_rule="shared")
    assert ranking.ranks(shared, results_of(shared, panels), panels) == {1: 1, 2: 1, 3: 3}


def test_application_without_a_total_has_no_rank():
    panels = {1: [sheet(1, a="50")], 2: [sheet(1)]}

    assert ranking.ranks(PERCENT, results_of(PERCENT, panels), panels) == {1: 1}


@given(st.lists(st.lists(st.integers(0, 5), min_size=2, max_size=2), min_size=1, max_size=8))
def test_heaviest_rule_never_changes_the_order_of_unequal_totals(marks):
    rules = rules_of(criterion("a", "1", "5 4 3 2 1 0"), criterion("b", "2", "5 4 3 2 1 0"))
    panels = {n: [sheet(1, a=a, b=b)] for n, (a, b) in enumerate(marks)}
    results = results_of(rules, panels)
    plain = ranking.ranks(rules, results, panels)
    fine = ranking.ranks(replace(rules, tie_rule="heaviest"), results, panels)

    assert all(fine[one] < fine[two] for one in plain for two in plain if plain[one] < plain[two])


def test_number_in_an_era_is_well_formed():
    rules = replace(PERCENT, number_format="{prefix}-{era}-{serial:04d}", number_prefix="TC")

    number = certificate_number(rules, FiscalYear(2026), 7)

    assert number.startswith("TC-R08-0007-")
    assert is_well_formed(number)
    assert [era_year(FiscalYear(year)) for year in (2018, 2019, 2028)] == ["H30", "R01", "R10"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{事業者} 様の「{商品}」", None),
        ("", None),
        ("{商品名}を認証しました", "letter_text.placeholder"),
        ("{}", "letter_text.placeholder"),
        ("{理由}", "letter_text.placeholder"),  # not in a letter of success
        ("{商品", "letter_text.braces"),
        ("｛商品｝", "letter_text.braces"),
        ("あ" * 2001, "letter_text.too_long"),
    ],
)
def test_s6_placeholder_that_cannot_be_put_in_is_found_at_saving(text, code):
    found = letter_texts.problem("certified", text)

    assert (found.code if found else None) == code


@pytest.mark.parametrize("kind", letter_texts.KINDS)
def test_s6_usual_words_of_every_letter_resolve(kind):
    values = dict.fromkeys(letter_texts.placeholders(kind), "値")
    for part in letter_texts.PARTS:
        assert letter_texts.problem(kind, letter_texts.USUAL.get(kind, {}).get(part, "")) is None
        assert "{" not in letter_texts.words({}, kind, part, values)


def test_own_words_stand_in_place_of_the_usual_ones():
    texts = {"declined": {"opening": "{事業者} 様", "steps": "一つめ\n\n二つめ"}}
    values = dict.fromkeys(letter_texts.placeholders("declined"), "架空商店")

    assert letter_texts.words(texts, "declined", "opening", values) == "架空商店 様"
    assert letter_texts.lines(letter_texts.words(texts, "declined", "steps", values)) == ["一つめ", "二つめ"]
    assert letter_texts.words(texts, "certified", "opening", values) == letter_texts.OPENING


def test_columns_keep_their_key_when_they_move():
    one, two = table_columns.parse("店の名前＊\n住所\n"), table_columns.parse("住所\n店の名前*")

    assert [(column.name, column.needed) for column in one] == [("店の名前", True), ("住所", False)]
    assert {column.key for column in one} == {column.key for column in two}


@pytest.mark.parametrize("typed", ["", "＊", "名\n名＊", "\n".join("あいうえおかきくけ"), "長" * 41])
def test_columns_that_will_not_do_have_a_sentence(typed):
    assert table_columns.problem(typed).field == "options_text"


TABLE = Field(
    "makers", "つくり手", "table", options=(("c1", "名前"), ("c2", "役割")), columns_needed=("c1",), minimum=Decimal(1),
    maximum=Decimal(2),
)  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "kept", "codes"),
    [
        ([{"c1": " 佐藤\x00 ", "c2": "", "x": "?"}, {"c1": " "}], [{"c1": "佐藤", "c2": ""}], []),
        ([{"c1": "ﾊﾝｶｸ", "c2": "ｶﾅ"}], [{"c1": "ﾊﾝｶｸ", "c2": "ｶﾅ"}], []),
        ([{"c1": str(n)} for n in range(3)], None, ["too_many_rows"]),
        ([{"c1": "長" * 501}], None, ["too_long"]),
        ("表", None, ["table"]),
        ([["佐藤"]], None, ["table"]),
    ],
)
def test_p2_table_is_cleaned(raw, kept, codes):
    value, reasons = form_values.clean(TABLE, raw)

    assert [reason.code for reason in reasons] == codes
    if kept is not None:
        assert value == kept
        assert form_values.clean(TABLE, value) == (value, ())


def complete(field, value):
    rules = Rules("p", "見本", "認証", (), (), (), (field,))
    return [found.code for found in eligibility.problems(rules, {field.key: value}, {}) if found.field == field.key]


def test_table_row_must_fill_the_columns_with_a_star():
    assert complete(TABLE, [{"c1": "", "c2": "味の監修"}]) == ["row"]
    assert complete(TABLE, [{"c1": "佐藤", "c2": ""}]) == []
    assert complete(replace(TABLE, minimum=Decimal(2)), [{"c1": "佐藤"}]) == ["too_few_rows"]
    assert form_values.display(TABLE, [{"c1": "佐藤", "c2": "味の監修"}]) == "名前：佐藤／役割：味の監修"


PLACE = Field("place", "工房の住所", "address")


@pytest.mark.parametrize(
    ("raw", "kept", "codes"),
    [
        (
            {"postcode": "〒３０５ー００３３", "prefecture": "茨城", "city": "つくば市\x00", "street": "東新井１−２"},
            {"postcode": "3050033", "prefecture": "茨城県", "city": "つくば市", "street": "東新井１−２"},
            [],
        ),
        ({"postcode": "  ", "prefecture": "", "city": "", "street": ""}, {}, []),
        ({"postcode": "30500"}, None, ["postcode"]),
        ({"postcode": "abc3050033"}, None, ["postcode"]),
        ({"prefecture": "江戸"}, None, ["prefecture"]),
        ({"city": "あ" * 51, "street": "い" * 151}, None, ["too_long", "too_long"]),
    ],
)
def test_p2_address_is_cleaned_in_any_width(raw, kept, codes):
    value, reasons = form_values.clean(PLACE, raw)

    assert [reason.code for reason in reasons] == codes
    assert value == (raw if kept is None else kept)
    if kept:
        assert form_values.clean(PLACE, value) == (value, ())


def test_address_begun_is_asked_for_its_missing_parts():
    assert complete(PLACE, {"city": "つくば市"}) == ["postcode_missing", "prefecture_missing", "street_missing"]
    assert complete(PLACE, "つくば市") == [f"{part}_missing" for part in addresses.PARTS]
    assert complete(replace(PLACE, required=False), "") == []
    assert form_values.display(PLACE, samples.ADDRESS) == "〒000-0000 東京都見本市見本町1-2-3"


def test_there_are_47_prefectures():
    assert len(set(addresses.PREFECTURES)) == 47
    assert [addresses.prefecture(typed) for typed in ("京都", "東京", "北海道", "海道")] == [
        "京都府", "東京都", "北海道", "",
    ]  # fmt: skip


OWN = (
    Field("a", "文", max_length=3),
    Field("b", "数", "number", minimum=Decimal("2.5"), unit="g"),
    Field("c", "選", "choices", options=(("x", "X"), ("y", "Y"), ("z", "Z"))),
    Field("d", "日", "date"),
    Field("e", "金", "money", maximum=Decimal(10)),
    TABLE,
    PLACE,
    Field("g", "同意", "agree"),
)


def test_sample_answers_are_right_and_complete():
    rules = Rules("p", "見本", "認証", (), (), (), (*COMMON_FIELDS, *OWN))
    given = samples.answers(rules)

    missing = list(eligibility.problems(rules, given, {"photos": 1, "label_image": 1}))
    assert missing == []
    assert all(form_values.clean(row, given[row.key]) == (given[row.key], ()) for row in OWN)


def test_precheck_asks_what_the_programme_needs():
    anything = ProgrammeScope("x", "なんでも", "any", ("not_fresh", "sold_in_city"))

    goods = PreCheckAnswers(food=False, kind="goods", sold_in_city=True)
    assert eligibility.route(goods, [anything]).slug == "x"  # freshness is asked of food alone
    found = eligibility.route(PreCheckAnswers(food=True, fresh=True, sold_in_city=False), [anything])
    assert [reason.code for reason in found.reasons] == ["not_fresh", "not_sold_in_city"]
    assert eligibility.usual_conditions("food") == ("not_fresh", "sold_in_city")
