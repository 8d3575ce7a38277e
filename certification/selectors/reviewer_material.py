"""What one application shows a reviewer: facts, pictures, and what changed since an earlier attempt.

In a blind round only fields marked safe appear, files lose their names, and what would name the firm in free text is
covered. Who may ask at all stands in reviewer.py and permissions.py.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from certification.domain import form_values, visibility
from certification.domain.common_fields import SECTIONS
from certification.domain.revision import Change, diff
from certification.domain.rules import Field, Rules
from certification.models import Application, ApplicationVersion
from certification.selectors import gap_story
from core.models import Business, Membership, StoredFile, User

COVERED = "［伏せました］"
FILES = ("file", "photo")
Cover = Callable[[str], str]
LEGAL_FORMS = re.compile(
    "株式会社|有限会社|合同会社|合資会社|合名会社|一般社団法人|農事組合法人|㈱|㈲|[(（][株有同][)）]"
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One answer as people read it; `value` may have several lines."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Section:
    """Answers that belong together."""

    name: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A file under a neutral name; the name people gave it is never shown."""

    token: str
    label: str
    is_image: bool
    width: int | None
    height: int | None


@dataclass(frozen=True, slots=True)
class GapAnswer:
    """What was missing last time, what the applicant says has changed, what changed in the form, what was done.

    `papers`: evidence of the work, in an open round only.
    """

    name: str
    answer: str
    changes: tuple[Change, ...] = ()
    done: tuple[Fact, ...] = ()
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier attempt: never its firm, its marks or what its panel wrote (domain/visibility.py).

    `changes`: those that speak to none of the gaps.
    """

    attempt: int
    gaps: tuple[GapAnswer, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """Everything of an application that its reviewer sees. `firm` is empty in a blind round."""

    product: str
    firm: str
    sections: tuple[Section, ...]
    photos: tuple[Paper, ...]
    papers: tuple[Paper, ...]
    earlier: Earlier | None


def material(application: Application, rules: Rules) -> Material:
    """Read the newest version handed in. Raises ApplicationVersion.DoesNotExist before the first."""
    version = application.versions.latest("number")
    people = _people(application.business) if rules.blind else []
    cover = partial(hide, business=application.business, people=people) if rules.blind else _as_it_is
    fields = visible_fields(application, rules)
    found = _papers(version, fields)
    return Material(
        product=cover(application.product_name),
        firm="" if rules.blind else application.business.name,
        sections=_sections(version, fields, cover),
        photos=tuple(paper for key, paper in found if key == "photos" and paper.is_image),
        papers=tuple(paper for key, paper in found if key != "photos" or not paper.is_image),
        earlier=_earlier(application, version, fields, cover, with_papers=not rules.blind),
    )


def visible_fields(application: Application, rules: Rules) -> tuple[Field, ...]:
    """The fields a reviewer who declared no conflict may see now, in the form's order."""
    seat = visibility.Seat(assigned=True, declared=True)
    keys = visibility.visible_fields(rules, "reviewer", application.state, seat)
    return tuple(field for field in rules.fields if field.key in keys)


def product_of(application: Application, rules: Rules) -> str:
    """The product's name as the reviewer may read it."""
    if not rules.blind:
        return application.product_name
    return hide(application.product_name, business=application.business, people=_people(application.business))


def file_of(application: Application, rules: Rules, token: str) -> tuple[StoredFile, str] | None:
    """A file of the newest version and its neutral name, if the reviewer may see it."""
    version = application.versions.latest("number")
    for _key, paper in _papers(version, visible_fields(application, rules)):
        if paper.token == token:
            stored = StoredFile.objects.get(token=token)
            return stored, f"{application.receipt_number}-{paper.label}{stored.extension}"
    return None if rules.blind else _evidence_of(application, token)


def _evidence_of(application: Application, token: str) -> tuple[StoredFile, str] | None:
    """Evidence of the work since the earlier attempt; only gaps of the plan, only tasks done."""
    plan = gap_story.plan_before(application)
    story = gap_story.of(application, plan, ()) if plan is not None else None
    for gap in story.gaps if story else ():
        for place, stored in enumerate(gap.files, start=1):
            if stored.token == token:
                return stored, f"{application.receipt_number}-{gap.row['name']}{place}{stored.extension}"
    return None


def hide(text: str, business: Business, people: Iterable[User]) -> str:
    """The text with everything that names this firm covered: its names, people, addresses, numbers, in any width.

    A second net under the safe fields: free text may hold what its author was asked to leave out.
    """
    if not text:
        return text
    pattern = "|".join(_loose(term) for term in _terms(business, people))
    return re.sub(pattern, COVERED, text, flags=re.IGNORECASE) if pattern else text


def _as_it_is(text: str) -> str:
    return text


def _people(business: Business) -> list[User]:
    return [row.user for row in Membership.objects.filter(business=business).select_related("user").order_by("pk")]


def _terms(business: Business, people: Iterable[User]) -> list[str]:
    """What names a firm, longest first; single characters are left out, they would cover whole words."""
    host = re.sub(r"^https?://(www\.)?", "", business.website).split("/")[0]
    terms = {
        business.name,
        LEGAL_FORMS.sub("", business.name).strip(),
        business.name_kana,
        business.representative,
        business.street,
        business.phone,
        business.corporate_number,
        host,
    }
    for person in people:
        terms |= {person.email, f"{person.last_name}{person.first_name}" if person.last_name else ""}
    return sorted((term for term in terms if len(term.replace(" ", "")) > 1), key=len, reverse=True)


def _loose(term: str) -> str:
    """A pattern for the term in full or half width, whatever the spaces between its characters."""
    narrow = unicodedata.normalize("NFKC", term)
    forms = {"".join(form.split()) for form in (term, narrow, _wide(narrow))}
    return "|".join(r"\s*".join(map(re.escape, form)) for form in sorted(forms))


def _wide(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def _sections(version: ApplicationVersion, fields: tuple[Field, ...], cover: Cover) -> tuple[Section, ...]:
    found = []
    for key, name in SECTIONS.items():
        facts = tuple(
            Fact(field.label, cover(shown))
            for field in fields
            if field.section == key
            and field.kind not in FILES
            and (shown := form_values.display(field, version.answers.get(field.key)))
        )
        if facts:
            found.append(Section(name, facts))
    return tuple(found)


def _papers(version: ApplicationVersion, fields: tuple[Field, ...]) -> list[tuple[str, Paper]]:
    """(field key, file) of the visible file fields in order; one query."""
    ids = [stored for field in fields for stored in version.files.get(field.key, ())]
    stored = StoredFile.objects.in_bulk(ids)
    found = []
    for field in fields:
        for place, pk in enumerate(version.files.get(field.key, ()), start=1):
            if row := stored.get(pk):
                paper = Paper(row.token, f"{field.label}{place}", row.is_image, row.width, row.height)
                found.append((field.key, paper))
    return found


def _earlier(
    application: Application,
    version: ApplicationVersion,
    fields: tuple[Field, ...],
    cover: Cover,
    *,
    with_papers: bool,
) -> Earlier | None:
    if application.previous_id is None:
        return None
    before = ApplicationVersion.objects.filter(application=application.previous_id).order_by("-number").first()
    changes = _changes(before, version, fields, cover) if before else ()
    plan = gap_story.plan_before(application)
    if plan is None:
        return Earlier(application.attempt, (), changes)
    story = gap_story.of(application, plan, changes)
    gaps = tuple(_gap_answer(gap, cover, with_papers=with_papers) for gap in story.gaps)
    return Earlier(application.attempt, gaps, story.others)


def _gap_answer(gap: gap_story.GapStory, cover: Cover, *, with_papers: bool) -> GapAnswer:
    name = gap.row["name"]
    papers = tuple(
        Paper(row.token, f"{name}{place}", row.is_image, row.width, row.height)
        for place, row in enumerate(gap.files if with_papers else (), start=1)
    )
    done = tuple(Fact(cover(task.title), cover(task.evidence_note)) for task in gap.tasks)
    return GapAnswer(name, cover(gap.answer), gap.changes, done, papers)


def _changes(
    before: ApplicationVersion, version: ApplicationVersion, fields: tuple[Field, ...], cover: Cover
) -> tuple[Change, ...]:
    """Only what the reviewer sees is compared: `diff` would show answers of fields it is not told of."""
    told = tuple(field for field in fields if field.kind not in FILES)
    keys = {field.key for field in told}
    old, new = (visibility.redacted(row.answers, keys) for row in (before, version))
    found = (*diff(old, new, told), *gap_story.file_changes(before, version, fields))
    return tuple(Change(change.key, change.label, cover(change.old), cover(change.new)) for change in found)
