"""What the marks suggest: certified, challenge or declined, with reasons. The committee decides; this only suggests.

Prose with a worked table: docs/rules/outcome.md.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from certification.domain.rules import Rules
from certification.domain.scoring import CriterionResult, GateResult, PanelResult, Standing, display_against, plain
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


def decide(rules: Rules, standing: Standing) -> Outcome | None:
    """The rule itself, for one standing.

    Certified: all gates hold, total ≥ pass mark, no criterion's panel mean below its floor. Challenge: not certified,
    all gates hold, and total ≥ near mark or at most `near_max_missed` criteria below floor; the second only where a
    criterion has a floor at all, else it would hold for every product. Declined: the rest. Totals are compared exactly.
    None: nothing scored, below quorum, or something nobody answered.
    """
    if standing.n == 0 or standing.n < rules.quorum or (rules.criteria and standing.total is None):
        return None
    if standing.gates_open or standing.unmarked:
        return None
    if not standing.gates_hold:
        return Outcome.DECLINED
    if _reaches(standing.total, rules.pass_mark, without=True) and not standing.floors_missed:
        return Outcome.CERTIFIED
    near = _reaches(standing.total, rules.near_mark) or _few_missed(rules, standing.floors_missed)
    return Outcome.CHALLENGE if near else Outcome.DECLINED


def suggest(rules: Rules, result: PanelResult) -> Suggestion:
    """The suggestion for one application by `decide`, with the reasons people read."""
    outcome = decide(rules, result.standing)
    missed = (*_gates_missed(result), *_total_missed(rules, result), *_floors_missed(result))
    match outcome:
        case None:
            return Suggestion(None, _undecidable(rules, result))
        case Outcome.CERTIFIED:
            return Suggestion(outcome, (_passed(rules, result),))
        case Outcome.CHALLENGE:
            return Suggestion(outcome, (*missed, *_near(rules, result)))
    return Suggestion(outcome, missed)


def _reaches(total: Fraction | None, mark: Decimal | None, *, without: bool = False) -> bool:
    """Whether a total reaches a mark; `without`: the answer where a programme has no criteria and so no total."""
    return without if total is None else mark is not None and total >= mark


def _few_missed(rules: Rules, missed: int) -> bool:
    has_floors = any(criterion.floor is not None for criterion in rules.criteria)
    return has_floors and rules.near_max_missed is not None and missed <= rules.near_max_missed


def _undecidable(rules: Rules, result: PanelResult) -> tuple[Reason, ...]:
    if result.n == 0 or (rules.criteria and result.total is None):
        return (Reason("nothing_scored", "まだ採点されていません。"),)
    if result.n < rules.quorum:
        sentence = f"採点した審査委員は{result.n}人で、定足数の{rules.quorum}人に足りません。"
        return (Reason("below_quorum", sentence),)
    gates = [gate for gate in result.gates if not gate.answered]
    return (*map(_open_gate, gates), *map(_open_floor, [c for c in result.criteria if c.unmarked]))


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
    if result.total is not None and rules.near_mark is not None and result.total >= rules.near_mark:
        shown = display_against(result.total, rules.near_mark)
        reasons.append(
            Reason("near_total", f"総合点{shown}％はチャレンジ支援の目安{plain(rules.near_mark)}％以上です。")
        )
    if _few_missed(rules, result.floors_missed):
        sentence = f"基準点に届かない項目は{result.floors_missed}つで、目安の{rules.near_max_missed}つ以内です。"
        reasons.append(Reason("near_missed", sentence))
    return tuple(reasons)


def _passed(rules: Rules, result: PanelResult) -> Reason:
    if result.total is None:
        return Reason("passed", "必須条件をすべて満たしています。")
    shown = display_against(result.total, rules.pass_mark)
    return Reason(
        "passed", f"総合点{shown}％は合格点{plain(rules.pass_mark)}％以上で、ほかの条件もすべて満たしています。"
    )
