"""How somebody looks at a board: sorted by a column, filtered, every state of it an address."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Protocol
from urllib.parse import urlencode

from certification.domain import firmness, stages
from certification.domain.outcome import Outcome
from certification.selectors.board import Board, Row

FLAGS = ("floors", "gates", "flips", "partial", "recused", "overrides", "held", "tied", "open")
OPEN = "open"  # an outcome filter too: nothing suggested, nothing proposed
OUTCOMES = (*(outcome.value for outcome in Outcome), OPEN)
ORDERS = (
    "rank", "number", "product", "firm", "total", "levelled", "spread", "count", "suggestion", "flips", "decision",
    "floors", "gates", "attempt",
)  # fmt: skip
CRITERION = "criterion."  # sort key of one criterion's panel mean


class Given(Protocol):
    """What came with the address."""

    def getlist(self, key: str) -> list[str]:
        """Every value of a name."""


@dataclass(frozen=True, slots=True)
class Look:
    """`sort`: a column, with "-" in front for the other direction; "" is by rank. `criteria`: the view of means."""

    sort: str = ""
    outcomes: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    attempts: tuple[str, ...] = ()
    criteria: bool = False

    @property
    def filtered(self) -> bool:
        """Does it leave anything out?"""
        return bool(self.outcomes or self.flags or self.categories or self.kinds or self.attempts)

    @property
    def query(self) -> str:
        """The address of this look, without the question mark; "" for the usual one."""
        pairs = [("sort", self.sort)] if self.sort else []
        for name in ("outcome", "flag", "category", "kind", "attempt"):
            pairs += [(name, value) for value in getattr(self, PLACES[name])]
        return urlencode([*pairs, *([("show", "criteria")] if self.criteria else [])])

    def by(self, column: str) -> "Look":
        """Sorted by a column; by the same again, the other way round."""
        return replace(self, sort=f"-{column}" if self.sort == column else column)


PLACES = {"outcome": "outcomes", "flag": "flags", "category": "categories", "kind": "kinds", "attempt": "attempts"}


def read(given: Given, board: Board) -> Look:
    """The look an address asks for; words it does not know are left out."""
    criteria = {CRITERION + criterion.key for criterion in board.rules.criteria}
    sorts = [value for value in given.getlist("sort") if value.removeprefix("-") in {*ORDERS, *criteria}]
    return Look(
        sort=sorts[-1] if sorts else "",
        outcomes=_known(given.getlist("outcome"), OUTCOMES),
        flags=_known(given.getlist("flag"), FLAGS),
        categories=_known(given.getlist("category"), [row.category for row in board.rows]),
        kinds=_known(given.getlist("kind"), ("new", "renewal")),
        attempts=_known(given.getlist("attempt"), ("first", "again")),
        criteria="criteria" in given.getlist("show"),
    )


def _known(values: Iterable[str], words: Iterable[str]) -> tuple[str, ...]:
    chosen = set(values)
    return tuple(dict.fromkeys(word for word in words if word and word in chosen))


def apply(board: Board, look: Look) -> list[Row]:
    """The board's rows as this look shows them: inside a filter any of its values, all filters together."""
    rows = [row for row in board.rows if _stays(board, row, look)]
    if not look.sort:
        return rows
    column, reverse = look.sort.removeprefix("-"), look.sort.startswith("-")
    key = _key(board, column)
    known = [row for row in rows if key(row) is not None]
    known.sort(key=key, reverse=reverse != (column in BEST_FIRST))
    return [*known, *(row for row in rows if key(row) is None)]


BEST_FIRST = frozenset({"total", "levelled", "spread", "count", "flips", "floors", "gates", "attempt"})


def outcome_of(row: Row) -> str:
    """The decided outcome, else the suggested one, else "open"."""
    if row.decision is not None:
        return row.decision.outcome
    return row.suggestion.outcome.value if row.suggestion and row.suggestion.outcome else OPEN


def flips(board: Board) -> Mapping[int, int]:
    """{application id: how many reviewers' absence would change its suggestion}; once for the same sheets."""
    if "flips" not in board.kept:
        sheets = {row.application.pk: row.panel.sheets for row in board.rows if row.result is not None}
        staying = board.kept.get("staying", frozenset())
        counts: dict[int, int] = {}
        for goes_on in (True, False):  # what stayed on paper is judged under its own base
            part = {pk: found for pk, found in sheets.items() if (pk not in staying) is goes_on}
            if part:
                rules = stages.judged(board.rules, goes_on=goes_on)
                counts |= {pk: len(found) for pk, found in firmness.flips(rules, part).items()}
        board.kept["flips"] = counts
    found: Mapping[int, int] = board.kept["flips"]
    return found


def shared_ranks(board: Board) -> frozenset[int]:
    """Ranks that more than one application holds; once for the same sheets."""
    if "shared" not in board.kept:
        counts = Counter(row.rank for row in board.rows if row.rank is not None)
        board.kept["shared"] = frozenset(rank for rank, count in counts.items() if count > 1)
    found: frozenset[int] = board.kept["shared"]
    return found


def flags_of(board: Board, row: Row) -> frozenset[str]:
    """Everything about a row that asks for a second look."""
    result = row.result
    found = {
        "floors": bool(row.floors_missed),
        "gates": result is not None and any(not gate.holds for gate in result.gates),
        "flips": result is not None and flips(board).get(row.application.pk, 0) > 0,
        "partial": len(row.panel.sheets) < len(row.panel.base),
        "recused": bool(row.panel.recused),
        "overrides": row.decision is not None and row.decision.overrides,
        "held": row.held is not None,
        "tied": row.rank in shared_ranks(board),
        "open": row.decision is None,
    }
    return frozenset(name for name, true in found.items() if true)


def _stays(board: Board, row: Row, look: Look) -> bool:
    if not look.filtered:
        return True
    application = row.application
    return (
        (not look.outcomes or outcome_of(row) in look.outcomes)
        and (not look.flags or bool(flags_of(board, row) & set(look.flags)))
        and (not look.categories or row.category in look.categories)
        and (not look.kinds or application.kind in look.kinds)
        and (not look.attempts or ("first" if application.attempt == 1 else "again") in look.attempts)
    )


def _key(board: Board, column: str) -> Callable[[Row], Any]:
    """What a column sorts by; None goes last in either direction."""
    if column.startswith(CRITERION):
        return lambda row: _mean(row, column.removeprefix(CRITERION))
    order = {value: place for place, value in enumerate(OUTCOMES)}
    keys: dict[str, Callable[[Row], Any]] = {
        "rank": lambda row: row.rank,
        "number": lambda row: row.application.receipt_number,
        "product": lambda row: row.application.product_name,
        "firm": lambda row: row.application.business.name,
        "total": lambda row: row.result.total if row.result else None,
        "levelled": lambda row: board.levelled[row.application.pk].percent if _level(board, row) else None,
        "spread": lambda row: row.result.spread if row.result else None,
        "count": lambda row: Fraction(len(row.panel.sheets), len(row.panel.base)) if row.panel.base else None,
        "suggestion": lambda row: (
            order[row.suggestion.outcome.value if row.suggestion.outcome else OPEN] if row.suggestion else None
        ),
        "flips": lambda row: flips(board).get(row.application.pk),
        "decision": lambda row: order[row.decision.outcome] if row.decision else None,
        "floors": lambda row: len(row.floors_missed) if row.result else None,
        "gates": lambda row: sum(not gate.holds for gate in row.result.gates) if row.result else None,
        "attempt": lambda row: row.application.attempt,
    }
    return keys[column]


def _level(board: Board, row: Row) -> bool:
    return row.application.pk in board.levelled


def _mean(row: Row, key: str) -> Fraction | None:
    found = [item.mean for item in row.result.criteria if item.key == key] if row.result else []
    return -found[0] if found and found[0] is not None else None  # the best first, like the total
