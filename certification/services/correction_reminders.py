"""催促: the firm is told again of a correction that waits, by hand or by the calendar; never twice on one day."""

from datetime import date, datetime, timedelta

from django.db import transaction

from certification import permissions
from certification.models import Application, Correction
from certification.services import screening
from core import audit, clock, outbox
from core.domain.reason import Reason, Refused
from core.models import OutboxMessage, User

DAYS_BEFORE = 2  # marked default: the calendar reminds so many days before the due date, and the day after it
KIND = "correction_reminder"


@transaction.atomic
def remind(application: Application, *, by: User, at: datetime) -> int:
    """One mail by hand. Raises Refused when no correction waits; 0 when one went today already."""
    permissions.require_secretariat(by)
    found = application.corrections.filter(answered_at=None).first()
    if found is None:
        raise Refused(Reason("reminder.nothing", f"{application}には、回答を待っている補正の依頼がありません。"))
    sent = _tell(found, at=at)
    if sent:
        audit.record("application.reminded", application, by=by, at=at, correction=found.pk)
    return sent


def remind_due(*, today: date, at: datetime) -> int:
    """What the calendar does each day: those due in two days, and those overdue since yesterday."""
    days = (today + timedelta(days=DAYS_BEFORE), today - timedelta(days=1))
    waiting = Correction.objects.filter(answered_at=None, due_on__in=days).order_by("pk")
    return sum(
        _tell(row, at=at)
        for row in waiting.select_related(
            "application__round__programme", "application__business", "application__submitted_by"
        )
    )


def _tell(correction: Correction, *, at: datetime) -> int:
    """Queue the mail unless one went on this day; returns how many."""
    application = correction.application
    key = f"{KIND}:{correction.pk}:{clock.on(at).isoformat()}"
    if OutboxMessage.objects.filter(key=key).exists():
        return 0
    due = correction.due_on
    screening.tell(
        KIND,
        application,
        key=key,
        at=at,
        items=screening.items_of(correction),
        due_on=clock.date_text(due) if due else "",
        overdue=bool(due and due < clock.on(at)),
    )
    transaction.on_commit(outbox.wake)
    return 1
