"""Programmes: the ready ones from data, the frozen copy a round takes, the office's confirmation of defaults."""

import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from catalog.domain.entry import Photo, ProgrammeFacts
from catalog.services import publishing
from certification import permissions
from certification.domain.common_fields import COMMON_FIELDS
from certification.domain.rules import (
    Criterion,
    Field,
    FieldKind,
    Gate,
    PanelRule,
    Rules,
    Statement,
    Step,
    TieRule,
    ValidityKind,
)
from certification.domain.states import FINAL, Status
from certification.models import Application, EligibilityStatement, FormField, Programme, Round, ScaleStep
from certification.models import Criterion as CriterionRow
from certification.models import Gate as GateRow
from core import audit
from core.domain.reason import Reason
from core.models import StoredFile, User

READY = Path(settings.BASE_DIR) / "certification" / "data" / "programmes"


def rules_of(programme: Programme) -> Rules:
    """The rules as they stand in the office's editor now; a round freezes them at its opening."""
    return Rules(
        programme=programme.slug,
        name=programme.name,
        word=programme.word,
        criteria=tuple(
            Criterion(
                key=row.key,
                name=row.name,
                description=row.description,
                weight=row.weight,
                floor=row.floor,
                allow_na=row.allow_na,
                stage=row.stage,
                steps=tuple(Step(step.value, step.label, step.anchor) for step in row.steps.all()),
            )
            for row in programme.criteria.all()
        ),
        gates=tuple(Gate(row.key, row.name, row.question) for row in programme.gates.all()),
        statements=tuple(
            Statement(row.key, row.text, row.evidence, row.evidence_required) for row in programme.statements.all()
        ),
        fields=(*COMMON_FIELDS, *(_field(row) for row in programme.form_fields.all())),
        panel_rule=cast("PanelRule", programme.panel_rule),
        pass_mark=programme.pass_mark,
        near_mark=programme.near_mark,
        near_max_missed=programme.near_max_missed,
        quorum=programme.quorum,
        blind=programme.blind,
        validity_kind=cast("ValidityKind", programme.validity_kind),
        validity_years=programme.validity_years,
        validity_fixed_on=programme.validity_fixed_on.isoformat() if programme.validity_fixed_on else "",
        number_prefix=programme.number_prefix,
        number_format=programme.number_format,
        max_per_firm=programme.max_per_firm,
        reasons_shown=programme.reasons_shown,
        appeal_text=programme.appeal_text,
        mark_accent=programme.accent,
        mark_token=programme.mark.token if programme.mark else "",
        mark_alt=programme.mark_alt,
        scope=programme.scope,
        criteria_text=programme.criteria_text,
        tie_rule=cast("TieRule", programme.tie_rule),
        letter_texts=programme.letter_texts,
        document_class=programme.document_class,
        retention_years=programme.retention_years,
        fee_yen=programme.fee_yen,
        pre_check=None if programme.pre_check is None else tuple(programme.pre_check),
    )


def _field(row: FormField) -> Field:
    return Field(
        key=row.key,
        label=row.label,
        kind=cast("FieldKind", row.kind),
        help=row.help,
        required=row.required,
        max_length=row.max_length,
        minimum=row.minimum,
        maximum=row.maximum,
        unit=row.unit,
        options=tuple((column.key, column.name) for column in row.columns)
        if row.kind == "table"
        else tuple((option, option) for option in row.options),
        blind=not row.safe_for_blind,
        columns_needed=tuple(column.key for column in row.columns if column.needed) if row.kind == "table" else (),
    )


@transaction.atomic
def load_ready(path: Path, *, by: User | None, at: datetime) -> Programme:
    """Make a ready programme from its file, once; an existing one is left as the office has it.

    Raises KeyError or ValueError on a file of another shape.
    """
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    existing: Programme | None = Programme.objects.filter(slug=data["slug"]).first()
    if existing is not None:
        return existing
    rules = Rules.from_json(data["rules"])
    programme = Programme(
        slug=data["slug"],
        name=data["name"],
        word=data["word"],
        scope=data["scope"],
        summary=data["summary"],
        criteria_text=data["criteria_text"],
        intake=data["intake"],
        accent=data["accent"],
        panel_rule=rules.panel_rule,
        pass_mark=rules.pass_mark,
        near_mark=rules.near_mark,
        near_max_missed=rules.near_max_missed,
        quorum=rules.quorum,
        blind=rules.blind,
        validity_kind=rules.validity_kind,
        validity_years=rules.validity_years,
        validity_fixed_on=rules.validity_fixed_on or None,
        number_prefix=rules.number_prefix,
        number_format=rules.number_format,
        tie_rule=rules.tie_rule,
        letter_texts=rules.letter_texts,
        document_class=rules.document_class,
        retention_years=rules.retention_years,
        fee_yen=rules.fee_yen,
        pre_check=data["pre_check"],
        max_per_firm=rules.max_per_firm,
        reasons_shown=rules.reasons_shown,
        appeal_text=rules.appeal_text,
        defaults_to_confirm=data["defaults_to_confirm"],
        sources=data["sources"],
    )
    programme.full_clean()
    programme.save()
    _add_parts(programme, rules)
    audit.record("programme.loaded", programme, by=by, at=at, sources=data["sources"])
    announce(programme, by=by, at=at)
    return programme


def _add_parts(programme: Programme, rules: Rules) -> None:
    for place, criterion in enumerate(rules.criteria):
        row = CriterionRow.objects.create(
            programme=programme, sort_order=place, key=criterion.key, name=criterion.name,
            description=criterion.description, weight=criterion.weight, floor=criterion.floor,
            allow_na=criterion.allow_na, stage=criterion.stage,
        )  # fmt: skip
        ScaleStep.objects.bulk_create(
            ScaleStep(criterion=row, sort_order=n, value=step.value, label=step.label, anchor=step.anchor)
            for n, step in enumerate(criterion.steps)
        )
    GateRow.objects.bulk_create(
        GateRow(programme=programme, sort_order=n, key=gate.key, name=gate.name, question=gate.question)
        for n, gate in enumerate(rules.gates)
    )
    EligibilityStatement.objects.bulk_create(
        EligibilityStatement(
            programme=programme, sort_order=n, key=row.key, text=row.text, evidence=row.evidence,
            evidence_required=row.evidence_required,
        )
        for n, row in enumerate(rules.statements)
    )  # fmt: skip
    common = {field.key for field in COMMON_FIELDS}
    FormField.objects.bulk_create(
        FormField(
            programme=programme, sort_order=n, key=row.key, label=row.label, help=row.help, kind=row.kind,
            required=row.required, max_length=row.max_length, minimum=row.minimum, maximum=row.maximum,
            unit=row.unit, options_text=_options_text(row), safe_for_blind=not row.blind,
        )
        for n, row in enumerate(field for field in rules.fields if field.key not in common)
    )  # fmt: skip


def _options_text(field: Field) -> str:
    """The choices or columns as the office types them: one a line, a star where a column must be filled."""
    needed = set(field.columns_needed)
    return "\n".join(label + "＊" * (value in needed) for value, label in field.options)


def load_all_ready(*, by: User | None, at: datetime) -> list[Programme]:
    """Every ready programme of certification/data/programmes/."""
    return [load_ready(path, by=by, at=at) for path in sorted(READY.glob("*.json"))]


def announce(programme: Programme, *, by: User | None, at: datetime) -> None:
    """Tell the catalog the words of a programme's mark."""
    publishing.put_programme(
        ProgrammeFacts(
            slug=programme.slug,
            name=programme.name,
            word=programme.word,
            accent=programme.accent,
            summary=programme.summary,
            criteria_text=programme.criteria_text,
            mark=mark_photo(programme.mark, programme.mark_alt),
        ),
        by=by,
        at=at,
    )


def mark_photo(mark: StoredFile | None, alt: str) -> Photo | None:
    """The picture of a mark as a plain value; None without one."""
    if mark is None:
        return None
    with mark.file.open("rb") as file:
        return Photo(f"mark{mark.extension}", file.read(), alt)


@transaction.atomic
def put_mark(programme: Programme, picture: StoredFile | None, *, by: User, at: datetime) -> None:
    """A new picture of the mark, or none; earlier ones stay for the rounds that froze them."""
    permissions.require_secretariat(by)
    before = programme.mark_id
    programme.mark = picture
    programme.save(update_fields=["mark"])
    audit.record("programme.mark", programme, by=by, at=at, before=before, after=programme.mark_id)


def prefix_problem(prefix: str, programme: Programme) -> Reason | None:
    """Numbers once given stay unique: letters that another programme's round was opened with are taken for good."""
    other = Round.objects.filter(rules__number_prefix=prefix).exclude(programme=programme.pk).first()
    if other is None:
        return None
    sentence = f"番号の頭の文字「{prefix}」は、別の制度の「{other}」の番号に使われています。別の文字にしてください。"
    return Reason("programme.prefix_taken", sentence, field="number_prefix")


def rounds_on_old_rules(programme: Programme) -> list[Round]:
    """Rounds under way whose frozen rules are no longer the programme's: they keep theirs to the end."""
    now = rules_of(programme)
    under_way = Round.objects.filter(programme=programme, opened_at__isnull=False).exclude(
        pk__in=_finished(programme).values("pk")
    )
    return [row for row in under_way if row.frozen != now]


def _finished(programme: Programme) -> QuerySet[Round]:
    """Rounds past their window with nothing left in the procedure."""
    left = Application.objects.filter(round=OuterRef("pk")).exclude(status__in=[status.value for status in FINAL])
    handed_in = Application.objects.filter(round=OuterRef("pk"), status=Status.RELEASED.value)
    rows: QuerySet[Round] = Round.objects.filter(
        Exists(handed_in), ~Exists(left), programme=programme, closes_at__isnull=False
    )
    return rows


@transaction.atomic
def confirm_defaults(programme: Programme, *, by: User, at: datetime) -> None:
    """The office says that every marked default is now the city's own value."""
    permissions.require_secretariat(by)
    confirmed = programme.defaults_to_confirm
    programme.defaults_to_confirm = {}
    programme.confirmed_at, programme.confirmed_by = at, by
    programme.save(update_fields=["defaults_to_confirm", "confirmed_at", "confirmed_by"])
    audit.record("programme.confirmed", programme, by=by, at=at, confirmed=confirmed)


def weight_total(rules: Rules) -> Decimal:
    """The sum of the weights, for the office's preview."""
    return sum((criterion.weight for criterion in rules.criteria), Decimal(0))
