"""All answers of an application on one page: before handing in, and as they were handed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from certification.domain import form_values, revision
from certification.domain.revision import Change
from certification.domain.rules import Field
from certification.forms.applicant import questions, sections
from certification.models import Application, ApplicationVersion
from certification.selectors import applicant as selectors
from certification.services import applications
from certification.views.applicant import progress
from core.models import StoredFile


@dataclass(frozen=True, slots=True)
class Line:
    """One answer as people read it. `href`: where it can be changed; empty where it cannot."""

    label: str
    value: str
    files: tuple[StoredFile, ...]
    required: bool
    href: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the form with its answers."""

    label: str
    href: str
    lines: tuple[Line, ...]


def of_draft(application: Application, errors: Mapping[str, str]) -> list[Part]:
    """The answers as they stand, with links to mend them. `errors`: {field key: sentence}."""
    placed: dict[str, list[StoredFile]] = {}
    for row in selectors.attachments(application):
        placed.setdefault(row.field_key, []).append(row.stored)
    unlocked = applications.unlocked(application)
    values = sections.values_of(application)
    parts = []
    for section in sections.sections_of(application):
        href = progress.section_url(application, section.slug)
        lines = tuple(
            Line(
                label=field.label,
                value=form_values.display(field, values.get(field.key)),
                files=tuple(placed.get(field.key, ())),
                required=sections.is_required(field, application),
                href=f"{href}#{questions.anchor(field)}" if unlocked is None or field.key in unlocked else "",
                error=errors.get(field.key, ""),
            )
            for field in section.fields
        )
        parts.append(Part(section.label, href, lines))
    return parts


def of_version(application: Application, version: ApplicationVersion) -> list[Part]:
    """The answers of one version handed in."""
    ids = [number for found in version.files.values() for number in found]
    stored = selectors.version_files(ids)
    return [
        Part(section.label, "", tuple(_frozen(field, version, stored) for field in section.fields))
        for section in sections.sections_of(application)
    ]


def _frozen(field: Field, version: ApplicationVersion, stored: Mapping[int, StoredFile]) -> Line:
    files = tuple(stored[number] for number in version.files.get(field.key, ()) if number in stored)
    return Line(field.label, form_values.display(field, version.answers.get(field.key)), files, required=False, href="")


def changes(application: Application, before: ApplicationVersion, after: ApplicationVersion) -> Sequence[Change]:
    """What differs between two versions, files counted."""
    fields = [field for section in sections.sections_of(application) for field in section.fields]
    return revision.diff(_with_files(before, fields), _with_files(after, fields), fields)


def _with_files(version: ApplicationVersion, fields: Sequence[Field]) -> dict[str, Any]:
    files = {field.key: version.files.get(field.key, []) for field in fields if field.kind in questions.FILES}
    return {**version.answers, **files}
