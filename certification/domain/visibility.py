"""Who sees whose words when: the one place that says so, for pages, files, search, exports, mails and history.

Who a person is stands in permissions.py. Everything is hidden unless a line here shows it.
Prose: docs/rules/conflicts.md.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from certification.domain.common_fields import with_common
from certification.domain.eligibility import STATEMENT
from certification.domain.rules import Field, Rules
from certification.domain.states import Status

Viewer = Literal["applicant", "reviewer", "secretariat", "approver", "auditor", "adviser", "public"]

OFFICE: frozenset[Viewer] = frozenset({"secretariat", "approver", "auditor"})
# States in which a reviewer may open an application at all; the sheet may be written in IN_REVIEW only.
READABLE_BY_REVIEWER = frozenset({Status.IN_REVIEW, Status.SCORED, Status.DECIDED, Status.RELEASED})
SCORING_CLOSED = frozenset({Status.SCORED, Status.DECIDED, Status.RELEASED})


@dataclass(frozen=True, slots=True)
class Seat:
    """A reviewer towards one application. `declared`: said whether a conflict exists; `recused`: one does."""

    assigned: bool = False
    declared: bool = False
    recused: bool = False

    @property
    def may_open(self) -> bool:
        return self.assigned and self.declared and not self.recused


NOBODY = Seat()


def visible_fields(rules: Rules, viewer: Viewer, status: Status, seat: Seat = NOBODY) -> frozenset[str]:
    """Keys of the answers (statements as "statement.<key>") whose values and files this viewer may see.

    The firm sees its own, the office everything once it was submitted. A reviewer sees an application after declaring
    no conflict, from the review on; in a blind round only fields marked as safe, and no statements, whose evidence
    names the firm. An adviser sees the product's fields, not the firm's papers, after release. The public sees nothing
    of an application: a certified product's facts are public in the catalog.
    """
    fields = with_common(rules.fields)
    everything = frozenset({field.key for field in fields} | {STATEMENT + s.key for s in rules.statements})
    if viewer == "applicant":
        return everything
    if viewer in OFFICE:
        return frozenset() if status is Status.DRAFT else everything
    if viewer == "reviewer" and seat.may_open and status in READABLE_BY_REVIEWER:
        return _safe(fields) if rules.blind else everything
    if viewer == "adviser" and status is Status.RELEASED:
        return _safe(fields)
    return frozenset()


def _safe(fields: Sequence[Field]) -> frozenset[str]:
    return frozenset(field.key for field in fields if not field.blind)


def redacted(answers: Mapping[str, Any], visible: Collection[str]) -> dict[str, Any]:
    """The answers without what this viewer may not see: left out, not blanked, so that nothing tells it was there."""
    return {key: value for key, value in answers.items() if key in visible}


def firm_visible(rules: Rules, viewer: Viewer, status: Status, seat: Seat = NOBODY) -> bool:
    """Whether the viewer may know which firm applied: its name, people, address, file names, history."""
    if viewer == "applicant":
        return True
    if viewer in OFFICE:
        return status is not Status.DRAFT
    if viewer == "reviewer":
        return not rules.blind and seat.may_open and status in READABLE_BY_REVIEWER
    return viewer == "adviser" and status is Status.RELEASED


def results_visible(status: Status, released: bool) -> bool:
    """Whether the firm may see outcome, letter and feedback: from the release on, and not a moment before."""
    return released and status is Status.RELEASED


def totals_visible(viewer: Viewer, status: Status) -> bool:
    """Whether panel totals, order and suggestion may be seen: by the office, once scoring is closed.

    Never by the firm, whose letter has its own words, and never by a reviewer, whose later sheets would follow them.
    """
    return viewer in OFFICE and status in SCORING_CLOSED


def sheet_visible(viewer: Viewer, status: Status, *, own: bool, seat: Seat = NOBODY) -> bool:
    """Whether a score sheet may be seen: one's own while not recused, another's by a reviewer of the same application
    only when scoring is closed, any by the office then too. The office sees before only whether it is handed in.
    """
    if viewer == "reviewer":
        return seat.may_open and status in READABLE_BY_REVIEWER and (own or status in SCORING_CLOSED)
    return viewer in OFFICE and status in SCORING_CLOSED


def feedback_visible(viewer: Viewer, status: Status, released: bool) -> bool:
    """Whether the reviewers' words to the applicant may be seen; the internal notes are the office's alone."""
    if viewer in ("applicant", "adviser"):
        return results_visible(status, released)
    return viewer in OFFICE and status in SCORING_CLOSED


def notes_visible(viewer: Viewer, status: Status) -> bool:
    """Whether internal notes may be seen."""
    return viewer in OFFICE and status in SCORING_CLOSED


def reviewer_names_visible(viewer: Viewer) -> bool:
    """Whether the viewer may know who marked what. Fellow reviewers and firms never do."""
    return viewer in OFFICE


def may_be_counted(seat: Seat) -> bool:
    """Whether an application may stand in a reviewer's list and counts: counting, too, can give away a secret."""
    return seat.assigned and not seat.recused
