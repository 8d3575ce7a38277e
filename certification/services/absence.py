"""A reviewer who cannot go on (不在): what they have not handed in goes to others; what they handed in stays."""

from collections.abc import Mapping
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from certification import permissions
from certification.models import Application, Assignment, PanelMember, Sheet
from certification.selectors.assignment_plan import Situation, situation
from certification.services import balancing, panel
from core import audit, clock, outbox
from core.domain.reason import Reason, Refused
from core.models import User


def open_assignments(seat: PanelMember) -> list[Assignment]:
    """What the person has been given and not handed in, in order of receipt."""
    done = Sheet.objects.filter(reviewer=seat.user_id, submitted_at__isnull=False).values("application")
    rows = Assignment.objects.filter(
        reviewer=seat.user_id,
        removed_at=None,
        application__round=seat.round_id,
        application__status__in=panel.OPEN_FOR_ASSIGNMENT,
    ).exclude(application__in=done)
    return list(rows.select_related("application__business", "application__round").order_by("application_id"))


def handed_in(seat: PanelMember) -> int:
    """How many sheets of theirs stay."""
    return Sheet.objects.filter(
        reviewer=seat.user_id, application__round=seat.round_id, submitted_at__isnull=False
    ).count()


def possible(found: Situation, seat: PanelMember, row: Application) -> list[int]:
    """Who may take a row over: on the panel, present, without a relation, not reading it yet, below their cap."""
    loads, caps = found.loads, found.caps
    return [
        person
        for person in found.seats
        if person != seat.user_id
        and person not in found.away
        and (row.pk, person) not in found.barred
        and person not in found.held[row.pk]
        and loads[person] < caps.get(person, loads[person] + 1)
    ]


def proposal(seat: PanelMember, *, on: date) -> dict[int, int]:
    """{application: the replacement proposed}, evenly; without an entry nobody can take it."""
    rows = [item.application_id for item in open_assignments(seat)]
    found = situation(seat.round, on=on, only=rows)
    people = [pk for pk in found.seats if pk != seat.user_id and pk not in found.away]
    barred = set(found.barred) | {(row, person) for row in rows for person in found.held.get(row, ())}
    costs = dict.fromkeys(found.suspected, balancing.SUSPECTED)
    kept = [row for row in rows if row in found.rows]
    made = balancing.flow(kept, people, barred, 1, caps=found.caps, costs=costs, loads=found.loads)
    return {row: who[0] for row, who in made.reviewers.items() if who}


@transaction.atomic
def replace(
    seat: PanelMember, chosen: Mapping[int, int | None], *, reason: str, from_on: date, by: User, at: datetime
) -> tuple[int, int]:
    """Mark the person absent and hand on what is open as `chosen` {application: who, or nobody}.

    Returns how many went to others and how many nobody has now. Raises Refused where a choice breaks a rule. Done once,
    the same press finds nothing more to hand on.
    """
    permissions.require_secretariat(by)
    seat = PanelMember.objects.select_for_update(of=("self",)).select_related("round", "user").get(pk=seat.pk)
    if not reason.strip():
        raise Refused(Reason("absence.reason", "不在の理由を書いてください。", field="reason"))
    if seat.absent_from is None:
        seat.absent_from, seat.absent_reason, seat.absent_at, seat.absent_by = from_on, reason.strip()[:300], at, by
        seat.save(update_fields=["absent_from", "absent_reason", "absent_at", "absent_by"])
        audit.record("panel.absent", seat.round, by=by, at=at, reviewer=seat.user_id, reason=seat.absent_reason)
    items = open_assignments(seat)
    found = situation(seat.round, on=clock.on(at), only=[item.application_id for item in items])
    counts: dict[int, int] = {}
    left = 0
    for item in items:
        person = chosen.get(item.application_id)
        if person is None:
            left += 1
        elif person not in possible(found, seat, item.application):
            raise Refused(
                Reason("absence.person", f"{item.application} を、選んだ方には引き継げません。選び直してください。")
            )
        else:
            panel.assign([item.application], [found.seats[person].user], by=by, at=at)
            counts[person] = counts.get(person, 0) + 1
        panel.unassign(item, by=by, at=at)
    for person, count in counts.items():
        cap = found.caps.get(person)
        if cap is not None and found.loads[person] + count > cap:
            name = found.seats[person].user.display_name
            raise Refused(Reason("absence.cap", f"{name} さんの上限（{cap}件）を超えます。選び直してください。"))
        _tell(seat, found.seats[person].user, count, at=at)
    if counts:
        transaction.on_commit(outbox.wake)
    return sum(counts.values()), left


@transaction.atomic
def end(seat: PanelMember, *, by: User, at: datetime) -> None:
    """The person is back; what was handed on stays where it is."""
    permissions.require_secretariat(by)
    seat = PanelMember.objects.select_for_update(of=("self",)).select_related("round").get(pk=seat.pk)
    if seat.absent_from is None:
        return
    seat.absent_from, seat.absent_reason, seat.absent_at, seat.absent_by = None, "", None, None
    seat.save(update_fields=["absent_from", "absent_reason", "absent_at", "absent_by"])
    audit.record("panel.present", seat.round, by=by, at=at, reviewer=seat.user_id)


def _tell(seat: PanelMember, person: User, count: int, *, at: datetime) -> None:
    context = {
        "name": person.display_name,
        "programme": seat.round.programme.name,
        "round": str(seat.round),
        "count": count,
        "url": settings.SITE_URL + reverse("review:index"),
    }
    key = f"panel_replacement:{seat.pk}:{person.pk}:{at:%Y%m%d%H%M%S}"
    outbox.add("panel_replacement", seat.round, to=person.email, key=key, at=at, context=context)
