"""What a plan of assignments stands on: rows, reviewers, who may not, whom to ask first, a version of each row."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from allauth.account.models import EmailAddress

from certification.domain import assignment, recusal
from certification.models import Application, Assignment, ConflictDeclaration, PanelMember, Round
from certification.selectors import office, office_panel
from core.models import Business, Membership


@dataclass(frozen=True, slots=True)
class Situation:
    """A round before assigning. Pairs are (application, reviewer). `held`: standing assignments {application:
    reviewers}; `counted`: those without the recused; `barred` {pair: why}; `suspected` {pair: why the office asks}.
    """

    rows: Mapping[int, Application]
    seats: Mapping[int, PanelMember]
    away: Mapping[int, str]
    held: Mapping[int, frozenset[int]]
    counted: Mapping[int, frozenset[int]]
    barred: Mapping[tuple[int, int], str]
    suspected: Mapping[tuple[int, int], str]
    versions: Mapping[int, str]

    @property
    def loads(self) -> dict[int, int]:
        """How many applications each reviewer reads now."""
        return {pk: sum(pk in row for row in self.counted.values()) for pk in self.seats}

    @property
    def caps(self) -> dict[int, int]:
        """The most each reviewer reads, of those who have said so."""
        return {pk: seat.cap for pk, seat in self.seats.items() if seat.cap is not None}

    def likes(self, row: Application, reviewer: int) -> bool:
        """Is the product of the reviewer's field?"""
        text = f"{row.product_name} {row.answers.get('description', '')}"
        return assignment.matches(self.seats[reviewer].expertise, str(row.answers.get("category", "")), text)


def situation(round_: Round, *, on: date, only: Iterable[int] | None = None) -> Situation:
    """The round on this day, or some of its rows; six queries, however many."""
    found = office_panel.assignable(round_)
    rows = {row.pk: row for row in (found if only is None else found.filter(pk__in=list(only)))}
    seats = {seat.user_id: seat for seat in office.panel_of(round_)}
    held: dict[int, set[int]] = {pk: set() for pk in rows}
    every = Assignment.objects.filter(application__round=round_, removed_at=None)
    for application, reviewer in every.values_list("application_id", "reviewer_id"):
        held.setdefault(application, set()).add(reviewer)
    declared = {
        (application, reviewer): kind
        for application, reviewer, kind in ConflictDeclaration.objects.filter(application__round=round_)
        .exclude(kind="none")
        .values_list("application_id", "reviewer_id", "kind")
    }
    members = _members(rows.values())
    barred = {pair: str(office_panel.KINDS[kind]) for pair, kind in declared.items()}
    for row in rows.values():
        for user, _email in members.get(row.business_id, ()):
            barred[row.pk, user] = "自分の事業者"
    return Situation(
        rows=rows,
        seats=seats,
        away={pk: why for pk, seat in seats.items() if (why := why_away(seat, on))},
        held={pk: frozenset(row) for pk, row in held.items()},
        counted={pk: frozenset(r for r in row if (pk, r) not in declared) for pk, row in held.items()},
        barred=barred,
        suspected=_suspected(rows.values(), seats, members),
        versions=_versions(rows, held, declared),
    )


def why_away(seat: PanelMember, on: date) -> str:
    """Why a reviewer gets nothing new on this day; empty when they may."""
    if seat.absent_from is not None:
        return "不在"
    return "" if seat.until_on is None or on <= seat.until_on else "委嘱期間の終わり"


def version(row: Application, held: Iterable[int], recused: Iterable[int]) -> str:
    """A sign of everything about a row that a plan stands on; another one when any of it changes."""
    facts = f"{row.pk}|{row.status}|{sorted(held)}|{sorted(recused)}"
    return hashlib.sha256(facts.encode()).hexdigest()[:10]


def _versions(
    rows: Mapping[int, Application], held: Mapping[int, set[int]], declared: Iterable[tuple[int, int]]
) -> dict[int, str]:
    recused: dict[int, set[int]] = {}
    for application, reviewer in declared:
        recused.setdefault(application, set()).add(reviewer)
    return {pk: version(row, held[pk], recused.get(pk, ())) for pk, row in rows.items()}


def _members(rows: Iterable[Application]) -> dict[int, list[tuple[int, str]]]:
    """{firm: (person, mail address) of its members}."""
    found: dict[int, list[tuple[int, str]]] = {}
    seats = Membership.objects.filter(business__in={row.business_id for row in rows}).order_by("pk")
    for business, user, email in seats.values_list("business_id", "user_id", "user__email"):
        found.setdefault(business, []).append((user, email))
    return found


def _suspected(
    rows: Iterable[Application], seats: Mapping[int, PanelMember], members: Mapping[int, list[tuple[int, str]]]
) -> dict[tuple[int, int], str]:
    mails: dict[int, set[str]] = {pk: {seat.user.email} for pk, seat in seats.items()}
    for user, email in EmailAddress.objects.filter(user__in=list(seats)).values_list("user_id", "email"):
        mails[user].add(email)
    by_firm: dict[int, dict[int, str]] = {}
    found: dict[tuple[int, int], str] = {}
    for row in rows:
        if row.business_id not in by_firm:
            by_firm[row.business_id] = _of_firm(row.business, seats, mails, members.get(row.business_id, ()))
        found |= {(row.pk, person): why for person, why in by_firm[row.business_id].items()}
    return found


def _of_firm(
    firm: Business,
    seats: Mapping[int, PanelMember],
    mails: Mapping[int, set[str]],
    members: Iterable[tuple[int, str]],
) -> dict[int, str]:
    """{reviewer: why}: the domains of the firm that many people share are left out at once."""
    domains = sorted({found for text in (firm.website, *(mail for _u, mail in members))
                      if (found := recusal.domain_of(text))}) or [""]  # fmt: skip
    reasons = {}
    for person, seat in seats.items():
        for domain in domains:
            hints = recusal.suspected(sorted(mails[person]), seat.affiliation, firm.name, domain, firm.address)
            if hints:
                reasons[person] = hints[0].sentence
                break
    return reasons
