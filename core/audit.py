"""Writing the audit log, inside the transaction of what it tells."""

from datetime import datetime
from typing import Any

from django.db.models import Model

from core.models import AuditEvent, User


def event(verb: str, subject: Model, *, by: User | None, at: datetime, **facts: Any) -> AuditEvent:
    """An unsaved row, for writers of many rows (`AuditEvent.objects.bulk_create`)."""
    return AuditEvent(
        verb=verb, subject_type=subject._meta.label_lower, subject_id=str(subject.pk), by=by, at=at, facts=facts
    )


def record(verb: str, subject: Model, *, by: User | None, at: datetime, **facts: Any) -> AuditEvent:
    """Insert one row. `by` None: the system itself. `facts` must be JSON values and hold no secret."""
    row = event(verb, subject, by=by, at=at, **facts)
    row.save(force_insert=True)
    return row
