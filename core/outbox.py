"""Queueing mail in the transaction that causes it; the worker delivers (core/mail.py)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model
from django_tasks import default_task_backend

from core.models import OutboxMessage


@dataclass(frozen=True, slots=True)
class Draft:
    """A mail to be queued. `key` is unique: the same key twice is one mail."""

    kind: str
    subject: Model
    to: str
    key: str
    context: dict[str, Any]


def add_many(drafts: Sequence[Draft], *, at: datetime) -> None:
    """Queue several in one statement; keys already there are left as they are."""
    OutboxMessage.objects.bulk_create(
        [
            OutboxMessage(
                key=draft.key,
                kind=draft.kind,
                to=draft.to,
                context=draft.context,
                subject_type=draft.subject._meta.label_lower,
                subject_id=str(draft.subject.pk),
                created_at=at,
                next_try_at=at,
            )
            for draft in drafts
        ],
        ignore_conflicts=True,
    )


def add(kind: str, subject: Model, *, to: str, key: str, at: datetime, context: dict[str, Any]) -> None:
    """Queue one mail. It is rendered at delivery from templates/mail/<kind>.txt with `context` (JSON values)."""
    add_many([Draft(kind, subject, to, key, context)], at=at)


def wake() -> None:
    """Tell the worker there is mail; for transaction.on_commit. A lost call is mended by `send_outbox`."""
    from core.tasks import deliver_outbox  # noqa: PLC0415 -- the task needs the app registry ready

    default_task_backend.enqueue(deliver_outbox, [], {})
