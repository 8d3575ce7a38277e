"""Sessions of the second stage: who may stand in the running order, the order with its times, who sits in the room."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from certification.domain import stages as stage_rules
from certification.domain import timetable
from certification.domain.states import Status
from certification.domain.timetable import Slot, Timed
from certification.models import (
    Application,
    Assignment,
    ConflictDeclaration,
    PanelMember,
    ReviewSession,
    Round,
    SessionSlot,
    TimetableMail,
)
from core.models import Membership, User

LIVE = (Status.ACCEPTED.value, Status.IN_REVIEW.value)


def sessions(round_: Round) -> QuerySet[ReviewSession]:
    """The sessions of a round by day and time."""
    return ReviewSession.objects.filter(round=round_).select_related("round__programme").order_by("held_on", "starts")


def may_stand(round_: Round) -> QuerySet[Application]:
    """Applications that may have a slot: those that went on, in a two-stage round; else those before the panel."""
    rows = Application.objects.filter(round=round_, status__in=LIVE).select_related("business")
    if round_.rules is not None and stage_rules.two_stage(round_.frozen):
        rows = rows.filter(paper_result__goes_on=True)
    return rows.order_by("receipt_number", "pk")


def without_slot(session: ReviewSession) -> QuerySet[Application]:
    """Those of `may_stand` that have no slot in any session of this kind in the round."""
    held = SessionSlot.objects.filter(session__round=session.round_id, session__kind=session.kind)
    return may_stand(session.round).exclude(pk__in=held.values("application"))


@dataclass(frozen=True, slots=True)
class Seats:
    """Who judges one application in the room: `present` in order of appointment; `leaving` go out for it."""

    present: tuple[User, ...]
    leaving: tuple[User, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One slot of the running order as it stands now."""

    slot: SessionSlot
    application: Application
    time: Timed
    minutes: int
    samples: int
    seats: Seats

    @property
    def break_text(self) -> str:
        """The break after this slot, 14:00–14:10; empty without one."""
        more = self.slot.break_after
        return f"{timetable.clock(self.time.ends)}–{timetable.clock(self.time.ends + more)}" if more else ""


def order(session: ReviewSession) -> tuple[Line, ...]:
    """The running order with its times; five queries, however long. Applications that left the procedure are left out.

    Raises ValueError when it runs past midnight.
    """
    slots = live_slots(session)
    seats = seats_of(session.round, [slot.application for slot in slots])
    plain = [as_slot(session, slot, seats[slot.application_id]) for slot in slots]
    times = timetable.times(session.starts, plain, pause=session.pause)
    return tuple(
        Line(
            slot=slot,
            application=slot.application,
            time=time,
            minutes=each.minutes,
            samples=session.samples if slot.samples is None else slot.samples,
            seats=seats[slot.application_id],
        )
        for slot, each, time in zip(slots, plain, times, strict=True)
    )


def live_slots(session: ReviewSession) -> list[SessionSlot]:
    """The slots of applications still in the procedure, in order."""
    rows = SessionSlot.objects.filter(session=session, application__status__in=LIVE)
    return list(
        rows.select_related("application__business", "application__submitted_by").order_by("place_in_order", "pk")
    )


def as_slot(session: ReviewSession, slot: SessionSlot, seats: Seats) -> Slot:
    """A slot as the rules of the running order read it."""
    return Slot(
        key=slot.pk,
        minutes=slot.minutes or session.minutes,
        break_after=slot.break_after,
        recused=frozenset(user.pk for user in seats.leaving),
        firm=slot.application.business_id,
    )


def seats_of(round_: Round, applications: Sequence[Application]) -> dict[int, Seats]:
    """{application id: who is in the room}: the panel members assigned to it, without the recused and those of its own
    firm, who leave. Four queries.
    """
    ids = [row.pk for row in applications]
    panel = [seat.user for seat in PanelMember.objects.filter(round=round_).select_related("user").order_by("pk")]
    assigned = set(
        Assignment.objects.filter(application__in=ids, removed_at=None).values_list("application_id", "reviewer_id")
    )
    recused = set(
        ConflictDeclaration.objects.filter(application__in=ids)
        .exclude(kind="none")
        .values_list("application_id", "reviewer_id")
    )
    own = set(Membership.objects.filter(user__in=panel).values_list("business_id", "user_id"))
    found = {}
    for row in applications:
        out = [each for each in panel if (row.pk, each.pk) in recused or (row.business_id, each.pk) in own]
        inside = [each for each in panel if (row.pk, each.pk) in assigned and each not in out]
        found[row.pk] = Seats(tuple(inside), tuple(out))
    return found


def last_mails(session: ReviewSession) -> tuple[Mapping[int, TimetableMail], Mapping[int, TimetableMail]]:
    """What was told last: ({firm id: mail}, {reviewer id: mail}); one query."""
    firms: dict[int, TimetableMail] = {}
    people: dict[int, TimetableMail] = {}
    for row in TimetableMail.objects.filter(session=session).order_by("number", "pk"):
        if row.business_id is not None:
            firms[row.business_id] = row
        elif row.reviewer_id is not None:
            people[row.reviewer_id] = row
    return firms, people


def told_slots(application: Application) -> list[dict[str, Any]]:
    """The slots the firm was told of by mail for this application, session by session; one query.

    What the office is still arranging is not shown.
    """
    last: dict[int, TimetableMail] = {}
    rows = TimetableMail.objects.filter(business=application.business_id, session__round=application.round_id)
    for row in rows.order_by("session__held_on", "session__starts", "session_id", "number"):
        last[row.session_id] = row
    return [
        {**{key: value for key, value in row.told.items() if key != "slots"}, **slot}
        for row in last.values()
        for slot in row.told.get("slots", [])
        if slot["application"] == application.pk
    ]
