"""One act on many applications: all or none, and only on rows that are as the person saw them (peers S3, S5)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from certification import permissions
from certification.models import Application
from certification.services import correction_reminders, messages, screening
from core.domain.reason import Reason, Refused
from core.models import OutboxMessage, User

ACTS = ("accept", "correction", "refuse", "message", "remind")
MOST = 1000


@dataclass(frozen=True, slots=True)
class Seen:
    """A row as the preview showed it: its revision and its state."""

    pk: int
    revision: int
    status: str


def seen(application: Application) -> Seen:
    """What a preview writes down of a row."""
    return Seen(application.pk, application.revision, application.status)


def locked(rows: Sequence[Seen]) -> list[Application]:
    """The rows, held for this transaction. Raises Refused, naming every row that has changed since it was seen."""
    if not rows:
        raise Refused(Reason("bulk.none", "対象の申請を1件以上選んでください。"))
    if len(rows) > MOST:
        raise Refused(Reason("bulk.many", f"一度に扱えるのは{MOST}件までです。条件を絞ってください。"))
    wanted = {row.pk: row for row in rows}
    found = list(
        Application.objects.select_for_update(of=("self",))
        .filter(pk__in=wanted, receipt_number__isnull=False)
        .select_related("business", "round__programme", "submitted_by")
        .order_by("pk")
    )
    changed = [row for row in found if seen(row) != wanted[row.pk]]
    if changed or len(found) != len(wanted):
        names = "、".join(str(row) for row in changed[:10]) or "なくなった申請"
        sentence = f"確かめている間に変わった申請があるため、何もしませんでした: {names}。もう一度確かめてください。"
        raise Refused(Reason("bulk.changed", sentence))
    return found


@transaction.atomic
def accept(rows: Sequence[Seen], *, by: User, at: datetime) -> int:
    """受理 of all. Raises Refused while any of them has a statement unchecked or not passed."""
    permissions.require_secretariat(by)
    found = locked(rows)
    for row in found:
        screening.accept(row, by=by, at=at)
    return len(found)


@transaction.atomic
def request_correction(
    rows: Sequence[Seen],
    fields: Mapping[str, str],
    *,
    message: str = "",
    due_on: date | None = None,
    by: User,
    at: datetime,
) -> int:
    """The same correction of all. Raises Refused when a row's form lacks one of the fields."""
    permissions.require_secretariat(by)
    found = locked(rows)
    for row in found:
        screening.request_correction(row, fields, message=message, due_on=due_on, by=by, at=at)
    return len(found)


@transaction.atomic
def refuse(rows: Sequence[Seen], *, reason: str, by: User, at: datetime) -> int:
    """却下 of all, for the same reason; a letter each."""
    permissions.require_secretariat(by)
    found = locked(rows)
    for row in found:
        screening.refuse(row, reason=reason, by=by, at=at)
    return len(found)


@transaction.atomic
def say(rows: Sequence[Seen], words: str, *, key: str, by: User, at: datetime) -> int:
    """The same message to each firm. `key` of the form: sent twice, it is one message an application."""
    permissions.require_secretariat(by)
    found = locked(rows)
    for row in found:
        messages.say(row, words, office=True, key=f"{key[:8]}{row.pk:x}", by=by, at=at)
    return len(found)


@transaction.atomic
def remind(rows: Sequence[Seen], *, by: User, at: datetime) -> int:
    """催促 of all whose correction waits; at most one mail a day each. Returns how many mails were queued."""
    permissions.require_secretariat(by)
    return sum(correction_reminders.remind(row, by=by, at=at) for row in locked(rows))


def rehearse(act: Callable[[], int]) -> list[OutboxMessage]:
    """The mails an act would queue, found by doing it and taking it back whole. Its no is raised as in earnest."""
    with transaction.atomic():
        before = set(OutboxMessage.objects.values_list("pk", flat=True).order_by("-pk")[:1])
        act()
        found = list(OutboxMessage.objects.filter(pk__gt=max(before, default=0)).order_by("pk"))
        transaction.set_rollback(True)
    return found
