"""What a reviewer may know of: the rounds they sit in, the applications before them, how far their own sheets are.

Nothing here reads another reviewer's sheet. What an application shows stands in reviewer_material.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from allauth.account.models import EmailAddress
from django.db.models import OuterRef, QuerySet, Subquery

from certification.domain import recusal
from certification.domain.panel import Scale
from certification.domain.rules import Rules
from certification.domain.states import REVIEWABLE, Status
from certification.models import Application, Assignment, ConflictDeclaration, PanelMember, Round, Sheet
from certification.selectors.reviewer_material import hide
from core.domain.reason import Reason
from core.models import Membership, User
from core.roles import has_role

ENTRY_FIELDS = (
    "application",
    *(f"application__{name}" for name in ("code", "receipt_number", "product_name", "status", "round")),
)
SHEET_FIELDS = ("marks", "gates", "to_applicant", "internal", "reviewer", "application__code")
LISTED = (Status.ACCEPTED, Status.IN_REVIEW, Status.SCORED, Status.DECIDED, Status.RELEASED)


class Progress(StrEnum):
    """How far the reviewer's own sheet is. A criterion marked "not applicable" is a mark, not one of these."""

    BLANK = "blank"  # 未採点
    DRAFT = "draft"  # 途中
    SUBMITTED = "submitted"  # 提出済み
    RECUSED = "recused"  # 審査から外れました


@dataclass(frozen=True, slots=True)
class Entry:
    """One application on the desk. `firm` is empty in a blind round; `answered` of `applicable` criteria are the
    reviewer's own; `open`: scores may be given now; `fixed`: the declaration cannot be changed any more.
    """

    code: str
    number: str
    product: str
    firm: str
    progress: Progress
    declared: bool
    open: bool
    fixed: bool
    answered: int
    applicable: int

    @property
    def waiting(self) -> bool:
        """Does it still want something of the reviewer?"""
        return self.progress in (Progress.BLANK, Progress.DRAFT) and (self.open or not self.declared)


@dataclass(frozen=True, slots=True)
class Seat:
    """A round the person sits in, with what is before them there."""

    round: Round
    rules: Rules
    entries: tuple[Entry, ...]
    terms: PanelMember | None = None

    @property
    def base(self) -> tuple[Entry, ...]:
        """Without the applications they are recused from."""
        return tuple(entry for entry in self.entries if entry.progress is not Progress.RECUSED)

    @property
    def done(self) -> int:
        return sum(entry.progress is Progress.SUBMITTED for entry in self.entries)

    def only(self, progress: Progress) -> tuple[Entry, ...]:
        """The entries of one word."""
        return tuple(entry for entry in self.entries if entry.progress is progress)

    def next_after(self, code: str = "") -> Entry | None:
        """The next application that wants something, after this one and then from the top."""
        codes = [entry.code for entry in self.base]
        start = codes.index(code) + 1 if code in codes else 0
        ordered = (*self.base[start:], *self.base[:start])
        return next((entry for entry in ordered if entry.waiting and entry.code != code), None)

    def neighbours(self, code: str) -> tuple[Entry | None, Entry | None]:
        """The applications before and after this one in the list."""
        codes = [entry.code for entry in self.base]
        if code not in codes:
            return None, None
        at = codes.index(code)
        return (self.base[at - 1] if at else None), (self.base[at + 1] if at + 1 < len(codes) else None)


def applications(user: User) -> QuerySet[Application]:
    """Every application the reviewer may know of: assigned and not taken back, of another firm, received or later."""
    if not has_role(user, "reviewer"):
        return Application.objects.none()
    return (
        Application.objects.filter(
            assignments__reviewer=user,
            assignments__removed_at=None,
            status__in=[status.value for status in LISTED],
        )
        .exclude(business__memberships__user=user)
        .annotate(
            seat_from_on=Subquery(_seat_of(user).values("from_on")),
            seat_until_on=Subquery(_seat_of(user).values("until_on")),
        )
        .select_related("round", "business")
    )


def _seat_of(user: User) -> QuerySet[PanelMember]:
    return PanelMember.objects.filter(round=OuterRef("round"), user=user)


def why_closed(application: Application, on: date) -> Reason | None:
    """Why the desk is closed for an application of `applications` on this day: the dates of the appointment."""
    from_on, until_on = vars(application)["seat_from_on"], vars(application)["seat_until_on"]
    return PanelMember(from_on=from_on, until_on=until_on).why_closed(on)


def seats(user: User) -> tuple[Seat, ...]:
    """The rounds the person sits in, newest first; five queries, however many rounds and applications."""
    found = list(PanelMember.objects.filter(user=user).select_related("round__programme").order_by("-round_id"))
    rounds = {seat.round_id: seat.round for seat in found}
    terms = {seat.round_id: seat for seat in found}
    return tuple(replace(each, terms=terms[each.round.pk]) for each in _seats(user, rounds))


def seat(user: User, round_: Round) -> Seat:
    """One round of `seats`."""
    return _seats(user, {round_.pk: round_})[0]


def seats_of(user: User, round_: Round) -> Seat | None:
    """One round of `seats`; None for somebody who is no reviewer any more, or before the rules are frozen."""
    found = _seats(user, {round_.pk: round_})
    return found[0] if found else None


def own_sheet(user: User, application: Application) -> Sheet | None:
    """The reviewer's own sheet; nobody else's is ever read here."""
    return Sheet.objects.filter(application=application, reviewer=user).first()


def own_sheets(user: User, round_: Round) -> dict[str, Sheet]:
    """{application code: the reviewer's own sheet} of a round."""
    rows = Sheet.objects.filter(reviewer=user, application__round=round_).select_related("application")
    return {row.application.code: row for row in rows.only(*SHEET_FIELDS)}


def suspicions(user: User, application: Application) -> tuple[Reason, ...]:
    """Why the system thinks of a conflict: affiliation, any of the person's mail addresses, address. Four queries."""
    mails = {user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)}
    held = PanelMember.objects.filter(round=application.round_id, user=user).first()
    firm = application.business
    domains = {firm.website, *(person.email for person in member_names([firm.pk]).get(firm.pk, []))}
    found: dict[str, Reason] = {}
    for domain in sorted(domains):
        for reason in recusal.suspected(
            sorted(mails), held.affiliation if held else "", firm.name, domain, firm.address
        ):
            found.setdefault(reason.code, reason)
    return tuple(found.values())


def _seats(user: User, rounds: dict[int, Round]) -> tuple[Seat, ...]:
    rules = {pk: round_.frozen for pk, round_ in rounds.items() if round_.rules is not None}
    if not has_role(user, "reviewer") or not rules:
        return ()
    blind = any(each.blind for each in rules.values())  # then the whole firm is read: its names are covered
    rows = list(
        Assignment.objects.filter(
            reviewer=user,
            removed_at=None,
            application__round__in=list(rules),
            application__status__in=[status.value for status in LISTED],
        )
        .exclude(application__business__memberships__user=user)
        .select_related("application__business")
        .only(*ENTRY_FIELDS, *(["application__business"] if blind else ["application__business__name"]))
        .order_by("application__receipt_number", "application_id")
    )
    ids = [row.application_id for row in rows]
    declared = {
        row.application_id: row
        for row in ConflictDeclaration.objects.filter(reviewer=user, application__in=ids).defer("declared_at")
    }
    sheets = {row.application_id: row for row in Sheet.objects.filter(reviewer=user, application__in=ids)}
    people = member_names(row.application.business_id for row in rows) if blind else {}
    scales = {pk: Scale(each) for pk, each in rules.items()}
    entries: dict[int, list[Entry]] = {pk: [] for pk in rules}
    for row in rows:
        application, pk = row.application, row.application_id
        entries[application.round_id].append(
            _entry(application, scales[application.round_id], declared.get(pk), sheets.get(pk), people)
        )
    return tuple(Seat(rounds[pk], rules[pk], tuple(entries[pk])) for pk in rules)


def member_names(business_ids: Iterable[int]) -> dict[int, list[User]]:
    """{firm: its people}, whose names a blind round hides; one query."""
    people: dict[int, list[User]] = {}
    rows = Membership.objects.filter(business__in=set(business_ids)).select_related("user").order_by("pk")
    for row in rows:
        people.setdefault(row.business_id, []).append(row.user)
    return people


def _entry(
    application: Application,
    scale: Scale,
    declaration: ConflictDeclaration | None,
    sheet: Sheet | None,
    people: dict[int, list[User]],
) -> Entry:
    rules = scale.rules
    total = scale.paper(sheet.scored).total if sheet else None
    submitted = sheet is not None and sheet.submitted_at is not None
    product = application.product_name
    if rules.blind:
        product = hide(product, application.business, people.get(application.business_id, []))
    return Entry(
        code=application.code,
        number=application.receipt_number or "",
        product=product,
        firm="" if rules.blind else application.business.name,
        progress=_progress(declaration, sheet),
        declared=declaration is not None,
        open=application.state in REVIEWABLE,
        fixed=submitted or (declaration is not None and declaration.pinned_by_office),
        answered=total.answered if total else 0,
        applicable=total.applicable if total else len(rules.criteria),
    )


def _progress(declaration: ConflictDeclaration | None, sheet: Sheet | None) -> Progress:
    if declaration is not None and declaration.recuses:
        return Progress.RECUSED
    if sheet is None:
        return Progress.BLANK
    if sheet.submitted_at is not None:
        return Progress.SUBMITTED
    return Progress.DRAFT if _has_anything(sheet) else Progress.BLANK


def _has_anything(sheet: Sheet) -> bool:
    marks = any(value not in (None, "", False) for row in sheet.marks.values() for value in row.values())
    return bool(marks or sheet.to_applicant or sheet.internal or any(v is not None for v in sheet.gates.values()))
