"""The parts of an application form, one page each, and where a field stands."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from certification.domain import common_fields
from certification.domain.eligibility import STATEMENT
from certification.domain.rules import Field, Rules
from certification.models import Application

STATEMENTS = "statements"
IMPROVEMENT = "improvement"
GAP = "gap."
GAP_MAX_LENGTH = 2000
YES_NO = common_fields.YES_NO


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the form. `slug` is the last part of its address."""

    slug: str
    label: str
    fields: tuple[Field, ...]


def sections_of(application: Application) -> tuple[Section, ...]:
    """Every page this application's form has, in order; fields asked of food only are left out for the rest."""
    rules = application.round.frozen
    food = application.answer("kind") in ("", "food")
    found = [*_improvement(application)]
    for slug, label in common_fields.SECTIONS.items():
        fields = tuple(
            field
            for field in rules.fields
            if _place(field) == slug and (food or field.key not in common_fields.FOOD_ONLY)
        )
        if fields:
            found.append(Section(slug, gettext(label), fields))
    if rules.statements:
        found.append(Section(STATEMENTS, gettext("応募資格"), tuple(_statement_fields(rules))))
    return tuple(found)


def _place(field: Field) -> str:
    return field.section if field.section in common_fields.SECTIONS else "programme"


def _statement_fields(rules: Rules) -> list[Field]:
    return [
        Field(STATEMENT + row.key, row.text, kind="choice", options=YES_NO, help="", section=STATEMENTS)
        for row in rules.statements
    ]


def _improvement(application: Application) -> list[Section]:
    """前回からの改善: one answer for every gap of the earlier attempt."""
    gaps = gaps_of(application)
    if not gaps:
        return []
    fields = tuple(
        Field(
            GAP + gap["key"],
            gettext("「{name}」について、今回変えたこと").format(name=gap["name"]),
            kind="long_text",
            max_length=GAP_MAX_LENGTH,
            section=IMPROVEMENT,
        )
        for gap in gaps
    )
    return [Section(IMPROVEMENT, gettext("前回からの改善"), fields)]


def gaps_of(application: Application) -> list[dict[str, Any]]:
    """The gaps the earlier attempt left, as its plan keeps them; empty for a first application."""
    plan = getattr(application.previous, "plan", None) if application.previous_id else None
    return list(plan.gaps) if plan is not None else []


def find(sections: tuple[Section, ...], slug: str) -> Section | None:
    """The section with this slug."""
    return next((section for section in sections if section.slug == slug), None)


def section_of_field(sections: tuple[Section, ...], key: str) -> Section | None:
    """The page a field stands on."""
    return next((section for section in sections if any(field.key == key for field in section.fields)), None)


def is_required(field: Field, application: Application) -> bool:
    """Must the field be answered before handing in?"""
    if application.answer("kind") == "food" and field.key in common_fields.FOOD_REQUIRED:
        return True
    return field.required


def values_of(application: Application) -> dict[str, object]:
    """Stored answers by field key, those about gaps included."""
    gaps = {GAP + key: text for key, text in application.gap_answers.items()}
    return {**application.answers, **gaps}
