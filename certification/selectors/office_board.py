"""One application's line of the board, with everything behind its figures: for the detail page and the release page."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count

from certification.domain import firmness, scoring
from certification.domain import stages as stage_rules
from certification.domain.firmness import Flip
from certification.domain.rules import Rules
from certification.domain.states import Status
from certification.models import Application, Round, Sheet
from certification.selectors import holds, office, stages
from certification.selectors.board import SHOWN, TOTALS_KNOWN, Row, is_confirmed, latest_decisions
from certification.selectors.panels import panels
from core.models import Membership


@dataclass(frozen=True, slots=True)
class Paper:
    """One submitted sheet that counts: who, its percent, its marks and words."""

    reviewer: str
    percent: str
    marks: dict[str, str]
    gates: dict[str, bool | None]
    to_applicant: dict[str, str]
    internal: dict[str, str]
    overall: str
    note: str


@dataclass(frozen=True, slots=True)
class Detail:
    """A line of the board opened: `derivation` as printed, `flips` with the reviewer's name and the outcome without."""

    row: Row
    papers: tuple[Paper, ...]
    derivation: tuple[str, ...]
    flips: tuple[tuple[str, str], ...]
    waiting: tuple[str, ...]
    recused: tuple[str, ...]


def shown(round_: Round) -> "list[Application]":
    """Applications of the board, in order of receipt."""
    rows = office.applications().filter(round=round_, status__in=[status.value for status in SHOWN])
    return list(rows.order_by("pk"))


def row(application: Application) -> Row:
    """The line of one application, without its rank; four queries."""
    rules = application.round.frozen
    panel = panels([application.pk])[application.pk]
    decision = latest_decisions(application).get(application.pk)
    known = application.state in TOTALS_KNOWN
    staying = stages.staying(application.round, [application.pk], rules) if known else frozenset()
    given = {application.pk: (panel.sheets, len(panel.base))}
    result = stage_rules.panel_results(rules, given, staying)[application.pk] if known else None
    return Row(
        application=application,
        panel=panel,
        result=result,
        suggestion=stage_rules.suggest(rules, result, goes_on=not staying) if result is not None else None,
        rank=None,
        decision=decision,
        confirmed=is_confirmed(application, decision),
        held=holds.hold_of(application),
    )


def detail(application: Application) -> Detail:
    """The line with its sheets, derivation and firmness. No mark is read while the scoring is open."""
    rules = application.round.frozen
    line = row(application)
    panel = line.panel
    names = office.names({*panel.base, *panel.recused})
    counted = {sheet.reviewer for sheet in panel.sheets}
    waiting = tuple(names[pk] for pk in panel.base if pk not in counted)
    recused = tuple(names[pk] for pk in panel.recused)
    if line.result is None:
        return Detail(line, (), (), (), waiting, recused)
    sheets = Sheet.objects.filter(application=application, reviewer__in=counted).order_by("pk")
    percents = {reviewer: scoring.display(total.percent) for reviewer, total in line.result.sheet_totals}
    return Detail(
        row=line,
        papers=tuple(_paper(rules, sheet, names[sheet.reviewer_id], percents) for sheet in sheets),
        derivation=tuple(scoring.derivation(rules, panel.sheets, line.result, names)),
        flips=tuple((names[flip.reviewer], flip.without.value if flip.without else "") for flip in _flips(rules, line)),
        waiting=waiting,
        recused=recused,
    )


def _flips(rules: Rules, line: Row) -> tuple[Flip, ...]:
    goes_on = line.application.pk not in stages.staying(line.application.round, [line.application.pk], rules)
    asked = stage_rules.judged(rules, goes_on=goes_on)
    return firmness.leave_one_out(asked, line.panel.sheets, of=len(line.panel.base))


def _paper(rules: Rules, sheet: Sheet, name: str, percents: dict[int, str]) -> Paper:
    marks = {criterion.key: _mark(sheet.marks.get(criterion.key, {})) for criterion in rules.criteria}
    return Paper(
        reviewer=name,
        percent=percents.get(sheet.reviewer_id, "–"),
        marks=marks,
        gates={gate.key: sheet.gates.get(gate.key) for gate in rules.gates},
        to_applicant={key: row["to_applicant"] for key, row in sheet.marks.items() if row.get("to_applicant")},
        internal={key: row["internal"] for key, row in sheet.marks.items() if row.get("internal")},
        overall=sheet.to_applicant,
        note=sheet.internal,
    )


def _mark(stored: dict[str, object]) -> str:
    if stored.get("na"):
        return "対象外"
    value = stored.get("value")
    return scoring.plain(Decimal(str(value))) if value not in (None, "") else "空欄"


def mails_to_send(rows: Iterable[Row]) -> int:
    """How many result mails a release of these lines sends: one for each owner and editor of each firm."""
    firms = [line.application.business_id for line in rows]
    members = Membership.objects.filter(business__in=firms, role__in=("owner", "editor"), user__is_active=True)
    per_firm = dict(members.values_list("business").annotate(n=Count("pk")).order_by("business"))
    return sum(per_firm.get(firm, 0) for firm in firms)


def is_secret(application: Application) -> bool:
    """Is its result decided or scored and not released?"""
    return application.state in (Status.SCORED, Status.DECIDED)
