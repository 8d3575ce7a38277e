"""How far a challenge plan is, by gap and in total, and what each side should do next, the most pressing first.

The facts come from the database in selectors/plan_work.py; the words stand in the views.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from certification.domain.states import PlanStatus

Side = Literal["firm", "adviser"]


@dataclass(frozen=True, slots=True)
class TaskFact:
    """A task that stands in the plan."""

    pk: int
    gap_key: str
    title: str
    due_on: date | None
    done: bool


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """Everything the next steps are made from. `last_word`: who spoke last ("firm", "adviser", "office", or
    empty);
    `meetings`: days of meetings still to come; `unnoted`: meetings gone by without a note; `unsaid`: gaps about
    which the firm has not said what it wants; `drafts`: suggestions still open; `closes_on`: the last day of a call
    that is open for a re-application, None without one, and `call_open` whether there is one.
    """

    plan: int
    state: PlanStatus
    answer_by: date | None = None
    has_adviser: bool = False
    tasks: tuple[TaskFact, ...] = ()
    last_word: str = ""
    meetings: tuple[date, ...] = ()
    unnoted: int = 0
    unsaid: int = 0
    drafts: int = 0
    checked: bool = False
    call_open: bool = False
    closes_on: date | None = None
    unanswered: int = 0
    redraft_open: bool = False

    @property
    def open_tasks(self) -> tuple[TaskFact, ...]:
        return tuple(task for task in self.tasks if not task.done)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do. `code` names the words; `by`: the day it should be done; `task`, `count` where they apply."""

    plan: int
    code: str
    by: date | None = None
    task: TaskFact | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """Tasks done, and of how many."""

    done: int
    of: int

    @property
    def percent(self) -> int:
        return 100 * self.done // self.of if self.of else 0


def progress(tasks: Iterable[TaskFact], gap_key: str = "") -> Progress:
    """Of one gap, or of the whole plan."""
    rows = [task for task in tasks if not gap_key or task.gap_key == gap_key]
    return Progress(sum(task.done for task in rows), len(rows))


def for_firm(facts: PlanFacts) -> tuple[Step, ...]:
    """What the firm should do about this plan."""
    match facts.state:
        case PlanStatus.OFFERED:
            return (Step(facts.plan, "answer_offer", facts.answer_by),)
        case PlanStatus.AGREED | PlanStatus.IN_PROGRESS:
            found = [Step(facts.plan, "task", task.due_on, task) for task in facts.open_tasks]
            found += [Step(facts.plan, "goals", count=facts.unsaid)] if facts.unsaid else []
        case PlanStatus.READY:
            found = [Step(facts.plan, "reapply", facts.closes_on)] if facts.call_open else []
            found += [] if facts.checked else [Step(facts.plan, "self_check", facts.closes_on)]
        case PlanStatus.REAPPLIED:
            if not facts.redraft_open:
                return ()
            return (Step(facts.plan, "hand_in", facts.closes_on, count=facts.unanswered),)
        case _:
            return ()
    found += [Step(facts.plan, "read_word")] if facts.last_word in ("adviser", "office") else []
    found += [Step(facts.plan, "meeting", day) for day in facts.meetings]
    return tuple(found)


def for_adviser(facts: PlanFacts) -> tuple[Step, ...]:
    """What the adviser should do about this plan."""
    found: list[Step] = []
    if facts.state in (PlanStatus.OFFERED, PlanStatus.REAPPLIED, PlanStatus.CLOSED):
        return ()
    found += [Step(facts.plan, "answer_word")] if facts.last_word == "firm" else []
    found += [Step(facts.plan, "note_meeting", count=facts.unnoted)] if facts.unnoted else []
    found += [Step(facts.plan, "meeting", day) for day in facts.meetings]
    if facts.state is PlanStatus.AGREED:
        found.append(Step(facts.plan, "start") if facts.tasks else Step(facts.plan, "make_tasks", count=facts.drafts))
    if facts.state is PlanStatus.IN_PROGRESS:
        if not facts.open_tasks:
            found.append(Step(facts.plan, "judge"))
        else:
            first = min(facts.open_tasks, key=lambda task: (task.due_on is None, task.due_on or date.max, task.pk))
            found.append(Step(facts.plan, "follow", first.due_on, first, len(facts.open_tasks)))
    return tuple(found)


ORDER = (
    "answer_offer", "hand_in", "reapply", "read_word", "answer_word", "task", "meeting", "note_meeting", "self_check",
    "goals", "make_tasks", "start", "judge", "follow",
)  # fmt: skip
NO_HURRY = ("follow", "meeting")  # behind what is the reader's own turn, unless its day has come


def in_order(steps: Iterable[Step], today: date) -> tuple[Step, ...]:
    """One list over all plans: what is late, then what has a date, the nearest first, then the rest."""

    def key(step: Step) -> tuple[int, date, int, int, int]:
        due = step.by is not None and step.by <= today
        waits = step.code in NO_HURRY and not due
        group = 0 if due else 2 if step.by is None or waits else 1
        task = step.task.pk if step.task else 0
        return group + waits, step.by or date.max, ORDER.index(step.code), step.plan, task

    return tuple(sorted(steps, key=key))


def is_late(step: Step, today: date) -> bool:
    """Has its day gone by?"""
    return step.by is not None and step.by < today


def most_pressing(plans: Sequence[tuple[Step, ...]], today: date) -> tuple[int, ...]:
    """Positions of the plans, the one with the most pressing step first; those without any step last."""

    def key(place: int) -> tuple[bool, int, date, int]:
        steps = in_order(plans[place], today)
        if not steps:
            return True, 0, date.max, place
        first = steps[0]
        late = 0 if is_late(first, today) else 2 if first.code in NO_HURRY else 1
        return False, late, first.by or date.max, place

    return tuple(sorted(range(len(plans)), key=key))
