"""What the marks suggest: certified, challenge or declined, with reasons. The committee decides; this only suggests.

Prose with a worked table: docs/rules/outcome.md.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from certification.domain.rules import Rules
from certification.domain.scoring import CriterionResult, GateResult, PanelResult, display_against, plain
from core.domain.reason import Reason


class Outcome(StrEnum):
    """Result of a decision (判定)."""

    CERTIFIED = "certified"  # 認証・認定
    CHALLENGE = "challenge"  # チャレンジ支援: missed on some elements only
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`outcome` is None while the marks do not allow one: nothing scored, below quorum, something nobody answered."""

    outcome: Outcome | None
    reasons: tuple[Reason, ...]


def suggest(rules: Rules, result: PanelResult) -> Suggestion:
    """The suggestion for one application.

    Certified: all gates hold, total ≥ pass mark, no criterion's panel mean below its floor. Challenge: not certified,
    all gates hold, and total ≥ near mark or at most `near_max_missed` criteria below floor; the second only where a
    criterion has a floor at all, else it would hold for every product. Declined: the rest. Totals are compared exactly.
    """
    if undecidable := _undecidable(rules, result):
        return Suggestion(None, undecidable)
    missed = (*_gates_missed(result), *_total_missed(rules, result), *_floors_missed(result))
    if not missed:
        return Suggestion(Outcome.CERTIFIED, (_passed(rules, result),))
    if all(gate.holds for gate in result.gates) and (near := _near(rules, result)):
        return Suggestion(Outcome.CHALLENGE, (*missed, *near))
    return Suggestion(Outcome.DECLINED, missed)


def _undecidable(rules: Rules, result: PanelResult) -> tuple[Reason, ...]:
    if result.n == 0 or (rules.criteria and result.total is None):
        return (Reason("nothing_scored", "まだ採点されていません。"),)
    if result.n < rules.quorum:
        sentence = f"採点した審査委員は{result.n}人で、定足数の{rules.quorum}人に足りません。"
        return (Reason("below_quorum", sentence),)
    return (*map(_open_gate, _unanswered(result.gates)), *map(_open_floor, _unmarked(result.criteria)))


def _unanswered(gates: tuple[GateResult, ...]) -> list[GateResult]:
    return [gate for gate in gates if not gate.answered]


def _unmarked(criteria: tuple[CriterionResult, ...]) -> list[CriterionResult]:
    """Criteria with a floor that somebody could have marked and nobody did: a floor is not kept by silence."""
    return [c for c in criteria if c.floor is not None and c.n == 0 and c.blank > 0]


def _open_gate(gate: GateResult) -> Reason:
    return Reason("gate_unanswered", f"必須条件「{gate.name}」にまだ誰も答えていません。", field=gate.key)


def _open_floor(criterion: CriterionResult) -> Reason:
    return Reason("criterion_unscored", f"「{criterion.name}」をまだ誰も採点していません。", field=criterion.key)


def _gates_missed(result: PanelResult) -> tuple[Reason, ...]:
    return tuple(
        Reason(
            "gate_failed",
            f"必須条件「{gate.name}」を満たしていません（はい{gate.yes}、いいえ{gate.no}）。",
            field=gate.key,
        )
        for gate in result.gates
        if not gate.holds
    )


def _total_missed(rules: Rules, result: PanelResult) -> tuple[Reason, ...]:
    if result.total is None or result.total >= rules.pass_mark:
        return ()
    shown = display_against(result.total, rules.pass_mark)
    return (Reason("total_below_pass", f"総合点{shown}％が合格点{plain(rules.pass_mark)}％に届きません。"),)


def _floors_missed(result: PanelResult) -> tuple[Reason, ...]:
    return tuple(
        Reason(
            "below_floor",
            f"「{c.name}」の平均{display_against(c.mean, c.floor)}点が基準の{plain(c.floor)}点に届きません。",
            field=c.key,
        )
        for c in result.criteria
        if c.below_floor and c.mean is not None and c.floor is not None
    )


def _near(rules: Rules, result: PanelResult) -> tuple[Reason, ...]:
    reasons = []
    if _reaches(result.total, rules.near_mark) and result.total is not None and rules.near_mark is not None:
        shown = display_against(result.total, rules.near_mark)
        reasons.append(
            Reason("near_total", f"総合点{shown}％はチャレンジ支援の目安{plain(rules.near_mark)}％以上です。")
        )
    has_floors = any(criterion.floor is not None for criterion in result.criteria)
    if has_floors and rules.near_max_missed is not None and result.floors_missed <= rules.near_max_missed:
        sentence = f"基準点に届かない項目は{result.floors_missed}つで、目安の{rules.near_max_missed}つ以内です。"
        reasons.append(Reason("near_missed", sentence))
    return tuple(reasons)


def _reaches(total: Fraction | None, mark: Decimal | None) -> bool:
    return total is not None and mark is not None and total >= mark


def _passed(rules: Rules, result: PanelResult) -> Reason:
    if result.total is None:
        return Reason("passed", "必須条件をすべて満たしています。")
    shown = display_against(result.total, rules.pass_mark)
    return Reason(
        "passed", f"総合点{shown}％は合格点{plain(rules.pass_mark)}％以上で、ほかの条件もすべて満たしています。"
    )
