"""All answers of an application on one page: before handing in, and as they were handed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from certification.domain import form_values, revision, wording
from certification.domain.revision import Change
from certification.domain.rules import Field
from certification.domain.wording import Compared
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


@dataclass(frozen=True, slots=True)
class Texts:
    """One field before and now, word by word."""

    label: str
    compared: Compared


def beside(field: Field, before: ApplicationVersion, now: Mapping[str, Any]) -> Texts:
    """The text handed in and the text now."""
    old = _with_files(before, [field]).get(field.key)
    return Texts(field.label, wording.compare(_shown(field, old), _shown(field, now.get(field.key))))


def present(application: Application) -> dict[str, Any]:
    """Values as they stand now; of files their stored ids."""
    return {**sections.values_of(application), **applications.files_of(application)}


def _shown(field: Field, value: Any) -> str:
    if isinstance(value, list) and field.kind in questions.FILES:
        names = selectors.version_files(value)
        return "\n".join(names[number].original_name for number in value if number in names)
    return form_values.display(field, value)


def compared(application: Application, before: ApplicationVersion, after: ApplicationVersion) -> list[Texts]:
    """What differs between two versions, word by word; files by name."""
    fields = {field.key: field for section in sections.sections_of(application) for field in section.fields}
    old, new = (_with_files(each, list(fields.values())) for each in (before, after))
    found = []
    for key, field in fields.items():
        if (texts := wording.compare(_shown(field, old.get(key)), _shown(field, new.get(key)))).changed:
            found.append(Texts(field.label, texts))
    known = set(fields)
    gone = [change for change in changes(application, before, after) if change.key not in known]
    return [*found, *(Texts(row.label, wording.compare(row.old, row.new)) for row in gone)]


def changes(application: Application, before: ApplicationVersion, after: ApplicationVersion) -> Sequence[Change]:
    """What differs between two versions, files counted."""
    fields = [field for section in sections.sections_of(application) for field in section.fields]
    return revision.diff(_with_files(before, fields), _with_files(after, fields), fields)


def _with_files(version: ApplicationVersion, fields: Sequence[Field]) -> dict[str, Any]:
    files = {field.key: version.files.get(field.key, []) for field in fields if field.kind in questions.FILES}
    return {**version.answers, **files}
