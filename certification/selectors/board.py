"""The decision board: every application of a round with its total, spread, floors, suggestion and decision.

The number of queries does not depend on the number of applications.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from certification.domain import firmness
from certification.domain.outcome import Suggestion
from certification.domain.rules import Rules
from certification.domain.scoring import PanelResult
from certification.domain.states import Status
from certification.models import Application, Decision, Round
from certification.selectors.panels import Panel
from certification.selectors.standings import standings

SHOWN = (Status.IN_REVIEW, Status.SCORED, Status.DECIDED, Status.RELEASED)
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

    @property
    def floors_missed(self) -> tuple[str, ...]:
        """Names of the criteria below their floor."""
        return tuple(row.name for row in self.result.criteria if row.below_floor) if self.result else ()


@dataclass(frozen=True, slots=True)
class Board:
    """The board of one round. `levelled` {application id: percent} of the severity-levelled model; `kept`: as in
    standings.
    """

    round: Round
    rules: Rules
    rows: tuple[Row, ...]
    levelled: Mapping[int, object] = field(default_factory=dict)
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
    """Read a round's board, ordered by exact total, best first; rows without a total come last."""
    rules = round_.frozen
    applications = list(
        Application.objects.filter(round=round_, status__in=[status.value for status in SHOWN])
        .select_related("business")
        .defer("answers", "touched", "gap_answers")
        .order_by("pk")
    )
    for application in applications:
        application.round = round_
    by_id = {application.pk: application for application in applications}
    known = [pk for pk, application in by_id.items() if application.state in TOTALS_KNOWN]
    found = standings(round_, by_id, known, rules)
    decisions = latest_decisions(round_)
    rows = [
        Row(
            application=application,
            panel=found.panels[pk],
            result=found.results.get(pk),
            suggestion=found.suggestions.get(pk),
            rank=found.ranks.get(pk),
            decision=decisions.get(pk),
            confirmed=pk in decisions and hasattr(decisions[pk], "confirmation"),
        )
        for pk, application in by_id.items()
    ]
    rows.sort(key=lambda row: (row.rank is None, row.rank or 0, row.application.pk))
    levelled = firmness.levelled({pk: found.panels[pk].sheets for pk in known}, rules) if with_levelled else {}
    return Board(round_, rules, tuple(rows), levelled, found.kept)


def latest_decisions(of: Round | Application) -> dict[int, Decision]:
    """{application id: its newest decision, with its confirmation} of a round or of one application; one query."""
    rows = Decision.objects.select_related("confirmation", "proposed_by").order_by("application_id", "version")
    rows = rows.filter(application__round=of) if isinstance(of, Round) else rows.filter(application=of)
    return {row.application_id: row for row in rows}
