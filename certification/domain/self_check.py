"""自己点検: the firm's own marks on the steps of its earlier round, beside the panel's mean, and over time.

All in percent of full marks; the panel's mean is the one the released letter tells. Never shown to reviewers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from certification.domain.rules import Criterion, Rules
from core.domain.reason import Reason

NOTE_LENGTH = 400


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion. `panel`: percent told in the letter, None without one; `own`: the firm's percents, oldest first;
    `floor`: the least the programme asks, in percent, None without one.
    """

    key: str
    name: str
    panel: int | None
    own: tuple[int | None, ...]
    floor: int | None
    notes: tuple[str, ...]

    @property
    def last(self) -> int | None:
        return self.own[-1] if self.own else None


def clean(rules: Rules, typed: Mapping[str, Mapping[str, str]]) -> tuple[dict[str, dict[str, str]], tuple[Reason, ...]]:
    """{criterion key: {"value", "note"}} as it is kept, and what is not right. A criterion may be left out, not all."""
    marks: dict[str, dict[str, str]] = {}
    wrong: list[Reason] = []
    for criterion in rules.criteria:
        given = typed.get(criterion.key, {})
        value, note = str(given.get("value", "")), str(given.get("note", "")).strip()
        if value and _step(criterion, value) is None:
            wrong.append(Reason("self_check.step", "示された段階から選んでください。", field=f"value-{criterion.key}"))
        elif note and not value:
            wrong.append(
                Reason("self_check.no_step", "メモのほかに、段階も選んでください。", field=f"value-{criterion.key}")
            )
        if len(note) > NOTE_LENGTH:
            words = f"メモは{NOTE_LENGTH}字までです（いま{len(note)}字）。"
            wrong.append(Reason("self_check.note", words, field=f"note-{criterion.key}"))
        if value:
            marks[criterion.key] = {"value": value, "note": note}
    if not marks and not wrong:
        first = f"value-{rules.criteria[0].key}" if rules.criteria else ""
        wrong.append(Reason("self_check.empty", "1つ以上の項目で、いまの段階を選んでください。", field=first))
    return marks, tuple(wrong)


def lines(rules: Rules, told: Mapping[str, str], checks: Sequence[Mapping[str, Mapping[str, Any]]]) -> tuple[Line, ...]:
    """Every criterion with the panel's mean as `told` ({key: mean of the letter}) and the firm's marks over time."""
    return tuple(
        Line(
            key=row.key,
            name=row.name,
            panel=percent(told.get(row.key, ""), row.maximum),
            own=tuple(percent(check.get(row.key, {}).get("value", ""), row.maximum) for check in checks),
            floor=percent(str(row.floor), row.maximum) if row.floor is not None else None,
            notes=tuple(str(check.get(row.key, {}).get("note", "")) for check in checks),
        )
        for row in rules.criteria
    )


def percent(value: str, maximum: Decimal) -> int | None:
    """Whole percent of full marks; None for what is no number."""
    try:
        return int((Decimal(value) * 100 / maximum).to_integral_value()) if value and maximum else None
    except InvalidOperation:
        return None


def _step(criterion: Criterion, value: str) -> Decimal | None:
    try:
        wanted = Decimal(value)
    except InvalidOperation:
        return None
    return next((step.value for step in criterion.steps if step.value == wanted), None)
