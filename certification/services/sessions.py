"""Sessions of the second stage: made, filled, put in order; every write is audited. Mailing: timetables.py."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from certification import permissions
from certification.domain import timetable
from certification.models import Application, ReviewSession, Round, SessionSlot
from certification.selectors import sessions as reads
from core import audit
from core.domain.reason import Reason, Refused
from core.models import User

FIELDS = ("kind", "held_on", "starts", "place", "room_note", "minutes", "pause", "samples")
SLOT_FIELDS = ("minutes", "samples", "break_after", "note")


@transaction.atomic
def create(round_: Round, values: Mapping[str, Any], *, by: User, at: datetime) -> ReviewSession:
    """A new session without slots. Raises Refused before the round has opened."""
    permissions.require_secretariat(by)
    if round_.opened_at is None:
        raise Refused(Reason("session.planned", "募集を始めてから、審査の場を作れます。"))
    made = ReviewSession(round=round_, made_at=at, made_by=by, **{key: values[key] for key in FIELDS if key in values})
    made.save()
    audit.record("session.created", round_, by=by, at=at, session=made.pk, held_on=str(made.held_on))
    return made


@transaction.atomic
def change(session: ReviewSession, values: Mapping[str, Any], *, by: User, at: datetime) -> None:
    """Change day, place or lengths. Raises Refused when the order would then run past midnight."""
    permissions.require_secretariat(by)
    row = ReviewSession.objects.select_for_update(of=("self",)).select_related("round").get(pk=session.pk)
    changed = [key for key in FIELDS if key in values and getattr(row, key) != values[key]]
    told = {key: [str(getattr(row, key)), str(values[key])] for key in changed}
    for key in changed:
        setattr(row, key, values[key])
    if changed:
        row.save(update_fields=changed)
        _check_length(row)
        audit.record("session.changed", row.round, by=by, at=at, session=row.pk, changed=told)
    session.refresh_from_db()


@transaction.atomic
def remove(session: ReviewSession, *, by: User, at: datetime) -> None:
    """Take a session away that nobody was told of. Raises Refused once its timetable was mailed."""
    permissions.require_secretariat(by)
    if session.mails.exists():
        words = "時間割をメールで知らせた審査の場は消せません。進行順を空にして、取りやめをメールで知らせてください。"
        raise Refused(Reason("session.told", words))
    audit.record("session.removed", session.round, by=by, at=at, session=session.pk, held_on=str(session.held_on))
    session.delete()


@transaction.atomic
def arrange(session: ReviewSession, *, by: User, at: datetime) -> int:
    """進行順を組む: everybody who waits gets a slot, the order spares reviewers the door. Returns how many are new.

    Raises Refused when nobody is there to stand in it, or the order runs past midnight.
    """
    permissions.require_secretariat(by)
    row = _locked(session)
    held = reads.live_slots(row)
    waiting = list(reads.without_slot(row))
    if not held and not waiting:
        raise Refused(Reason("session.nobody", "この審査の場に出る申請がまだありません。"))
    last = _last_place(row)
    SessionSlot.objects.bulk_create(
        SessionSlot(session=row, application=each, place_in_order=last + place)
        for place, each in enumerate(waiting, start=1)
    )
    slots = reads.live_slots(row)
    seats = reads.seats_of(row.round, [slot.application for slot in slots])
    ordered = timetable.running_order([reads.as_slot(row, slot, seats[slot.application_id]) for slot in slots])
    _write(row, [each.key for each in ordered])
    _check_length(row)
    audit.record("session.arranged", row.round, by=by, at=at, session=row.pk, applications=len(ordered))
    return len(waiting)


@transaction.atomic
def add(session: ReviewSession, application: Application, *, by: User, at: datetime) -> SessionSlot:
    """A slot at the end for one application; the same when pressed twice. Raises Refused where it may not stand."""
    permissions.require_secretariat(by)
    row = _locked(session)
    found: SessionSlot | None = SessionSlot.objects.filter(session=row, application=application).first()
    if found is not None:
        return found
    if not reads.without_slot(row).filter(pk=application.pk).exists():
        words = "この申請は、この審査の場に加えられません（審査中でないか、同じ種類の審査の場に入っています）。"
        raise Refused(Reason("session.not_here", words))
    made = SessionSlot.objects.create(session=row, application=application, place_in_order=_last_place(row) + 1)
    _check_length(row)
    audit.record("session.slot_added", application, by=by, at=at, session=row.pk)
    return made


@transaction.atomic
def take_out(slot: SessionSlot, *, by: User, at: datetime) -> None:
    """Take an application out of the order; a firm that was told gets a mail with the next timetable."""
    permissions.require_secretariat(by)
    row = SessionSlot.objects.filter(pk=slot.pk).select_related("application").first()
    if row is not None:
        audit.record("session.slot_removed", row.application, by=by, at=at, session=row.session_id)
        row.delete()


@transaction.atomic
def move(slot: SessionSlot, *, by_places: int, by: User, at: datetime) -> None:
    """One place up (-1) or down (+1); at the edge nothing happens."""
    permissions.require_secretariat(by)
    row = _locked(slot.session)
    before = tuple(each.pk for each in reads.live_slots(row))
    after = timetable.moved(before, slot.pk, by_places)
    if after != before:
        _write(row, list(after))
        audit.record("session.slot_moved", slot.application, by=by, at=at, session=row.pk, places=by_places)


@transaction.atomic
def set_slots(session: ReviewSession, given: Mapping[int, Mapping[str, Any]], *, by: User, at: datetime) -> int:
    """Lengths, samples, breaks and notes of slots: {slot id: {field: value}}; returns how many changed.

    Raises Refused when the order would run past midnight; nothing is written then.
    """
    permissions.require_secretariat(by)
    row = _locked(session)
    changed = 0
    for slot in SessionSlot.objects.filter(session=row, pk__in=list(given)).order_by("pk"):
        names = [key for key in SLOT_FIELDS if key in given[slot.pk] and getattr(slot, key) != given[slot.pk][key]]
        for key in names:
            setattr(slot, key, given[slot.pk][key])
        if names:
            slot.save(update_fields=names)
            changed += 1
    _check_length(row)
    if changed:
        audit.record("session.slots_changed", row.round, by=by, at=at, session=row.pk, slots=changed)
    return changed


def _locked(session: ReviewSession) -> ReviewSession:
    return ReviewSession.objects.select_for_update(of=("self",)).select_related("round").get(pk=session.pk)


def _last_place(session: ReviewSession) -> int:
    found = SessionSlot.objects.filter(session=session).aggregate(last=Max("place_in_order"))["last"]
    return int(found or 0)


def _write(session: ReviewSession, order: list[int]) -> None:
    """Number the slots as in `order`; those of applications that left come after."""
    slots = {slot.pk: slot for slot in SessionSlot.objects.filter(session=session).order_by("place_in_order", "pk")}
    keys = [*order, *(pk for pk in slots if pk not in set(order))]
    for place, key in enumerate(keys, start=1):
        slots[key].place_in_order = place
    SessionSlot.objects.bulk_update(slots.values(), ["place_in_order"])


def _check_length(session: ReviewSession) -> None:
    try:
        reads.order(session)
    except ValueError:
        words = "進行順が夜中の0時を過ぎます。1件の時間や休憩を短くするか、審査の場を分けてください。"
        raise Refused(Reason("session.midnight", words)) from None
