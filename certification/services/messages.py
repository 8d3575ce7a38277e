"""Words between the firm and the office on an application. The other side is told by mail that there are some."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from certification import permissions
from certification.domain.states import Actor
from certification.models import Application, ApplicationMessage, MessageFile, MessageMark
from certification.selectors.people import addresses, office_addresses
from core import audit, outbox
from core.domain import text
from core.domain.reason import Reason, Refused
from core.models import StoredFile, User

LONGEST = 4000
MOST_FILES = 5


def why_not_say(application: Application, user: User, *, office: bool) -> Reason | None:
    """Why the person may not write on this side; None when they may."""
    if application.receipt_number is None:
        return Reason("message.draft", "連絡を送れるのは、申請を提出した後です。")
    if office and not permissions.is_secretariat(user):
        return Reason("role.secretariat", "事務局の役割が必要です。")
    if not office and Actor.APPLICANT not in permissions.actors_of(user, application):
        return Reason("application.reader", "閲覧の役割では連絡を送れません。代表の方に頼んでください。")
    return None


@transaction.atomic
def say(
    application: Application,
    words: str,
    *,
    office: bool,
    files: Sequence[StoredFile] = (),
    key: str = "",
    by: User,
    at: datetime,
) -> ApplicationMessage:
    """Write to the other side; the same `key` twice is one message. The writer has read all that stands above it.

    The mail says that a message is there and nothing else: neither its words nor where the application stands.
    """
    if why := why_not_say(application, by, office=office):
        raise permissions.Denied(why)
    if key and (same := ApplicationMessage.objects.filter(application=application, key=key).first()):
        return same
    if not text.clean(words):
        raise Refused(Reason("message.empty", "メッセージを書いてください。", field="text"))
    if len(words) > LONGEST:
        raise Refused(Reason("message.long", f"メッセージは{LONGEST}字までです。", field="text"))
    if len(files) > MOST_FILES:
        raise Refused(Reason("message.files", f"書類は1回に{MOST_FILES}件までです。", field="files"))
    more: dict[str, Any] = {"key": key} if key else {}
    message = ApplicationMessage.objects.create(
        application=application, text=text.clean(words, lines=True), from_office=office, by=by, at=at, **more
    )
    MessageFile.objects.bulk_create(MessageFile(message=message, stored=stored) for stored in files)
    mark(application, message, office=office, by=by, at=at)
    audit.record("message.sent", application, by=by, at=at, message=message.pk)
    _tell(message, at=at)
    return message


@transaction.atomic
def mark(application: Application, up_to: ApplicationMessage, *, office: bool, by: User, at: datetime) -> None:
    """Read up to this message; a mark never moves back."""
    row, made = MessageMark.objects.select_for_update().get_or_create(
        application=application, by=by, office=office, defaults={"up_to": up_to, "at": at}
    )
    if not made and row.up_to_id < up_to.pk:
        row.up_to, row.at = up_to, at
        row.save(update_fields=["up_to", "at"])


def _tell(message: ApplicationMessage, *, at: datetime) -> None:
    application = message.application
    if message.from_office:
        kind, firm = "message_firm", application.business_id
        people = addresses([firm]).get(firm, [])
        url = reverse("apply:application", args=[application.code])
    else:
        kind, people = "message_office", office_addresses()
        url = reverse("applications:detail", args=[application.code])
    context = {
        "number": application.receipt_number,
        "product": application.product_name,
        "business": application.business.name,
        "programme": application.round.frozen.name,
        "url": f"{settings.SITE_URL}{url}#messages",
    }
    outbox.add_many(
        [outbox.Draft(kind, application, to, f"message:{message.pk}:{to}", context) for to in people], at=at
    )
    transaction.on_commit(outbox.wake)
