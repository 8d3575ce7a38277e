"""The questions of one page, ready to show: control, errors, files, and during a correction the old text beside."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.forms import BoundField
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.domain import allergens
from certification.domain import addresses, common_fields, form_values
from certification.domain.rules import Field
from certification.forms.applicant import questions, sections
from certification.forms.applicant.sections import Section
from certification.models import Application, ApplicationVersion, Attachment
from certification.selectors import applicant as selectors
from certification.services import applications, uploads
from core import clock, files
from core.domain.reason import Reason
from core.models import PartialUpload, User

UNDO = timedelta(hours=1)  # how long a file taken away is offered again


@dataclass(frozen=True, slots=True)
class Row:
    """One question on a page. `bound` is None for tables and files; `locked` shows the answer instead of a control."""

    field: Field
    anchor: str
    name: str
    required: bool
    locked: bool
    shown: str
    bound: BoundField | None = None
    errors: tuple[str, ...] = ()
    lines: tuple[Any, ...] = ()
    files: tuple[Attachment, ...] = ()
    removed: tuple[Attachment, ...] = ()
    accepts: str = ""
    evidence: str = ""
    takes_files: bool = False
    why: str = ""
    old: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    room: int = 0  # how many more files fit
    most_bytes: int = 0
    endpoint: str = ""  # where files are sent piece by piece
    waiting: tuple["Waiting", ...] = ()

    @property
    def template(self) -> str:
        """The part of templates/apply/fields/ that shows it."""
        if self.locked:
            return "apply/fields/locked.html"
        if self.field.key == common_fields.ALLERGENS:
            return "apply/fields/allergens.html"
        if self.field.kind == "table":
            return "apply/fields/rows.html"
        if self.field.kind == "address":
            return "apply/fields/address.html"
        return "apply/fields/files.html" if self.field.kind in questions.FILES else "apply/fields/plain.html"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file of which a part has arrived."""

    name: str
    percent: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of the form."""

    section: Section
    rows: tuple[Row, ...]
    seen: str
    can_write: bool


@dataclass(frozen=True, slots=True)
class _Context:
    application: Application
    values: Mapping[str, Any]
    reasons: Sequence[Reason]
    unlocked: frozenset[str] | None
    corrections: Mapping[str, str]
    old: ApplicationVersion | None
    placed: Mapping[str, list[Attachment]]
    removed: Mapping[str, list[Attachment]]
    parts: Mapping[str, list[PartialUpload]]
    today: date


def build(
    application: Application,
    section: Section,
    values: Mapping[str, Any],
    reasons: Sequence[Reason],
    *,
    by: User,
    at: datetime,
) -> Sheet:
    """The page with these values (stored, or typed and not saved yet) and these reasons beside their questions."""
    correction = selectors.open_correction(application)
    context = _Context(
        application=application,
        values=values,
        reasons=reasons,
        unlocked=applications.unlocked(application),
        corrections=correction.fields if correction else {},
        old=application.versions.order_by("-number").first() if correction else None,
        placed=_by_field(selectors.attachments(application)),
        removed=_by_field(selectors.removed_attachments(application, since=at - UNDO)),
        parts=_parts(application, by),
        today=clock.on(at),
    )
    return _sheet(context, section)


def sample(
    application: Application,
    section: Section,
    values: Mapping[str, Any],
    reasons: Sequence[Reason] = (),
    *,
    at: datetime,
) -> Sheet:
    """The same questions where no application is written: the office's preview, a notice about a certificate."""
    context = _Context(
        application=application,
        values=values,
        reasons=reasons,
        unlocked=None,
        corrections={},
        old=None,
        placed={},
        removed={},
        parts={},
        today=clock.on(at),
    )
    return _sheet(context, section)


def _sheet(context: _Context, section: Section) -> Sheet:
    application, values = context.application, context.values
    plain = [each for each in section.fields if questions.is_plain(each)]
    required = frozenset(each.key for each in section.fields if sections.is_required(each, application))
    form = questions.QuestionForm(plain, values, context.reasons, required)
    rows = tuple(_row(context, each, form, each.key in required) for each in section.fields)
    stored = sections.values_of(application)
    open_fields = [row.field for row in rows if not row.locked]
    seen = questions.seen_now(open_fields, stored, application.touched)
    return Sheet(section, rows, json.dumps(seen, separators=(",", ":")), can_write=bool(open_fields))


def _by_field(rows: Any) -> dict[str, list[Attachment]]:
    found: dict[str, list[Attachment]] = {}
    for row in rows:
        found.setdefault(row.field_key, []).append(row)
    return found


def _parts(application: Application, by: User) -> dict[str, list[PartialUpload]]:
    found: dict[str, list[PartialUpload]] = {}
    for part in uploads.parts(application, by=by):
        found.setdefault(part.place.split(":", 2)[2], []).append(part)
    return found


def _row(context: _Context, each: Field, form: questions.QuestionForm, required: bool) -> Row:
    locked = context.unlocked is not None and each.key not in context.unlocked
    value = context.values.get(each.key)
    placed = tuple(context.placed.get(each.key, ()))
    shown = form_values.display(each, value)
    evidence = _evidence(context.application, each)
    takes_files = each.kind in questions.FILES or bool(evidence or placed)
    held = {attachment.stored_id for attachment in placed}
    errors = tuple(reason.sentence for reason in context.reasons if reason.field == each.key)
    return Row(
        field=each,
        anchor=questions.anchor(each),
        name=questions.name_of(each.key),
        required=required,
        locked=locked,
        shown=shown,
        bound=form[each.key] if questions.is_plain(each) and not locked else None,
        errors=errors,
        lines=_lines(each, value, context.today),
        files=placed,
        removed=tuple(row for row in context.removed.get(each.key, ()) if row.stored_id not in held)[:3],
        accepts=files.ACCEPTED[purpose_of(each)] if takes_files else "",
        evidence=evidence,
        takes_files=takes_files,
        why=context.corrections.get(each.key, ""),
        old=_old(context.old, each) if each.key in context.corrections else None,
        columns=_columns(each),
        **(_sending(context, each, len(placed)) if takes_files and not locked else {}),
    )


def _sending(context: _Context, each: Field, held: int) -> dict[str, Any]:
    """What the control for files needs to know, limits first."""
    return {
        "room": max(0, uploads.limit(each) - held),
        "most_bytes": files.MAX_SIZE[purpose_of(each)],
        "endpoint": reverse("apply:uploads", args=[context.application.code]),
        "waiting": tuple(
            Waiting(part.name, 100 * part.received // part.size) for part in context.parts.get(each.key, ())
        ),
    }


def purpose_of(each: Field) -> files.Purpose:
    """How a file of this question is checked."""
    if each.kind == "photo":
        return "label" if each.key == "label_image" else "photo"
    return "document"


def _evidence(application: Application, each: Field) -> str:
    if each.section != sections.STATEMENTS:
        return ""
    key = each.key.removeprefix(applications.STATEMENT)
    return next((row.evidence for row in application.round.frozen.statements if row.key == key), "")


def _old(version: ApplicationVersion | None, each: Field) -> str | None:
    if version is None:
        return None
    if each.kind in questions.FILES:
        return _("{n}件").format(n=len(version.files.get(each.key, ())))
    return form_values.display(each, version.answers.get(each.key)) or _("（記入なし）")


def _lines(each: Field, value: Any, today: date) -> tuple[Any, ...]:
    """The lines of a table: for allergens (title, items), else cells of every row and some empty ones."""
    if each.key == common_fields.ALLERGENS:
        given = value if isinstance(value, Mapping) else {}
        table = allergens.table(today)
        labels = dict(each.options)
        return tuple(
            (title, tuple((slug, labels[slug], given.get(slug, "")) for slug in slugs if slug in labels))
            for title, slugs in (
                (_("表示の義務がある品目（特定原材料）"), table.mandatory),
                (_("表示がすすめられている品目"), table.recommended),
            )
        )
    if each.kind == "address":
        parts = value if isinstance(value, Mapping) else {"street": str(value or "")}
        return tuple((part, str(parts.get(part, ""))) for part in addresses.PARTS)
    if each.kind != "table":
        return ()
    given_rows = value if isinstance(value, list) else []
    most = int(each.maximum) if each.maximum is not None else questions.MOST_ROWS
    count = max(len(given_rows), min(len(given_rows) + questions.SPARE_ROWS, most))
    must = _("{label}（必須）")
    names = [(key, must.format(label=label) if key in each.columns_needed else label) for key, label in each.options]
    return tuple(
        (number, tuple((key, label, _cell(given_rows, number, key)) for key, label in names)) for number in range(count)
    )


def _columns(each: Field) -> tuple[tuple[str, str], ...]:
    """The columns of a table, a star's need beside the name; the prefectures an address may stand in."""
    if each.kind == "address":
        return tuple((name, name) for name in addresses.PREFECTURES)
    return each.options if each.kind == "table" else ()


def _cell(rows: list[Any], number: int, key: str) -> str:
    return str(rows[number].get(key, "")) if number < len(rows) and isinstance(rows[number], Mapping) else ""
