"""The timetable of a session by mail: one to each firm and each member of the panel, again only when theirs changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from certification import permissions
from certification.domain import timetable
from certification.models import ReviewSession, TimetableMail
from certification.selectors import sessions as reads
from certification.selectors.people import addresses
from certification.selectors.sessions import Line
from core import audit, clock, outbox
from core.domain.reason import Reason, Refused
from core.models import Business, User


@dataclass(frozen=True, slots=True)
class Planned:
    """One mail that would go. `kind`: first, changed, off, or "" when the person knows it all; `told`: what it says."""

    to: str
    name: str
    kind: str
    told: Mapping[str, Any]
    number: int
    business_id: int | None = None
    reviewer_id: int | None = None


def plan(session: ReviewSession) -> list[Planned]:
    """Every mail of the timetable as it stands, also those that say nothing new; a fixed number of queries."""
    lines = reads.order(session)
    firms, people = reads.last_mails(session)
    return [*_to_firms(session, lines, firms), *_to_panel(session, lines, people)]


def digest_of(planned: list[Planned]) -> str:
    """Stands for everything a preview showed, so that nothing else is sent."""
    return timetable.digest({"mails": [[each.to, each.kind, each.number, dict(each.told)] for each in planned]})


def _frame(session: ReviewSession) -> dict[str, Any]:
    return {
        "kind": str(session.get_kind_display()),
        "day": clock.date_text(session.held_on),
        "place": session.place,
    }


def _to_firms(session: ReviewSession, lines: tuple[Line, ...], last: Mapping[int, TimetableMail]) -> list[Planned]:
    by_firm: dict[int, list[Line]] = {}
    for line in lines:
        by_firm.setdefault(line.application.business_id, []).append(line)
    ids = [*by_firm, *(pk for pk in last if pk not in by_firm)]
    names = dict(Business.objects.filter(pk__in=ids).values_list("pk", "name"))
    mails = addresses(set(ids))
    found = []
    for pk in ids:
        slots = [
            {
                "application": line.application.pk,
                "number": line.application.receipt_number,
                "product": line.application.product_name,
                "time": line.time.text,
                "samples": line.samples,
            }
            for line in by_firm.get(pk, [])
        ]
        told = {**_frame(session), "room_note": session.room_note, "slots": slots} if slots else {}
        found.append(_planned(_address(mails.get(pk, []), by_firm.get(pk, [])), names[pk], told, last.get(pk), firm=pk))
    return found


def _address(people: list[str], lines: list[Line]) -> str:
    """Whoever handed the first of them in, while they belong to the firm; else its oldest owner or editor."""
    handed_in = [line.application.submitted_by.email for line in lines if line.application.submitted_by]
    return next((email for email in handed_in if email in people), people[0] if people else "")


def _to_panel(session: ReviewSession, lines: tuple[Line, ...], last: Mapping[int, TimetableMail]) -> list[Planned]:
    """Each reviewer's own room list: what they judge, and when they leave; never what they are recused from."""
    blind = session.round.frozen.blind
    people: dict[int, User] = {}
    for line in lines:
        people |= {user.pk: user for user in line.seats.present}
    gone = User.objects.in_bulk([pk for pk in last if pk not in people])
    found = []
    for pk, user in {**people, **gone}.items():
        inside = [_room_line(line, blind=blind) for line in lines if user in line.seats.present]
        away = [line.time.text for line in lines if user in line.seats.leaving]
        told = {**_frame(session), "slots": inside, "away": away} if inside else {}
        found.append(_planned(user.email, user.display_name, told, last.get(pk), reviewer=pk))
    return found


def _room_line(line: Line, *, blind: bool) -> dict[str, Any]:
    """A line of the room list. In a blind round only the number: a product's name may give the firm away."""
    name = "" if blind else line.application.product_name
    return {"number": line.application.receipt_number, "product": name, "time": line.time.text, "samples": line.samples}


def _planned(
    to: str,
    name: str,
    told: Mapping[str, Any],
    last: TimetableMail | None,
    *,
    firm: int | None = None,
    reviewer: int | None = None,
) -> Planned:
    kind = timetable.next_mail(last.digest if last else None, timetable.digest(told) if told else "")
    return Planned(to, name, kind, told, last.number + 1 if last else 1, firm, reviewer)


@transaction.atomic
def send(session: ReviewSession, *, seen: str | None = None, by: User, at: datetime) -> int:
    """Mail what is new to each firm and each member of the panel; returns how many mails. Pressed again, nothing goes.

    `seen`: `digest_of` the preview; anything else is refused. Raises Refused when a firm has nobody to write to.
    """
    permissions.require_secretariat(by)
    row = ReviewSession.objects.select_for_update(of=("self",)).select_related("round__programme").get(pk=session.pk)
    planned = plan(row)
    if seen is not None and digest_of(planned) != seen:
        raise Refused(
            Reason("timetable.changed", "画面を開いた後に時間割が変わりました。もう一度確かめてから送ってください。")
        )
    new = [each for each in planned if each.kind]
    if lost := [each.name for each in new if not each.to]:
        raise Refused(Reason("timetable.no_address", f"メールの宛先がありません: {'、'.join(lost)}"))
    TimetableMail.objects.bulk_create(
        TimetableMail(
            session=row,
            business_id=each.business_id,
            reviewer_id=each.reviewer_id,
            number=each.number,
            told=dict(each.told),
            digest=timetable.digest(each.told) if each.told else "",
            sent_at=at,
            sent_by=by,
        )
        for each in new
    )
    outbox.add_many([_draft(row, each) for each in new], at=at)
    if new:
        audit.record("session.mailed", row.round, by=by, at=at, session=row.pk, mails=len(new))
        transaction.on_commit(outbox.wake)
    return len(new)


def _draft(session: ReviewSession, each: Planned) -> outbox.Draft:
    to_firm = each.business_id is not None
    whose = f"firm:{each.business_id}" if to_firm else f"panel:{each.reviewer_id}"
    slots = [{key: value for key, value in slot.items() if key != "application"} for slot in each.told.get("slots", [])]
    round_ = session.round
    return outbox.Draft(
        "timetable_firm" if to_firm else "timetable_panel",
        session,
        each.to,
        f"timetable:{session.pk}:{whose}:{each.number}",
        {
            **_frame(session),
            **each.told,
            "slots": slots,
            "change": each.kind,
            "name": each.name,
            "programme": round_.frozen.name,
            "round": str(round_),
            "contact": round_.contact,
            "url": settings.SITE_URL + reverse("apply:index" if to_firm else "review:index"),
        },
    )
