"""The pre-check, and everything wrong with a form at once."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.domain.allergens import ITEMS
from certification.domain.common_fields import COMMON_FIELDS, FOOD_REQUIRED, with_common
from certification.domain.eligibility import PreCheckAnswers, ProgrammeScope, problems, route
from certification.domain.rules import Field, Rules, Statement

STATEMENTS = (
    Statement("tax", "市税の滞納がありません。"),
    Statement("licensed", "必要な許可を受けています。", "営業許可証の写し", evidence_required=True),
)
OWN = (
    Field("story", "物語", "long_text", max_length=20),
    Field("since", "始めた日", "date", required=False),
    Field("paper", "書類", "file", required=False, maximum=Decimal(2)),
    Field("pledge", "誓約", "agree"),
)
RULES = Rules("demo", "見本制度", "認証", (), (), STATEMENTS, OWN)
ANSWERS = {
    "name": "福来ぽんず",
    "name_kana": "フクレポンズ",
    "kind": "food",
    "category": "seasoning",
    "description": "香りのよいぽんずです。",
    "price_yen": 800,
    "contents": "200ml",
    "made_at": "つくば市架空町1-1",
    "ingredients": "福来みかん（つくば市）、しょうゆ",
    "allergens": dict.fromkeys((item.slug for item in ITEMS), "unknown"),
    "storage": "常温",
    "temperature": "ambient",
    "furusato_interest": "no",
    "story": "山の麓で作っています。",
    "pledge": "yes",
    "statement.tax": "yes",
    "statement.licensed": "yes",
}
FILES = {"photos": 1, "label_image": 1, "statement.licensed": 1}


def codes(answers=ANSWERS, files=FILES, rules=RULES):
    return [(reason.field, reason.code) for reason in problems(rules, answers, files)]


def test_complete_form_has_no_problems():
    assert problems(RULES, ANSWERS, FILES) == ()


def test_empty_form_says_everything_at_once_in_the_order_of_the_form():
    assert codes({}, {}) == [
        ("name", "missing"),
        ("name_kana", "missing"),
        ("kind", "missing"),
        ("category", "missing"),
        ("description", "missing"),
        ("price_yen", "missing"),
        ("contents", "missing"),
        ("made_at", "missing"),
        ("temperature", "missing"),
        ("photos", "file_missing"),
        ("furusato_interest", "missing"),
        ("story", "missing"),
        ("pledge", "missing"),
        ("statement.tax", "unstated"),
        ("statement.licensed", "unstated"),
    ]


def test_food_needs_ingredients_allergens_storage_and_label():
    answers = {key: value for key, value in ANSWERS.items() if key not in FOOD_REQUIRED}

    assert codes(answers, FILES | {"label_image": 0}) == [
        ("ingredients", "missing"),
        ("allergens", "allergens_missing"),
        ("storage", "missing"),
        ("label_image", "file_missing"),
    ]
    assert codes(answers | {"kind": "service"}, FILES | {"label_image": 0}) == []


@pytest.mark.parametrize(
    ("change", "files", "expected"),
    [
        ({"statement.tax": "no"}, {}, [("statement.tax", "not_eligible")]),
        ({"statement.tax": ""}, {}, [("statement.tax", "unstated")]),
        ({}, {"statement.licensed": 0}, [("statement.licensed", "evidence_missing")]),
        ({}, {"photos": 0}, [("photos", "file_missing")]),
        ({}, {"photos": 9}, [("photos", "too_many_files")]),
        ({}, {"paper": 3}, [("paper", "too_many_files")]),
        ({"price_yen": "千円"}, {}, [("price_yen", "number")]),
        ({"story": "あ" * 21}, {}, [("story", "too_long")]),
        ({"pledge": ""}, {}, [("pledge", "missing")]),
        ({"pledge": "no"}, {}, [("pledge", "missing")]),
        ({"since": {"year": "2026", "month": "2", "day": "30"}}, {}, [("since", "no_such_day")]),
        ({"allergens": ANSWERS["allergens"] | {"egg": ""}}, {}, [("allergens", "allergens_missing")]),
        ({"allergens": ANSWERS["allergens"] | {"egg": "x"}}, {}, [("allergens", "allergens")]),
        ({"shops": [{"name": "店", "address": "", "url": ""}]}, {}, [("shops", "row")]),
        ({"shops": [{"name": "店", "address": "つくば市", "url": ""}]}, {}, []),
        ({"price_yen": "８００円"}, {}, []),
        ({"price_yen": 0}, {}, []),
    ],
)
def test_single_problem_is_named(change, files, expected):
    assert codes(ANSWERS | change, FILES | files) == expected


def test_missing_allergens_are_named():
    answers = ANSWERS | {"allergens": ANSWERS["allergens"] | {"egg": "", "milk": ""}}

    assert problems(RULES, answers, FILES)[0].sentence == (
        "「アレルギー物質」の卵、乳2品目が選ばれていません。あり・なし・未確認から選んでください。"
    )


def test_frozen_rules_that_hold_the_common_fields_ask_them_once():
    frozen = Rules("demo", "見本制度", "認証", (), (), STATEMENTS, with_common(OWN))

    assert frozen.fields == (*COMMON_FIELDS, *OWN)
    assert problems(frozen, {}, {}) == problems(RULES, {}, {})


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from(list(ANSWERS)), ANYTHING, max_size=6))
def test_any_answers_give_full_sentences_about_known_fields(change):
    known = {field.key for field in with_common(OWN)} | {"statement.tax", "statement.licensed"}

    for reason in problems(RULES, ANSWERS | change, FILES):
        assert reason.field in known
        assert len(reason.sentence) > 8


@given(st.sets(st.sampled_from([key for key in ANSWERS if key != "kind"]), min_size=1))
def test_every_missing_answer_is_reported_and_nothing_else(missing):
    answers = {key: value for key, value in ANSWERS.items() if key not in missing}

    assert {field for field, _ in codes(answers)} == missing


# ---------------------------------------------------------------- the pre-check

FOOD = ProgrammeScope("collection", "食の制度", "food")
GOODS = ProgrammeScope("quality", "品の制度", "goods_services")
TRIAL = ProgrammeScope("trial", "試しの制度", "trial")
ANY = ProgrammeScope("brand", "市の制度", "any")
ALL = [FOOD, GOODS, TRIAL]


@pytest.mark.parametrize(
    ("answers", "programmes", "slug", "codes_", "also"),
    [
        (PreCheckAnswers(), ALL, None, ["unanswered"], ()),
        (PreCheckAnswers(food=True, fresh=False, sold_in_city=True), ALL, "collection", [], ()),
        (PreCheckAnswers(food=True, fresh=True, sold_in_city=True), ALL, None, ["not_fresh"], ()),
        (PreCheckAnswers(food=True, fresh=True, sold_in_city=False), ALL, None, ["not_fresh", "not_sold_in_city"], ()),
        (PreCheckAnswers(food=True), ALL, None, ["unanswered", "unanswered"], ()),
        (PreCheckAnswers(food=False), ALL, None, ["unanswered"], ()),
        (PreCheckAnswers(food=False, kind="goods", made_in_city=True), ALL, "quality", [], ()),
        (PreCheckAnswers(food=False, kind="goods", made_in_city=True, novel=True), ALL, "quality", [], ("trial",)),
        (PreCheckAnswers(food=False, kind="service", made_in_city=False), ALL, None, ["not_made_in_city"], ()),
        (PreCheckAnswers(food=False, kind="goods", novel=True), [TRIAL], "trial", [], ()),
        (PreCheckAnswers(food=True), [GOODS], None, ["no_programme"], ()),
        (PreCheckAnswers(food=True), [ANY], "brand", [], ()),
        (PreCheckAnswers(food=False, kind="goods"), [ANY], "brand", [], ()),
    ],
)
def test_route_leads_to_the_programme_or_says_why_not(answers, programmes, slug, codes_, also):
    found = route(answers, programmes)

    assert (found.slug, [reason.code for reason in found.reasons], found.also) == (slug, codes_, also)
    assert all(reason.sentence.endswith("。") for reason in found.reasons)


def test_route_asks_only_what_the_programme_needs():
    fresh_welcome = ProgrammeScope("farm", "農の制度", "food", needs=("sold_in_city",))

    assert route(PreCheckAnswers(food=True, fresh=True, sold_in_city=True), [fresh_welcome]).slug == "farm"


def test_route_refuses_an_unknown_condition():
    with pytest.raises(ValueError, match="moon"):
        route(PreCheckAnswers(food=True), [ProgrammeScope("x", "x", "food", needs=("moon",))])
