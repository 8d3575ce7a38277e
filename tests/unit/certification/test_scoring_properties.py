"""Properties of scoring, against an independent slow version with nothing but Fraction."""

import re
from collections import Counter
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from certification.domain.rules import Rules
from certification.domain.scoring import derivation, display, order, panel_result
from tests.unit.certification.panels import criterion, percents, rules_of, sheet

RULES = ("mean", "trimmed_mean", "median", "sum", "rank")
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
