"""What the panel wrote and what came of it, as plain values. The arithmetic between the two stands in panel.py."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction


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

    @property
    def unmarked(self) -> bool:
        """Nobody marked it though it applies, so that its floor is neither kept nor missed."""
        return self.floor is not None and self.n == 0 and self.blank > 0


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
class Standing:
    """What the outcome asks of a panel. `n`: sheets with an answer; `unmarked`: a criterion with a floor that nobody
    marked though it applies; `gates_open`: a gate nobody answered.
    """

    n: int
    total: Fraction | None
    floors_missed: int
    unmarked: bool
    gates_hold: bool
    gates_open: bool


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

    @property
    def standing(self) -> Standing:
        return Standing(
            n=self.n,
            total=self.total,
            floors_missed=self.floors_missed,
            unmarked=any(c.unmarked for c in self.criteria),
            gates_hold=all(gate.holds for gate in self.gates),
            gates_open=not all(gate.answered for gate in self.gates),
        )
