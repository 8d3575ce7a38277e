"""Two stages of a review: on paper (書類審査), then at a session (実食審査会・評価懇話会).

Which criterion belongs where stands in the frozen rules. Prose with a worked table: docs/rules/sessions.md.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from enum import StrEnum

from certification.domain import outcome as outcomes
from certification.domain import scoring
from certification.domain.outcome import Outcome, Suggestion
from certification.domain.rules import Rules
from certification.domain.scoring import CriterionResult, PanelResult, SheetMarks
from core.domain.reason import Reason

PAPER, SESSION = 1, 2


class Phase(StrEnum):
    """Where a round stands: `single` has no second stage; `between`: paper is closed, the session has not begun."""

    SINGLE = "single"
    PAPER = "paper"
    BETWEEN = "between"
    SESSION = "session"


def two_stage(rules: Rules) -> bool:
    """Is any criterion kept for the session?"""
    return any(criterion.stage == SESSION for criterion in rules.criteria)


def phase(rules: Rules, *, paper_closed: bool, session_begun: bool) -> Phase:
    """The round's phase."""
    if not two_stage(rules):
        return Phase.SINGLE
    if session_begun:
        return Phase.SESSION
    return Phase.BETWEEN if paper_closed else Phase.PAPER


def only(rules: Rules, stage: int) -> Rules:
    """The rules with the criteria of one stage; gates belong to paper."""
    criteria = tuple(criterion for criterion in rules.criteria if criterion.stage == stage)
    return replace(rules, criteria=criteria, gates=rules.gates if stage == PAPER else ())


def asked(rules: Rules, at: Phase, *, paper_in: bool) -> Rules:
    """What a reviewer is asked now. `paper_in`: this reviewer handed the paper part of this sheet in.

    At the session a reviewer who missed the paper stage is asked for everything.
    """
    match at:
        case Phase.PAPER | Phase.BETWEEN:
            return only(rules, PAPER)
        case Phase.SESSION if paper_in:
            return only(rules, SESSION)
    return rules


def judged(rules: Rules, *, goes_on: bool) -> Rules:
    """The rules an application is judged under: one that stayed on paper has a base without the session's criteria."""
    return rules if goes_on else only(rules, PAPER)


def panel_results(
    rules: Rules, panels: Mapping[int, tuple[Iterable[SheetMarks], int]], staying: Collection[int]
) -> dict[int, PanelResult]:
    """`scoring.panel_results`, each application under its own base. `staying`: those that did not go on; the session's
    criteria stand in their results without a mark and without a floor, so that every line has the same columns.
    """
    given = {pk: (tuple(sheets), of) for pk, (sheets, of) in panels.items()}
    whole = scoring.panel_results(rules, {pk: row for pk, row in given.items() if pk not in staying})
    if not staying:
        return whole
    short = scoring.panel_results(only(rules, PAPER), {pk: row for pk, row in given.items() if pk in staying})
    return {pk: _with_blanks(rules, short[pk]) if pk in short else whole[pk] for pk in given}


def _with_blanks(rules: Rules, result: PanelResult) -> PanelResult:
    found = {row.key: row for row in result.criteria}
    blank = [
        CriterionResult(c.key, c.name, None, 0, None, below_floor=False, minimum=None, maximum=None)
        for c in rules.criteria
    ]
    return replace(result, criteria=tuple(found.get(row.key, row) for row in blank))


def ranks(
    staying: Collection[int],
    results: Mapping[int, PanelResult],
    rank: Callable[[dict[int, PanelResult]], Mapping[int, int]],
) -> dict[int, int]:
    """Ranks by `rank`, what stayed on paper after all that went on: totals of different bases are not compared."""
    on = rank({pk: row for pk, row in results.items() if pk not in staying})
    after = rank({pk: row for pk, row in results.items() if pk in staying})
    return {**on, **{pk: len(on) + place for pk, place in after.items()}}


def suggest(rules: Rules, result: PanelResult, *, goes_on: bool) -> Suggestion:
    """The suggestion. What stayed on paper is never certified, however high its paper total: its reasons begin with
    that, and where the programme has a near rule it is offered challenge support.
    """
    if goes_on:
        return outcomes.suggest(rules, result)
    found = outcomes.suggest(only(rules, PAPER), result)
    if found.outcome is None:
        return found
    why = Reason("stayed_on_paper", "書類審査の結果により、次の段階（実食審査会・評価懇話会）には進みませんでした。")
    has_near_rule = rules.near_mark is not None or rules.near_max_missed is not None
    if found.outcome is Outcome.CERTIFIED:
        return Suggestion(Outcome.CHALLENGE if has_near_rule else Outcome.DECLINED, (why,))
    return Suggestion(found.outcome, (why, *found.reasons))
