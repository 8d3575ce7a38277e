"""What each side does next, over all plans; and how far a plan is."""

from datetime import date

import pytest

from certification.domain import plan_steps
from certification.domain.plan_steps import PlanFacts, Progress, TaskFact
from certification.domain.states import PlanStatus

TODAY = date(2026, 11, 21)
EARLY, LATER = date(2026, 11, 20), date(2026, 12, 1)


def task(pk, due=None, done=False, gap="a"):
    return TaskFact(pk, gap, f"課題{pk}", due, done)


def codes(steps):
    return [step.code for step in steps]


def test_progress_of_a_gap_and_of_the_plan():
    tasks = [task(1, done=True), task(2), task(3, gap="b", done=True)]
    assert plan_steps.progress(tasks) == Progress(2, 3)
    assert plan_steps.progress(tasks, "a") == Progress(1, 2)
    assert plan_steps.progress([]).percent == 0
    assert plan_steps.progress(tasks).percent == 66


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"state": PlanStatus.OFFERED, "answer_by": LATER}, ["answer_offer"]),
        ({"state": PlanStatus.AGREED, "unsaid": 2}, ["goals"]),
        ({"state": PlanStatus.IN_PROGRESS, "tasks": (task(1), task(2, done=True))}, ["task"]),
        ({"state": PlanStatus.IN_PROGRESS, "last_word": "adviser", "meetings": (LATER,)}, ["read_word", "meeting"]),
        ({"state": PlanStatus.IN_PROGRESS, "last_word": "office"}, ["read_word"]),
        ({"state": PlanStatus.IN_PROGRESS, "last_word": "firm"}, []),
        ({"state": PlanStatus.READY}, ["self_check"]),
        ({"state": PlanStatus.READY, "checked": True, "call_open": True}, ["reapply"]),
        ({"state": PlanStatus.REAPPLIED, "redraft_open": True, "unanswered": 1}, ["hand_in"]),
        ({"state": PlanStatus.REAPPLIED}, []),
        ({"state": PlanStatus.CLOSED, "last_word": "adviser"}, []),
    ],
)
def test_firm_is_told_its_own_turn_only(facts, expected):
    assert codes(plan_steps.for_firm(PlanFacts(plan=1, **facts))) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"state": PlanStatus.OFFERED}, []),
        ({"state": PlanStatus.AGREED, "drafts": 3}, ["make_tasks"]),
        ({"state": PlanStatus.AGREED, "tasks": (task(1),)}, ["start"]),
        ({"state": PlanStatus.IN_PROGRESS, "tasks": (task(1),)}, ["follow"]),
        ({"state": PlanStatus.IN_PROGRESS, "tasks": (task(1, done=True),)}, ["judge"]),
        ({"state": PlanStatus.IN_PROGRESS, "tasks": (task(1),), "last_word": "firm"}, ["answer_word", "follow"]),
        ({"state": PlanStatus.READY, "unnoted": 1}, ["note_meeting"]),
        ({"state": PlanStatus.CLOSED, "last_word": "firm"}, []),
    ],
)
def test_adviser_is_told_their_own_turn(facts, expected):
    assert codes(plan_steps.for_adviser(PlanFacts(plan=1, **facts))) == expected


def test_one_list_has_the_late_first_then_by_day_then_the_rest():
    facts = [
        PlanFacts(plan=1, state=PlanStatus.IN_PROGRESS, tasks=(task(1), task(2, LATER)), unsaid=1),
        PlanFacts(plan=2, state=PlanStatus.IN_PROGRESS, tasks=(task(3, EARLY),)),
        PlanFacts(plan=3, state=PlanStatus.OFFERED, answer_by=date(2026, 11, 30)),
    ]
    steps = plan_steps.in_order((step for each in facts for step in plan_steps.for_firm(each)), TODAY)
    assert [(step.code, step.task.pk if step.task else 0) for step in steps] == [
        ("task", 3), ("answer_offer", 0), ("task", 2), ("task", 1), ("goals", 0),
    ]  # fmt: skip
    assert [plan_steps.is_late(step, TODAY) for step in steps] == [True, False, False, False, False]


def test_plan_with_the_most_pressing_step_stands_first_and_one_without_any_last():
    late = plan_steps.for_adviser(PlanFacts(plan=1, state=PlanStatus.IN_PROGRESS, tasks=(task(1, EARLY),)))
    calm = plan_steps.for_adviser(PlanFacts(plan=2, state=PlanStatus.IN_PROGRESS, tasks=(task(2, LATER),)))
    own = plan_steps.for_adviser(PlanFacts(plan=3, state=PlanStatus.AGREED))
    assert plan_steps.most_pressing([(), calm, own, late], TODAY) == (3, 2, 1, 0)
