"""Everything in challenge plans, read in a fixed number of statements: facts for the next steps, one plan's page."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Prefetch, Q, QuerySet

from certification.domain.plan_steps import PlanFacts, TaskFact
from certification.domain.states import OPEN, PlanStatus
from certification.models import (
    AdviserTerm,
    Application,
    ChallengePlan,
    ChallengeTask,
    GapGoal,
    Letter,
    PlanMeeting,
    PlanMessage,
    PlanPhoto,
    PlanTransition,
    Round,
    SelfCheck,
    TaskDraft,
    TaskEvent,
    TaskEvidence,
)
from core import clock
from core.models import Membership, StoredFile


def facts(plans: Iterable[ChallengePlan], *, at: datetime) -> dict[int, PlanFacts]:
    """{plan id: facts}; nine queries whatever the number. Plans come with application and round."""
    rows = list(plans)
    keys = [plan.pk for plan in rows]
    tasks: dict[int, list[TaskFact]] = defaultdict(list)
    for task in ChallengeTask.objects.filter(plan__in=keys).order_by("position", "pk"):
        tasks[task.plan_id].append(fact_of(task))
    last = _last_words(keys)
    meetings: dict[int, list[PlanMeeting]] = defaultdict(list)
    for meeting in PlanMeeting.objects.filter(plan__in=keys, cancelled_at=None).order_by("starts_at"):
        meetings[meeting.plan_id].append(meeting)
    said = _said(keys)
    firms = _members({plan.application.business_id for plan in rows})
    drafts = _count(TaskDraft.objects.filter(plan__in=keys, task=None, dropped_at=None))
    checks = _last_checks(keys)
    calls = _open_calls({plan.application.round.programme_id for plan in rows}, at=at)
    again = {
        row.previous_id: row
        for row in Application.objects.filter(pk__in=[plan.reapplication_id for plan in rows if plan.reapplication_id])
        .select_related("round")
        .order_by("pk")
    }
    found = {}
    for plan in rows:
        call = calls.get(plan.application.round.programme_id)
        redraft = again.get(plan.application_id)
        open_redraft = redraft is not None and redraft.state in OPEN
        closes = redraft.round.closes_at if open_redraft and redraft else call.closes_at if call else None
        answers = redraft.gap_answers if redraft else {}
        ready_at, checked_at = checks.get(plan.pk, (None, None))
        found[plan.pk] = PlanFacts(
            plan=plan.pk,
            state=plan.state,
            answer_by=plan.answer_by,
            has_adviser=plan.adviser_id is not None,
            tasks=tuple(tasks[plan.pk]),
            last_word=_side(last.get(plan.pk), plan, firms[plan.application.business_id]),
            meetings=tuple(clock.on(row.starts_at) for row in meetings[plan.pk] if row.starts_at > at),
            unnoted=sum(row.starts_at <= at and not row.notes for row in meetings[plan.pk]),
            unsaid=sum(gap["key"] not in said[plan.pk] for gap in plan.gaps),
            drafts=drafts.get(plan.pk, 0),
            checked=checked_at is not None and (ready_at is None or checked_at >= ready_at),
            call_open=call is not None,
            closes_on=clock.on(closes) if closes else None,
            unanswered=sum(not str(answers.get(gap["key"], "")).strip() for gap in plan.gaps),
            redraft_open=open_redraft,
        )
    return found


def fact_of(task: ChallengeTask) -> TaskFact:
    """A task as the rules see it."""
    return TaskFact(task.pk, task.gap_key, task.title, task.due_on, task.done_at is not None)


def _last_words(keys: Sequence[int]) -> dict[int, int]:
    """{plan: who spoke last}."""
    newest = PlanMessage.objects.filter(plan__in=keys).values("plan").annotate(last=Max("pk")).order_by("plan")
    rows = PlanMessage.objects.filter(pk__in=newest.values("last")).order_by("pk")
    return dict(rows.values_list("plan_id", "by_id"))


def _side(person: int | None, plan: ChallengePlan, firm: set[int]) -> str:
    """The side that spoke last: "adviser", "firm", "office" (that only the firm has to read), or empty."""
    if person is None:
        return ""
    return "adviser" if person == plan.adviser_id else "firm" if person in firm else "office"


def _members(firms: set[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for firm, person in Membership.objects.filter(business__in=firms).order_by("pk").values_list("business", "user"):
        found[firm].add(person)
    return found


def _said(keys: Sequence[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    rows = GapGoal.objects.filter(plan__in=keys).exclude(text="").order_by("pk")
    for plan, key in rows.values_list("plan_id", "gap_key"):
        found[plan].add(key)
    return found


def _count(rows: QuerySet[TaskDraft]) -> dict[int, int]:
    return dict(rows.values_list("plan").annotate(n=Count("pk")).order_by("plan"))


def _last_checks(keys: Sequence[int]) -> dict[int, tuple[datetime | None, datetime | None]]:
    """{plan: (when it last became ready, when the firm last checked itself)}; one query."""
    rows = ChallengePlan.objects.filter(pk__in=keys).annotate(
        ready_at=Max("transitions__at", filter=Q(transitions__target=PlanStatus.READY.value)),
        checked_at=Max("self_checks__at"),
    )
    return {pk: (ready, checked) for pk, ready, checked in rows.values_list("pk", "ready_at", "checked_at")}


def _open_calls(programmes: set[int], *, at: datetime) -> dict[int, Round]:
    """{programme: the call now open, the one that closes first}; one query."""
    rows = Round.objects.filter(
        Q(closes_at=None) | Q(closes_at__gt=at), programme__in=programmes, opened_at__isnull=False, opens_at__lte=at
    )
    found: dict[int, Round] = {}
    for row in rows.order_by("closes_at", "pk"):
        found.setdefault(row.programme_id, row)
    return found


@dataclass(frozen=True, slots=True)
class Work:
    """What one plan holds, each list in its order. `told`: {criterion key: the panel's mean as the letter told it}."""

    tasks: tuple[ChallengeTask, ...]
    goals: dict[str, GapGoal]
    drafts: tuple[TaskDraft, ...]
    photos: tuple[PlanPhoto, ...]
    meetings: tuple[PlanMeeting, ...]
    checks: tuple[SelfCheck, ...]
    words: tuple[PlanMessage, ...]
    moves: tuple[PlanTransition, ...]
    terms: tuple[AdviserTerm, ...]
    removed: tuple[ChallengeTask, ...]
    told: dict[str, str]


def work(plan: ChallengePlan) -> Work:
    """Read it all; a fixed number of queries."""
    every = list(
        ChallengeTask.every.filter(plan=plan)
        .select_related("done_by", "made_by")
        .prefetch_related(
            Prefetch("files", TaskEvidence.objects.filter(removed_at=None).select_related("stored", "added_by")),
            Prefetch("events", TaskEvent.objects.select_related("by").order_by("-pk")),
        )
        .order_by("position", "pk")
    )
    return Work(
        tasks=tuple(task for task in every if task.removed_at is None),
        goals={row.gap_key: row for row in plan.goals.select_related("saved_by")},
        drafts=tuple(plan.drafts.filter(task=None).order_by("pk")),
        photos=tuple(plan.photos.filter(removed_at=None).select_related("before", "after")),
        meetings=tuple(plan.meetings.select_related("made_by").order_by("starts_at", "pk")),
        checks=tuple(plan.self_checks.select_related("by").order_by("pk")),
        words=tuple(plan.messages.select_related("by").order_by("pk")),
        moves=tuple(plan.transitions.select_related("by").order_by("pk")),
        terms=tuple(plan.terms.select_related("adviser", "by").order_by("pk")),
        removed=tuple(task for task in every if task.removed_at is not None),
        told=told(plan),
    )


def told(plan: ChallengePlan) -> dict[str, str]:
    """{criterion key: the panel's mean} as the released letter tells the firm; nothing the letter does not say."""
    letter = Letter.objects.filter(application=plan.application_id).order_by("-pk").first()
    return {row["key"]: row["mean"] for row in letter.values.get("criteria", ())} if letter else {}


def finished(plan: ChallengePlan) -> tuple[ChallengeTask, ...]:
    """Tasks done, in order, with their files; two queries."""
    rows = ChallengeTask.objects.filter(plan=plan, done_at__isnull=False).order_by("position", "pk")
    files = TaskEvidence.objects.filter(removed_at=None).select_related("stored")
    return tuple(rows.prefetch_related(Prefetch("files", files)))


def file_of(plans: QuerySet[ChallengePlan], token: str) -> StoredFile | None:
    """A file of the work in these plans: evidence of a task, or a photograph of a pair. One query."""
    held = (
        Q(pk__in=TaskEvidence.objects.filter(task__plan__in=plans).values("stored"))
        | Q(pk__in=PlanPhoto.objects.filter(plan__in=plans, before__isnull=False).values("before"))
        | Q(pk__in=PlanPhoto.objects.filter(plan__in=plans, after__isnull=False).values("after"))
    )
    return StoredFile.objects.filter(held, token=token).first()
