"""評点表: the rows of a board with every sheet behind them, reviewers named or masked, ready for paper or spreadsheet.

Queries: those of the board, the sheets, the names; however many rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from certification.domain import scoring
from certification.domain.labels import outcome_for_office
from certification.domain.masking import Names
from certification.domain.outcome import Outcome
from certification.domain.rules import Rules
from certification.models import Sheet
from certification.selectors.board import Board, Row


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One counted sheet: who (name or letter), marks and gates in the order of the rules, percent, words."""

    reviewer: str
    marks: tuple[str, ...]
    gates: tuple[str, ...]
    percent: str
    words: tuple[tuple[str, str, bool], ...]  # (criterion or 全体, text, internal)


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One row of the board as it is printed."""

    rank: str
    number: str
    product: str
    firm: str
    attempt: int
    total: str
    levelled: str
    levelled_rank: str
    count: str
    spread: str
    lowest: str
    highest: str
    means: tuple[str, ...]
    floors: str
    gates: str
    suggestion: str
    decision: str
    overrides: bool
    override_reason: str
    public_reason: str
    held: str
    recused: tuple[str, ...]
    sheets: tuple[SheetLine, ...]


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """The paper: its heading facts, the criteria's and gates' names, the rows."""

    programme: str
    round: str
    criteria: tuple[tuple[str, str, str], ...]  # name, weight, best mark
    gates: tuple[str, ...]
    pass_mark: str
    lines: tuple[ScoreLine, ...]
    of: int
    masked: bool
    internal: bool


def score_table(board: Board, rows: Sequence[Row], names: Names, *, internal: bool) -> ScoreTable:
    """`internal`: with the words meant for the office alone (memos, reasons of overrides and holds)."""
    rules = board.rules
    sheets: dict[int, dict[int, Sheet]] = {}
    for sheet in Sheet.objects.filter(application__round=board.round).exclude(submitted_at=None).order_by("pk"):
        sheets.setdefault(sheet.application_id, {})[sheet.reviewer_id] = sheet
    return ScoreTable(
        programme=rules.name,
        round=str(board.round),
        criteria=tuple((c.name, scoring.plain(c.weight), scoring.plain(c.maximum)) for c in rules.criteria),
        gates=tuple(gate.name for gate in rules.gates),
        pass_mark=scoring.plain(rules.pass_mark),
        lines=tuple(_line(board, row, sheets.get(row.application.pk, {}), names, internal=internal) for row in rows),
        of=len(board.rows),
        masked=names.masked,
        internal=internal,
    )


def _line(board: Board, row: Row, sheets: dict[int, Sheet], names: Names, *, internal: bool) -> ScoreLine:
    rules, application, result, decision = board.rules, row.application, row.result, row.decision
    level = board.levelled.get(application.pk)
    suggested = row.suggestion.outcome if row.suggestion else None
    return ScoreLine(
        rank=str(row.rank or "–"),
        number=application.receipt_number or "",
        product=application.product_name,
        firm=application.business.name,
        attempt=application.attempt,
        total=scoring.display(result.total) if result else "–",
        levelled=scoring.display(level.percent) if level else "",
        levelled_rank=str(level.rank) if level else "",
        count=f"{len(row.panel.sheets)}/{len(row.panel.base)}",
        spread=scoring.display(result.spread) if result else "–",
        lowest=scoring.display(result.lowest) if result else "–",
        highest=scoring.display(result.highest) if result else "–",
        means=tuple(scoring.display(item.mean, 2) for item in result.criteria)
        if result
        else ("–",) * len(rules.criteria),
        floors="、".join(row.floors_missed),
        gates="、".join(gate.name for gate in result.gates if not gate.holds) if result else "",
        suggestion=outcome_for_office(suggested, rules.word) if suggested else "",
        decision=outcome_for_office(Outcome(decision.outcome), rules.word) if decision else "",
        overrides=bool(decision and decision.overrides),
        override_reason=names.clear(decision.override_reason) if decision and internal else "",
        public_reason=names.clear(decision.public_reason) if decision else "",
        held=names.clear(row.held.reason) if row.held and internal else "保留" if row.held else "",
        recused=tuple(names.of(reviewer) for reviewer in row.panel.recused),
        sheets=tuple(
            _sheet(rules, sheets[reviewer], scoring.display(total.percent), names, internal=internal)
            for reviewer, total in (result.sheet_totals if result else ())
            if reviewer in sheets
        ),
    )


def _sheet(rules: Rules, sheet: Sheet, percent: str, names: Names, *, internal: bool) -> SheetLine:
    words: list[tuple[str, str, bool]] = []
    for criterion in rules.criteria:
        stored = sheet.marks.get(criterion.key, {})
        for key, inner in (("to_applicant", False), ("internal", True)):
            if stored.get(key) and (internal or not inner):
                words.append((criterion.name, names.clear(stored[key]), inner))
    for text, inner in ((sheet.to_applicant, False), (sheet.internal, True)):
        if text and (internal or not inner):
            words.append(("全体", names.clear(text), inner))
    return SheetLine(
        reviewer=names.of(sheet.reviewer_id),
        marks=tuple(mark_text(sheet.marks.get(criterion.key, {})) for criterion in rules.criteria),
        gates=tuple({True: "はい", False: "いいえ"}.get(sheet.gates.get(gate.key), "空欄") for gate in rules.gates),
        percent=percent,
        words=tuple(words),
    )


def mark_text(stored: dict[str, Any]) -> str:
    """A stored mark as people read it: 対象外, 空欄 or the mark."""
    if stored.get("na"):
        return "対象外"
    value = stored.get("value")
    return scoring.plain(Decimal(str(value))) if value not in (None, "") else "空欄"
