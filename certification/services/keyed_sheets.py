"""Paper score sheets keyed in by two people of the office: the second blind to the first; the one writer of its state.

Equal, the sheet is handed in; different, what differs is named and settled. Prose: docs/rules/conflicts.md.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from certification import permissions
from certification.domain.panel_states import PAPER_LIVE, PAPER_OPEN, PaperState, may_move
from certification.domain.rules import Rules
from certification.domain.stages import Phase
from certification.domain.states import REVIEWABLE
from certification.models import Application, Assignment, ConflictDeclaration, KeyedSheet, Sheet
from certification.selectors import stages
from certification.services import panel, sheets
from certification.services.sheets import Incomplete, Input
from core import audit
from core.domain.reason import Reason, Refused
from core.models import Membership, StoredFile, User

NONE = "none"
Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing the two keyed differently, as people read it. `place`: where it stands, as "marks.taste.value"."""

    place: str
    label: str
    first: str
    second: str


def why_not_key(application: Application, reviewer: User) -> Reason | None:
    """Why no paper sheet of this reviewer may be keyed for this application now; None when it may."""
    if application.state not in REVIEWABLE:
        return Reason("paper.closed", "採点の受付中の申請だけ、紙の審査票を入力できます。")
    if not Assignment.objects.filter(application=application, reviewer=reviewer, removed_at=None).exists():
        return Reason("paper.unassigned", "この申請は、この審査委員に割り当てられていません。")
    if Membership.objects.filter(business=application.business_id, user=reviewer).exists():
        return Reason("paper.own", "この審査委員の事業者の申請です。")
    if ConflictDeclaration.objects.filter(application=application, reviewer=reviewer).exclude(kind=NONE).exists():
        return Reason("paper.recused", "この審査委員には利益相反があり、審査から外れています。")
    sheet = Sheet.objects.filter(application=application, reviewer=reviewer).first()
    if sheet is not None and sheet.submitted_at is not None:
        return Reason("paper.submitted", "この審査委員の審査票は、もう提出されています。")
    if stages.phase(application.round) is not Phase.SINGLE:
        return Reason("paper.stages", "書類と実食の二段階で審査する回では、紙の審査票は画面で本人が入力します。")
    if sheet is not None and (sheet.marks or sheet.gates or sheet.to_applicant or sheet.internal):
        return Reason(
            "paper.begun", "この審査委員は、画面で入力を始めています。紙の入力が必要か、本人に確かめてください。"
        )
    return None


def content_of(given: Input, *, declaration: str, reason: str) -> dict[str, Any]:
    """What one person keyed, as it is stored."""
    return {
        "declaration": declaration,
        "reason": reason.strip()[:300],
        "marks": {key: {**sheets.EMPTY_ROW, **row} for key, row in given.marks.items()},
        "gates": dict(given.gates),
        "to_applicant": given.to_applicant or "",
        "internal": given.internal or "",
    }


@transaction.atomic
def key(
    application: Application,
    reviewer: User,
    content: Content,
    *,
    note: str = "",
    scan: StoredFile | None = None,
    by: User,
    at: datetime,
) -> KeyedSheet:
    """The first person. Raises Refused when it may not be keyed, Incomplete naming what the paper lacks."""
    permissions.require_secretariat(by)
    Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    live = KeyedSheet.objects.filter(
        application=application, reviewer=reviewer, state__in=[state.value for state in PAPER_LIVE]
    ).first()
    if live is not None and live.keyed_by_id == by.pk and live.first == dict(content):
        return live
    if live is not None:
        raise Refused(Reason("paper.live", "この審査票は、ほかの人が先に入力しています。画面を開き直してください。"))
    if (why := why_not_key(application, reviewer)) is not None:
        raise Refused(why)
    require_whole(application, reviewer, content)
    made = KeyedSheet.objects.create(
        application=application, reviewer=reviewer, first=dict(content), source_note=note.strip()[:200], scan=scan,
        keyed_at=at, keyed_by=by,
    )  # fmt: skip
    audit.record("sheet.keyed", application, by=by, at=at, reviewer=reviewer.pk)
    return made


@transaction.atomic
def check(keyed: KeyedSheet, content: Content, *, by: User, at: datetime) -> KeyedSheet:
    """The second person, who has not seen the first's marks. Equal: handed in. Raises Refused for the same person."""
    permissions.require_secretariat(by)
    row = _locked(keyed)
    if row.state != PaperState.KEYED.value:
        if row.checked_by_id == by.pk and row.second == dict(content):
            return row
        raise Refused(Reason("paper.moved", "この審査票は、もう2人目の入力が済んでいます。画面を開き直してください。"))
    if row.keyed_by_id == by.pk:
        raise Refused(Reason("paper.same", "1人目と同じ人は、2回目の入力ができません。ほかの職員に頼んでください。"))
    if (why := why_not_key(row.application, row.reviewer)) is not None:
        raise Refused(why)
    require_whole(row.application, row.reviewer, content)
    row.second, row.checked_at, row.checked_by = dict(content), at, by
    if differences(row.application.round.frozen, row):
        return _move(row, PaperState.DIFFERS, by=by, at=at)
    return _hand_in(row, row.first, by=by, at=at)


@transaction.atomic
def settle(keyed: KeyedSheet, picks: Mapping[str, str], *, by: User, at: datetime) -> KeyedSheet:
    """Where they differed, which of the two the paper says: {place: "first" | "second"}. Raises Incomplete for one left
    open.
    """
    permissions.require_secretariat(by)
    row = _locked(keyed)
    if row.state in (PaperState.HANDED_IN.value, PaperState.RECUSED.value):
        return row
    if row.state != PaperState.DIFFERS.value:
        raise Refused(Reason("paper.moved", "違いはありません。画面を開き直してください。"))
    if (why := why_not_key(row.application, row.reviewer)) is not None:
        raise Refused(why)
    found = differences(row.application.round.frozen, row)
    open_ones = [each for each in found if picks.get(each.place) not in ("first", "second")]
    if open_ones:
        raise Incomplete(
            *(
                Reason("paper.open", f"「{each.label}」は、紙を見てどちらかを選んでください。", field=each.place)
                for each in open_ones
            )
        )
    settled = _copy(row.first)
    for each in found:
        if picks[each.place] == "second":
            _put(settled, each.place, _get(row.second or {}, each.place))
    row.settled = settled
    return _hand_in(row, settled, by=by, at=at)


@transaction.atomic
def discard(keyed: KeyedSheet, *, by: User, at: datetime) -> KeyedSheet:
    """取りやめ, for a paper keyed under the wrong name; what was keyed stays in the record."""
    permissions.require_secretariat(by)
    row = _locked(keyed)
    if row.state == PaperState.DISCARDED.value:
        return row
    if PaperState(row.state) not in PAPER_OPEN:
        raise Refused(Reason("paper.ended", "提出済みの審査票は取りやめられません。"))
    audit.record("sheet.keying_discarded", row.application, by=by, at=at, reviewer=row.reviewer_id)
    return _move(row, PaperState.DISCARDED, by=by, at=at)


def differences(rules: Rules, row: KeyedSheet) -> list[Difference]:
    """Everything the two keyed differently, in the order of the sheet; spaces and width in texts do not count."""
    one, two = row.first, row.second or {}
    kinds = {value: str(label) for value, label in ConflictDeclaration.KINDS}
    places: list[tuple[str, str]] = [("declaration", "関係の有無")]
    for criterion in rules.criteria:
        places += [
            (f"marks.{criterion.key}.value", f"{criterion.name}の点"),
            (f"marks.{criterion.key}.to_applicant", f"{criterion.name}の講評"),
            (f"marks.{criterion.key}.internal", f"{criterion.name}のメモ"),
        ]
    places += [(f"gates.{gate.key}", gate.name) for gate in rules.gates]
    places += [("to_applicant", "全体の講評"), ("internal", "全体のメモ")]
    found = []
    for place, label in places:
        ours, theirs = _shown(one, place, kinds), _shown(two, place, kinds)
        if _bare(ours) != _bare(theirs):
            found.append(Difference(place, label, ours or "（なし）", theirs or "（なし）"))
    return found


def _shown(content: Content, place: str, kinds: Mapping[str, str]) -> str:
    value = _get(content, place)
    if place == "declaration":
        return kinds.get(str(value), "")
    if place.endswith(".value"):
        row = _get(content, place.removesuffix(".value")) or {}
        return "該当しない" if row.get("na") else str(value or "")
    if value in (True, False):
        return "はい" if value else "いいえ"
    return str(value or "")


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _get(content: Content, place: str) -> Any:
    found: Any = content
    for part in place.split("."):
        found = (found or {}).get(part)
    return found


def _put(content: dict[str, Any], place: str, value: Any) -> None:
    *path, last = place.split(".")
    found = content
    for part in path:
        found = found.setdefault(part, {})
    found[last] = value
    if last == "value":
        found["na"] = value is None


def _copy(content: Content) -> dict[str, Any]:
    return {
        **content,
        "marks": {key: dict(row) for key, row in content["marks"].items()},
        "gates": dict(content["gates"]),
    }


def _draft(application: Application, reviewer: User, content: Content) -> tuple[Sheet, list[Reason]]:
    """The sheet the content makes, not saved."""
    made = Sheet(application=application, reviewer=reviewer, marks={}, gates={})
    given = Input(content["marks"], content["gates"], content["to_applicant"], content["internal"])
    return made, sheets.fill(application.round.frozen, made, given)


def require_whole(application: Application, reviewer: User, content: Content) -> None:
    """Raises Incomplete naming everything a paper lacks; one that declares a relation needs no marks."""
    declared = ConflictDeclaration.objects.filter(application=application, reviewer=reviewer).exists()
    if not declared and content["declaration"] not in {value for value, _label in ConflictDeclaration.KINDS}:
        raise Incomplete(Reason("paper.declaration", "関係の有無を、紙のとおりに選んでください。", field="declaration"))
    if not declared and content["declaration"] != NONE:
        return
    made, reasons = _draft(application, reviewer, content)
    reasons += sheets.gaps_of(application.round.frozen, made)
    if reasons:
        raise Incomplete(*reasons)


def _hand_in(row: KeyedSheet, content: Content, *, by: User, at: datetime) -> KeyedSheet:
    """The paper becomes what it says: a sheet handed in, or a recusal."""
    application, reviewer = row.application, row.reviewer
    declared = ConflictDeclaration.objects.filter(application=application, reviewer=reviewer).first()
    if declared is None:
        panel.write_declaration(
            application, reviewer, kind=content["declaration"], reason=content["reason"], by=by, at=at, pinned=False
        )
        if content["declaration"] != NONE:
            return _move(row, PaperState.RECUSED, by=by, at=at)
    require_whole(application, reviewer, content)
    made, _reasons = _draft(application, reviewer, content)
    sheet, _new = Sheet.objects.select_for_update(of=("self",)).get_or_create(
        application=application, reviewer=reviewer, defaults={"saved_at": at}
    )
    for name in ("marks", "gates", "to_applicant", "internal"):
        setattr(sheet, name, getattr(made, name))
    sheet.revision, sheet.saved_at, sheet.submitted_at = sheet.revision + 1, at, at
    sheet.save()
    row.sheet = sheet
    audit.record(
        "sheet.submitted_from_paper", application, by=by, at=at, reviewer=reviewer.pk, keyed_by=row.keyed_by_id,
        checked_by=row.checked_by_id,
    )  # fmt: skip
    return _move(row, PaperState.HANDED_IN, by=by, at=at)


def _locked(keyed: KeyedSheet) -> KeyedSheet:
    rows = KeyedSheet.objects.select_for_update(of=("self",))
    return rows.select_related("application__round", "application__business", "reviewer").get(pk=keyed.pk)


def _move(row: KeyedSheet, to: PaperState, *, by: User, at: datetime) -> KeyedSheet:
    if not may_move(PaperState(row.state), to):
        raise Refused(Reason("paper.moved", "ほかの人が先に進めました。画面を開き直してください。"))
    row.state = to.value
    if to not in PAPER_OPEN:
        row.ended_at, row.ended_by = at, by
    row.save()
    return row
