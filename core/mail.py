"""Delivering the outbox: rendered at the last moment, one row at a time, safe to repeat."""

import logging
from datetime import datetime, timedelta
from typing import cast

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template import Context, engines
from django.template.backends.django import DjangoTemplates
from django.utils import translation

from core import audit, outbox
from core.models import OutboxMessage, User

log = logging.getLogger(__name__)
MAX_ATTEMPTS = 12
SUBJECT = "Subject: "


def render(row: OutboxMessage) -> tuple[str, str]:
    """Subject and body of a row. The template's first line is `Subject: …`."""
    with translation.override("ja"):
        engine = cast("DjangoTemplates", engines["django"]).engine  # plain text: nothing is escaped
        context = Context({**row.context, "site_url": settings.SITE_URL}, autoescape=False)
        text = engine.get_template(f"mail/{row.kind}.txt").render(context)
    head, _, body = text.strip().partition("\n")
    if not head.startswith(SUBJECT):
        raise ValueError(f"templates/mail/{row.kind}.txt must begin with '{SUBJECT}'.")
    return head.removeprefix(SUBJECT).strip(), body.strip() + "\n"


def deliver_one(pk: int, *, at: datetime) -> bool:
    """Send one due row; True when it went. A failure stands on the row and is tried again, less and less often."""
    with transaction.atomic():
        row = OutboxMessage.objects.select_for_update().filter(pk=pk, state="queued", next_try_at__lte=at).first()
        if row is None:
            return False
        row.attempts += 1
        try:
            subject, body = render(row)
            EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [row.to]).send()
        except Exception as error:  # noqa: BLE001 -- whatever the mail server does, the row keeps it
            log.warning("Mail %s failed: %s", row.key, error)
            row.last_error = f"{type(error).__name__}: {error}"[:300]
            row.next_try_at = at + timedelta(minutes=min(2**row.attempts, 240))
            row.state = "failed" if row.attempts >= MAX_ATTEMPTS else "queued"
        else:
            row.state, row.sent_at, row.sent_subject, row.last_error = "sent", at, subject[:200], ""
        row.save()
        return row.state == "sent"


def deliver_due(*, at: datetime) -> int:
    """Send what is due; returns how many went."""
    due = OutboxMessage.objects.filter(state="queued", next_try_at__lte=at).order_by("pk").values_list("pk", flat=True)
    return sum(deliver_one(pk, at=at) for pk in list(due))


@transaction.atomic
def retry(row: OutboxMessage, *, by: User, at: datetime) -> None:
    """Put a failed mail back into the queue; one that did not fail is left alone."""
    if OutboxMessage.objects.filter(pk=row.pk, state="failed", erased_at=None).update(
        state="queued", attempts=0, next_try_at=at
    ):
        audit.record("outbox.retried", row, by=by, at=at, to=row.to)
        transaction.on_commit(outbox.wake)
