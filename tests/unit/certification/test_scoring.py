"""Scoring: sheets, panel rules, floors, gates; order and derivation."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from certification.domain.rules import Gate
from certification.domain.scoring import (
    Mark,
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
from tests.unit.certification.panels import FOUR, PERCENT, criterion, percents, rules_of, sheet

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
