"""A sheet as its page shows it: one card per criterion and gate, the running total, two texts where two saves met."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from certification.domain import scoring
from certification.domain.marks import SheetTotal
from certification.domain.rules import Criterion, Rules
from certification.domain.scoring import SheetMarks, plain
from certification.forms.reviewer.sheet import NOT_APPLICABLE
from certification.services.sheets import EMPTY_ROW, AnySheet, Input
from core.domain.reason import Reason


@dataclass(frozen=True, slots=True)
class Choice:
    """One big button. `value` is what is sent; `face` the large sign on it."""

    value: str
    face: str
    label: str
    anchor: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One criterion or gate. `other`: what was saved from elsewhere meanwhile, as lines; `error`: what is wrong."""

    key: str
    number: int
    name: str
    description: str
    weight: str
    choices: tuple[Choice, ...]
    answered: bool
    chosen: str
    to_applicant: str
    internal: str
    error: str
    other: tuple[str, ...]


def criterion_cards(
    rules: Rules, sheet: AnySheet | None, typed: Input | None, errors: Mapping[str, str], *, both: bool
) -> tuple[Card, ...]:
    """Cards in the order of the rules; what was typed stands above what is stored."""
    return tuple(
        _card(number, criterion, sheet, typed, errors.get(criterion.key, ""), both=both)
        for number, criterion in enumerate(rules.criteria, start=1)
    )


def gate_cards(
    rules: Rules, sheet: AnySheet | None, typed: Input | None, errors: Mapping[str, str]
) -> tuple[Card, ...]:
    """Yes or no for each gate."""
    stored = sheet.gates if sheet else {}
    cards = []
    for number, gate in enumerate(rules.gates, start=1):
        answer = {**stored, **(typed.gates if typed else {})}.get(gate.key)
        choices = (
            Choice("yes", "○", _("はい"), "", answer is True),
            Choice("no", "×", _("いいえ"), "", answer is False),
        )
        chosen = next((choice.label for choice in choices if choice.chosen), "")
        cards.append(
            Card(
                gate.key,
                number,
                gate.name,
                gate.question,
                "",
                choices,
                answer is not None,
                chosen,
                "",
                "",
                errors.get(gate.key, ""),
                (),
            )
        )
    return tuple(cards)


def total(rules: Rules, sheet: AnySheet | None) -> dict[str, Any]:
    """The running total in words and what is left, the same on the page and in the answer to an autosave."""
    found = scoring.sheet_total(rules, sheet.scored if sheet else SheetMarks(0, {}))
    na = len(rules.criteria) - found.applicable
    return {
        "percent": _headline(found),
        "answered": _("%(of)s項目中%(done)s項目") % {"of": found.applicable, "done": found.answered},
        "so_far": _so_far(found),
        "complete": found.answered == found.applicable,
        "na": _("該当しない %(count)s項目") % {"count": na} if na else "",
        "done": found.answered + na,
        "of": len(rules.criteria),
    }


def _headline(found: SheetTotal) -> str:
    """The big word: the total only when every applicable criterion has its mark, so that a part never reads as one."""
    if found.percent is None:
        return _("未採点") if found.applicable else _("すべて該当しない")
    return f"{scoring.display(found.percent)}％" if found.answered == found.applicable else _("途中")


def _so_far(found: SheetTotal) -> str:
    """The figure of the criteria answered so far, named as that."""
    if found.percent is None or found.answered == found.applicable:
        return ""
    return _("答えた項目だけでは %(percent)s％") % {"percent": scoring.display(found.percent)}


def overall(mine: AnySheet | None, typed: Input | None, *, both: bool) -> dict[str, Any]:
    """The two texts on the whole product, and what was saved from elsewhere where they differ."""
    found: dict[str, Any] = {"other": []}
    labels = {"to_applicant": _("申請者に伝える講評"), "internal": _("事務局だけのメモ")}
    for name, label in labels.items():
        stored = getattr(mine, name) if mine else ""
        given = getattr(typed, name) if typed else None
        found[name] = stored if given is None else given
        if both and found[name] != stored:
            found["other"].append(f"{label}：{stored or _('（なし）')}")
    return found


def errors_of(reasons: Iterable[Reason]) -> dict[str, str]:
    """{criterion or gate key: sentences}."""
    found: dict[str, str] = {}
    for reason in reasons:
        found[reason.field] = f"{found[reason.field]} {reason.sentence}" if reason.field in found else reason.sentence
    return found


def strays(rules: Rules, typed: Input | None) -> list[str]:
    """Words typed for criteria these rules do not have: shown, so that nothing typed is lost."""
    known = {criterion.key for criterion in rules.criteria}
    rows = typed.marks.items() if typed else ()
    return [words for key, row in rows if key not in known for words in _words(row)]


def _words(row: Mapping[str, Any]) -> list[str]:
    return [str(row[name]) for name in ("value", "to_applicant", "internal") if row.get(name)]


def _card(
    number: int, criterion: Criterion, sheet: AnySheet | None, typed: Input | None, error: str, *, both: bool
) -> Card:
    stored = {**EMPTY_ROW, **(sheet.marks.get(criterion.key, {}) if sheet else {})}
    row = {**stored, **(typed.marks.get(criterion.key, {}) if typed else {})}
    value = NOT_APPLICABLE if row["na"] else _plain(row["value"])
    choices = [
        Choice(plain(step.value), plain(step.value), step.label, step.anchor, plain(step.value) == value)
        for step in criterion.steps
    ]
    if criterion.allow_na:
        choices.append(Choice(NOT_APPLICABLE, "－", _("該当しない"), _("点の計算から外します。"), row["na"]))
    return Card(
        key=criterion.key,
        number=number,
        name=criterion.name,
        description=criterion.description,
        weight=plain(criterion.weight),
        choices=tuple(choices),
        answered=any(choice.chosen for choice in choices),
        chosen=next((f"{choice.face} {choice.label}" for choice in choices if choice.chosen), ""),
        to_applicant=row["to_applicant"],
        internal=row["internal"],
        error=error,
        other=_other(criterion, stored, row) if both else (),
    )


def _other(criterion: Criterion, stored: Mapping[str, Any], row: Mapping[str, Any]) -> tuple[str, ...]:
    """What stands in the stored sheet where it differs from what was typed."""
    lines = []
    if (_plain(stored["value"]), stored["na"]) != (_plain(row["value"]), row["na"]):
        lines.append(_("点：%(mark)s") % {"mark": _mark_words(criterion, stored)})
    if stored["to_applicant"] != row["to_applicant"]:
        lines.append(_("講評：%(words)s") % {"words": stored["to_applicant"] or _("（なし）")})
    if stored["internal"] != row["internal"]:
        lines.append(_("メモ：%(words)s") % {"words": stored["internal"] or _("（なし）")})
    return tuple(lines)


def _mark_words(criterion: Criterion, row: Mapping[str, Any]) -> str:
    if row["na"]:
        return _("該当しない")
    value = _plain(row["value"])
    return next((f"{value} {s.label}" for s in criterion.steps if plain(s.value) == value), _("未採点"))


def _plain(value: Any) -> str:
    """A stored or typed mark as its button has it; what is no number matches none."""
    try:
        return "" if value in (None, "") else plain(Decimal(str(value)))
    except InvalidOperation:
        return ""
