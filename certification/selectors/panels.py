"""The marks of a round as the scoring rules read them: who is in the base, which sheets count."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from certification.domain.scoring import SheetMarks
from certification.models import Assignment, ConflictDeclaration, Sheet


@dataclass(frozen=True, slots=True)
class Panel:
    """One application's panel. `base`: reviewers assigned and not recused, in order; `sheets`: the submitted ones among
    them; `comments` {criterion key: what reviewers say to the applicant}; `overall`: the same for the whole product.
    """

    base: tuple[int, ...]
    recused: tuple[int, ...]
    sheets: tuple[SheetMarks, ...]
    comments: Mapping[str, tuple[str, ...]]
    overall: tuple[str, ...]
    drafts: int


EMPTY = Panel((), (), (), {}, (), 0)


def panels(application_ids: Iterable[int]) -> dict[int, Panel]:
    """{application id: its panel} in three queries, however many applications."""
    ids = list(application_ids)
    declared: dict[int, dict[int, str]] = {}
    for application, reviewer, kind in ConflictDeclaration.objects.filter(application__in=ids).values_list(
        "application_id", "reviewer_id", "kind"
    ):
        declared.setdefault(application, {})[reviewer] = kind
    assigned: dict[int, list[int]] = {}
    for application, reviewer in (
        Assignment.objects.filter(application__in=ids, removed_at=None)
        .order_by("pk")
        .values_list("application_id", "reviewer_id")
    ):
        assigned.setdefault(application, []).append(reviewer)
    sheets: dict[int, dict[int, Sheet]] = {}
    for sheet in Sheet.objects.filter(application__in=ids).order_by("pk"):
        sheets.setdefault(sheet.application_id, {})[sheet.reviewer_id] = sheet
    return {pk: _panel(assigned.get(pk, []), declared.get(pk, {}), sheets.get(pk, {})) for pk in ids}


def _panel(assigned: list[int], declared: Mapping[int, str], sheets: Mapping[int, Sheet]) -> Panel:
    recused = tuple(reviewer for reviewer in assigned if declared.get(reviewer, "none") != "none")
    base = tuple(reviewer for reviewer in assigned if reviewer not in recused)
    counted = [sheets[reviewer] for reviewer in base if reviewer in sheets and sheets[reviewer].submitted_at]
    comments: dict[str, list[str]] = {}
    for sheet in counted:
        for key, row in sheet.marks.items():
            if words := row.get("to_applicant"):
                comments.setdefault(key, []).append(words)
    return Panel(
        base=base,
        recused=recused,
        sheets=tuple(sheet.scored for sheet in counted),
        comments={key: tuple(words) for key, words in comments.items()},
        overall=tuple(sheet.to_applicant for sheet in counted if sheet.to_applicant),
        drafts=sum(1 for reviewer in base if reviewer in sheets and sheets[reviewer].submitted_at is None),
    )
