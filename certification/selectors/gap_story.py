"""A re-application gap by gap: what was missing → the firm's answer → what changed in the form → evidence of the work.

For the next panel (covered and without files in a blind round, reviewer_material.py) and for the office.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from certification.domain.revision import Change, diff
from certification.domain.rules import Field
from certification.domain.support import Topic, answers_gap
from certification.models import Application, ApplicationVersion, ChallengePlan, ChallengeTask, PlanPhoto
from certification.selectors import plan_work, support
from core.models import StoredFile

FILES = ("file", "photo")


@dataclass(frozen=True, slots=True)
class GapStory:
    """One gap. `row` as the plan keeps it; `changes`: of form fields that speak to it; `tasks`: those done."""

    row: dict[str, Any]
    answer: str
    changes: tuple[Change, ...]
    tasks: tuple[ChallengeTask, ...]
    photos: tuple[PlanPhoto, ...]

    @property
    def files(self) -> tuple[StoredFile, ...]:
        """Evidence of the tasks, then both halves of the photographs."""
        kept = [each.stored for task in self.tasks for each in task.files.all()]
        halves = [half for pair in self.photos for half in (pair.before, pair.after) if half is not None]
        return (*kept, *halves)


@dataclass(frozen=True, slots=True)
class Story:
    """All gaps, and the changes that belong to none of them."""

    gaps: tuple[GapStory, ...]
    others: tuple[Change, ...]


def plan_before(application: Application) -> ChallengePlan | None:
    """The plan of the earlier attempt, if it had one."""
    if application.previous_id is None:
        return None
    return ChallengePlan.objects.filter(application=application.previous_id).first()


def of(application: Application, plan: ChallengePlan, changes: Sequence[Change]) -> Story:
    """Sort the changes by the gaps they speak to; a change may speak to several."""
    topics: tuple[Topic, ...] = support.topics()
    done = plan_work.finished(plan)
    photos = list(plan.photos.filter(removed_at=None).select_related("before", "after").order_by("pk"))
    gaps = tuple(
        GapStory(
            row=row,
            answer=str(application.gap_answers.get(row["key"], "")),
            changes=tuple(change for change in changes if answers_gap(change.key, row, topics)),
            tasks=tuple(task for task in done if task.gap_key == row["key"]),
            photos=tuple(pair for pair in photos if pair.gap_key == row["key"]),
        )
        for row in plan.gaps
    )
    spoken = {change.key for gap in gaps for change in gap.changes}
    return Story(gaps, tuple(change for change in changes if change.key not in spoken))


def holders(token: str) -> QuerySet[Application]:
    """Re-applications whose earlier plan holds this file as evidence; the caller asks whether it may be shown."""
    held = Q(tasks__files__stored__token=token) | Q(photos__before__token=token) | Q(photos__after__token=token)
    return Application.objects.filter(previous__plan__in=ChallengePlan.objects.filter(held)).order_by()


def for_office(application: Application, fields: Sequence[Field]) -> Story | None:
    """The story as the office reads it, of the newest versions handed in; None without an earlier plan."""
    plan = plan_before(application)
    now = application.versions.order_by("-number").first()
    before = ApplicationVersion.objects.filter(application=application.previous_id).order_by("-number").first()
    if plan is None:
        return None
    if now is None or before is None:
        return of(application, plan, ())
    told = [field for field in fields if field.kind not in FILES]
    kept = {field.key for field in told}
    old, new = ({key: value for key, value in row.answers.items() if key in kept} for row in (before, now))
    return of(application, plan, (*diff(old, new, told), *file_changes(before, now, fields)))


def file_changes(before: ApplicationVersion, now: ApplicationVersion, fields: Iterable[Field]) -> tuple[Change, ...]:
    """Fields of files that hold other files than the time before, counted; the files themselves stand in the form."""
    found = []
    for field in fields:
        old, new = before.files.get(field.key, []), now.files.get(field.key, [])
        if field.kind in FILES and set(old) != set(new):
            fresh = len(set(new) - set(old))
            found.append(Change(field.key, field.label, f"{len(old)}件", f"{len(new)}件（新しいもの {fresh}件）"))
    return tuple(found)
