"""The order of a round by its programme's own way: totals or rank votes, then its tie rule.

Prose with a worked table: docs/rules/scoring.md, "Order and ties".
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from certification.domain import scoring
from certification.domain.marks import PanelResult, SheetMarks
from certification.domain.rules import Criterion, Rules

COARSE = (
    "中央値では、点の段階が粗いと同じ点が多く並びます。決まった同点の扱いを選び、迷うときは「平均」にしてください。"
)


def ranks(
    rules: Rules, results: Mapping[int, PanelResult], sheets: Mapping[int, Sequence[SheetMarks]]
) -> dict[int, int]:
    """{application: rank} of everything that has a total; equal ones share a rank and the next rank skips.

    `sheets`: what each panel handed in, read for rank votes alone. The tie rule "heaviest" looks at the panel means of
    the criteria, the heaviest first and equally heavy ones in the form's order; "shared" and "committee" leave the tie.
    """
    scored = [application for application, result in results.items() if result.total is not None]
    votes = scoring.votes(rules, {pk: sheets.get(pk, ()) for pk in scored}) if rules.panel_rule == "rank" else {}
    keys: dict[int, tuple[Any, ...]] = {
        pk: (votes.get(pk) or results[pk].total, _tie_key(rules, results[pk])) for pk in scored
    }
    found: dict[int, int] = {}
    before: int | None = None
    for place, pk in enumerate(sorted(scored, key=lambda each: keys[each], reverse=True), start=1):
        found[pk] = found[before] if before is not None and keys[before] == keys[pk] else place
        before = pk
    return found


def open_ties(rules: Rules, ranked: Mapping[int, int]) -> tuple[tuple[int, ...], ...]:
    """Groups of applications that share a rank and wait for the committee's word; empty under another tie rule."""
    if rules.tie_rule != "committee":
        return ()
    groups: dict[int, list[int]] = {}
    for application, rank in ranked.items():
        groups.setdefault(rank, []).append(application)
    return tuple(tuple(group) for _rank, group in sorted(groups.items()) if len(group) > 1)


def heaviest_first(rules: Rules) -> tuple[Criterion, ...]:
    """The criteria by weight, the heaviest first; equally heavy ones stay in the form's order."""
    return tuple(sorted(rules.criteria, key=lambda criterion: -criterion.weight))


def _tie_key(rules: Rules, result: PanelResult) -> tuple[tuple[bool, Fraction], ...]:
    if rules.tie_rule != "heaviest":
        return ()
    means = {row.key: row.mean for row in result.criteria}
    return tuple(
        (means.get(criterion.key) is not None, means.get(criterion.key) or Fraction(0))
        for criterion in heaviest_first(rules)
    )
