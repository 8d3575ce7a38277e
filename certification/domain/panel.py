"""The arithmetic of a panel: sheets read once as integers, then combined by the programme's rule. Exact throughout.

Callers use scoring.py; this is its engine, for many sheets at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import isqrt, lcm

from certification.domain.marks import CriterionResult, GateResult, Mark, PanelResult, SheetMarks, SheetTotal, Standing
from certification.domain.rules import Criterion, Rules

SPREAD_PLACES = 2  # of a standard deviation, the only irrational figure
_BLANK = Mark(None)


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet against its rules.

    `points` of `full`: Σ wᵢ·sᵢ/maxᵢ of Σ wᵢ, as integers over the scale's one `denominator`. `whole`: the marks as
    integers, times the scale's `marks_per_unit`.
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
        self.values = {whole: value for value, whole in self.whole.items()}
        self.floors = [None if c.floor is None else Fraction(c.floor) * self.marks_per_unit for c in rules.criteria]
        self.keys = [(criterion.key, criterion.allow_na) for criterion in rules.criteria]

    def paper(self, sheet: SheetMarks) -> Paper:
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
        return Paper(sheet.reviewer, tuple(marks), tuple(whole), tuple(na), gates, points, full, total)

    def _integer(self, value: Decimal) -> int:
        scaled = value * self.marks_per_unit
        whole = int(scaled)
        if whole != scaled:
            raise ValueError(f"Mark {value} is finer than every step of the rules.")
        return whole

    def panel(self, papers: Sequence[Paper], *, of: int) -> PanelResult:
        """The panel's result from papers read by this scale."""
        criteria = tuple(
            self._criterion(criterion, floor, [p.whole[i] for p in papers], sum(p.na[i] for p in papers))
            for i, (criterion, floor) in enumerate(zip(self.rules.criteria, self.floors, strict=True))
        )
        gates = tuple(
            _gate_result(gate.key, gate.name, [p.gates[i] for p in papers]) for i, gate in enumerate(self.rules.gates)
        )
        shares, common = _shares(papers)
        n = sum(p.speaks for p in papers)
        return PanelResult(
            total=self._total(papers, shares, common),
            criteria=criteria,
            gates=gates,
            n=n,
            of=of,
            spread=_spread(shares, common),
            lowest=Fraction(100 * shares[0], common) if shares else None,
            highest=Fraction(100 * shares[-1], common) if shares else None,
            sheet_totals=tuple((p.reviewer, p.total) for p in papers),
            rule=self.rules.panel_rule,
            complete=0 < of == n
            and all(p.total.answered == p.total.applicable and None not in p.gates for p in papers),
        )

    def standing(self, papers: Sequence[Paper]) -> Standing:
        """`panel(papers).standing`, without the rest: for asking the same question of many panels."""
        missed, unmarked = 0, False
        for i, floor in enumerate(self.floors):
            if floor is not None:
                given = [mark for p in papers if (mark := p.whole[i]) is not None]
                missed += _below(floor, given)
                unmarked = unmarked or (not given and not all(p.na[i] for p in papers))
        votes = [[p.gates[i] for p in papers] for i in range(len(self.rules.gates))]
        return Standing(
            n=sum(p.speaks for p in papers),
            total=self._total(papers, *_shares(papers)),
            floors_missed=missed,
            unmarked=unmarked,
            gates_hold=all(vote.count(True) > vote.count(False) for vote in votes),
            gates_open=any(vote.count(None) == len(vote) for vote in votes),
        )

    def _criterion(
        self, criterion: Criterion, floor: Fraction | None, marks: Sequence[int | None], na: int
    ) -> CriterionResult:
        given = [mark for mark in marks if mark is not None]
        average = Fraction(sum(given), len(given) * self.marks_per_unit) if given else None
        return CriterionResult(
            key=criterion.key,
            name=criterion.name,
            mean=average,
            n=len(given),
            floor=criterion.floor,
            below_floor=floor is not None and _below(floor, given),
            minimum=self._mark(min(given)) if given else None,
            maximum=self._mark(max(given)) if given else None,
            na=na,
            blank=len(marks) - len(given) - na,
        )

    def _mark(self, whole: int) -> Decimal:
        return self.values.get(whole) or Decimal(whole) / self.marks_per_unit

    def _total(self, papers: Sequence[Paper], shares: Sequence[int], common: int) -> Fraction | None:
        if not shares:
            return None
        match self.rules.panel_rule:
            case "sum":
                return Fraction(100 * sum(p.points for p in papers), sum(p.full for p in papers))
            case "median":
                n = len(shares)
                return Fraction(50 * (shares[(n - 1) // 2] + shares[n // 2]), common)
            case "trimmed_mean" if len(shares) >= 3:
                shares = shares[1:-1]
        # mean; with rank votes the mean is shown beside the order
        return Fraction(100 * sum(shares), common * len(shares))


def mean(values: Sequence[Fraction]) -> Fraction:
    """The exact mean. Raises ZeroDivisionError for none."""
    common = lcm(*(value.denominator for value in values))
    return Fraction(sum(v.numerator * (common // v.denominator) for v in values), common * len(values))


def _gate_result(key: str, name: str, answers: Sequence[bool | None]) -> GateResult:
    yes, no = answers.count(True), answers.count(False)
    return GateResult(key, name, yes, no, len(answers) - yes - no, holds=yes > no)


def _shares(papers: Sequence[Paper]) -> tuple[list[int], int]:
    """Each sheet's share of its own full marks as an integer over one common denominator, least first."""
    common = lcm(*{p.full for p in papers if p.full})
    return sorted(p.points * (common // p.full) for p in papers if p.full), common


def _below(floor: Fraction, given: Sequence[int]) -> bool:
    """Whether the mean of these marks (as integers, like the floor) is below the floor."""
    return bool(given) and sum(given) * floor.denominator < floor.numerator * len(given)


def _spread(shares: Sequence[int], common: int) -> Fraction | None:
    """Population standard deviation of percentages, rounded half up to SPREAD_PLACES; None below two sheets."""
    if len(shares) < 2:
        return None
    n, hundredths = len(shares), 10**SPREAD_PLACES
    # x = √variance in hundredths of a percent; half up: (⌊2x⌋ + 1) ÷ 2, and ⌊2x⌋ = ⌊√(4x²)⌋
    variance = n * sum(v * v for v in shares) - sum(shares) ** 2
    twice = isqrt(4 * (100 * hundredths) ** 2 * variance // (n * common) ** 2)
    return Fraction((twice + 1) // 2, hundredths)


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
