"""Marks into totals, orders with explicit ties, printed derivations: the public face of scoring.

What a total means for the result stands in outcome.py; how sure it is, in firmness.py. Prose: docs/rules/scoring.md.
Everything is exact; the only rounding of the house is `display`.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from certification.domain.marks import (
    CriterionResult,
    GateResult,
    Mark,
    PanelResult,
    SheetMarks,
    SheetTotal,
    Standing,
)
from certification.domain.panel import Paper, Scale
from certification.domain.rules import Criterion, Rules
from core.domain.reason import Reason

__all__ = [
    "SHARED",
    "CriterionResult",
    "GateResult",
    "Mark",
    "PanelResult",
    "SheetMarks",
    "SheetTotal",
    "Standing",
    "derivation",
    "display",
    "display_against",
    "mark_problem",
    "order",
    "panel_result",
    "panel_results",
    "plain",
    "rank_order",
    "sheet_total",
    "votes",
]

PLACES = 1  # of a percentage, on screen and paper
SHARED = "shared"  # tie rule: equal totals share a rank


def mark_problem(criterion: Criterion, mark: Mark) -> Reason | None:
    """Why this mark cannot stand on a sheet; None when it can."""
    if mark.na and not criterion.allow_na:
        return Reason(
            "na_not_allowed", f"「{criterion.name}」は対象外にできません。点を選んでください。", field=criterion.key
        )
    if not mark.na and mark.value is not None and mark.value not in {step.value for step in criterion.steps}:
        steps = "・".join(plain(step.value) for step in criterion.steps)
        return Reason("not_a_step", f"「{criterion.name}」の点は {steps} から選んでください。", field=criterion.key)
    return None


def sheet_total(rules: Rules, sheet: SheetMarks) -> SheetTotal:
    """Σ wᵢ·sᵢ/maxᵢ ÷ Σ wᵢ × 100 over answered, applicable criteria.

    Raises ValueError for a mark finer than every step.
    """
    return Scale(rules).paper(sheet).total


def panel_result(rules: Rules, sheets: Sequence[SheetMarks], *, of: int) -> PanelResult:
    """The panel's result of one application. `of`: reviewers in the base, recused and absent ones already left out."""
    scale = Scale(rules)
    return scale.panel([scale.paper(sheet) for sheet in sheets], of=of)


def panel_results(rules: Rules, panels: Mapping[int, tuple[Sequence[SheetMarks], int]]) -> dict[int, PanelResult]:
    """`panel_result` for a whole round: {application: (sheets, reviewers in the base)}."""
    scale = Scale(rules)
    return {
        application: scale.panel([scale.paper(sheet) for sheet in sheets], of=of)
        for application, (sheets, of) in panels.items()
    }


def order(results: Mapping[int, PanelResult], tie_rule: str | None = SHARED) -> list[tuple[int, list[int]]]:
    """Applications by exact total, best first, as (rank, ids); several ids in one row are a tie, the next rank skips.

    `tie_rule`: "shared", "floors" (fewer floors missed first), "lowest" (the better lowest sheet first) or
    "criterion:<key>" (the better panel mean of that criterion first). What is still equal shares the rank.
    Without a total an application comes last. Raises ValueError for another rule.
    """
    keys = {application: (_nullable(r.total), _tie_key(r, tie_rule or SHARED)) for application, r in results.items()}
    return _ranked(keys)


def rank_order(rules: Rules, panels: Mapping[int, Sequence[SheetMarks]]) -> list[tuple[int, list[int]]]:
    """Rank voting: most first places, then most second places …; what is equal throughout is a tie.

    Each reviewer's sheets are ordered by their percent; equal sheets share the place. Shape as `order`.
    Source: municipal review rules, domain reference §4.1 (expydoc 10220521).
    """
    return _ranked(votes(rules, panels))


def votes(rules: Rules, panels: Mapping[int, Sequence[SheetMarks]]) -> dict[int, tuple[int, ...]]:
    """{application: how many first, second … places its reviewers gave it}, among the applications of `panels`."""
    scale = Scale(rules)
    ballots: dict[int, list[tuple[Fraction, int]]] = {}
    for application, sheets in panels.items():
        for sheet in sheets:
            percent = scale.paper(sheet).total.percent
            if percent is not None:
                ballots.setdefault(sheet.reviewer, []).append((percent, application))
    places = {application: [0] * len(panels) for application in panels}
    for ballot in ballots.values():
        ballot.sort(reverse=True)
        place_of: dict[Fraction, int] = {}
        for place, (percent, application) in enumerate(ballot):
            places[application][place_of.setdefault(percent, place)] += 1
    return {application: tuple(counts) for application, counts in places.items()}


def display(value: Fraction | None, places: int = PLACES) -> str:
    """The one rounding of the house: half up (away from zero), to `places`. None reads –."""
    if value is None:
        return "–"
    scale = 10**places
    rounded = (abs(value.numerator) * scale * 2 + value.denominator) // (2 * value.denominator)
    sign = "-" if value < 0 and rounded else ""
    whole, rest = divmod(rounded, scale)
    return f"{sign}{whole}.{rest:0{places}d}" if places else f"{sign}{whole}"


def display_against(value: Fraction, mark: Decimal) -> str:
    """`display` with as many places as it takes to show on which side of `mark` the value lies (69.96, not 70.0)."""
    places = PLACES
    while value != mark and Fraction(display(value, places)) == mark:
        places += 1
    return display(value, places)


def plain(value: Decimal) -> str:
    """A mark or weight without needless zeros: 5, not 5.00."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def derivation(
    rules: Rules, sheets: Sequence[SheetMarks], result: PanelResult, names: Mapping[int, str] | None = None
) -> tuple[str, ...]:
    """The calculation as printed lines; the last number of the last line is `display(result.total)`.

    `names` by reviewer; without them sheets are numbered, so that a printed derivation may be shown to anyone.
    """
    scale = Scale(rules)
    papers = [scale.paper(sheet) for sheet in sheets]
    lines = [
        _sheet_line(rules, paper, (names or {}).get(paper.reviewer, f"審査票{number}"))
        for number, paper in enumerate(papers, start=1)
    ]
    if result.total is None:
        return (*lines, f"採点された審査票はありません。審査委員は{result.of}人です。")
    return (
        *lines,
        f"審査委員{result.of}人のうち{result.n}人の審査票で計算します。",
        f"{_panel_formula(scale, papers)} ＝ {display(result.total)}％",
    )


def _sheet_line(rules: Rules, paper: Paper, name: str) -> str:
    terms = [
        f"{plain(criterion.weight)}×{plain(value)}/{plain(criterion.maximum)}"
        for criterion, value in zip(rules.criteria, paper.marks, strict=True)
        if value is not None and criterion.maximum > 0
    ]
    weights = [
        plain(criterion.weight)
        for criterion, value in zip(rules.criteria, paper.marks, strict=True)
        if value is not None and criterion.maximum > 0
    ]
    answered = f"{paper.total.applicable}項目中{paper.total.answered}項目"
    if paper.total.percent is None:
        return f"{name}：未採点（{answered}）"
    formula = f"（{' ＋ '.join(terms)}）÷（{' ＋ '.join(weights)}）×100"
    return f"{name}：{formula} ＝ {_exact(paper.total.percent)}％（{answered}）"


def _panel_formula(scale: Scale, papers: Sequence[Paper]) -> str:
    percents = [p.total.percent for p in papers if p.total.percent is not None]
    ordered = sorted(percents)
    match scale.rules.panel_rule:
        case "sum":
            scored = [p for p in papers if p.full]
            points = " ＋ ".join(_exact(Fraction(p.points, scale.denominator)) for p in scored)
            full = " ＋ ".join(_exact(Fraction(p.full, scale.denominator)) for p in scored)
            return f"合計：（{points}）÷（{full}）×100"
        case "median":
            return f"中央値：{'、'.join(map(_exact, ordered))} の中央"
        case "trimmed_mean" if len(ordered) >= 3:
            kept = " ＋ ".join(map(_exact, ordered[1:-1]))
            dropped = f"最高 {_exact(ordered[-1])} と最低 {_exact(ordered[0])} を除いた平均"
            return f"{dropped}：（{kept}）÷{len(ordered) - 2}"
        case _:
            return f"平均：（{' ＋ '.join(map(_exact, percents))}）÷{len(percents)}"


def _exact(value: Fraction) -> str:
    """A terminating decimal as such, anything else as a fraction: nothing in a derivation is rounded but its end."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    return display(value, places)


def _nullable(value: Fraction | None) -> tuple[bool, Fraction]:
    return (value is not None, value if value is not None else Fraction(0))


def _tie_key(result: PanelResult, tie_rule: str) -> tuple[bool, Fraction]:
    name, _, key = tie_rule.partition(":")
    match name:
        case "shared":
            return _nullable(None)
        case "floors":
            return _nullable(Fraction(-result.floors_missed))
        case "lowest":
            return _nullable(result.lowest)
        case "criterion":
            return _nullable(next((c.mean for c in result.criteria if c.key == key), None))
    raise ValueError(f"Unknown tie rule: {tie_rule}")


def _ranked(keys: Mapping[int, Any]) -> list[tuple[int, list[int]]]:
    rows: list[tuple[int, list[int]]] = []
    last: Any = None
    for place, application in enumerate(sorted(keys, key=lambda a: keys[a], reverse=True), start=1):
        if rows and keys[application] == last:
            rows[-1][1].append(application)
        else:
            rows.append((place, [application]))
        last = keys[application]
    return rows
