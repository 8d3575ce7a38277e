"""The suggested outcome: certified, challenge, declined, or nothing yet."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.domain.outcome import Outcome, decide, suggest
from certification.domain.panel import Scale
from certification.domain.rules import Criterion, Gate, Rules, Step
from certification.domain.scoring import Mark, SheetMarks, Standing, panel_result

STEPS = tuple(Step(Decimal(value), str(value)) for value in range(11))
RULES = Rules(
    "demo",
    "見本制度",
    "認証",
    criteria=tuple(Criterion(k, k.upper(), "", Decimal(1), STEPS, floor=Decimal(4)) for k in "abc"),
    gates=(Gate("law", "法令", "?"),),
    statements=(),
    fields=(),
    pass_mark=Decimal(70),
    near_mark=Decimal(60),
    near_max_missed=1,
)
GATES_ONLY = replace(RULES, criteria=(), near_mark=None, near_max_missed=None)


def result(*sheets, rules=RULES, of=None):
    """Sheets as ((a, b, c), law)."""
    made = [
        SheetMarks(
            n,
            {key: Mark(None if mark is None else Decimal(mark)) for key, mark in zip("abc", marks, strict=False)},
            {"law": law},
        )
        for n, (marks, law) in enumerate(sheets)
    ]
    return panel_result(rules, made, of=of or len(made))


def codes(suggestion):
    return [reason.code for reason in suggestion.reasons]


@pytest.mark.parametrize(
    ("marks", "law", "outcome", "reasons"),
    [
        ((7, 7, 7), True, Outcome.CERTIFIED, ["passed"]),
        ((10, 10, 4), True, Outcome.CERTIFIED, ["passed"]),
        ((10, 10, 3), True, Outcome.CHALLENGE, ["below_floor", "near_total", "near_missed"]),
        ((7, 7, 6), True, Outcome.CHALLENGE, ["total_below_pass", "near_total", "near_missed"]),
        ((10, 5, 3), True, Outcome.CHALLENGE, ["total_below_pass", "below_floor", "near_total", "near_missed"]),
        ((5, 5, 5), True, Outcome.CHALLENGE, ["total_below_pass", "near_missed"]),
        ((10, 3, 3), True, Outcome.DECLINED, ["total_below_pass", "below_floor", "below_floor"]),
        ((10, 10, 10), False, Outcome.DECLINED, ["gate_failed"]),
        ((7, 7, 6), False, Outcome.DECLINED, ["gate_failed", "total_below_pass"]),
        ((10, 10, 10), None, None, ["gate_unanswered"]),
        ((10, 10, None), True, None, ["criterion_unscored"]),
        ((None, None, None), True, None, ["nothing_scored"]),
    ],
)
def test_suggestion_follows_gates_total_and_floors(marks, law, outcome, reasons):
    suggestion = suggest(RULES, result((marks, law)))

    assert suggestion.outcome is outcome
    assert codes(suggestion) == reasons


def test_suggestion_of_two_missed_floors_with_a_near_total_is_challenge():
    suggestion = suggest(replace(RULES, pass_mark=Decimal(50), near_mark=Decimal(50)), result(((10, 3, 3), True)))

    assert suggestion.outcome is Outcome.CHALLENGE


def test_suggestion_below_quorum_is_none():
    suggestion = suggest(replace(RULES, quorum=2), result(((10, 10, 10), True), of=3))

    assert suggestion.outcome is None
    assert suggestion.reasons[0].sentence == "採点した審査委員は1人で、定足数の2人に足りません。"


def test_suggestion_without_sheets_is_none():
    assert codes(suggest(RULES, result())) == ["nothing_scored"]


def test_suggestion_compares_exact_totals_and_shows_why():
    rules = replace(RULES, criteria=RULES.criteria[:1], near_max_missed=None)
    almost = replace(result(((7,), True), rules=rules), total=Fraction("69.96"))

    suggestion = suggest(rules, almost)

    assert suggestion.outcome is Outcome.CHALLENGE
    assert suggestion.reasons[0].sentence == "総合点69.96％が合格点70％に届きません。"


def test_suggestion_names_the_criterion_and_both_numbers():
    suggestion = suggest(RULES, result(((10, 10, 3), True), ((10, 10, 4), True)))

    below = suggestion.reasons[0]
    assert (below.field, below.sentence) == ("c", "「C」の平均3.5点が基準の4点に届きません。")


@pytest.mark.parametrize(
    ("near_mark", "near_max_missed", "marks", "outcome"),
    [
        (None, None, (7, 7, 6), Outcome.DECLINED),
        (None, 0, (7, 7, 6), Outcome.CHALLENGE),
        (None, 0, (10, 10, 3), Outcome.DECLINED),
        (None, 1, (10, 10, 3), Outcome.CHALLENGE),
        (60, None, (10, 3, 3), Outcome.DECLINED),
        (50, None, (10, 3, 3), Outcome.CHALLENGE),
    ],
)
def test_near_miss_rules_are_each_optional(near_mark, near_max_missed, marks, outcome):
    near = None if near_mark is None else Decimal(near_mark)
    rules = replace(RULES, near_mark=near, near_max_missed=near_max_missed)

    assert suggest(rules, result((marks, True), rules=rules)).outcome is outcome


def test_near_miss_by_floors_does_not_hold_where_no_criterion_has_a_floor():
    rules = replace(RULES, criteria=tuple(replace(c, floor=None) for c in RULES.criteria), near_mark=None)

    assert suggest(rules, result(((1, 0, 0), True), rules=rules)).outcome is Outcome.DECLINED


@pytest.mark.parametrize(("law", "outcome"), [(True, Outcome.CERTIFIED), (False, Outcome.DECLINED), (None, None)])
def test_programme_of_gates_alone_needs_no_total(law, outcome):
    assert suggest(GATES_ONLY, result(((), law), rules=GATES_ONLY)).outcome is outcome


@given(
    st.lists(
        st.tuples(
            st.tuples(*[st.one_of(st.none(), st.integers(0, 10))] * 3),
            st.sampled_from([True, False, None]),
        ),
        max_size=5,
    ),
    st.integers(1, 3),
    st.sampled_from([None, 0, 1, 2]),
)
def test_suggestion_is_the_rule_and_always_says_why(sheets, quorum, missed):
    rules = replace(RULES, quorum=quorum, near_max_missed=missed)
    panel = result(*sheets, rules=rules)

    suggestion = suggest(rules, panel)

    assert suggestion.reasons
    gates = panel.gates[0].holds
    if suggestion.outcome is Outcome.CERTIFIED:
        assert gates
        assert panel.n >= quorum
        assert (panel.total >= 70, panel.floors_missed) == (True, 0)
    if suggestion.outcome is Outcome.CHALLENGE:
        assert gates
        assert panel.total < 70 or panel.floors_missed
        assert panel.total >= 60 or (missed is not None and panel.floors_missed <= missed)
    if suggestion.outcome is Outcome.DECLINED and gates:
        assert panel.total < 60
        assert missed is None or panel.floors_missed > missed


@given(
    st.lists(
        st.tuples(st.tuples(*[st.one_of(st.none(), st.integers(0, 10))] * 3), st.sampled_from([True, False, None])),
        max_size=4,
    )
)
def test_short_way_to_a_standing_equals_the_long_one(sheets):
    scale = Scale(RULES)
    papers = [
        scale.paper(
            SheetMarks(
                n, {k: Mark(None if m is None else Decimal(m)) for k, m in zip("abc", marks, strict=True)}, {"law": law}
            )
        )
        for n, (marks, law) in enumerate(sheets)
    ]

    assert scale.standing(papers) == scale.panel(papers, of=4).standing


@given(
    st.integers(0, 100),
    st.integers(0, 3),
    st.booleans(),
    st.integers(0, 100),
)
def test_better_marks_never_make_the_outcome_worse(total, missed, gates, more):
    worth = {Outcome.DECLINED: 0, Outcome.CHALLENGE: 1, Outcome.CERTIFIED: 2}
    low = Standing(3, Fraction(total), missed, unmarked=False, gates_hold=gates, gates_open=False)
    high = replace(low, total=Fraction(total + more), floors_missed=max(0, missed - 1), gates_hold=True)

    assert worth[decide(RULES, high)] >= worth[decide(RULES, low)]
