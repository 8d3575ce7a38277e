"""Notices about a certificate (変更届・廃止届): their moves, their words, what may be changed.

Prose: docs/rules/notices.md.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from certification.domain import form_values
from certification.domain.rules import Field, Rules
from certification.domain.states import Actor
from core.domain.reason import Reason


def _(text: str) -> str:
    """Marks a string for translation; views translate."""
    return text


class NoticeKind(StrEnum):
    """What is told."""

    CHANGE = "change"  # 変更届
    DISCONTINUATION = "discontinuation"  # 廃止届


class NoticeState(StrEnum):
    """Where a notice stands. The first filing makes it."""

    FILED = "filed"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class NoticeEdge:
    """One permitted move, whose hand makes it, and the mail it sends the firm."""

    source: NoticeState
    target: NoticeState
    actor: Actor
    letter: str = ""


@dataclass(frozen=True, slots=True)
class NoticeLabel:
    """The two vocabularies of one state and, for the producer, what happens next."""

    producer: str
    office: str
    next_step: str


NOTICE_EDGES = (
    NoticeEdge(NoticeState.FILED, NoticeState.ACCEPTED, Actor.SECRETARIAT, "notice_accepted"),
    NoticeEdge(NoticeState.FILED, NoticeState.RETURNED, Actor.SECRETARIAT, "notice_returned"),
    NoticeEdge(NoticeState.RETURNED, NoticeState.FILED, Actor.APPLICANT),
    NoticeEdge(NoticeState.FILED, NoticeState.WITHDRAWN, Actor.APPLICANT),
    NoticeEdge(NoticeState.RETURNED, NoticeState.WITHDRAWN, Actor.APPLICANT),
)
OPEN_NOTICES = frozenset({NoticeState.FILED, NoticeState.RETURNED})
LABELS = {
    NoticeState.FILED: NoticeLabel(
        _("届け出ました"), _("確認待ち"), _("事務局が確認しています。結果はメールとこのページでお知らせします。")
    ),
    NoticeState.RETURNED: NoticeLabel(
        _("直して出し直してください"), _("差戻し中"), _("事務局の理由を読み、直してもう一度届け出てください。")
    ),
    NoticeState.ACCEPTED: NoticeLabel(_("受け付けられました"), _("受付済み"), _("することはありません。")),
    NoticeState.WITHDRAWN: NoticeLabel(_("取り下げました"), _("取下げ"), _("必要なら、新しく届け出てください。")),
}
KIND_LABELS = {NoticeKind.CHANGE: _("変更届"), NoticeKind.DISCONTINUATION: _("廃止届")}

# What a change notice may name: facts of the product that the catalog shows (marked default: the city's form is not
# public). Photographs and the firm's own facts are kept elsewhere; what was judged (criteria, own questions) is not.
CHANGEABLE = (
    "name", "name_kana", "description", "price_yen", "contents", "made_at", "ingredients", "allergens", "storage",
    "temperature", "shops",
)  # fmt: skip
EARLIEST = timedelta(days=366)  # a change longer ago than a year is a slip of the pen


class IllegalNoticeMove(Exception):
    """A move the table does not have, for these hats."""


def check_move(source: NoticeState, target: NoticeState, actors: Collection[Actor]) -> NoticeEdge:
    """The edge for this move and any of these hats. Raises IllegalNoticeMove."""
    for edge in NOTICE_EDGES:
        if edge.source is source and edge.target is target and edge.actor in actors:
            return edge
    raise IllegalNoticeMove(f"{source.value} → {target.value}")


def changeable(rules: Rules, *, food: bool, food_only: Collection[str]) -> tuple[Field, ...]:
    """The fields of a certificate's form that a change notice may name, in the form's order."""
    return tuple(field for field in rules.fields if field.key in CHANGEABLE and (food or field.key not in food_only))


@dataclass(frozen=True, slots=True)
class Line:
    """One changed field as people read it."""

    key: str
    label: str
    old: str
    new: str


def lines(fields: Sequence[Field], before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Line, ...]:
    """The fields a notice names, old and new in words."""
    return tuple(
        Line(
            field.key,
            field.label,
            form_values.display(field, before.get(field.key)),
            form_values.display(field, after.get(field.key)),
        )
        for field in fields
        if field.key in after
    )


def problems(
    kind: NoticeKind,
    *,
    fields: Sequence[Field],
    now: Mapping[str, Any],
    typed: Mapping[str, Any],
    from_on: date | None,
    reason: str,
    certified_on: date,
    today: date,
) -> tuple[Reason, ...]:
    """Everything that keeps a notice from being filed. `now`: the facts as they stand, `typed`: the new ones."""
    found: list[Reason] = []
    if kind is NoticeKind.CHANGE:
        if not typed:
            found.append(Reason("notice.nothing", "変わる項目を、1つ以上選んでください。", field="pick"))
        for field in fields:
            if field.key in typed:
                found.extend(_of_field(field, now.get(field.key), typed[field.key]))
    word = KIND_LABELS[kind].removesuffix("届")
    if from_on is None:
        found.append(Reason("notice.from", f"{word}の日を、年・月・日で入力してください。", field="from_on"))
    elif from_on < max(certified_on, today - EARLIEST):
        sentence = f"{word}の日が前すぎます。認証・認定の日より後で、この1年のうちの日を入力してください。"
        found.append(Reason("notice.from_early", sentence, field="from_on"))
    if not reason.strip():
        found.append(Reason("notice.reason", "理由を書いてください。", field="reason"))
    return tuple(found)


def _of_field(field: Field, old: Any, typed: Any) -> tuple[Reason, ...]:
    kept, reasons = form_values.clean(field, typed)
    if reasons:
        return reasons
    if form_values.is_empty(kept) and field.required:
        return (Reason("notice.empty", f"「{field.label}」の新しい内容を入力してください。", field=field.key),)
    if form_values.display(field, kept) == form_values.display(field, old):
        sentence = f"「{field.label}」はいまの内容と同じです。変わらないときは、選ばないでください。"
        return (Reason("notice.same", sentence, field=field.key),)
    return ()


def overlay(
    answers: Mapping[str, Any], accepted: Sequence[tuple[date, Mapping[str, Any]]], *, on: date
) -> dict[str, Any]:
    """The facts of a day: what was certified, then accepted changes by the day they count from; later ones win."""
    facts = dict(answers)
    for from_on, after in sorted(accepted, key=lambda row: row[0]):
        if from_on <= on:
            facts |= {key: value for key, value in after.items() if key in CHANGEABLE}
    return facts


def mermaid() -> str:
    """The picture of the table."""
    return "\n".join(
        [
            "stateDiagram-v2",
            f"    [*] --> {NoticeState.FILED.value}: {Actor.APPLICANT.value}",
            *(f"    {edge.source.value} --> {edge.target.value}: {edge.actor.value}" for edge in NOTICE_EDGES),
        ]
    )
