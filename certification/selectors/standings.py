"""What the sheets of a round come to, kept in the process for as long as nothing they rest on changes.

The stamp counts sheets, assignments and declarations and knows their newest, so that any new one is another stamp.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Model

from certification.domain import ranking
from certification.domain import stages as stage_rules
from certification.domain.outcome import Suggestion
from certification.domain.rules import Rules
from certification.domain.scoring import PanelResult
from certification.models import Application, Assignment, ConflictDeclaration, Round, Sheet
from certification.selectors import stages
from certification.selectors.panels import Panel, panels

KEPT = 8  # rounds in one process
_lock = threading.Lock()
_kept: OrderedDict[tuple[Any, ...], "Standings"] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Standings:
    """By application id: the panel, its result, the suggestion, the rank (ties share one).

    `kept`: what a view works out from these alone, under a key of its own; it lives as long as they do.
    """

    panels: Mapping[int, Panel]
    results: Mapping[int, PanelResult]
    suggestions: Mapping[int, Suggestion]
    ranks: Mapping[int, int]
    kept: dict[Any, Any] = field(default_factory=dict)


def standings(round_: Round, shown: Iterable[int], known: Iterable[int], rules: Rules) -> Standings:
    """`shown`: applications on the board; `known`: those of them whose scoring is closed. Three queries when nothing
    changed since the last call in this process, three more when something did.
    """
    shown, known = tuple(shown), frozenset(known)
    staying = stages.staying(round_, known, rules)
    stamp = (*_stamp(round_), shown, known, staying)
    with _lock:
        if stamp in _kept:
            _kept.move_to_end(stamp)
            return _kept[stamp]
    found = _read(shown, known, rules, staying)
    with _lock:
        _kept[stamp] = found
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found


def _stamp(round_: Round) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_STAMP, [round_.pk] * 3)
        found: tuple[Any, ...] = cursor.fetchone()
    return (round_.pk, round_.opened_at, *found)


def _newest(model: type[Model], *columns: str) -> str:
    """SQL of one line: these figures over everything of one round."""
    of = Application._meta.db_table
    return (
        f"(SELECT {', '.join(columns)} FROM {model._meta.db_table} t "  # noqa: S608 -- names of our own tables
        f"JOIN {of} a ON a.id = t.application_id WHERE a.round_id = %s)"
    )


# One statement instead of three aggregates: asked for at every look at the board.
_STAMP = (
    "SELECT * FROM "  # noqa: S608 -- names of our own tables
    + _newest(Sheet, "COUNT(t.id)", "MAX(t.id)", "MAX(t.saved_at)", "MAX(t.submitted_at)", "COUNT(t.submitted_at)")
    + " s, "
    + _newest(Assignment, "COUNT(t.id)", "MAX(t.id)", "COUNT(t.removed_at)", "MAX(t.removed_at)")
    + " g, "
    + _newest(ConflictDeclaration, "COUNT(t.id)", "MAX(t.id)", "MAX(t.declared_at)")
    + " d"
)


def _read(shown: tuple[int, ...], known: frozenset[int], rules: Rules, staying: frozenset[int]) -> Standings:
    found = panels(shown)
    given = {pk: (found[pk].sheets, len(found[pk].base)) for pk in shown if pk in known}
    results = stage_rules.panel_results(rules, given, staying)
    return Standings(
        panels=found,
        results=results,
        suggestions={
            pk: stage_rules.suggest(rules, result, goes_on=pk not in staying) for pk, result in results.items()
        },
        ranks=stage_rules.ranks(
            staying, results, lambda part: ranking.ranks(rules, part, {pk: found[pk].sheets for pk in part})
        ),
        kept={"staying": staying},
    )


def forget() -> None:
    """Drop everything kept; tests begin with nothing."""
    with _lock:
        _kept.clear()
