"""Drafts that missed or may miss the deadline, as the office may know of them: whose, since and until when. Never what.

The office reads an application from its first submission on; before that it only learns that a firm has begun one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from certification.domain.states import Status
from certification.models import Application, Extension, Round


def drafts(round_: Round) -> QuerySet[Application]:
    """Drafts of a round with their firms; answers, names of products and files are left out."""
    return (
        Application.objects.filter(round=round_, status=Status.DRAFT.value)
        .select_related("business")
        .only("code", "round", "status", "business__name", "started_at", "saved_at", "late_allowed_until")
        .order_by("business__name", "pk")
    )


def extensions(round_: Round) -> QuerySet[Extension]:
    """Every extension of the round, newest first."""
    rows = Extension.objects.filter(application__round=round_)
    return rows.select_related("application__business", "given_by", "cancelled_by")


@dataclass(frozen=True, slots=True)
class Deadline:
    """The deadline of one draft. `until` None: rolling intake; `own`: extended for this applicant alone."""

    until: datetime | None
    own: bool
    over: bool


def deadline_of(application: Application, at: datetime) -> Deadline:
    """Until when the draft can be handed in; no query beyond the application's round."""
    closes, late = application.round.closes_at, application.late_allowed_until
    if closes is None:
        return Deadline(None, own=False, over=not application.round.is_open(at))
    own = late is not None and late > closes
    until = late if own else closes
    return Deadline(until, own=own, over=until is not None and at >= until)


def standing(round_: Round, at: datetime) -> Mapping[int, Extension]:
    """{application id: the extension that counts and still runs}."""
    found: dict[int, Extension] = {}
    for row in extensions(round_).filter(cancelled_at=None).order_by("pk"):
        found[row.application_id] = row
    return {pk: row for pk, row in found.items() if row.until > at}
