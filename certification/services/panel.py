"""The panel: appointing reviewers, assigning applications, declaring conflicts of interest."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from certification import permissions
from certification.models import Application, Assignment, ConflictDeclaration, PanelMember, Round, Sheet
from core import audit, clock
from core.domain.reason import Reason, Refused
from core.models import AuditEvent, Membership, User
from core.roles import has_role

OPEN_FOR_ASSIGNMENT = ("submitted", "returned_for_correction", "accepted", "in_review")


@dataclass(frozen=True, slots=True)
class Terms:
    """What a seat says beside its person: period, cap, fields of expertise (category slugs and words)."""

    affiliation: str = ""
    from_on: date | None = None
    until_on: date | None = None
    cap: int | None = None
    expertise: tuple[str, ...] = ()


NO_TERMS = Terms()


@transaction.atomic
def appoint(
    round_: Round, user: User, *, affiliation: str = "", terms: Terms = NO_TERMS, by: User, at: datetime
) -> PanelMember:
    """委嘱. Raises Refused for a person without the reviewer's role. Safe to repeat."""
    permissions.require_secretariat(by)
    if not has_role(user, "reviewer"):
        raise Refused(Reason("panel.no_role", f"{user.display_name} さんに審査委員の役割がありません。"))
    return seat_person(round_, user, replace(terms, affiliation=affiliation or terms.affiliation), by=by, at=at)


def seat_person(round_: Round, user: User, terms: Terms, *, by: User, at: datetime) -> PanelMember:
    """The seat itself, once the right and the role are settled by the caller (appoint, invitations.accept)."""
    check_terms(terms)
    seat, made = PanelMember.objects.get_or_create(
        round=round_, user=user, defaults={**_columns(terms), "appointed_at": at, "appointed_by": by}
    )
    if made:
        audit.record("panel.appointed", round_, by=by, at=at, reviewer=user.pk)
    return seat


def check_terms(terms: Terms) -> None:
    """Raises Refused for a period that ends before it begins, or a cap of nothing."""
    if terms.from_on and terms.until_on and terms.until_on < terms.from_on:
        raise Refused(Reason("panel.period", "委嘱の終わりは、始まりより後の日にしてください。", field="until_on"))
    if terms.cap is not None and terms.cap < 1:
        raise Refused(Reason("panel.cap", "上限は1件以上にしてください。上限がないときは空にします。", field="cap"))


@transaction.atomic
def change_terms(seat: PanelMember, terms: Terms, *, by: User, at: datetime) -> None:
    """Period, affiliation, cap and fields of a seat. Raises Refused as `check_terms`."""
    permissions.require_secretariat(by)
    check_terms(terms)
    values = _columns(terms)
    changed = sorted(name for name, value in values.items() if getattr(seat, name) != value)
    if not changed:
        return
    for name in changed:
        setattr(seat, name, values[name])
    seat.save(update_fields=changed)
    audit.record("panel.terms", seat.round, by=by, at=at, reviewer=seat.user_id, fields=changed)


def _columns(terms: Terms) -> dict[str, Any]:
    return {**asdict(terms), "expertise": list(terms.expertise)}


@transaction.atomic
def assign(applications: Iterable[Application], reviewers: Iterable[User], *, by: User, at: datetime) -> int:
    """割当: every one of these applications to every one of these reviewers; own firms are left out.

    Returns how many were new. Raises Refused for a reviewer who is not of the round's panel.
    """
    permissions.require_secretariat(by)
    rows, people = list(applications), list(reviewers)
    seated = list(PanelMember.objects.filter(user__in=people))
    seats = {(seat.round_id, seat.user_id) for seat in seated}
    away = {(s.round_id, s.user_id): s.absent_reason for s in seated if s.absent_from is not None}
    own = set(Membership.objects.filter(user__in=people).values_list("business_id", "user_id"))
    held = set(
        Assignment.objects.filter(application__in=rows, removed_at=None).values_list("application_id", "reviewer_id")
    )
    new = []
    for row in rows:
        for person in people:
            if (row.round_id, person.pk) not in seats:
                raise Refused(
                    Reason("assign.no_seat", f"{person.display_name} さんは、この募集回の審査委員ではありません。")
                )
            if (row.business_id, person.pk) in own or (row.pk, person.pk) in held:
                continue
            new.append(Assignment(application=row, reviewer=person, assigned_at=at, assigned_by=by))
    if gone := [item for item in new if (item.application.round_id, item.reviewer_id) in away]:
        name = next(person.display_name for person in people if person.pk == gone[0].reviewer_id)
        raise Refused(
            Reason(
                "assign.absent", f"{name} さんは不在のため、割り当てられません。審査委員のページで確かめてください。"
            )
        )
    if closed := [row for row in rows if row.status not in OPEN_FOR_ASSIGNMENT]:
        raise Refused(Reason("assign.closed", f"審査の前か最中の申請だけに割り当てられます: {closed[0]}"))
    Assignment.objects.bulk_create(new)
    AuditEvent.objects.bulk_create(
        audit.event("application.assigned", item.application, by=by, at=at, reviewer=item.reviewer_id) for item in new
    )
    return len(new)


@transaction.atomic
def unassign(assignment: Assignment, *, by: User, at: datetime) -> None:
    """Take an assignment back; a submitted sheet stays in the record but leaves the base."""
    permissions.require_secretariat(by)
    if assignment.removed_at is None:
        assignment.removed_at, assignment.removed_by = at, by
        assignment.save(update_fields=["removed_at", "removed_by"])
        audit.record("application.unassigned", assignment.application, by=by, at=at, reviewer=assignment.reviewer_id)


@transaction.atomic
def arrange(
    applications: Iterable[Application], wanted: Iterable[tuple[int, int]], *, by: User, at: datetime
) -> tuple[int, int]:
    """割当表: make the assignments of these applications exactly `wanted` {(application id, reviewer id)}.

    Returns how many were given and how many taken back. Raises Refused for taking back where the sheet is handed in.
    """
    permissions.require_secretariat(by)
    rows = {row.pk: row for row in applications}
    asked = {pair for pair in wanted if pair[0] in rows}
    held = {
        (item.application_id, item.reviewer_id): item
        for item in Assignment.objects.filter(application__in=rows, removed_at=None).select_related("application")
    }
    given = 0
    people = User.objects.in_bulk({reviewer for _row, reviewer in asked})
    for reviewer in sorted({reviewer for _row, reviewer in asked - set(held)} & set(people)):
        new = [rows[row] for row, person in sorted(asked - set(held)) if person == reviewer]
        given += assign(new, [people[reviewer]], by=by, at=at)
    gone = [held[pair] for pair in sorted(set(held) - asked)]
    handed_in = set(
        Sheet.objects.filter(application__in=rows, submitted_at__isnull=False).values_list(
            "application_id", "reviewer_id"
        )
    )
    for item in gone:
        if (item.application_id, item.reviewer_id) in handed_in:
            raise Refused(Reason("assign.submitted", f"審査票が提出済みのため、割当を外せません: {item.application}"))
        unassign(item, by=by, at=at)
    return given, len(gone)


@transaction.atomic
def declare(application: Application, *, kind: str, reason: str = "", by: User, at: datetime) -> ConflictDeclaration:
    """利益相反の申告 by the reviewer, before the application opens. Raises Refused when not assigned, when the office
    has set it, when a relation lacks its description, or after the sheet was submitted.
    """
    if not permissions.is_assigned(by, application):
        raise permissions.Denied(Reason("sheet.unassigned", "この申請は割り当てられていません。"))
    if (closed := permissions.why_not_in_period(by, application, clock.on(at))) is not None:
        raise permissions.Denied(closed)
    known = {value for value, _label in ConflictDeclaration.KINDS}
    if kind not in known:
        raise Refused(Reason("conflict.kind", "関係の有無を選んでください。", field="kind"))
    if kind == "other" and not reason.strip():
        raise Refused(Reason("conflict.reason", "どのような関係か、ひとこと書いてください。", field="reason"))
    before = (
        ConflictDeclaration.objects.select_for_update(of=("self",)).filter(application=application, reviewer=by).first()
    )
    if before is not None and before.pinned_by_office:
        raise Refused(
            Reason("conflict.pinned", "事務局が設定した内容のため、変更できません。事務局に連絡してください。")
        )
    if application.sheets.filter(reviewer=by, submitted_at__isnull=False).exists():
        raise Refused(Reason("conflict.submitted", "審査票を提出した後は変更できません。事務局に連絡してください。"))
    return write_declaration(application, by, kind=kind, reason=reason, by=by, at=at, pinned=False)


@transaction.atomic
def pin_conflict(
    application: Application, reviewer: User, *, kind: str, reason: str, by: User, at: datetime
) -> ConflictDeclaration:
    """The office sets a conflict; the reviewer cannot undo it."""
    permissions.require_secretariat(by)
    if kind == "none":
        raise Refused(Reason("conflict.kind", "関係の種類を選んでください。", field="kind"))
    return write_declaration(application, reviewer, kind=kind, reason=reason, by=by, at=at, pinned=True)


def write_declaration(
    application: Application, reviewer: User, *, kind: str, reason: str, by: User, at: datetime, pinned: bool
) -> ConflictDeclaration:
    """The one writer of declarations; the callers have asked who may."""
    row, _made = ConflictDeclaration.objects.update_or_create(
        application=application,
        reviewer=reviewer,
        defaults={
            "kind": kind,
            "reason": reason.strip()[:300],
            "declared_at": at,
            "declared_by": by,
            "pinned_by_office": pinned,
        },
    )
    audit.record("conflict.declared", application, by=by, at=at, reviewer=reviewer.pk, kind=kind, office=pinned)
    return row
