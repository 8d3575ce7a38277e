"""The decision board: every application of a round with its total, spread, floors, suggestion and decision.

The number of queries does not depend on the number of applications.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models.fields.json import KT

from certification.domain import firmness
from certification.domain.firmness import Level
from certification.domain.outcome import Suggestion
from certification.domain.rules import Rules
from certification.domain.scoring import PanelResult
from certification.domain.states import Status
from certification.models import Application, Decision, Hold, Round
from certification.selectors import holds
from certification.selectors.panels import Panel
from certification.selectors.standings import Standings, standings

SHOWN = (Status.IN_REVIEW, Status.SCORED, Status.DECIDED, Status.RELEASED)
PRINTED = ("code", "round", "business__name", "status", "product_name", "receipt_number", "attempt", "kind")
TOTALS_KNOWN = frozenset({Status.SCORED, Status.DECIDED, Status.RELEASED})


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the board. `result` and `suggestion` are empty while the scoring is open; `rank` counts ties."""

    application: Application
    panel: Panel
    result: PanelResult | None
    suggestion: Suggestion | None
    rank: int | None
    decision: Decision | None
    confirmed: bool
    held: Hold | None = None

    @property
    def category(self) -> str:
        """The product's category (its slug)."""
        found: str = getattr(self.application, "category", None) or ""
        return found

    @property
    def floors_missed(self) -> tuple[str, ...]:
        """Names of the criteria below their floor."""
        return tuple(row.name for row in self.result.criteria if row.below_floor) if self.result else ()


@dataclass(frozen=True, slots=True)
class Board:
    """The board of one round. `levelled` {application id: its place by the severity-levelled model}, empty where every
    panel is the same; `kept`: as in standings.
    """

    round: Round
    rules: Rules
    rows: tuple[Row, ...]
    levelled: Mapping[int, Level] = field(default_factory=dict)
    kept: dict[Any, Any] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows stand at each outcome: the decided one, else the suggested."""
        found: dict[str, int] = {}
        for row in self.rows:
            name = row.decision.outcome if row.decision else str(row.suggestion.outcome) if row.suggestion else "open"
            found[name] = found.get(name, 0) + 1
        return found


def board(round_: Round, *, with_levelled: bool = False) -> Board:
    """Read a round's board, ordered by exact total, best first; rows without a total come last.

    `with_levelled`: for a page; levels where panels are partial, and of each application only what a page prints.
    """
    rules = round_.frozen
    rows = Application.objects.filter(round=round_, status__in=[status.value for status in SHOWN]).order_by("pk")
    rows = rows.select_related("business").annotate(category=KT("answers__category"))
    slim = rows.only(*PRINTED) if with_levelled else rows.defer("answers", "touched", "gap_answers")
    applications = list(slim)
    for application in applications:
        application.round = round_
    by_id = {application.pk: application for application in applications}
    known = [pk for pk, application in by_id.items() if application.state in TOTALS_KNOWN]
    found = standings(round_, by_id, known, rules)
    decisions, held = latest_decisions(round_), holds.held(round_)
    lines = [
        Row(
            application=application,
            panel=found.panels[pk],
            result=found.results.get(pk),
            suggestion=found.suggestions.get(pk),
            rank=found.ranks.get(pk),
            decision=decisions.get(pk),
            confirmed=is_confirmed(application, decisions.get(pk)),
            held=held.get(pk),
        )
        for pk, application in by_id.items()
    ]
    lines.sort(key=lambda row: (row.rank is None, row.rank or 0, row.application.pk))
    return Board(round_, rules, tuple(lines), _levelled(found) if with_levelled else {}, found.kept)


def is_confirmed(application: Application, decision: Decision | None) -> bool:
    """Confirmed and not gone back to the committee since."""
    settled = application.state in (Status.DECIDED, Status.RELEASED)
    return settled and decision is not None and hasattr(decision, "confirmation")


def _levelled(found: Standings) -> Mapping[int, Level]:
    """Places by the additive model, where not everybody marked everything; worked out once for the same sheets."""
    if "levelled" not in found.kept:
        partial = firmness.is_partial(found.results)
        found.kept["levelled"] = firmness.ranked(firmness.severity_of(found.results)) if partial else {}
    levels: Mapping[int, Level] = found.kept["levelled"]
    return levels


def latest_decisions(of: Round | Application) -> dict[int, Decision]:
    """{application id: its newest decision, with its confirmation} of a round or of one application; one query."""
    rows = Decision.objects.select_related("confirmation", "proposed_by").order_by("application_id", "version")
    rows = rows.filter(application__round=of) if isinstance(of, Round) else rows.filter(application=of)
    return {row.application_id: row for row in rows}
