"""試算: the same marks under another pass mark, near mark, number of missed floors, or floor. Nothing is saved.

The slow way on purpose: the changed rules go through the very functions the real ones go through.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from certification.domain.marks import PanelResult, SheetMarks
from certification.domain.outcome import Outcome, Suggestion
from certification.domain.rules import Rules
from certification.domain.scoring import plain
from certification.domain.stages import panel_results, suggest
from core.domain.reason import Reason


@dataclass(frozen=True, slots=True)
class Change:
    """What is tried: marks in percent; `floors` {criterion key: panel mean in marks, None for no floor}."""

    pass_mark: Decimal
    near_mark: Decimal | None
    near_max_missed: int | None
    floors: Mapping[str, Decimal | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tried:
    """One application under the rules as they are (`before`) and as tried (`after`)."""

    application: int
    before: Suggestion
    after: Suggestion
    result: PanelResult

    @property
    def moves(self) -> bool:
        """Would the suggestion be another one?"""
        return self.before.outcome is not self.after.outcome


def as_it_is(rules: Rules) -> Change:
    """The change that changes nothing."""
    floors = {criterion.key: criterion.floor for criterion in rules.criteria}
    return Change(rules.pass_mark, rules.near_mark, rules.near_max_missed, floors)


def problems(rules: Rules, change: Change) -> tuple[Reason, ...]:
    """Why the change cannot be tried; each names its field ("floor.<key>" for a floor)."""
    found = []
    for name, mark in (("pass_mark", change.pass_mark), ("near_mark", change.near_mark)):
        if mark is not None and not 0 <= mark <= 100:
            found.append(Reason("what_if.percent", "0から100までの数を入力してください。", field=name))
    if change.near_mark is not None and change.near_mark > change.pass_mark:
        sentence = "チャレンジ支援の点は、合格点以下にしてください。"
        found.append(Reason("what_if.near", sentence, field="near_mark"))
    if change.near_max_missed is not None and change.near_max_missed < 0:
        found.append(Reason("what_if.missed", "0以上の整数を入力してください。", field="near_max_missed"))
    for criterion in rules.criteria:
        floor = change.floors.get(criterion.key, criterion.floor)
        if floor is not None and not 0 <= floor <= criterion.maximum:
            sentence = f"「{criterion.name}」の下限は、0から満点の{plain(criterion.maximum)}までにしてください。"
            found.append(Reason("what_if.floor", sentence, field=f"floor.{criterion.key}"))
    return tuple(found)


def changed(rules: Rules, change: Change) -> Rules:
    """The rules with the change in them; everything else as it is."""
    criteria = tuple(
        replace(criterion, floor=change.floors.get(criterion.key, criterion.floor)) for criterion in rules.criteria
    )
    return replace(
        rules,
        criteria=criteria,
        pass_mark=change.pass_mark,
        near_mark=change.near_mark,
        near_max_missed=change.near_max_missed,
    )


def tried(
    rules: Rules,
    change: Change,
    panels: Mapping[int, tuple[Sequence[SheetMarks], int]],
    staying: Collection[int] = (),
) -> list[Tried]:
    """Every application before and after. `panels`: as in `scoring.panel_results`; `staying`: as in `stages`."""
    other = changed(rules, change)
    now, then = panel_results(rules, panels, staying), panel_results(other, panels, staying)
    return [
        Tried(
            application,
            suggest(rules, now[application], goes_on=application not in staying),
            suggest(other, then[application], goes_on=application not in staying),
            then[application],
        )
        for application in panels
    ]


def tally(suggestions: Sequence[Suggestion]) -> dict[Outcome | None, int]:
    """How many stand at each outcome; None: no suggestion."""
    counts: dict[Outcome | None, int] = dict.fromkeys((*Outcome, None), 0)
    for suggestion in suggestions:
        counts[suggestion.outcome] += 1
    return counts
