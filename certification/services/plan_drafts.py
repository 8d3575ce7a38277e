"""課題の提案: tasks the system proposes for the gaps of a plan, out of the office's topics; the adviser decides."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max

from certification.domain.support import topics_for
from certification.models import ChallengePlan, ChallengeTask, TaskDraft, TaskEvent
from certification.selectors import support
from certification.services.plan_rights import require_adviser, require_writing
from core import audit, clock
from core.domain import text
from core.domain.reason import Reason, Refused
from core.models import User


@transaction.atomic
def propose(plan: ChallengePlan, *, at: datetime) -> int:
    """Put the suggestions of the topics that cover each gap beside the plan; once, a second call adds only new ones."""
    topics = support.topics()
    drafts = [
        TaskDraft(
            plan=plan,
            gap_key=gap["key"],
            topic=topic.name,
            title=task.title,
            detail=task.detail,
            days=task.days,
            made_at=at,
        )
        for gap in plan.gaps
        for topic in topics_for(gap["key"], gap["name"], topics)
        for task in topic.tasks
    ]
    before = plan.drafts.count()
    TaskDraft.objects.bulk_create(drafts, ignore_conflicts=True)
    return plan.drafts.count() - before


def due_of(draft: TaskDraft, at: datetime) -> date:
    """The date a suggestion brings with it."""
    return clock.on(at) + timedelta(days=draft.days)


@transaction.atomic
def take(draft: TaskDraft, *, title: str, detail: str, due_on: date | None, by: User, at: datetime) -> ChallengeTask:
    """The adviser makes a task of a suggestion, as it stands or edited; the same task when pressed twice."""
    row = TaskDraft.objects.select_for_update(of=("self",)).select_related("plan__application", "task").get(pk=draft.pk)
    require_adviser(row.plan, by)
    require_writing(row.plan)
    if row.task is not None:
        return row.task
    if not text.clean(title):
        raise Refused(Reason("task.title", "することを書いてください。", field="title"))
    task = ChallengeTask.objects.create(
        plan=row.plan,
        gap_key=row.gap_key,
        title=text.clean(title)[:120],
        detail=text.clean(detail, lines=True),
        due_on=due_on,
        made_at=at,
        made_by=by,
        position=next_position(row.plan),
    )
    row.task, row.dropped_at, row.dropped_by = task, None, None
    row.save(update_fields=["task", "dropped_at", "dropped_by"])
    TaskEvent.objects.create(task=task, kind="taken", at=at, by=by)
    audit.record("plan.task_added", row.plan, by=by, at=at, task=task.pk)
    return task


@transaction.atomic
def drop(draft: TaskDraft, *, by: User, at: datetime) -> None:
    """The adviser does not want a suggestion; it can be brought back."""
    require_adviser(draft.plan, by)
    if draft.task_id is None and draft.dropped_at is None:
        draft.dropped_at, draft.dropped_by = at, by
        draft.save(update_fields=["dropped_at", "dropped_by"])


@transaction.atomic
def restore(draft: TaskDraft, *, by: User) -> None:
    """Bring a dropped suggestion back."""
    require_adviser(draft.plan, by)
    draft.dropped_at = draft.dropped_by = None
    draft.save(update_fields=["dropped_at", "dropped_by"])


def next_position(plan: ChallengePlan) -> int:
    """The place after the last task."""
    last = plan.tasks.aggregate(last=Max("position"))["last"]
    return 1 if last is None else int(last) + 1
