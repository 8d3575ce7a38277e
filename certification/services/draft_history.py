"""The history of what was typed into an open form: written with each save, shown to the firm, cleared after a term.

What was handed in is kept as versions; this history is only for finding a text again.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F

from certification.domain.draft_steps import goes_on
from certification.domain.states import Status
from certification.models import Application, FieldEdit
from core.models import User

TOGETHER = timedelta(minutes=5)  # saves of one person at one field this close are one step
KEPT = timedelta(days=90)  # after the form was handed in, or last saved once it is closed


def record(application: Application, old: Mapping[str, Any], new: Mapping[str, Any], *, by: User, at: datetime) -> None:
    """Note what a save changed, inside its transaction. Going back to a text of before is always a step of its own."""
    steps: dict[str, list[FieldEdit]] = {}
    keys = [key for key in new if old.get(key) != new[key]]
    for row in FieldEdit.objects.filter(application=application, field_key__in=keys).order_by("pk"):
        steps.setdefault(row.field_key, []).append(row)
    fresh = []
    for key in keys:
        known = steps.get(key, [])
        before = known[-1] if known and all(new[key] not in (row.old, row.new) for row in known) else None
        if before is not None and _one_step(before, new[key], by=by, at=at):
            before.new, before.at = new[key], at
            before.save(update_fields=["new", "at"])
        else:
            fresh.append(
                FieldEdit(
                    application=application, field_key=key, old=old.get(key), new=new[key], begun_at=at, at=at, by=by
                )
            )
    FieldEdit.objects.bulk_create(fresh)


def _one_step(before: FieldEdit, value: Any, *, by: User, at: datetime) -> bool:
    if before.by_id != by.pk or at - before.begun_at >= TOGETHER:
        return False
    return goes_on(_text(before.old), _text(before.new), _text(value))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)


def prune(*, at: datetime) -> int:
    """Clear the history of forms no longer open, KEPT after handing in or the last save; returns how many rows."""
    closed = FieldEdit.objects.exclude(application__status__in=(Status.DRAFT.value, Status.RETURNED.value))
    over = closed.filter(application__saved_at__lt=at - KEPT).exclude(
        application__submitted_at__isnull=False, application__submitted_at__gte=at - KEPT
    )
    gone, _each = over.delete()
    return gone


def edits(application: Application) -> list[FieldEdit]:
    """Every step, the newest first."""
    rows = FieldEdit.objects.filter(application=application).select_related("by")
    return list(rows.order_by(F("at").desc(), "-pk"))
