"""Programmes: the ready ones from data, the frozen copy a round takes, the office's confirmation of defaults."""

import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.db import transaction

from catalog.domain.entry import ProgrammeFacts
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
    ValidityKind,
)
from certification.models import Criterion as CriterionRow
from certification.models import EligibilityStatement, FormField, Programme, ScaleStep
from certification.models import Gate as GateRow
from core import audit
from core.models import User

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
        max_per_firm=programme.max_per_firm,
        reasons_shown=programme.reasons_shown,
        appeal_text=programme.appeal_text,
        mark_accent=programme.accent,
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
        options=tuple((option, option) for option in row.options),
        blind=not row.safe_for_blind,
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
        number_prefix=rules.number_prefix,
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
            unit=row.unit, options_text="\n".join(label for _value, label in row.options), safe_for_blind=not row.blind,
        )
        for n, row in enumerate(field for field in rules.fields if field.key not in common)
    )  # fmt: skip


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
        ),
        by=by,
        at=at,
    )


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
