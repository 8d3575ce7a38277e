"""What happens to a task of a challenge plan after it was made: edit, order, evidence, taking it out; each is kept."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from certification.domain.states import PlanStatus
from certification.models import ChallengeTask, TaskEvent, TaskEvidence
from certification.services.plan_rights import require_adviser, require_firm_or_adviser, require_gap, require_writing
from core import audit
from core.domain import text
from core.domain.reason import Reason, Refused
from core.models import StoredFile, User

MOST_FILES = 10


@transaction.atomic
def edit(
    task: ChallengeTask, *, gap_key: str, title: str, detail: str, due_on: date | None, by: User, at: datetime
) -> None:
    """The adviser changes what the task says or its date; what stood there before stays in its history."""
    require_adviser(task.plan, by)
    require_writing(task.plan)
    require_gap(task.plan, gap_key)
    if not text.clean(title):
        raise Refused(Reason("task.title", "することを書いてください。", field="title"))
    values = {
        "gap_key": gap_key,
        "title": text.clean(title)[:120],
        "detail": text.clean(detail, lines=True),
        "due_on": due_on,
    }
    if all(getattr(task, name) == value for name, value in values.items()):
        return
    before = [task.title, f"{task.due_on:%Y-%m-%d}" if task.due_on else "", task.detail]
    for name, value in values.items():
        setattr(task, name, value)
    task.save(update_fields=list(values))
    TaskEvent.objects.create(task=task, kind="edited", note="\n".join(filter(None, before)), at=at, by=by)
    audit.record("plan.task_edited", task.plan, by=by, at=at, task=task.pk)


@transaction.atomic
def move(task: ChallengeTask, *, up: bool, by: User, at: datetime) -> None:
    """Change places with the neighbour of the same gap; the first stays first, the last stays last."""
    require_adviser(task.plan, by)
    require_writing(task.plan)
    rows = list(task.plan.tasks.select_for_update().order_by("position", "pk"))
    same = [row for row in rows if row.gap_key == task.gap_key]
    place = next((n for n, row in enumerate(same) if row.pk == task.pk), -1)
    other = place - 1 if up else place + 1
    if place < 0 or not 0 <= other < len(same):
        return
    first, second = rows.index(same[place]), rows.index(same[other])
    rows[first], rows[second] = rows[second], rows[first]
    for position, row in enumerate(rows, start=1):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])
    TaskEvent.objects.create(task=task, kind="moved", at=at, by=by)


@transaction.atomic
def remove(task: ChallengeTask, *, reason: str, by: User, at: datetime) -> None:
    """The adviser takes a task out of the plan; its evidence and history stay for the record."""
    require_adviser(task.plan, by)
    require_writing(task.plan)
    if task.removed_at is not None:
        return
    task.removed_at, task.removed_by = at, by
    task.save(update_fields=["removed_at", "removed_by"])
    TaskEvent.objects.create(task=task, kind="removed", note=text.clean(reason, lines=True)[:2000], at=at, by=by)
    audit.record("plan.task_removed", task.plan, by=by, at=at, task=task.pk, reason=text.clean(reason)[:300])


@transaction.atomic
def put_back(task: ChallengeTask, *, by: User, at: datetime) -> None:
    """Take the removal back."""
    require_adviser(task.plan, by)
    require_writing(task.plan)
    if task.removed_at is None:
        return
    task.removed_at = task.removed_by = None
    task.save(update_fields=["removed_at", "removed_by"])
    TaskEvent.objects.create(task=task, kind="made", at=at, by=by)
    audit.record("plan.task_added", task.plan, by=by, at=at, task=task.pk)


@transaction.atomic
def add_files(task: ChallengeTask, files: Sequence[StoredFile], *, by: User, at: datetime) -> None:
    """More evidence for a task, done or not."""
    require_firm_or_adviser(task.plan, by)
    require_writing(task.plan)
    require_room(task, len(files))
    TaskEvidence.objects.bulk_create(TaskEvidence(task=task, stored=row, added_at=at, added_by=by) for row in files)
    note = "、".join(row.original_name for row in files)
    TaskEvent.objects.create(task=task, kind="evidence", note=note, at=at, by=by)
    audit.record("plan.evidence_added", task.plan, by=by, at=at, task=task.pk, file=note[:300])


def require_room(task: ChallengeTask, more: int) -> None:
    """Raise Refused when the task would hold more files than it may, or none was chosen."""
    if not more:
        raise Refused(Reason("task.no_file", "付けるファイルを選んでください。", field="files"))
    if task.files.filter(removed_at=None).count() + more > MOST_FILES:
        raise Refused(Reason("task.files", f"1つの課題に付けられるのは{MOST_FILES}件までです。", field="files"))


@transaction.atomic
def remove_file(evidence: TaskEvidence, *, by: User, at: datetime) -> None:
    """Take a file away from a task that is still worked on; the plan's record keeps it."""
    task = evidence.task
    require_firm_or_adviser(task.plan, by)
    require_writing(task.plan)
    if evidence.removed_at is not None:
        return
    if task.plan.state is PlanStatus.READY:
        raise Refused(Reason("task.ready", "再申請の準備ができた計画です。先に、専門家が支援を再開してください。"))
    evidence.removed_at, evidence.removed_by = at, by
    evidence.save(update_fields=["removed_at", "removed_by"])
    name = evidence.stored.original_name
    TaskEvent.objects.create(task=task, kind="evidence_removed", note=name, at=at, by=by)
    audit.record("plan.evidence_removed", task.plan, by=by, at=at, task=task.pk, file=name)
