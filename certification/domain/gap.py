"""From the marks to what is missing: which element missed, by how much, what reviewers told the applicant.

The draft of a challenge plan (チャレンジ支援). Prose: docs/rules/challenge.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from certification.domain.rules import Rules
from certification.domain.scoring import CriterionResult, GateResult, PanelResult, SheetMarks


@dataclass(frozen=True, slots=True)
class Gap:
    """One element that missed. For "floor" and "total" `had`, `needed`, `short` are marks of the criterion `key`;
    for "gate" they are votes. `feedback`: the reviewers' words to the applicant, never their notes.
    """

    key: str
    name: str
    had: Fraction | None
    needed: Decimal | Fraction
    short: Fraction
    kind: Literal["floor", "total", "gate"]
    feedback: tuple[str, ...]


def gaps(
    rules: Rules, result: PanelResult, sheets: Sequence[SheetMarks], comments: Mapping[str, Sequence[str]]
) -> tuple[Gap, ...]:
    """What missed, largest first: gates, then criteria below floor by their weighted shortfall, then, while the total
    would still miss the pass mark with all floors reached, criteria below the pass mark's share of their maximum.

    `comments`: by criterion or gate key, what reviewers wrote to the applicant. `sheets` are those of the result; a key
    nobody marked has no gap. Empty for a product that missed nothing.
    """
    if not sheets:
        return ()
    feedback = {key: tuple(text for text in texts if text.strip()) for key, texts in comments.items()}
    floors = _largest_first(rules, _floor_gaps(rules, result, feedback))
    rest: list[Gap] = []
    if result.total is not None and result.total + _lift(rules, floors) < rules.pass_mark:
        taken = {gap.key for gap in floors}
        rest = _largest_first(rules, (g for g in _total_gaps(rules, result, feedback) if g.key not in taken))
    return (*_gate_gaps(result.gates, feedback), *floors, *rest)


def weighted_shortfall(rules: Rules, gap: Gap) -> Fraction:
    """How many points of the total (0..100) closing this gap would bring; 0 for a gate."""
    if gap.kind == "gate":
        return Fraction(0)
    criterion = rules.criterion(gap.key)
    full = sum(Fraction(c.weight) for c in rules.criteria)
    return 100 * Fraction(criterion.weight) * gap.short / Fraction(criterion.maximum) / full


def _lift(rules: Rules, found: Iterable[Gap]) -> Fraction:
    return sum((weighted_shortfall(rules, gap) for gap in found), Fraction(0))


def _largest_first(rules: Rules, found: Iterable[Gap]) -> list[Gap]:
    return sorted(found, key=lambda gap: weighted_shortfall(rules, gap), reverse=True)


def _floor_gaps(rules: Rules, result: PanelResult, feedback: Mapping[str, tuple[str, ...]]) -> Iterable[Gap]:
    for criterion in result.criteria:
        if criterion.below_floor and criterion.floor is not None and criterion.mean is not None:
            yield _gap(criterion, criterion.mean, criterion.floor, "floor", feedback)


def _total_gaps(rules: Rules, result: PanelResult, feedback: Mapping[str, tuple[str, ...]]) -> Iterable[Gap]:
    """Criteria below the pass mark's share of their maximum; if a median hides them all, those below their maximum."""
    shares = [
        (Fraction(rule.maximum), criterion, criterion.mean)
        for rule, criterion in zip(rules.criteria, result.criteria, strict=True)
        if criterion.mean is not None
    ]
    share = Fraction(rules.pass_mark) / 100
    if all(mean >= best * share for best, _, mean in shares):
        share = Fraction(1)
    return [
        _gap(criterion, mean, best * share, "total", feedback)
        for best, criterion, mean in shares
        if mean < best * share
    ]


def _gap(
    criterion: CriterionResult,
    had: Fraction,
    needed: Decimal | Fraction,
    kind: Literal["floor", "total"],
    feedback: Mapping[str, tuple[str, ...]],
) -> Gap:
    short = Fraction(needed) - had
    return Gap(criterion.key, criterion.name, had, needed, short, kind, feedback.get(criterion.key, ()))


def _gate_gaps(gates: Iterable[GateResult], feedback: Mapping[str, tuple[str, ...]]) -> list[Gap]:
    missed = [
        Gap(
            key=gate.key,
            name=gate.name,
            had=Fraction(gate.yes),
            needed=Decimal((gate.yes + gate.no) // 2 + 1),
            short=Fraction((gate.yes + gate.no) // 2 + 1 - gate.yes),
            kind="gate",
            feedback=feedback.get(gate.key, ()),
        )
        for gate in gates
        if gate.answered and not gate.holds
    ]
    return sorted(missed, key=lambda gap: gap.short, reverse=True)
