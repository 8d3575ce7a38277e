"""Exact counts on cases made by hand: stages, ends, days, criteria, advisers."""

from datetime import date

from certification.domain.conversion import Blocker, PlanStory, blockers, by_adviser, by_year_and_programme, funnel

DAY = date(2026, 4, 1)


def story(plan, *reached, year=2026, programme="認証", **more):
    return PlanStory(plan, year, programme, DAY, frozenset(reached), **more)


CASES = [
    story(1),
    story(2, closed="declined"),
    story(3, closed="lapsed"),
    story(4, "agreed", gaps={"a": "味"}, adviser=7),
    story(5, "agreed", "in_progress", closed="office", gaps={"a": "味", "b": "表示"}, adviser=7),
    story(6, "agreed", "in_progress", "ready", gaps={"b": "表示"}, adviser=8),
    story(7, "agreed", "in_progress", "ready", "reapplied", gaps={"a": "味"}, left=frozenset({"a"}), adviser=8),
    story(8, "agreed", "in_progress", "ready", "reapplied", gaps={"a": "味", "b": "表示"}, left=frozenset(),
          certified_on=date(2026, 4, 11), adviser=8),
    story(9, "agreed", "in_progress", "ready", "reapplied", gaps={"b": "表示の点"}, left=frozenset(),
          certified_on=date(2026, 5, 1), year=2025, programme="認定"),
]  # fmt: skip


def test_stage_counts_every_plan_that_ever_reached_it():
    found = funnel(CASES)
    assert found.counts == (9, 6, 5, 4, 3, 2)
    assert (found.declined, found.lapsed, found.ended) == (1, 1, 1)
    assert [found.share(place) for place in range(6)] == [100, 67, 56, 44, 33, 22]
    assert (found.median_days, found.timed) == (20.0, 2)


def test_no_offer_has_no_shares_and_no_days():
    found = funnel([])
    assert found.counts == (0, 0, 0, 0, 0, 0)
    assert found.share(1) is None
    assert (found.median_days, found.timed) == (None, 0)


def test_groups_are_by_year_of_the_offer_and_programme():
    found = [(year, name, row.counts) for year, name, row in by_year_and_programme(CASES)]
    assert found == [(2026, "認証", (8, 5, 4, 3, 2, 1)), (2025, "認定", (1, 1, 1, 1, 1, 1))]


def test_plan_taken_back_from_ready_still_counts_as_ready():
    assert story(1, "agreed", "in_progress", "ready").stages() == (True, True, True, True, False, False)


def test_blockers_count_the_missed_the_judged_and_the_cured_under_the_last_name():
    assert blockers(CASES) == [Blocker("表示の点", 4, 2, 2), Blocker("味", 4, 2, 1)]


def test_figures_of_advisers_count_their_plans():
    found = by_adviser(CASES)
    assert [(row.adviser, row.plans, row.ready, row.certified) for row in found.values()] == [
        (7, 2, 0, 0),
        (8, 3, 3, 1),
    ]
