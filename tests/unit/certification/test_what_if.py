"""試算: other marks on the same sheets, against an independent slow version with nothing but Fraction."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.domain import firmness, what_if
from certification.domain.marks import SheetMarks
from certification.domain.outcome import Outcome, suggest
from certification.domain.rules import Gate
from certification.domain.scoring import panel_result
from certification.domain.what_if import Change
from tests.unit.certification.panels import PERCENT, criterion, rules_of, sheet
from tests.unit.certification.test_scoring_properties import slow_total

RULES = ("mean", "trimmed_mean", "median", "sum", "rank")
VALUES = ["5", "4", "3", "1", "0", None, "na"]
MARKS = st.sampled_from([Decimal(value) for value in ("0", "33.33", "50", "60", "66.67", "70", "80", "100")])
FLOORS = st.sampled_from([None, Decimal(1), Decimal("2.5"), Decimal(3), Decimal(5)])


@st.composite
def rounds(draw):
    """Rules with a gate, up to three criteria, and a panel with blanks, 対象外 and open gates; some of it recused."""
    criteria = [
        criterion(key, draw(st.sampled_from(["1", "2", "0.5"])), floor=draw(st.sampled_from([None, "2.5", "3"])),
                  allow_na=draw(st.booleans()))
        for key in "abc"[: draw(st.integers(1, 3))]
    ]  # fmt: skip
    near = draw(st.sampled_from([None, Decimal(40), Decimal(60)]))
    rules = rules_of(
        *criteria, gates=(Gate("g", "安全", "?"),), panel_rule=draw(st.sampled_from(RULES)),
        pass_mark=draw(st.sampled_from([Decimal(60), Decimal("66.67"), Decimal(80)])), near_mark=near,
        near_max_missed=draw(st.sampled_from([None, 0, 1, 2])), quorum=draw(st.integers(1, 3)),
    )  # fmt: skip
    sheets = [
        sheet(n, {"g": draw(st.sampled_from([True, True, False, None]))},
              **{c.key: draw(st.sampled_from(VALUES)) for c in criteria})
        for n in range(draw(st.integers(0, 5)))
    ]  # fmt: skip
    return rules, sheets


def slow_outcome(rules, sheets, *, quorum=None):
    """Straight from docs/rules/outcome.md, with nothing but Fraction."""
    speaks = [s for s in sheets if any(m.value is not None and not m.na for m in s.marks.values())
              or any(answer is not None for answer in s.gates.values())]  # fmt: skip
    total = slow_total(rules, sheets)
    if not speaks or len(speaks) < (rules.quorum if quorum is None else quorum) or total is None:
        return None
    for gate in rules.gates:
        if all(s.gates.get(gate.key) is None for s in sheets):
            return None
    missed = 0
    for c in rules.criteria:
        if c.floor is None:
            continue
        given_ = [
            Fraction(s.marks[c.key].value) for s in sheets if not s.marks[c.key].na and s.marks[c.key].value is not None
        ]
        excused = [s for s in sheets if s.marks[c.key].na and c.allow_na]
        if not given_ and len(excused) < len(sheets):
            return None
        missed += bool(given_) and sum(given_) / len(given_) < Fraction(c.floor)
    for gate in rules.gates:
        answers = [s.gates.get(gate.key) for s in sheets]
        if answers.count(True) <= answers.count(False):
            return Outcome.DECLINED
    if total >= Fraction(rules.pass_mark) and not missed:
        return Outcome.CERTIFIED
    near = rules.near_mark is not None and total >= Fraction(rules.near_mark)
    some_floor = any(c.floor is not None for c in rules.criteria)
    few = rules.near_max_missed is not None and some_floor and missed <= rules.near_max_missed
    return Outcome.CHALLENGE if near or few else Outcome.DECLINED


@given(rounds())
def test_c2_every_suggestion_equals_the_slow_version(round_):
    rules, sheets = round_

    assert suggest(rules, panel_result(rules, sheets, of=6)).outcome is slow_outcome(rules, sheets)


@given(rounds())
def test_flips_equal_the_slow_version(round_):
    rules, sheets = round_
    now = slow_outcome(rules, sheets, quorum=1)

    expected = [
        (one.reviewer, without)
        for one in sheets
        if (without := slow_outcome(rules, [s for s in sheets if s is not one], quorum=1)) is not now
    ]

    assert [(f.reviewer, f.without) for f in firmness.leave_one_out(rules, sheets, of=6)] == expected


@given(rounds(), MARKS, MARKS | st.none(), st.sampled_from([None, 0, 1, 3]), FLOORS)
def test_trial_equals_the_slow_version_and_changes_no_rule(round_, pass_mark, near, missed, floor):
    rules, sheets = round_
    kept = rules.to_json()
    change = Change(pass_mark, near, missed, {rules.criteria[0].key: floor})

    (found,) = what_if.tried(rules, change, {7: (sheets, 6)})

    slow = replace(
        rules, pass_mark=pass_mark, near_mark=near, near_max_missed=missed,
        criteria=(replace(rules.criteria[0], floor=floor), *rules.criteria[1:]),
    )  # fmt: skip
    assert found.before.outcome is slow_outcome(rules, sheets)
    assert found.after.outcome is slow_outcome(slow, sheets)
    assert found.moves == (found.before.outcome is not found.after.outcome)
    assert rules.to_json() == kept


@given(rounds())
def test_trial_of_the_rules_as_they_are_moves_nobody(round_):
    rules, sheets = round_

    assert what_if.changed(rules, what_if.as_it_is(rules)) == rules
    assert not any(found.moves for found in what_if.tried(rules, what_if.as_it_is(rules), {1: (sheets, 6)}))


@given(rounds(), st.integers(0, 4))
def test_recused_reviewer_leaves_total_and_suggestion_alone(round_, recused):
    """A recused reviewer's sheet never reaches the rules: with and without it in the file the result is the same."""
    rules, sheets = round_
    base = [one for one in sheets if one.reviewer != recused]

    result = panel_result(rules, base, of=len(base))

    assert result.total == slow_total(rules, base)
    assert suggest(rules, result).outcome is slow_outcome(rules, base)


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        (Change(Decimal(101), None, None), ["pass_mark"]),
        (Change(Decimal(50), Decimal(60), None), ["near_mark"]),
        (Change(Decimal(50), Decimal(-1), -1), ["near_mark", "near_max_missed"]),
        (Change(Decimal(50), None, None, {"a": Decimal(101)}), ["floor.a"]),
        (Change(Decimal(100), Decimal(0), 0, {"a": Decimal(0)}), []),
    ],
)
def test_trial_names_what_cannot_be_tried(change, fields):
    assert [reason.field for reason in what_if.problems(PERCENT, change)] == fields


# ---------------------------------------------------------------- levelled ranks


PANELS = st.dictionaries(
    st.integers(0, 6), st.dictionaries(st.integers(0, 4), st.integers(0, 100), max_size=4), max_size=7
)


def sheets_of(row: dict[int, int]) -> list[SheetMarks]:
    return [sheet(reviewer, a=value) for reviewer, value in row.items()]


@given(PANELS)
def test_levelled_ranks_follow_the_levels_inside_each_group(marks):
    found = firmness.severity({key: sheets_of(row) for key, row in marks.items()}, PERCENT)

    places = firmness.ranked(found)

    assert set(places) == set(found.level)
    for one, place in places.items():
        rivals = [other for other, its in places.items() if its.group == place.group]
        assert place.rank == 1 + sum(found.level[other] > found.level[one] for other in rivals)
        assert any(one in group and set(rivals) == set(group) for group in found.groups)


def test_panel_is_partial_when_reviewers_differ():
    def results(panels):
        return {key: panel_result(PERCENT, sheets_of(row), of=3) for key, row in panels.items()}

    assert not firmness.is_partial(results({1: {1: 50, 2: 60}, 2: {1: 70, 2: 10}, 3: {}}))
    assert firmness.is_partial(results({1: {1: 50, 2: 60}, 2: {1: 70}}))
