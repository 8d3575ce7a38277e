"""How far an application form is: what is missing, by page, with links."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from certification.forms.applicant import questions, sections
from certification.forms.applicant.sections import Section
from certification.models import Application
from certification.services import applications
from core.domain.reason import Reason


@dataclass(frozen=True, slots=True)
class Part:
    """One page in the navigation of a form. `state`: done, current or todo."""

    section: Section
    href: str
    missing: int
    current: bool
    asked: int = 0  # fields the office asks to mend

    @property
    def state(self) -> str:
        if self.current:
            return "current"
        return "todo" if self.missing else "done"


@dataclass(frozen=True, slots=True)
class Progress:
    """The completeness of a form: `answered` of `total` needed answers."""

    parts: tuple[Part, ...]
    reasons: tuple[Reason, ...]
    answered: int
    total: int

    @property
    def missing(self) -> int:
        return self.total - self.answered

    @property
    def is_complete(self) -> bool:
        return not self.reasons


def of(application: Application, *, current: str = "") -> Progress:
    """What is filled and what is missing now; asks the same question as handing in does."""
    found = sections.sections_of(application)
    reasons = applications.problems(application)
    asked = applications.unlocked(application) or frozenset()
    wrong = {reason.field for reason in reasons}
    needed = {
        field.key
        for section in found
        for field in section.fields
        if sections.is_required(field, application) or field.key in wrong
    }
    parts = tuple(
        Part(
            section=section,
            href=section_url(application, section.slug),
            missing=sum(1 for field in section.fields if field.key in wrong),
            current=section.slug == current,
            asked=sum(1 for field in section.fields if field.key in asked),
        )
        for section in found
    )
    return Progress(parts, reasons, len(needed - wrong), len(needed))


def section_url(application: Application, slug: str) -> str:
    """The address of one page of the form."""
    return reverse("apply:section", args=[application.code, slug])


def application_url(application: Application) -> str:
    """The application's own page."""
    return reverse("apply:application", args=[application.code])


def review_url(application: Application) -> str:
    """The page that shows everything before handing in."""
    return reverse("apply:review", args=[application.code])


def error_links(application: Application, reasons: Sequence[Reason], *, check: bool = True) -> list[dict[str, str]]:
    """Reasons as {href, text} for the error summary: each leads to its control on its page."""
    found = sections.sections_of(application)
    links = []
    for reason in reasons:
        section = sections.section_of_field(found, reason.field)
        href = ""
        if section is not None:
            field = next(field for field in section.fields if field.key == reason.field)
            query = "?check=1" if check else ""
            href = f"{section_url(application, section.slug)}{query}#{questions.anchor(field)}"
        links.append({"href": href, "text": reason.sentence})
    return links
