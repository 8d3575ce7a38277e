"""Marks into totals: sheet percent, panel rule, floors, gates, order with explicit ties, printed derivation.

What a total means for the result stands in outcome.py; how sure it is, in firmness.py. Prose: docs/rules/scoring.md.
Everything is exact; the only rounding of the house is `display`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import isqrt, lcm
from typing import Any

from certification.domain.rules import Criterion, Rules
from core.domain.reason import Reason

PLACES = 1  # of a percentage, on screen and paper
SPREAD_PLACES = 2  # of a standard deviation, the only irrational figure
SHARED = "shared"  # tie rule: equal totals share a rank


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark. `value` None and `na` False: blank (未採点), which is never a zero. `na`: not applicable (対象外)."""

    value: Decimal | None
    na: bool = False


@dataclass(frozen=True, slots=True)
class SheetMarks:
    """One reviewer's sheet (審査票): marks by criterion, answers by gate. A key that is missing is blank."""

    reviewer: int
    marks: Mapping[str, Mark]
    gates: Mapping[str, bool | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SheetTotal:
    """`percent`: 0..100 over answered, applicable criteria, None without any. `answered` of `applicable` criteria."""

    percent: Fraction | None
    answered: int
    applicable: int


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """A criterion over the panel, in marks. `n` sheets marked it, `blank` did not, for `na` it does not apply."""

    key: str
    name: str
    mean: Fraction | None
    n: int
    floor: Decimal | None
    below_floor: bool
    minimum: Decimal | None
    maximum: Decimal | None
    na: int = 0
    blank: int = 0


@dataclass(frozen=True, slots=True)
class GateResult:
    """A gate holds when more reviewers say yes than no; an equal vote does not hold, and nor does no vote at all."""

    key: str
    name: str
    yes: int
    no: int
    blank: int
    holds: bool

    @property
    def answered(self) -> bool:
        return self.yes + self.no > 0


@dataclass(frozen=True, slots=True)
class PanelResult:
    """The panel's result. `n` sheets with an answer of `of` reviewers in the base. Percentages are 0..100.

    `spread` is the population standard deviation of the sheet percentages, rounded to SPREAD_PLACES.
    `complete`: every reviewer of the base answered every applicable criterion and every gate.
    """

    total: Fraction | None
    criteria: tuple[CriterionResult, ...]
    gates: tuple[GateResult, ...]
    n: int
    of: int
    spread: Fraction | None
    lowest: Fraction | None
    highest: Fraction | None
    sheet_totals: tuple[tuple[int, SheetTotal], ...]
    rule: str
    complete: bool

    @property
    def floors_missed(self) -> int:
        return sum(criterion.below_floor for criterion in self.criteria)


@dataclass(frozen=True, slots=True)
class _Paper:
    """A sheet against its rules. `points` of `full`: Σ wᵢ·sᵢ/maxᵢ of Σ wᵢ, as integers over the scale's one denominator.

    `whole`: the marks as integers, times the scale's `marks_per_unit`.
    """

    reviewer: int
    marks: tuple[Decimal | None, ...]
    whole: tuple[int | None, ...]
    na: tuple[bool, ...]
    gates: tuple[bool | None, ...]
    points: int
    full: int
    total: SheetTotal

    @property
    def speaks(self) -> bool:
        return self.total.answered > 0 or any(answer is not None for answer in self.gates)


class Scale:
    """The rules as integers, prepared once for many sheets: a mark s counts s·unit, a criterion weighs `weight`."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        ratios = [Fraction(c.weight) / Fraction(c.maximum) if c.maximum > 0 else Fraction(0) for c in rules.criteria]
        finest = max((_places(step.value) for c in rules.criteria for step in c.steps), default=0)
        self.marks_per_unit = 10**finest
        common = lcm(
            *(ratio.denominator for ratio in ratios), *(Fraction(c.weight).denominator for c in rules.criteria)
        )
        self.denominator = common * self.marks_per_unit
        self.units = [int(ratio * common) for ratio in ratios]
        self.weights = [
            int(Fraction(c.weight) * common) * self.marks_per_unit if c.maximum > 0 else 0 for c in rules.criteria
        ]
        self.whole = {step.value: self._integer(step.value) for c in rules.criteria for step in c.steps}
        self.keys = [(criterion.key, criterion.allow_na) for criterion in rules.criteria]

    def paper(self, sheet: SheetMarks) -> _Paper:
        """Read one sheet. Not applicable where the criterion does not allow it counts as blank."""
        marks: list[Decimal | None] = []
        whole: list[int | None] = []
        na: list[bool] = []
        points = full = answered = 0
        for (key, allow_na), unit, weight in zip(self.keys, self.units, self.weights, strict=True):
            mark = sheet.marks.get(key, _BLANK)
            excused = mark.na and allow_na
            value = None if mark.na else mark.value
            integer = None if value is None else self.whole.get(value)
            if value is not None and integer is None:
                integer = self._integer(value)
            na.append(excused)
            marks.append(value)
            whole.append(integer)
            if integer is not None:
                answered += 1
                points += unit * integer
                full += weight
        total = SheetTotal(Fraction(100 * points, full) if full else None, answered, len(marks) - sum(na))
        gates = tuple(sheet.gates.get(gate.key) for gate in self.rules.gates)
        return _Paper(sheet.reviewer, tuple(marks), tuple(whole), tuple(na), gates, points, full, total)

    def _integer(self, value: Decimal) -> int:
        scaled = value * self.marks_per_unit
        whole = int(scaled)
        if whole != scaled:
            raise ValueError(f"Mark {value} is finer than every step of the rules.")
        return whole

    def panel(self, papers: Sequence[_Paper], *, of: int) -> PanelResult:
        """The panel's result from papers read by this scale."""
        criteria = tuple(
            self._criterion(criterion, [p.whole[i] for p in papers], sum(p.na[i] for p in papers))
            for i, criterion in enumerate(self.rules.criteria)
        )
        gates = tuple(
            _gate_result(gate.key, gate.name, [p.gates[i] for p in papers]) for i, gate in enumerate(self.rules.gates)
        )
        percents = sorted(p.total.percent for p in papers if p.total.percent is not None)
        n = sum(p.speaks for p in papers)
        return PanelResult(
            total=self._total(papers, percents),
            criteria=criteria,
            gates=gates,
            n=n,
            of=of,
            spread=_spread(percents),
            lowest=percents[0] if percents else None,
            highest=percents[-1] if percents else None,
            sheet_totals=tuple((p.reviewer, p.total) for p in papers),
            rule=self.rules.panel_rule,
            complete=0 < of == n
            and all(p.total.answered == p.total.applicable and None not in p.gates for p in papers),
        )

    def _criterion(self, criterion: Criterion, marks: Sequence[int | None], na: int) -> CriterionResult:
        given = [mark for mark in marks if mark is not None]
        average = Fraction(sum(given), len(given) * self.marks_per_unit) if given else None
        return CriterionResult(
            key=criterion.key,
            name=criterion.name,
            mean=average,
            n=len(given),
            floor=criterion.floor,
            below_floor=average is not None and criterion.floor is not None and average < Fraction(criterion.floor),
            minimum=Decimal(min(given)) / self.marks_per_unit if given else None,
            maximum=Decimal(max(given)) / self.marks_per_unit if given else None,
            na=na,
            blank=len(marks) - len(given) - na,
        )

    def _total(self, papers: Sequence[_Paper], percents: Sequence[Fraction]) -> Fraction | None:
        if not percents:
            return None
        match self.rules.panel_rule:
            case "sum":
                return Fraction(100 * sum(p.points for p in papers), sum(p.full for p in papers))
            case "median":
                middle = len(percents) // 2
                return percents[middle] if len(percents) % 2 else (percents[middle - 1] + percents[middle]) / 2
            case "trimmed_mean":
                return mean(percents[1:-1] if len(percents) >= 3 else percents)
            case _:  # mean; with rank votes the mean is shown beside the order
                return mean(percents)


_BLANK = Mark(None)


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
    """Σ wᵢ·sᵢ/maxᵢ ÷ Σ wᵢ × 100 over answered, applicable criteria. Raises ValueError for a mark finer than any step."""
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


def mean(values: Sequence[Fraction]) -> Fraction:
    """The exact mean. Raises ZeroDivisionError for none."""
    common = lcm(*(value.denominator for value in values))
    return Fraction(sum(v.numerator * (common // v.denominator) for v in values), common * len(values))


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
    scale = Scale(rules)
    ballots: dict[int, list[tuple[Fraction, int]]] = {}
    for application, sheets in panels.items():
        for sheet in sheets:
            percent = scale.paper(sheet).total.percent
            if percent is not None:
                ballots.setdefault(sheet.reviewer, []).append((percent, application))
    places = {application: [0] * len(panels) for application in panels}
    for ballot in ballots.values():
        for percent, application in ballot:
            places[application][sum(other > percent for other, _ in ballot)] += 1
    return _ranked({application: tuple(counts) for application, counts in places.items()})


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


def _sheet_line(rules: Rules, paper: _Paper, name: str) -> str:
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


def _panel_formula(scale: Scale, papers: Sequence[_Paper]) -> str:
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


def _gate_result(key: str, name: str, answers: Sequence[bool | None]) -> GateResult:
    yes, no = answers.count(True), answers.count(False)
    return GateResult(key, name, yes, no, len(answers) - yes - no, holds=yes > no)


def _spread(percents: Sequence[Fraction]) -> Fraction | None:
    """Population standard deviation, rounded half up to SPREAD_PLACES by integer square root; None below two sheets."""
    if len(percents) < 2:
        return None
    common = lcm(*(p.denominator for p in percents))
    values = [p.numerator * (common // p.denominator) for p in percents]
    n = len(values)
    scale = 10**SPREAD_PLACES
    # 4·variance·scale² = 4·scale²·(n·Σv² − (Σv)²) ÷ (n·common)²; half up: (⌊2x⌋ + 1) ÷ 2
    variance = n * sum(v * v for v in values) - sum(values) ** 2
    return Fraction((isqrt(4 * scale * scale * variance // (n * common) ** 2) + 1) // 2, scale)


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


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
