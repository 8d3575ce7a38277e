"""Assigning in bulk: a plan is made and shown, then taken as it was shown, or refused where a row has changed since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from certification import permissions
from certification.domain.assignment import Proposal
from certification.models import Application, Assignment, Round
from certification.selectors.assignment_plan import Situation, situation
from certification.services import balancing
from core import audit, clock
from core.domain.reason import Reason, Refused
from core.models import AuditEvent, User

MOST = 15  # reviewers per application that may be asked for


@dataclass(frozen=True, slots=True)
class Skipped:
    """A pair the plan leaves out, and why."""

    row: Application
    reviewer: int
    why: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be done. `new` {application: reviewers to add}; `short` {application: how many are still lacking};
    `notes`: pairs of the plan the office should ask first; `avoided`: how many pairs a conflict kept out.
    """

    stands_on: Situation
    new: Mapping[int, tuple[int, ...]]
    short: Mapping[int, int]
    skipped: tuple[Skipped, ...]
    notes: tuple[Skipped, ...]
    avoided: int

    @property
    def count(self) -> int:
        return sum(len(row) for row in self.new.values())

    @property
    def text(self) -> str:
        """The plan as its page carries it: row:version:reviewer.reviewer;…"""
        versions = self.stands_on.versions
        return ";".join(f"{pk}:{versions[pk]}:{'.'.join(map(str, who))}" for pk, who in self.new.items() if who)

    @property
    def loads(self) -> dict[int, tuple[int, int]]:
        """{reviewer: applications before, after}."""
        before = self.stands_on.loads
        return {pk: (n, n + sum(pk in who for who in self.new.values())) for pk, n in before.items()}


def balanced(found: Situation, per_application: int) -> Plan:
    """Fill every row up to `per_application` reviewers, evenly, around conflicts, caps and fields."""
    here = [pk for pk in found.seats if pk not in found.away]
    costs = {}
    for pk, row in found.rows.items():
        for person in here:
            cost = 0 if found.likes(row, person) else balancing.UNLIKE
            if (pk, person) in found.suspected:
                cost += balancing.SUSPECTED
            if cost:
                costs[pk, person] = cost
    taken = {(pk, r) for pk in found.rows for r in found.held[pk]}
    proposal: Proposal = balancing.flow(
        list(found.rows),
        here,
        set(found.barred) | taken,
        max(1, min(per_application, MOST)),
        caps=found.caps,
        existing={pk: found.counted[pk] for pk in found.rows},
        costs=costs,
        loads=found.loads,
    )
    new = {pk: tuple(r for r in who if r not in found.held[pk]) for pk, who in proposal.reviewers.items()}
    avoided = sum(pk in found.rows and person in found.seats for pk, person in found.barred)
    return Plan(found, new, proposal.short, (), _notes(found, new), avoided)


def chosen(found: Situation, people: Iterable[int]) -> Plan:
    """Every row of the situation to every one of these reviewers; what cannot be is named with its reason."""
    wanted = [pk for pk in found.seats if pk in set(people)]
    loads, caps = found.loads, found.caps
    new: dict[int, tuple[int, ...]] = {}
    skipped = []
    for pk, row in found.rows.items():
        for person in wanted:
            why = _why_not(found, pk, person, loads, caps)
            if why:
                skipped.append(Skipped(row, person, why))
            else:
                new[pk] = (*new.get(pk, ()), person)
                loads[person] += 1
    return Plan(found, new, {}, tuple(skipped), _notes(found, new), sum("関係" in s.why for s in skipped))


def _why_not(found: Situation, pk: int, person: int, loads: Mapping[int, int], caps: Mapping[int, int]) -> str:
    if person in found.held[pk]:
        return "すでに割り当てています"
    if (pk, person) in found.barred:
        return f"関係があります（{found.barred[pk, person]}）"
    if person in found.away:
        return f"{found.away[person]}のため割り当てられません"
    if loads[person] >= caps.get(person, loads[person] + 1):
        return f"上限の{caps[person]}件に達します"
    return ""


def _notes(found: Situation, new: Mapping[int, tuple[int, ...]]) -> tuple[Skipped, ...]:
    return tuple(
        Skipped(found.rows[pk], person, found.suspected[pk, person])
        for pk, who in new.items()
        for person in who
        if (pk, person) in found.suspected
    )


def read(text: str) -> dict[int, tuple[str, tuple[int, ...]]]:
    """The inverse of `Plan.text`: {application: (version, reviewers)}. Raises Refused for anything else."""
    found = {}
    try:
        for part in filter(None, text.split(";")):
            row, version, people = part.split(":")
            found[int(row)] = (version, tuple(int(person) for person in people.split(".")))
    except ValueError as error:
        raise Refused(
            Reason("plan.text", "案が読み取れません。割当のページから、もう一度やり直してください。")
        ) from error
    return found


@transaction.atomic
def take(round_: Round, text: str, *, by: User, at: datetime) -> int:
    """Write the plan that was shown; returns how many assignments were new. The same when pressed twice.

    Raises Refused, naming them, when rows have changed since, or when the plan breaks a rule now.
    """
    permissions.require_secretariat(by)
    wanted = read(text)
    list(Application.objects.select_for_update(of=("self",)).filter(pk__in=list(wanted)).order_by("pk"))
    found = situation(round_, on=clock.on(at), only=wanted)
    if wanted and all(pk in found.rows and set(who) <= found.held[pk] for pk, (_v, who) in wanted.items()):
        return 0
    changed = [pk for pk, (version, _who) in wanted.items() if found.versions.get(pk) != version]
    if changed:
        names = "、".join(
            str(found.rows[pk]) if pk in found.rows else "審査の対象でなくなった申請" for pk in changed[:5]
        )
        more = f"ほか{len(changed) - 5}件" if len(changed) > 5 else ""
        sentence = (
            f"案を表示した後に変わった申請があります（{names}{more}）。何も割り当てていません。案を作り直してください。"
        )
        raise Refused(Reason("plan.changed", sentence))
    loads, caps = found.loads, found.caps
    new = []
    for pk, (_version, people) in wanted.items():
        for person in people:
            if person not in found.seats:
                raise Refused(Reason("assign.no_seat", "この募集回の審査委員でない人が含まれています。"))
            if why := _why_not(found, pk, person, loads, caps):
                name = found.seats[person].user.display_name
                raise Refused(Reason("plan.rule", f"{found.rows[pk]} を {name} さんに割り当てられません: {why}"))
            loads[person] += 1
            new.append(Assignment(application=found.rows[pk], reviewer_id=person, assigned_at=at, assigned_by=by))
    Assignment.objects.bulk_create(new)
    AuditEvent.objects.bulk_create(
        audit.event("application.assigned", item.application, by=by, at=at, reviewer=item.reviewer_id) for item in new
    )
    return len(new)
