"""自己点検: what is kept, what is refused with a sentence, and the lines beside the panel."""

from decimal import Decimal

from certification.domain import self_check
from certification.domain.rules import Criterion, Rules, Step

STEPS = tuple(Step(Decimal(value), str(value)) for value in (5, 4, 3, 1, 0))
RULES = Rules(
    "demo", "見本制度", "認証",
    criteria=(
        Criterion("a", "味", "", Decimal(1), STEPS),
        Criterion("b", "表示", "", Decimal(1), STEPS, floor=Decimal(3)),
    ),
    gates=(), statements=(), fields=(),
)  # fmt: skip


def test_marks_are_kept_as_steps_and_a_criterion_may_be_left_out():
    marks, wrong = self_check.clean(
        RULES, {"a": {"value": "4", "note": " 甘さを抑えた "}, "b": {"value": "", "note": ""}}
    )
    assert wrong == ()
    assert marks == {"a": {"value": "4", "note": "甘さを抑えた"}}


def test_each_fault_is_one_sentence_at_its_field():
    _marks, wrong = self_check.clean(RULES, {"a": {"value": "2", "note": ""}, "b": {"value": "", "note": "x"}})
    assert [(reason.code, reason.field) for reason in wrong] == [
        ("self_check.step", "value-a"),
        ("self_check.no_step", "value-b"),
    ]
    assert [reason.code for reason in self_check.clean(RULES, {})[1]] == ["self_check.empty"]
    assert [r.code for r in self_check.clean(RULES, {"a": {"value": "4", "note": "あ" * 401}})[1]] == [
        "self_check.note"
    ]


def test_lines_stand_in_percent_beside_what_the_letter_told():
    checks = [{"a": {"value": "3", "note": ""}}, {"a": {"value": "4", "note": "直した"}, "b": {"value": "1"}}]
    taste, label = self_check.lines(RULES, {"a": "3.3", "b": "–"}, checks)
    assert (taste.panel, taste.own, taste.floor, taste.last) == (66, (60, 80), None, 80)
    assert (label.panel, label.own, label.floor) == (None, (None, 20), 60)
