"""How firm a result is: leave one out, and levelled severity against a slow exact solver."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.domain.firmness import Flip, flips, is_firm, leave_one_out, levelled, severity, severity_of
from certification.domain.outcome import Outcome
from certification.domain.rules import Criterion, Rules, Step
from certification.domain.scoring import Mark, SheetMarks, order, panel_result, panel_results

RULES = Rules(
    "demo",
    "見本制度",
    "認証",
    criteria=(Criterion("a", "A", "", Decimal(1), tuple(Step(Decimal(n), str(n)) for n in range(101))),),
    gates=(),
    statements=(),
    fields=(),
)


def sheets(marks):
    """{reviewer: percent} or a list of percents."""
    given_ = marks if isinstance(marks, dict) else dict(enumerate(marks))
    return [
        SheetMarks(reviewer, {"a": Mark(None if mark is None else Decimal(mark))}) for reviewer, mark in given_.items()
    ]


# ---------------------------------------------------------------- leave one out


def test_result_all_agree_on_is_firm():
    assert is_firm(RULES, sheets([80, 82, 78]), of=3)


def test_result_carried_by_one_reviewer_flips_without_them():
    assert leave_one_out(RULES, sheets([100, 60, 62]), of=3) == (Flip(0, Outcome.CHALLENGE),)


def test_result_kept_down_by_one_reviewer_flips_without_them():
    assert leave_one_out(RULES, sheets({7: 76, 8: 76, 9: 52}), of=3) == (Flip(9, Outcome.CERTIFIED),)


def test_result_of_one_sheet_is_not_firm():
    assert leave_one_out(RULES, sheets([80]), of=3) == (Flip(0, None),)


def test_leaving_one_out_does_not_ask_for_the_quorum_again():
    assert is_firm(replace(RULES, quorum=3), sheets([80, 82, 78]), of=3)


def test_nothing_scored_is_firm():
    assert is_firm(RULES, [], of=3)


def test_flips_of_a_round_equal_single_ones():
    panels = {1: sheets([100, 60, 62]), 2: sheets([80, 82, 78]), 3: []}

    assert flips(RULES, panels) == {key: leave_one_out(RULES, panel, of=3) for key, panel in panels.items()}


# ---------------------------------------------------------------- levelled severity


def test_levelled_gives_back_what_a_severe_reviewer_took():
    # Reviewer 3 marks 20 lower than 1 and 2 on everything they share.
    panels = {1: sheets({1: 80, 3: 60}), 2: sheets({2: 70, 3: 50}), 3: sheets({1: 75, 2: 75})}

    found = severity(panels, RULES)

    assert found.lenience == {1: Fraction(20, 3), 2: Fraction(20, 3), 3: Fraction(-40, 3)}
    assert found.level == {1: Fraction(220, 3), 2: Fraction(190, 3), 3: Fraction(205, 3)}


def test_levelled_leaves_out_applications_without_marks():
    assert levelled({1: sheets([80]), 2: sheets([None]), 3: []}, RULES) == {1: 80}


def test_levelled_from_results_is_the_same():
    panels = {1: sheets({1: 80, 3: 60}), 2: sheets({2: 70, 3: 50}), 3: sheets({1: 75, 2: 75}), 4: []}

    assert severity_of(panel_results(RULES, {n: (panel, 3) for n, panel in panels.items()})) == severity(panels, RULES)


def test_levelled_groups_without_a_common_reviewer_are_told_apart():
    found = severity({1: sheets({1: 80, 2: 70}), 2: sheets({3: 60}), 3: sheets({2: 50})}, RULES)

    assert sorted(map(sorted, found.groups)) == [[1, 3], [2]]
    assert found.level[2] == 60


COMPLETE = st.integers(1, 5).flatmap(
    lambda n: st.lists(st.lists(st.integers(0, 100), min_size=n, max_size=n), min_size=1, max_size=8)
)
PARTIAL = st.dictionaries(
    st.integers(0, 7), st.dictionaries(st.integers(0, 4), st.integers(0, 100), max_size=4), max_size=8
)


@given(COMPLETE)
def test_complete_panel_levels_to_the_mean_ties_included(rows):
    panels = {n: sheets(row) for n, row in enumerate(rows)}
    results = panel_results(RULES, {n: (panel, len(panel)) for n, panel in panels.items()})

    level = levelled(panels, RULES)

    assert level == {n: result.total for n, result in results.items()}
    assert order({n: replace(r, total=level[n]) for n, r in results.items()}) == order(results)


@given(PARTIAL)
def test_levelled_is_the_least_squares_solution(marks):
    """Normal equations, straight: residuals sum to zero by item and by reviewer, effects sum to zero by group."""
    found = severity({n: sheets(row) for n, row in marks.items()}, RULES)
    residual = {
        (n, r): percent - found.level[n] - found.lenience[r] for n, row in marks.items() for r, percent in row.items()
    }

    for n, row in marks.items():
        assert sum(residual[n, r] for r in row) == 0
    for reviewer in found.lenience:
        assert sum(value for (_, r), value in residual.items() if r == reviewer) == 0
    for group in found.groups:
        assert sum(found.lenience[r] for r in {r for n in group for r in marks[n]}) == 0


@given(PARTIAL, st.integers(-5, 5))
def test_levelled_does_not_reward_a_lenient_panel(marks, shift):
    """Adding the same to all of one reviewer's marks moves no application against another of its group."""
    panels = {n: {r: p // 2 + 20 for r, p in row.items()} for n, row in marks.items()}
    moved = {n: {r: p + (shift if r == 0 else 0) for r, p in row.items()} for n, row in panels.items()}

    before = severity({n: sheets(row) for n, row in panels.items()}, RULES)
    after = severity({n: sheets(row) for n, row in moved.items()}, RULES)

    for group in before.groups:
        for one, other in pairwise(sorted(group)):
            assert before.level[one] - before.level[other] == after.level[one] - after.level[other]


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_recused_reviewer_changes_mean_and_level_differently(missing):
    full = {1: {1: 80, 2: 60, 3: 70}, 2: {1: 80, 2: 60, 3: 70}}
    del full[1][missing + 1]
    panels = {n: sheets(row) for n, row in full.items()}

    assert levelled(panels, RULES)[1] == levelled(panels, RULES)[2]
    means = [panel_result(RULES, panel, of=3).total for panel in panels.values()]
    assert (means[0] == means[1]) == (missing == 2)
