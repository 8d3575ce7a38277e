"""The frozen rules: found by key, kept exactly in JSON."""

from dataclasses import replace
from decimal import Decimal

import pytest

from certification.domain.common_fields import COMMON_FIELDS
from certification.domain.rules import Criterion, Gate, Rules, Statement, Step

RULES = Rules(
    "demo",
    "見本制度",
    "認証",
    criteria=(
        Criterion(
            "taste", "味", "", Decimal("0.1"), (Step(Decimal("2.5"), "よい", "目安"),), Decimal("0.3"), allow_na=True
        ),
    ),
    gates=(Gate("law", "法令", "守っていますか"),),
    statements=(Statement("tax", "市税の滞納がありません。", "納税証明書", evidence_required=True),),
    fields=COMMON_FIELDS,
    pass_mark=Decimal("66.67"),
)


def test_rules_come_back_from_json_exactly():
    data = RULES.to_json()

    assert Rules.from_json(data) == RULES
    assert data["criteria"][0]["weight"] == "0.1"
    assert data["pass_mark"] == "66.67"


def test_rules_without_near_mark_come_back_without():
    bare = replace(RULES, near_mark=None, near_max_missed=None)

    assert Rules.from_json(bare.to_json()) == bare


def test_rules_find_criterion_and_field_by_key():
    assert RULES.criterion("taste").name == "味"
    assert RULES.form_field("price_yen").kind == "money"


@pytest.mark.parametrize("find", [RULES.criterion, RULES.form_field])
def test_rules_refuse_an_unknown_key(find):
    with pytest.raises(KeyError):
        find("bogus")


def test_maximum_is_the_best_step_wherever_it_stands():
    steps = tuple(Step(Decimal(value), value) for value in ("1", "5", "3"))

    assert replace(RULES.criterion("taste"), steps=steps).maximum == 5


def test_rules_of_another_shape_are_refused():
    with pytest.raises(KeyError):
        Rules.from_json({"programme": "x"})
    with pytest.raises(TypeError):
        Rules.from_json({**RULES.to_json(), "bogus": 1})
