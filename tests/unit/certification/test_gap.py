"""From marks to gaps: what missed, by how much, and the reviewers' words."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from certification.domain.gap import gaps, weighted_shortfall
from certification.domain.outcome import Outcome, suggest
from certification.domain.rules import Criterion, Gate, Rules, Step
from certification.domain.scoring import Mark, SheetMarks, panel_result

STEPS = tuple(Step(Decimal(value), str(value)) for value in range(6))
RULES = Rules(
    "demo",
    "見本制度",
    "認証",
    criteria=tuple(
        Criterion(key, key.upper(), "", Decimal(weight), STEPS, floor=Decimal(floor) if floor else None)
        for key, weight, floor in (("a", 1, 3), ("b", 3, 3), ("c", 1, None))
    ),
    gates=(Gate("law", "法令", "?"), Gate("plan", "計画", "?")),
    statements=(),
    fields=(),
)
YES = {"law": True, "plan": True}


def sheet(reviewer, a, b, c, gates=YES):
    marks = {key: Mark(None if value is None else Decimal(value)) for key, value in (("a", a), ("b", b), ("c", c))}
    return SheetMarks(reviewer, marks, gates)


def found(*sheets, rules=RULES, comments=None):
    return gaps(rules, panel_result(rules, sheets, of=len(sheets)), sheets, comments or {})


def test_product_that_missed_nothing_has_no_gaps():
    assert found(sheet(1, 4, 4, 4)) == ()


def test_nothing_scored_has_no_gaps():
    assert found() == ()


def test_a4_floor_gap_tells_had_needed_and_short_with_the_reviewers_words():
    (gap,) = found(sheet(1, 2, 5, 5), sheet(2, 3, 5, 5), comments={"a": ["袋が破れやすい", " "], "b": ["よい"]})

    assert (gap.key, gap.name, gap.kind) == ("a", "A", "floor")
    assert (gap.had, gap.needed, gap.short) == (Fraction(5, 2), 3, Fraction(1, 2))
    assert gap.feedback == ("袋が破れやすい",)


def test_floor_gaps_come_largest_weighted_shortfall_first():
    both = found(sheet(1, 1, 2, 5))

    assert [(gap.key, gap.kind) for gap in both[:2]] == [("b", "floor"), ("a", "floor")]
    assert [weighted_shortfall(RULES, gap) for gap in both[:2]] == [12, 8]


def test_total_alone_missed_gives_the_criteria_below_the_pass_mark():
    rules = replace(RULES, pass_mark=Decimal(80))

    listed = found(sheet(1, 5, 3, 3), rules=rules)

    assert [(gap.key, gap.kind, gap.needed, gap.short) for gap in listed] == [
        ("b", "total", 4, 1),
        ("c", "total", 4, 1),
    ]


def test_total_gaps_follow_when_floors_alone_do_not_reach_the_pass_mark():
    assert [(gap.key, gap.kind) for gap in found(sheet(1, 2, 3, 1))] == [("a", "floor"), ("c", "total"), ("b", "total")]


def test_total_gaps_stay_away_when_the_floors_are_enough():
    assert [(gap.key, gap.kind) for gap in found(sheet(1, 5, 2, 5))] == [("b", "floor")]


def test_total_hidden_by_a_median_still_has_a_gap():
    rules = replace(RULES, criteria=RULES.criteria[:1], panel_rule="median")

    listed = found(sheet(1, 3, 0, 0), sheet(2, 3, 0, 0), sheet(3, 5, 0, 0), rules=rules)

    assert [(gap.key, gap.needed) for gap in listed] == [("a", 5)]


def test_gate_gap_counts_votes_and_comes_first():
    no, yes = {"law": False, "plan": True}, YES

    listed = found(sheet(1, 2, 5, 5, no), sheet(2, 2, 5, 5, no), sheet(3, 2, 5, 5, yes), comments={"law": ["許可証"]})

    assert [gap.kind for gap in listed] == ["gate", "floor"]
    assert (listed[0].had, listed[0].needed, listed[0].short, listed[0].feedback) == (1, 2, 1, ("許可証",))
    assert weighted_shortfall(RULES, listed[0]) == 0


def test_gate_nobody_answered_is_no_gap():
    assert found(sheet(1, 4, 4, 4, {"law": None, "plan": True})) == ()


MARK = st.one_of(st.none(), st.integers(0, 5))


@given(st.lists(st.builds(sheet, st.integers(), MARK, MARK, MARK), min_size=1, max_size=4))
def test_a4_every_product_not_certified_has_a_gap_and_no_certified_one_has(sheets):
    result = panel_result(RULES, sheets, of=len(sheets))
    outcome = suggest(RULES, result).outcome

    listed = gaps(RULES, result, sheets, {})

    if outcome is Outcome.CERTIFIED:
        assert listed == ()
    elif outcome is not None:
        assert listed
    assert all(gap.short > 0 for gap in listed)
    assert len({gap.key for gap in listed}) == len(listed)
