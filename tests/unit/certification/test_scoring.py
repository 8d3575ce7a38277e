"""Scoring: sheets, panel rules, order, derivation; against an independent slow version."""

import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.domain.rules import Criterion, Gate, Rules, Step
from certification.domain.scoring import (
    Mark,
    SheetMarks,
    derivation,
    display,
    display_against,
    mark_problem,
    order,
    panel_result,
    panel_results,
    rank_order,
    sheet_total,
)

RULES = ("mean", "trimmed_mean", "median", "sum", "rank")


def criterion(key, weight="1", steps="5 4 3 1 0", *, floor=None, allow_na=False):
    return Criterion(
        key=key,
        name=key.upper(),
        description="",
        weight=Decimal(weight),
        steps=tuple(Step(Decimal(value), value) for value in steps.split()),
        floor=None if floor is None else Decimal(floor),
        allow_na=allow_na,
    )


def rules_of(*criteria, gates=(), **more):
    return Rules("demo", "見本制度", "認証", tuple(criteria), tuple(gates), (), (), **more)


def sheet(reviewer, gates=None, /, **marks):
    """Marks as text; None is blank, "na" not applicable."""
    made = {
        key: Mark(None, na=True) if value == "na" else Mark(None if value is None else Decimal(str(value)))
        for key, value in marks.items()
    }
    return SheetMarks(reviewer, made, gates or {})


FOUR = rules_of(criterion("a", "1"), criterion("b", "2"), criterion("c", "3"), criterion("d", "4"))
PERCENT = rules_of(criterion("a", "1", " ".join(str(n) for n in range(101))))


def percents(*values, **more):
    """The panel result of sheets with these percentages."""
    rules = replace(PERCENT, **more)
    return panel_result(rules, [sheet(n, a=value) for n, value in enumerate(values)], of=len(values))


# ---------------------------------------------------------------- one sheet


def test_c1_sheet_percent_weighs_every_criterion():
    total = sheet_total(FOUR, sheet(1, a=4, b=4, c=4, d=4))

    assert (total.percent, total.answered, total.applicable) == (80, 4, 4)


def test_c1_blank_on_the_heaviest_criterion_is_not_a_zero():
    total = sheet_total(FOUR, sheet(1, a=4, b=4, c=4, d=None))

    assert (total.percent, total.answered, total.applicable) == (80, 3, 4)


def test_c1_missing_key_is_blank():
    assert sheet_total(FOUR, sheet(1, a=4, b=4, c=4)) == sheet_total(FOUR, sheet(1, a=4, b=4, c=4, d=None))


def test_c1_zero_is_a_mark():
    total = sheet_total(FOUR, sheet(1, a=5, b=5, c=5, d=0))

    assert (total.percent, total.answered) == (60, 4)


def test_r3_not_applicable_shrinks_the_base():
    rules = rules_of(criterion("a"), criterion("b"), criterion("c", allow_na=True))

    total = sheet_total(rules, sheet(1, a=5, b=5, c="na"))

    assert (total.percent, total.answered, total.applicable) == (100, 2, 2)


def test_r3_not_applicable_where_it_is_not_allowed_counts_as_blank():
    total = sheet_total(FOUR, sheet(1, a=4, b=4, c=4, d="na"))

    assert (total.percent, total.answered, total.applicable) == (80, 3, 4)


def test_r3_blank_not_applicable_and_zero_are_three_things():
    rules = rules_of(criterion("a", allow_na=True))

    totals = [sheet_total(rules, sheet(1, a=value)) for value in (None, "na", 0)]

    assert [(t.percent, t.answered, t.applicable) for t in totals] == [(None, 0, 1), (None, 0, 0), (0, 1, 1)]


def test_sheet_of_unlike_scales_counts_each_as_share_of_its_maximum():
    rules = rules_of(criterion("a", "2", "5 4 3 1 0"), criterion("b", "1", "10 7.5 0"))

    assert sheet_total(rules, sheet(1, a=4, b="7.5")).percent == Fraction(2 * 4, 5) * 100 / 3 + Fraction(75, 3)


def test_sheet_without_weights_has_no_percent():
    assert sheet_total(rules_of(criterion("a", "0")), sheet(1, a=5)).percent is None


def test_sheet_with_a_mark_finer_than_every_step_is_refused():
    with pytest.raises(ValueError, match="finer"):
        sheet_total(FOUR, sheet(1, a="4.5"))


@pytest.mark.parametrize(
    ("mark", "code"),
    [
        (Mark(Decimal(4)), None),
        (Mark(Decimal("4.0")), None),
        (Mark(None), None),
        (Mark(Decimal(2)), "not_a_step"),
        (Mark(Decimal(-1)), "not_a_step"),
        (Mark(None, na=True), "na_not_allowed"),
    ],
)
def test_mark_problem_names_what_cannot_stand(mark, code):
    problem = mark_problem(criterion("a"), mark)

    assert (problem and problem.code) == code


def test_mark_problem_lists_the_steps():
    problem = mark_problem(criterion("a"), Mark(Decimal(2)))

    assert problem.sentence == "「A」の点は 5・4・3・1・0 から選んでください。"
    assert problem.field == "a"


# ---------------------------------------------------------------- the panel


@pytest.mark.parametrize(
    ("rule", "values", "total"),
    [
        ("mean", (60, 70, 80, 90), 75),
        ("trimmed_mean", (60, 70, 80, 90), 75),
        ("trimmed_mean", (10, 70, 80, 100), 75),
        ("trimmed_mean", (70, 90), 80),
        ("trimmed_mean", (0, 60, 100), 60),
        ("trimmed_mean", (50, 50, 50, 100), 50),
        ("median", (60, 100, 70), 70),
        ("median", (60, 70, 80, 100), 75),
        ("sum", (60, 70, 80, 90), 75),
        ("rank", (60, 70, 80, 90), 75),
        ("mean", (70,), 70),
    ],
)
def test_c2_each_programme_has_its_own_panel_rule(rule, values, total):
    assert percents(*values, panel_rule=rule).total == total


def test_sum_gives_a_sheet_with_a_blank_less_say_than_a_mean_does():
    sheets = [sheet(1, a=5, b=5, c=5, d=5), sheet(2, a=0)]

    assert panel_result(FOUR, sheets, of=2).total == 50
    assert panel_result(replace(FOUR, panel_rule="sum"), sheets, of=2).total == Fraction(1000, 11)


def test_panel_without_sheets_has_no_total():
    result = panel_result(FOUR, [], of=3)

    assert (result.total, result.n, result.of, result.spread, result.lowest, result.complete) == (
        None,
        0,
        3,
        None,
        None,
        False,
    )


def test_empty_sheet_leaves_the_base_of_the_total():
    result = panel_result(FOUR, [sheet(1, a=5, b=5, c=5, d=5), sheet(2)], of=2)

    assert (result.total, result.n, result.of, result.complete) == (100, 1, 2, False)


def test_recused_reviewer_changes_the_base():
    sheets = [sheet(n, a=m, b=m, c=m, d=m) for n, m in ((1, 5), (2, 5), (3, 0))]

    everybody = panel_result(FOUR, sheets, of=3)
    without = panel_result(FOUR, sheets[:2], of=2)

    assert (display(everybody.total), everybody.n, everybody.of) == ("66.7", 3, 3)
    assert (display(without.total), without.n, without.of) == ("100.0", 2, 2)


def test_panel_is_complete_only_with_every_mark_and_gate():
    rules = rules_of(criterion("a"), criterion("b", allow_na=True), gates=[Gate("g", "衛生", "?")])
    full = sheet(1, {"g": True}, a=5, b="na")

    assert panel_result(rules, [full], of=1).complete
    assert not panel_result(rules, [full], of=2).complete
    assert not panel_result(rules, [sheet(1, {"g": None}, a=5, b=5)], of=1).complete
    assert not panel_result(rules, [sheet(1, {"g": True}, a=5)], of=1).complete
    assert not panel_result(rules, [], of=0).complete


def test_criterion_result_counts_marks_blanks_and_not_applicable():
    rules = rules_of(criterion("a", floor="3", allow_na=True))
    sheets = [sheet(1, a=5), sheet(2, a=0), sheet(3, a="na"), sheet(4), sheet(5, a=3)]

    found = panel_result(rules, sheets, of=5).criteria[0]

    assert (found.mean, found.n, found.na, found.blank) == (Fraction(8, 3), 3, 1, 1)
    assert (found.minimum, found.maximum, found.floor, found.below_floor) == (0, 5, 3, True)


def test_floor_is_kept_by_a_mean_equal_to_it():
    rules = rules_of(criterion("a", floor="3"))

    assert not panel_result(rules, [sheet(1, a=5), sheet(2, a=1)], of=2).criteria[0].below_floor
    assert panel_result(rules, [sheet(1, a=4), sheet(2, a=1)], of=2).criteria[0].below_floor


@pytest.mark.parametrize(
    ("answers", "holds"),
    [
        ([True, True, True], True),
        ([True, True, False], True),
        ([True, False], False),
        ([True, None, None], True),
        ([False, None], False),
        ([None, None], False),
        ([], False),
    ],
)
def test_gate_holds_with_more_yes_than_no(answers, holds):
    rules = rules_of(gates=[Gate("g", "衛生", "?")])
    sheets = [sheet(n, {"g": answer}) for n, answer in enumerate(answers)]

    found = panel_result(rules, sheets, of=len(answers)).gates[0]

    assert (found.yes, found.no, found.blank) == tuple(answers.count(a) for a in (True, False, None))
    assert found.holds is holds


def test_spread_is_the_population_standard_deviation():
    result = percents(60, 70, 80, 90)

    assert result.spread == Fraction("11.18")  # √125 = 11.1803…
    assert (result.lowest, result.highest) == (60, 90)
    assert percents(70).spread is None


def test_sheet_totals_stand_by_reviewer():
    result = percents(60, 70)

    assert [(reviewer, total.percent) for reviewer, total in result.sheet_totals] == [(0, 60), (1, 70)]


def test_panel_results_of_a_round_equal_single_ones():
    panels = {7: ([sheet(1, a=5), sheet(2, b=3)], 3), 8: ([], 2)}

    assert panel_results(FOUR, panels) == {
        key: panel_result(FOUR, sheets, of=of) for key, (sheets, of) in panels.items()
    }


# ---------------------------------------------------------------- order and ties


def test_order_shares_the_rank_of_equal_totals_and_skips_the_next():
    results = {1: percents(70), 2: percents(80), 3: percents(70), 4: percents(60), 5: percents()}

    assert order(results) == [(1, [2]), (2, [1, 3]), (4, [4]), (5, [5])]


def test_order_uses_exact_totals_not_rounded_ones():
    results = {1: percents(70, 70, 70, 71), 2: percents(70, 70, 71, 70, 70)}

    assert [display(results[n].total, 0) for n in (1, 2)] == ["70", "70"]
    assert order(results) == [(1, [1]), (2, [2])]


def test_order_by_lowest_sheet_breaks_a_tie():
    results = {1: percents(60, 80), 2: percents(70, 70), 3: percents(50, 90)}

    assert order(results, "lowest") == [(1, [2]), (2, [1]), (3, [3])]


def test_order_by_criterion_breaks_a_tie_and_leaves_the_rest_tied():
    marks = {1: {"a": 5, "b": 3}, 2: {"a": 3, "b": 5}, 3: {"a": 3, "b": 5}}
    rules = rules_of(criterion("a"), criterion("b"))
    results = {n: panel_result(rules, [sheet(1, **given_)], of=1) for n, given_ in marks.items()}

    assert order(results, "criterion:b") == [(1, [2, 3]), (3, [1])]
    assert order(results, "criterion:unknown") == [(1, [1, 2, 3])]


def test_order_by_floors_missed_breaks_a_tie():
    rules = rules_of(criterion("a", floor="3"), criterion("b"))
    results = {
        1: panel_result(rules, [sheet(1, a=1, b=5)], of=1),
        2: panel_result(rules, [sheet(1, a=3, b=3)], of=1),
    }

    assert order(results, "floors") == [(1, [2]), (2, [1])]
    assert order(results, None) == [(1, [1, 2])]


def test_order_refuses_an_unknown_tie_rule():
    with pytest.raises(ValueError, match="alphabet"):
        order({1: percents(70)}, "alphabet")


def test_rank_order_counts_first_places_then_second_ones():
    ballots = {1: (90, 90, 10), 2: (80, 80, 90), 3: (70, 70, 80)}
    panels = {n: [sheet(r, a=mark) for r, mark in enumerate(marks)] for n, marks in ballots.items()}

    assert rank_order(PERCENT, panels) == [(1, [1]), (2, [2]), (3, [3])]


def test_rank_order_tie_is_explicit():
    panels = {1: [sheet(1, a=90), sheet(2, a=80)], 2: [sheet(1, a=80), sheet(2, a=90)], 3: []}

    assert rank_order(PERCENT, panels) == [(1, [1, 2]), (3, [3])]


def test_rank_order_equal_sheets_of_one_reviewer_share_the_place():
    panels = {1: [sheet(1, a=90)], 2: [sheet(1, a=90)], 3: [sheet(1, a=80)], 4: [sheet(1)]}

    assert rank_order(PERCENT, panels) == [(1, [1, 2]), (3, [3]), (4, [4])]


# ---------------------------------------------------------------- rounding and derivation


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(139, 2), 0, "70"),
        (Fraction(1, 20), 1, "0.1"),
        (Fraction(-1, 20), 1, "-0.1"),
        (Fraction(-1, 100), 1, "0.0"),
        (Fraction(200, 3), 1, "66.7"),
        (Fraction(200, 3), 3, "66.667"),
        (Fraction(100), 1, "100.0"),
        (None, 1, "–"),
    ],
)
def test_display_rounds_half_up(value, places, text):
    assert display(value, places) == text


def test_display_against_never_shows_a_miss_as_reached():
    assert display_against(Fraction("69.96"), Decimal(70)) == "69.96"
    assert display_against(Fraction("69.999"), Decimal(70)) == "69.999"
    assert display_against(Fraction(70), Decimal(70)) == "70.0"
    assert display_against(Fraction("70.04"), Decimal(70)) == "70.04"


def test_c1_derivation_shows_every_step_of_a_sheet():
    sheets = [sheet(31, a=4, b=3, c=None, d=5), sheet(32)]

    lines = derivation(FOUR, sheets, panel_result(FOUR, sheets, of=3))

    assert lines == (
        "審査票1：（1×4/5 ＋ 2×3/5 ＋ 4×5/5）÷（1 ＋ 2 ＋ 4）×100 ＝ 600/7％（4項目中3項目）",
        "審査票2：未採点（4項目中0項目）",
        "審査委員3人のうち1人の審査票で計算します。",
        "平均：（600/7）÷1 ＝ 85.7％",
    )


def test_derivation_names_reviewers_only_when_told():
    sheets = [sheet(31, a=4)]

    assert derivation(FOUR, sheets, panel_result(FOUR, sheets, of=1), {31: "高橋"})[0].startswith("高橋：")


def test_derivation_without_marks_says_so():
    assert derivation(FOUR, [], panel_result(FOUR, [], of=2)) == ("採点された審査票はありません。審査委員は2人です。",)


# ---------------------------------------------------------------- properties, against a slow version

VALUES = ["5", "4", "3", "1", "0", None, "na"]


@st.composite
def rounds(draw):
    """Rules with up to four criteria and a panel of up to six sheets."""
    criteria = [
        criterion(
            key,
            draw(st.sampled_from(["1", "2", "0.5", "3"])),
            draw(st.sampled_from(["5 4 3 1 0", "10 5 4 3 1 0", "7.5 5 4 3 1 0"])),
            floor=draw(st.sampled_from([None, "2", "2.5", "3"])),
            allow_na=draw(st.booleans()),
        )
        for key in "abcd"[: draw(st.integers(1, 4))]
    ]
    rules = rules_of(*criteria, panel_rule=draw(st.sampled_from(RULES)))
    sheets = [
        sheet(n, **{c.key: draw(st.sampled_from(VALUES)) for c in criteria}) for n in range(draw(st.integers(0, 6)))
    ]
    return rules, sheets


def slow_sheet(rules, one):
    """Percent, answered, applicable: straight from the prose, with nothing but Fraction."""
    top, bottom, answered, applicable = Fraction(0), Fraction(0), 0, 0
    for c in rules.criteria:
        mark = one.marks[c.key]
        if mark.na and c.allow_na:
            continue
        applicable += 1
        if mark.na or mark.value is None:
            continue
        answered += 1
        best = Fraction(max(step.value for step in c.steps))
        top += Fraction(c.weight) * Fraction(mark.value) / best
        bottom += Fraction(c.weight)
    return (100 * top / bottom if bottom else None), answered, applicable, top, bottom


def slow_total(rules, sheets):
    read = [slow_sheet(rules, one) for one in sheets]
    values = sorted(row[0] for row in read if row[0] is not None)
    if not values:
        return None
    if rules.panel_rule == "sum":
        return 100 * sum(row[3] for row in read) / sum(row[4] for row in read)
    if rules.panel_rule == "median":
        n = len(values)
        return (values[(n - 1) // 2] + values[n // 2]) / 2
    if rules.panel_rule == "trimmed_mean" and len(values) >= 3:
        values = values[1:-1]
    return sum(values, Fraction(0)) / len(values)


@given(rounds())
def test_c1_every_total_equals_the_slow_version(round_):
    rules, sheets = round_

    result = panel_result(rules, sheets, of=len(sheets))

    assert result.total == slow_total(rules, sheets)
    assert [(t.percent, t.answered, t.applicable) for _, t in result.sheet_totals] == [
        slow_sheet(rules, one)[:3] for one in sheets
    ]


@given(rounds())
def test_c1_last_number_of_the_derivation_is_the_total(round_):
    rules, sheets = round_
    result = panel_result(rules, sheets, of=len(sheets))

    last = derivation(rules, sheets, result)[-1]

    if result.total is not None:
        assert re.findall(r"\d+(?:\.\d+)?", last)[-1] == display(result.total)


@given(rounds())
def test_criteria_of_the_panel_equal_the_slow_version(round_):
    rules, sheets = round_

    for c, found in zip(rules.criteria, panel_result(rules, sheets, of=6).criteria, strict=True):
        marks = [m.value for m in (one.marks[c.key] for one in sheets) if m.value is not None and not m.na]
        average = sum(map(Fraction, marks)) / len(marks) if marks else None
        assert (found.mean, found.n) == (average, len(marks))
        assert (found.minimum, found.maximum) == (min(marks, default=None), max(marks, default=None))
        assert found.below_floor == (average is not None and c.floor is not None and average < Fraction(c.floor))
        assert found.n + found.na + found.blank == len(sheets)


@given(rounds())
def test_total_does_not_depend_on_the_order_of_sheets(round_):
    rules, sheets = round_

    assert panel_result(rules, sheets[::-1], of=6).total == panel_result(rules, sheets, of=6).total


@given(rounds())
def test_spread_is_within_half_a_hundredth_of_the_true_one(round_):
    rules, sheets = round_
    result = panel_result(rules, sheets, of=6)
    values = [t.percent for _, t in result.sheet_totals if t.percent is not None]
    if len(values) < 2:
        assert result.spread is None
        return
    middle = sum(values) / len(values)
    variance = sum((v - middle) ** 2 for v in values) / len(values)
    half = Fraction(1, 200)

    assert max(result.spread - half, 0) ** 2 <= variance <= (result.spread + half) ** 2


@given(st.dictionaries(st.integers(0, 30), st.lists(st.integers(0, 100), max_size=3), max_size=8))
def test_order_places_everyone_once_and_never_a_worse_one_before(panels):
    results = {key: percents(*values) for key, values in panels.items()}

    rows = order(results)

    assert Counter(key for _, keys in rows for key in keys) == Counter(dict.fromkeys(panels, 1))
    placed = 0
    for rank, keys in rows:
        assert rank == placed + 1
        assert len({results[key].total for key in keys}) == 1
        placed += len(keys)
    totals = [results[keys[0]].total for _, keys in rows]
    numbers = [total for total in totals if total is not None]
    assert numbers == sorted(numbers, reverse=True)
    assert None not in totals[:-1]


@given(rounds())
def test_frozen_rules_come_back_from_json_unrounded(round_):
    rules, _ = round_

    assert Rules.from_json(rules.to_json()) == rules
