"""Dates, limits, stages and running orders: the worked tables of docs/rules run, and what holds for any."""

from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.domain import key_dates, limits, scoring, stages, timetable
from certification.domain.key_dates import KeyDate
from certification.domain.rules import Criterion, Gate, Rules, Step
from certification.domain.scoring import Mark, SheetMarks
from certification.domain.stages import Phase
from certification.domain.states import Status
from certification.domain.timetable import Slot

PAGES = Path(__file__).parents[4] / "docs" / "rules"


def table(page: str, name: str) -> list[dict[str, str]]:
    """The rows of one worked table."""
    lines = (PAGES / f"{page}.md").read_text(encoding="utf-8").splitlines()
    start = lines.index(f"<!-- example: {name} -->") + 1
    rows = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    head, _rule, *body = rows
    return [dict(zip(head, cells, strict=True)) for cells in body]


@pytest.mark.parametrize("row", table("rounds", "next-year"), ids=lambda row: row["date"])
def test_date_a_year_on_is_as_the_page_says(row):
    day = key_dates.next_year(date.fromisoformat(row["date"]))
    known = dict(holidays.country_holidays("JP", years=[day.year], language="ja").items())
    assert day.isoformat() == row["a year on"]
    assert key_dates.day_off(day, known) == row["day off"].replace("–", "")


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 12, 31)))
def test_date_a_year_on_keeps_month_and_day(day):
    moved = key_dates.next_year(day)
    assert moved.year == day.year + 1
    assert (moved.month, moved.day) == ((2, 28) if (day.month, day.day) == (2, 29) else (day.month, day.day))


def test_moment_a_year_on_keeps_the_clock_of_its_zone():
    tokyo = timezone(timedelta(hours=9))
    assert key_dates.moment_next_year(datetime(2028, 2, 29, 23, 59, 59, tzinfo=tokyo)) == datetime(
        2029, 2, 28, 23, 59, 59, tzinfo=tokyo
    )


def test_calendar_is_in_order_whole_days_first():
    day = date(2026, 11, 21)
    rows = [
        KeyDate("b", "other", "b", day, time(9)),
        KeyDate("a", "other", "a", day),
        KeyDate("c", "x", "c", date(2026, 1, 1)),
    ]
    assert [row.key for row in key_dates.in_order(rows)] == ["c", "a", "b"]


def test_disorder_names_neighbours_that_stand_wrong():
    first, later = date(2026, 4, 1), date(2026, 5, 1)
    assert key_dates.disorder(first, later, first, later) == ("closes>committee",)
    assert key_dates.disorder(first, None, None, first) == ()
    assert key_dates.disorder(later, None, first, None) == ("opens>committee",)


@pytest.mark.parametrize("row", table("rounds", "places"))
def test_places_taken_are_as_the_page_says(row):
    states = [
        Status(name)
        for name in ("draft", "submitted", "withdrawn", "refused", "released")
        for _ in range(int(row[name]))
    ]
    assert limits.taken(states, rolling=False) == int(row["window"])
    assert limits.taken(states, rolling=True) == int(row["rolling"])


def test_no_maximum_is_none_left_to_count():
    assert limits.left(0, [Status.DRAFT] * 9, rolling=False) is None
    assert limits.left(2, [Status.DRAFT, Status.WITHDRAWN], rolling=False) == 1
    assert limits.left(1, [Status.DRAFT, Status.SUBMITTED], rolling=True) == 0


STEPS = tuple(Step(Decimal(value), str(value)) for value in range(5, -1, -1))


def staged(**more) -> Rules:
    """a and b on paper, c at the session."""
    criteria = tuple(
        Criterion(key, key, "", Decimal(weight), STEPS, stage=stage)
        for key, weight, stage in (("a", 1, 1), ("b", 3, 1), ("c", 4, 2))
    )
    values = {"pass_mark": Decimal(70), "near_mark": Decimal(50), "near_max_missed": None, **more}
    return Rules("demo", "見本制度", "認証", criteria, (Gate("g", "安全", "?"),), (), (), **values)


def sheet(row: dict[str, str]) -> SheetMarks:
    marks = {key: Mark(Decimal(row[key])) for key in "abc" if row[key] != "–"}
    return SheetMarks(1, marks, {"g": True})


@pytest.mark.parametrize("row", table("sessions", "stages"))
def test_stages_are_judged_as_the_page_says(row):
    rules, on = staged(), row["goes on"] == "yes"
    result = stages.panel_results(rules, {7: ([sheet(row)], 1)}, () if on else (7,))[7]
    assert result.total == Fraction(row["total"])
    assert stages.suggest(rules, result, goes_on=on).outcome == row["suggestion"]


def test_what_stayed_on_paper_is_declined_without_a_near_rule_and_says_why_first():
    rules = staged(near_mark=None)
    given_ = sheet({"a": "5", "b": "5", "c": "–"})
    result = stages.panel_results(rules, {7: ([given_], 1)}, (7,))[7]
    found = stages.suggest(rules, result, goes_on=False)
    assert (found.outcome, found.reasons[0].code) == ("declined", "stayed_on_paper")


def test_results_of_one_stage_are_those_of_scoring():
    rules = staged()
    panels = {1: ([sheet({"a": "5", "b": "3", "c": "2"})], 1), 2: ([sheet({"a": "1", "b": "3", "c": "2"})], 1)}
    assert stages.panel_results(rules, panels, ()) == scoring.panel_results(rules, panels)


def test_ranks_put_what_stayed_after_what_went_on():
    found = stages.ranks(
        {3, 4}, dict.fromkeys((1, 2, 3, 4)), lambda part: {pk: n for n, pk in enumerate(part, start=1)}
    )  # type: ignore[arg-type]
    assert found == {1: 1, 2: 2, 3: 3, 4: 4}


@pytest.mark.parametrize(
    ("at", "paper_in", "keys", "gates"),
    [
        (Phase.PAPER, False, "ab", 1),
        (Phase.BETWEEN, True, "ab", 1),
        (Phase.SESSION, True, "c", 0),
        (Phase.SESSION, False, "abc", 1),
        (Phase.SINGLE, False, "abc", 1),
    ],
)
def test_reviewer_is_asked_what_the_stage_asks(at, paper_in, keys, gates):
    found = stages.asked(staged(), at, paper_in=paper_in)
    assert ("".join(row.key for row in found.criteria), len(found.gates)) == (keys, gates)


def test_rules_frozen_before_there_were_stages_still_load_and_have_one():
    plain = staged().to_json()
    for row in plain["criteria"]:
        del row["stage"]
    old = Rules.from_json(plain)
    assert {row.stage for row in old.criteria} == {1}
    assert stages.phase(old, paper_closed=False, session_begun=False) is Phase.SINGLE
    assert stages.phase(staged(), paper_closed=True, session_begun=False) is Phase.BETWEEN
    assert Rules.from_json(staged().to_json()) == staged()


def test_times_are_as_the_page_says():
    rows = table("sessions", "times")
    slots = [Slot(n, int(row["minutes"]), int(row["break after"])) for n, row in enumerate(rows)]
    assert [each.text for each in timetable.times(time(13), slots, pause=5)] == [row["time"] for row in rows]


def test_times_past_midnight_are_refused():
    with pytest.raises(ValueError, match="midnight"):
        timetable.times(time(23, 30), [Slot(1, 20), Slot(2, 20)], pause=0)
    assert timetable.times(time(23, 30), [Slot(1, 30)], pause=99)[0].text == "23:30–24:00"


def slots_of(text: str) -> list[Slot]:
    people = {"t": 1, "w": 2}
    return [
        Slot(int(word.rstrip("tw")), 15, recused=frozenset(people[char] for char in word if char in people))
        for word in text.split()
    ]


@pytest.mark.parametrize("row", table("sessions", "order"), ids=lambda row: row["before"])
def test_running_order_is_as_the_page_says(row):
    before = slots_of(row["before"])
    after = timetable.running_order(before)
    assert [slot.key for slot in after] == [slot.key for slot in slots_of(row["after"])]
    assert (timetable.walks(before), timetable.walks(after)) == (int(row["walks before"]), int(row["walks after"]))


@given(st.lists(st.tuples(st.frozensets(st.integers(1, 4), max_size=3), st.integers(1, 3)), max_size=9))
def test_running_order_keeps_everybody_and_never_walks_more(rows):
    before = [Slot(n, 10, recused=recused, firm=firm) for n, (recused, firm) in enumerate(rows)]
    after = timetable.running_order(before)
    assert sorted(slot.key for slot in after) == [slot.key for slot in before]
    assert timetable.walks(after) <= timetable.walks(before)


def test_products_of_one_firm_stand_together():
    rows = [Slot(1, 10, firm=1), Slot(2, 10, firm=2), Slot(3, 10, firm=1)]
    assert [slot.key for slot in timetable.running_order(rows)] == [1, 3, 2]


def test_moving_at_the_edge_changes_nothing():
    assert timetable.moved((1, 2, 3), 2, -1) == (2, 1, 3)
    assert timetable.moved((1, 2, 3), 1, -1) == (1, 2, 3)
    assert timetable.moved((1, 2, 3), 9, 1) == (1, 2, 3)


@pytest.mark.parametrize(
    ("last", "now", "kind"),
    [
        (None, "x", "first"),
        ("x", "x", ""),
        ("x", "y", "changed"),
        ("x", "", "off"),
        ("", "", ""),
        ("", "x", "first"),
        (None, "", ""),
    ],
)
def test_next_mail_tells_only_what_is_new(last, now, kind):
    assert timetable.next_mail(last, now) == kind
