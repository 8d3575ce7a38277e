"""The panel as the office sees it: who is assigned to what, who has a conflict, who has handed in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When

from certification.domain.states import Status
from certification.models import Application, Assignment, ConflictDeclaration, PanelMember, Round, Sheet
from certification.selectors import office
from core.models import Membership

ASSIGNABLE = (Status.ACCEPTED.value, Status.IN_REVIEW.value)
KINDS = dict(ConflictDeclaration.KINDS)


@dataclass(frozen=True, slots=True)
class Cell:
    """One application and one reviewer. `state`: free, own, assigned, undeclared, recused, draft or submitted."""

    reviewer: int
    assigned: bool
    state: str
    conflict: str = ""

    @property
    def fixed(self) -> bool:
        """May the office no longer change the tick?"""
        return self.state in ("own", "submitted")


@dataclass(frozen=True, slots=True)
class Line:
    """One application with a cell for each reviewer of the panel."""

    application: Application
    cells: tuple[Cell, ...]

    @property
    def submitted(self) -> int:
        return sum(cell.state == "submitted" for cell in self.cells)

    @property
    def base(self) -> int:
        """How many reviewers count: assigned and not recused."""
        return sum(cell.assigned and cell.state != "recused" for cell in self.cells)

    @property
    def recused(self) -> int:
        return sum(cell.state == "recused" for cell in self.cells)


def assignable(round_: Round) -> QuerySet[Application]:
    """Applications the office may assign, in order of receipt."""
    return office.applications().filter(round=round_, status__in=ASSIGNABLE).order_by("pk")


def lines(applications: Iterable[Application], panel: Iterable[PanelMember]) -> list[Line]:
    """The table of these applications and this panel; four queries."""
    rows, seats = list(applications), list(panel)
    ids, people = [row.pk for row in rows], [seat.user_id for seat in seats]
    held = set(
        Assignment.objects.filter(application__in=ids, removed_at=None).values_list("application_id", "reviewer_id")
    )
    declared = {
        (application, reviewer): kind
        for application, reviewer, kind in ConflictDeclaration.objects.filter(application__in=ids).values_list(
            "application_id", "reviewer_id", "kind"
        )
    }
    sheets = {
        (application, reviewer): submitted is not None
        for application, reviewer, submitted in Sheet.objects.filter(application__in=ids).values_list(
            "application_id", "reviewer_id", "submitted_at"
        )
    }
    own = set(Membership.objects.filter(user__in=people).values_list("business_id", "user_id"))
    return [
        Line(row, tuple(_cell(row, person, held=held, declared=declared, sheets=sheets, own=own) for person in people))
        for row in rows
    ]


def _cell(
    row: Application,
    person: int,
    *,
    held: set[tuple[int, int]],
    declared: Mapping[tuple[int, int], str],
    sheets: Mapping[tuple[int, int], bool],
    own: set[tuple[int, int]],
) -> Cell:
    pair = (row.pk, person)
    kind = declared.get(pair, "")
    conflict = KINDS[kind] if kind and kind != "none" else ""
    if (row.business_id, person) in own:
        return Cell(person, pair in held, "own")
    if conflict:
        return Cell(person, pair in held, "recused", str(conflict))
    if pair not in held:
        return Cell(person, assigned=False, state="free")
    if pair in sheets:
        return Cell(person, assigned=True, state="submitted" if sheets[pair] else "draft")
    return Cell(person, assigned=True, state="assigned" if kind else "undeclared")


@dataclass(frozen=True, slots=True)
class Reviewer:
    """One reviewer's progress in a round."""

    seat: PanelMember
    assigned: int
    recused: int
    undeclared: int
    drafts: int
    submitted: int

    @property
    def missing(self) -> int:
        """Sheets still to come."""
        return self.assigned - self.recused - self.submitted


def by_reviewer(table: Iterable[Line], panel: Iterable[PanelMember]) -> list[Reviewer]:
    """The same table, read by column."""
    found = list(table)
    reviewers = []
    for place, seat in enumerate(panel):
        cells = [line.cells[place] for line in found]

        def count(state: str, cells: list[Cell] = cells) -> int:
            return sum(cell.state == state and cell.assigned for cell in cells)

        reviewers.append(
            Reviewer(
                seat,
                assigned=sum(cell.assigned for cell in cells),
                recused=count("recused"),
                undeclared=count("undeclared"),
                drafts=count("draft"),
                submitted=count("submitted"),
            )
        )
    return reviewers


def register(round_: Round) -> QuerySet[ConflictDeclaration]:
    """The register of conflicts (利益相反の記録): every declaration of the round, relations first; drafts never."""
    rows = ConflictDeclaration.objects.filter(application__round=round_, application__receipt_number__isnull=False)
    return rows.select_related("application__business", "reviewer", "declared_by").order_by(
        Case(When(kind="none", then=Value(1)), default=Value(0)), "application__receipt_number", "reviewer_id"
    )


def undeclared(round_: Round) -> int:
    """How many assignments still wait for a declaration."""
    told = ConflictDeclaration.objects.filter(application=OuterRef("application"), reviewer=OuterRef("reviewer"))
    rows = Assignment.objects.filter(application__round=round_, removed_at=None).exclude(Exists(told))
    return rows.count()
