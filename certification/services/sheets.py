"""Score sheets: saved as typed, submitted once; afterwards the database refuses any change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction

from certification import permissions
from certification.domain.rules import Rules
from certification.domain.scoring import Mark, mark_problem
from certification.models import Application, CalibrationSheet, Sheet
from certification.selectors import stages
from certification.services import second_stage
from core import audit, clock
from core.domain import text
from core.domain.reason import Reason, Refused
from core.models import User

AnySheet = Sheet | CalibrationSheet
COMMENT_LENGTH = 1000
OVERALL_LENGTH = 2000
EMPTY_ROW: Mapping[str, Any] = {"value": None, "na": False, "to_applicant": "", "internal": ""}


@dataclass(frozen=True, slots=True)
class Input:
    """What a page sends. `marks` {criterion key: {"value", "na", "to_applicant", "internal"}}, any of them absent
    when it did not change; `gates` {gate key: True | False | None}.
    """

    marks: Mapping[str, Mapping[str, Any]]
    gates: Mapping[str, bool | None]
    to_applicant: str | None = None
    internal: str | None = None


class StaleSheet(Exception):
    """The sheet was saved from elsewhere since this page was made; nothing was overwritten."""

    def __init__(self, sheet: Sheet | CalibrationSheet) -> None:
        super().__init__(str(sheet))
        self.sheet = sheet


class Incomplete(Refused):
    """The sheet cannot be submitted yet; every reason names its criterion or gate."""


@transaction.atomic
def save(
    application: Application, given: Input, *, base: int | None = None, by: User, at: datetime
) -> tuple[Sheet, tuple[Reason, ...]]:
    """Keep what was typed; returns the sheet and what is not right in it (a mark off the scale is not kept).

    `base`: the revision the page was made from. Raises Denied, StaleSheet, Refused after submission.
    """
    permissions.require_can_score(by, application, on=clock.on(at))
    sheet, _made = Sheet.objects.select_for_update(of=("self",)).get_or_create(
        application=application, reviewer=by, defaults={"saved_at": at}
    )
    if sheet.submitted_at is not None:
        raise Refused(Reason("sheet.submitted", "この審査票は提出済みです。直すときは事務局に連絡してください。"))
    if base is not None and base != sheet.revision and not repeats(sheet, given):
        raise StaleSheet(sheet)
    if why := stages.why_not_now(application, sheet):
        raise Refused(why)
    reasons = fill(stages.asked(application, sheet), sheet, given)
    sheet.revision += 1
    sheet.saved_at = at
    sheet.save()
    return sheet, tuple(reasons)


def repeats(sheet: AnySheet, given: Input) -> bool:
    """Does the page only repeat what is already there?"""
    marks = all(
        {**EMPTY_ROW, **sheet.marks.get(key, {})}.get(name) == value
        for key, row in given.marks.items()
        for name, value in row.items()
    )
    gates = all(sheet.gates.get(key) == value for key, value in given.gates.items())
    words = given.to_applicant in (None, sheet.to_applicant) and given.internal in (None, sheet.internal)
    return marks and gates and words


def fill(rules: Rules, sheet: AnySheet, given: Input) -> list[Reason]:
    """Put the input into a sheet that is not saved here; returns what is not right and was left out."""
    reasons: list[Reason] = []
    keys = {criterion.key for criterion in rules.criteria}
    for key, row in given.marks.items():
        if key not in keys:
            reasons.append(
                Reason("sheet.unknown", "この募集回にない審査項目です。ページを開き直してください。", field=key)
            )
            continue
        reasons.extend(_apply_mark(rules, sheet, key, row))
    gates = {gate.key for gate in rules.gates}
    sheet.gates |= {key: value for key, value in given.gates.items() if key in gates}
    for name, label in (("to_applicant", "全体の講評"), ("internal", "全体のメモ")):
        words = getattr(given, name)
        if words is None:
            continue
        words = text.clean(words, lines=True)
        if len(words) > OVERALL_LENGTH:
            reasons.append(_too_long(label, words, OVERALL_LENGTH, name))
        else:
            setattr(sheet, name, words)
    return reasons


def _too_long(label: str, words: str, limit: int, key: str) -> Reason:
    sentence = (
        f"「{label}」の文は{limit}字までです。いま{len(words)}字あるので、{len(words) - limit}字減らしてください。"
    )
    return Reason("sheet.long", sentence, field=key)


def _apply_mark(rules: Rules, sheet: AnySheet, key: str, row: Mapping[str, Any]) -> list[Reason]:
    criterion = rules.criterion(key)
    kept = {**EMPTY_ROW, **sheet.marks.get(key, {})}
    reasons: list[Reason] = []
    for name in ("to_applicant", "internal"):
        if name in row:
            words = text.clean(str(row[name]), lines=True)
            if len(words) > COMMENT_LENGTH:
                reasons.append(_too_long(criterion.name, words, COMMENT_LENGTH, key))
            else:
                kept[name] = words
    if "value" in row or "na" in row:
        na = bool(row.get("na", False))
        try:
            value = None if na or row.get("value") in (None, "") else Decimal(str(row["value"]))
        except InvalidOperation:
            reasons.append(Reason("sheet.mark", f"「{criterion.name}」の点が読み取れません。", field=key))
            sheet.marks[key] = kept
            return reasons
        found = mark_problem(criterion, Mark(value, na))
        if found is not None:
            reasons.append(found)
        else:
            kept["value"], kept["na"] = (None if value is None else str(value)), na
    sheet.marks[key] = kept
    return reasons


def gaps_of(rules: Rules, sheet: AnySheet) -> tuple[Reason, ...]:
    """What a sheet still lacks: criteria without mark, gates without answer."""
    scored = sheet.scored
    blank = [
        Reason("sheet.blank", f"「{criterion.name}」がまだ採点されていません。", field=criterion.key)
        for criterion in rules.criteria
        if (mark := scored.marks.get(criterion.key)) is None or (mark.value is None and not mark.na)
    ]
    open_gates = [
        Reason("sheet.gate", f"「{gate.name}」にまだ答えていません。", field=gate.key)
        for gate in rules.gates
        if scored.gates.get(gate.key) is None
    ]
    return (*blank, *open_gates)


@transaction.atomic
def submit(application: Application, *, base: int | None = None, by: User, at: datetime) -> Sheet:
    """Hand the sheet in, for good; the same when pressed twice. Raises Incomplete naming every gap, Denied, and
    StaleSheet when it was saved again since the revision `base` the person confirmed.
    """
    sheet = Sheet.objects.select_for_update(of=("self",)).filter(application=application, reviewer=by).first()
    if sheet is not None and sheet.submitted_at is not None:
        return sheet
    permissions.require_can_score(by, application, on=clock.on(at))
    if sheet is None:
        raise Incomplete(Reason("sheet.empty", "まだ何も採点されていません。"))
    if base is not None and base != sheet.revision:
        raise StaleSheet(sheet)
    if stages.paper_handed_in(application, sheet):
        return sheet
    if why := stages.why_not_now(application, sheet):
        raise Refused(why)
    if reasons := gaps_of(stages.asked(application, sheet), sheet):
        raise Incomplete(*reasons)
    if second_stage.hand_in_paper(application, sheet, by=by, at=at):
        return sheet
    if not Sheet.objects.filter(pk=sheet.pk, submitted_at=None).update(submitted_at=at):
        sheet.refresh_from_db()
        return sheet
    sheet.refresh_from_db()
    audit.record("sheet.submitted", application, by=by, at=at)
    return sheet
