"""面談 of a challenge plan: arranged, moved, noted and called off by the adviser; the firm is told by mail."""

from datetime import datetime
from typing import Any

from django.db import transaction

from certification.models import ChallengePlan, PlanMeeting
from certification.services.plan_rights import mail_firm, require_adviser, require_writing
from core import audit, clock
from core.domain import text
from core.domain.reason import Reason, Refused
from core.models import User

WORDS = {"new": "面談の予定が入りました", "moved": "面談の予定が変わりました", "off": "面談が取りやめになりました"}


@transaction.atomic
def arrange(plan: ChallengePlan, values: dict[str, Any], *, by: User, at: datetime) -> PlanMeeting:
    """A meeting with its time and place; also one that has been held already, with its notes."""
    require_adviser(plan, by)
    require_writing(plan)
    row = PlanMeeting(plan=plan, made_at=at, made_by=by, **_clean(values))
    row.save()
    audit.record("plan.meeting", plan, by=by, at=at, name=clock.local_text(row.starts_at))
    if row.starts_at > at:
        _tell(row, "new", at=at)
    return row


@transaction.atomic
def change(meeting: PlanMeeting, values: dict[str, Any], *, by: User, at: datetime) -> None:
    """Another time or place, or notes and the next step afterwards. A new time or place is told by mail."""
    require_adviser(meeting.plan, by)
    require_writing(meeting.plan)
    if meeting.cancelled_at is not None:
        raise Refused(Reason("meeting.off", "取りやめた面談は直せません。新しい面談を入れてください。"))
    before = (meeting.starts_at, meeting.minutes, meeting.place, meeting.online_url)
    for name, value in _clean(values).items():
        setattr(meeting, name, value)
    moved = before != (meeting.starts_at, meeting.minutes, meeting.place, meeting.online_url)
    meeting.sequence += moved
    meeting.save()
    audit.record("plan.meeting", meeting.plan, by=by, at=at, name=clock.local_text(meeting.starts_at))
    if moved and meeting.starts_at > at:
        _tell(meeting, "moved", at=at)


@transaction.atomic
def call_off(meeting: PlanMeeting, *, by: User, at: datetime) -> None:
    """The meeting will not be held."""
    require_adviser(meeting.plan, by)
    require_writing(meeting.plan)
    if meeting.cancelled_at is not None:
        return
    meeting.cancelled_at, meeting.cancelled_by = at, by
    meeting.sequence += 1
    meeting.save(update_fields=["cancelled_at", "cancelled_by", "sequence"])
    audit.record("plan.meeting_off", meeting.plan, by=by, at=at, name=clock.local_text(meeting.starts_at))
    if meeting.starts_at > at:
        _tell(meeting, "off", at=at)


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    given = {
        "starts_at": values["starts_at"],
        "minutes": values["minutes"],
        "place": text.clean(values.get("place", ""))[:120],
        "online_url": values.get("online_url", ""),
        "people": text.clean(values.get("people", ""))[:200],
        "notes": text.clean(values.get("notes", ""), lines=True)[:4000],
        "next_step": text.clean(values.get("next_step", ""))[:200],
    }
    if not given["place"] and not given["online_url"]:
        raise Refused(Reason("meeting.where", "場所か、オンラインの入口を書いてください。", field="place"))
    return given


def _tell(row: PlanMeeting, what: str, *, at: datetime) -> None:
    mail_firm(
        "plan_meeting",
        row.plan,
        key=f"{row.pk}:{row.sequence}:{what}",
        at=at,
        what=WORDS[what],
        when=clock.local_text(row.starts_at),
        where=row.place or row.online_url,
    )
