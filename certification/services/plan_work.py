"""What a firm and its adviser put into a challenge plan: goals in the firm's words, photographs, self-checks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from certification.domain import self_check
from certification.models import ChallengePlan, GapGoal, PlanPhoto, SelfCheck
from certification.services.plan_rights import require_firm, require_firm_or_adviser, require_gap, require_writing
from core import audit
from core.domain import text
from core.domain.reason import Reason, Refused
from core.models import StoredFile, User

GOAL_LENGTH = 1000


@dataclass(frozen=True, slots=True)
class GoalClash:
    """Two people wrote about the same gap: what stands there, and at which save."""

    theirs: str
    revision: int


class GoalStale(Exception):
    """Somebody else saved the goal meanwhile. Nothing was overwritten."""

    def __init__(self, clash: GoalClash) -> None:
        super().__init__(clash.theirs)
        self.clash = clash


@transaction.atomic
def save_goal(plan: ChallengePlan, gap_key: str, words: str, *, base: int, by: User, at: datetime) -> GapGoal:
    """めざすこと in the firm's words. `base`: the revision the page was made from, 0 for none.

    Raises GoalStale when the text has been changed since; the same text twice is no change.
    """
    require_firm(plan, by)
    require_writing(plan)
    require_gap(plan, gap_key)
    clean = text.clean(words, lines=True)
    if len(clean) > GOAL_LENGTH:
        raise Refused(Reason("goal.long", f"{GOAL_LENGTH}字までです（いま{len(clean)}字）。", field=f"goal-{gap_key}"))
    ChallengePlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    row = GapGoal.objects.filter(plan=plan, gap_key=gap_key).first()
    if row is None:
        if not clean:
            raise Refused(Reason("goal.empty", "どう改善したいかを書いてください。", field=f"goal-{gap_key}"))
        row = GapGoal(plan=plan, gap_key=gap_key, revision=0)
    elif row.text == clean:
        return row
    elif row.revision != base:
        raise GoalStale(GoalClash(row.text, row.revision))
    row.text, row.saved_at, row.saved_by = clean, at, by
    row.revision += 1
    row.save()
    audit.record("plan.goal", plan, by=by, at=at, field=gap_key)
    return row


@transaction.atomic
def add_photo(
    plan: ChallengePlan,
    *,
    gap_key: str,
    caption: str,
    before: StoredFile | None,
    after: StoredFile | None,
    by: User,
    at: datetime,
) -> PlanPhoto:
    """A pair of photographs; one of them may come later (`complete_photo`)."""
    require_firm_or_adviser(plan, by)
    require_writing(plan)
    require_gap(plan, gap_key)
    if not text.clean(caption):
        raise Refused(Reason("photo.caption", "何の写真かを書いてください。", field="caption"))
    if before is None and after is None:
        raise Refused(Reason("photo.none", "改善の前か後の写真を、1枚以上選んでください。", field="before"))
    row = PlanPhoto.objects.create(
        plan=plan,
        gap_key=gap_key,
        caption=text.clean(caption)[:120],
        before=before,
        after=after,
        made_at=at,
        made_by=by,
    )
    audit.record("plan.photo_added", plan, by=by, at=at, name=row.caption)
    return row


@transaction.atomic
def complete_photo(photo: PlanPhoto, *, stored: StoredFile, by: User, at: datetime) -> None:
    """The missing half of a pair."""
    require_firm_or_adviser(photo.plan, by)
    require_writing(photo.plan)
    row = PlanPhoto.objects.select_for_update(of=("self",)).get(pk=photo.pk)
    if row.removed_at is not None or (row.before_id and row.after_id):
        raise Refused(Reason("photo.full", "この組の写真は、もうそろっています。", field="after"))
    half = "after" if row.before_id else "before"
    setattr(row, half, stored)
    row.save(update_fields=[half])
    audit.record("plan.photo_added", photo.plan, by=by, at=at, name=row.caption)


@transaction.atomic
def remove_photo(photo: PlanPhoto, *, by: User, at: datetime) -> None:
    """Take a pair out of the plan."""
    require_firm_or_adviser(photo.plan, by)
    require_writing(photo.plan)
    if photo.removed_at is None:
        photo.removed_at, photo.removed_by = at, by
        photo.save(update_fields=["removed_at", "removed_by"])
        audit.record("plan.photo_removed", photo.plan, by=by, at=at, name=photo.caption)


@transaction.atomic
def check_oneself(plan: ChallengePlan, typed: Mapping[str, Mapping[str, str]], *, by: User, at: datetime) -> SelfCheck:
    """自己点検: keep the firm's own marks as a new row; the same marks again make none."""
    require_firm(plan, by)
    require_writing(plan)
    marks, reasons = self_check.clean(plan.application.round.frozen, typed)
    if reasons:
        raise Refused(*reasons)
    last = plan.self_checks.order_by("-pk").first()
    if last is not None and last.marks == marks:
        return last
    row = SelfCheck.objects.create(plan=plan, marks=marks, at=at, by=by)
    audit.record("plan.self_check", plan, by=by, at=at)
    return row
