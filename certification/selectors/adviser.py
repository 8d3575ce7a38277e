"""What an adviser sees: the plans they carry, and of each the gaps, the words to the applicant, tasks and messages.

Never marks of a single reviewer, internal notes or reviewers' names: a plan does not hold them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from certification.domain.rules import Rules
from certification.domain.scoring import plain
from certification.domain.states import PlanStatus
from certification.models import ChallengePlan, ChallengeTask
from core.models import StoredFile, User
from core.roles import has_role

UNDER_WAY = (PlanStatus.AGREED, PlanStatus.IN_PROGRESS, PlanStatus.READY)


@dataclass(frozen=True, slots=True)
class Bar:
    """One gap as a picture: where the product stood and what is needed, in percent of full marks; in words beside.

    A gate has no bar: `full` is empty. `tasks` are those about this gap.
    """

    key: str
    name: str
    kind: str
    had: str
    needed: str
    full: str
    had_percent: int
    needed_percent: int
    feedback: tuple[str, ...]
    tasks: tuple[ChallengeTask, ...]


def plans(user: User) -> QuerySet[ChallengePlan]:
    """The plans this adviser carries, those under way first, with counts of tasks and the next date."""
    if not has_role(user, "adviser"):
        return ChallengePlan.objects.none()
    return (
        ChallengePlan.objects.filter(adviser=user)
        .select_related("application__business", "application__round__programme")
        .annotate(
            tasks_all=Count("tasks", distinct=True),
            tasks_done=Count("tasks", filter=Q(tasks__done_at__isnull=False), distinct=True),
            next_due=Min("tasks__due_on", filter=Q(tasks__done_at=None)),
            last_word_at=Max("messages__at"),
        )
        .order_by("-pk")
    )


def is_agreed(plan: ChallengePlan) -> bool:
    """Has the firm accepted the support? Before that its adviser sees that there is an offer, and no more."""
    return plan.state in UNDER_WAY or plan.transitions.filter(target=PlanStatus.AGREED.value).exists()


def bars(plan: ChallengePlan, rules: Rules, tasks: Iterable[ChallengeTask]) -> tuple[Bar, ...]:
    """The plan's gaps, largest first as released."""
    held = list(tasks)
    return tuple(_bar(row, rules, tuple(task for task in held if task.gap_key == row["key"])) for row in plan.gaps)


def evidence(user: User, token: str) -> StoredFile | None:
    """A file the firm gave as evidence in a plan this adviser carries."""
    task = ChallengeTask.objects.filter(plan__in=plans(user), evidence__token=token).select_related("evidence").first()
    return task.evidence if task else None


def counts(plan: ChallengePlan) -> dict[str, int]:
    """Tasks done, and of how many, as annotated by `plans`."""
    return {"done": getattr(plan, "tasks_done", 0), "of": getattr(plan, "tasks_all", 0)}


def next_date(plan: ChallengePlan) -> date | None:
    """The nearest date of an open task, as annotated by `plans`."""
    found: date | None = getattr(plan, "next_due", None)
    return found


def _bar(row: dict[str, Any], rules: Rules, tasks: tuple[ChallengeTask, ...]) -> Bar:
    full = _full(rules, row["key"]) if row["kind"] != "gate" else None
    return Bar(
        key=row["key"],
        name=row["name"],
        kind=row["kind"],
        had=row["had"],
        needed=row["needed"],
        full=plain(full) if full else "",
        had_percent=_percent(row["had"], full),
        needed_percent=_percent(row["needed"], full),
        feedback=tuple(row["feedback"]),
        tasks=tasks,
    )


def _full(rules: Rules, key: str) -> Decimal | None:
    try:
        return rules.criterion(key).maximum
    except KeyError:
        return None


def _percent(value: str, full: Decimal | None) -> int:
    try:
        return min(100, max(0, int(Decimal(value) * 100 / full))) if full else 0
    except InvalidOperation:
        return 0
