"""Destroying the contents of an application: words, names and files go, the skeleton of the record stays.

The table below is the whole truth of what goes; a test compares it with every text a model can hold. Append-only rows
open for exactly this, because the destruction is logged first (core/append_only.py: Erasable).
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, Q

from certification import models as m
from certification.models import Application
from core import files
from core.files import ERASED_NAME
from core.models import AuditEvent, Business, Destruction, OutboxMessage, StoredFile
from core.services.accounts import NOBODY

BARE = object()  # a JSON value of which only figures and codes stay
KEPT_KEYS = frozenset(
    {
        "value", "na", "key", "kind", "had", "needed", "short", "mean", "maximum", "floor", "below", "holds",
        "outcome", "word", "programme", "receipt_number", "number", "date", "total", "pass_mark", "certified_on",
        "valid_until", "source", "target", "suggested", "version", "role", "field", "statement", "name", "on",
    }
)  # fmt: skip
PLAN, TASK, PAPER = "plan__application", "task__plan__application", "certificate__application"
CONTENT: tuple[tuple[type[Model], str, dict[str, Any]], ...] = (
    (m.ApplicationVersion, "application", {"answers": {}, "files": {}, "business": {}}),
    (m.ApplicationMessage, "application", {"text": ERASED_NAME}),
    (m.Calibration, "source", {"title": ERASED_NAME, "text": ""}),
    (m.CalibrationSheet, "calibration__source", {"marks": BARE, "to_applicant": "", "internal": ""}),
    (m.CertificateNotice, PAPER, {"before": {}, "after": {}, "reason": ERASED_NAME}),
    (m.ChallengePlan, "application", {"gaps": BARE}),
    (m.ChallengeTask, PLAN, {"title": ERASED_NAME, "detail": "", "evidence_note": ""}),
    (m.ConflictDeclaration, "application", {"reason": ""}),
    (m.Correction, "application", {"fields": BARE, "message": ""}),
    (m.DuplicateRuling, "application", {"reason": ERASED_NAME}),
    (m.Extension, "application", {"reason": ERASED_NAME}),
    (m.FeePayment, "application", {"note": "", "undone_reason": ""}),
    (m.GapGoal, PLAN, {"text": ""}),
    (m.Hold, "application", {"reason": ERASED_NAME}),
    (m.KeyedSheet, "application", {"source_note": "", "first": BARE, "second": BARE, "settled": BARE}),
    (m.Letter, "application", {"values": BARE}),
    (m.NoticeTransition, "notice__certificate__application", {"reason": "", "filed": {}}),
    (m.OfficeNotice, "application", {"values": BARE}),
    (m.PlanMeeting, PLAN, {"place": "", "online_url": "", "people": "", "notes": "", "next_step": ""}),
    (m.PlanMessage, PLAN, {"text": ERASED_NAME}),
    (m.PlanPhoto, PLAN, {"caption": ERASED_NAME}),
    (m.PlanTransition, PLAN, {"reason": ""}),
    (m.AdviserTerm, PLAN, {"note": ""}),
    (m.RenewalStop, PAPER, {"reason": ERASED_NAME}),
    (m.ScreeningCheck, "application", {"note": ""}),
    (m.SelfCheck, PLAN, {"marks": BARE}),
    (m.SessionSlot, "application", {"note": ""}),
    (m.Sheet, "application", {"marks": BARE, "to_applicant": "", "internal": ""}),
    (m.StageSheet, "sheet__application", {"marks": BARE}),
    (m.TaskDraft, PLAN, {"title": ERASED_NAME, "detail": ""}),
    (m.TaskEvent, TASK, {"note": ""}),
    (m.Transition, "application", {"reason": ""}),
)
FILES: tuple[tuple[type[Model], str, str], ...] = (
    (m.Attachment, "application", "stored"),
    (m.Certificate, "application", "pdf"),
    (m.ChallengeTask, PLAN, "evidence"),
    (m.KeyedSheet, "application", "scan"),
    (m.Letter, "application", "pdf"),
    (m.MessageFile, "message__application", "stored"),
    (m.NoticeFile, "notice__certificate__application", "stored"),
    (m.OfficeNotice, "application", "pdf"),
    (m.PlanPhoto, PLAN, "before"),
    (m.PlanPhoto, PLAN, "after"),
    (m.TaskEvidence, TASK, "stored"),
)
# Texts that stay, each with its reason.
KEPT = {
    "Application.code": "an address",
    "Application.receipt_number": "the number of the record",
    "ApplicationCopy.taken": "codes of questions",
    "ApplicationCopy.left": "labels of questions",
    "ApplicationMessage.key": "a code",
    "Attachment.field_key": "a code",
    "Certificate.number": "the public number",
    "CalibrationSheet.gates": "yes or no",
    "CertificateNotice.code": "a code",
    "Decision.suggested": "a code",
    "CertificateTransition.reason": "a revocation is public",
    "ChallengeTask.gap_key": "a code",
    "Correction.fields": "codes of questions",
    "DuplicateRuling.product_code": "a code",
    "GapGoal.gap_key": "a code",
    "Letter.kind": "a code",
    "Letter.number": "the number of the register",
    "OfficeNotice.number": "the number of the register",
    "PaperResult.total": "a figure",
    "PlanPhoto.gap_key": "a code",
    "ScreeningCheck.statement_key": "a code",
    "Sheet.gates": "yes or no",
    "StageSheet.gates": "yes or no",
    "TaskDraft.gap_key": "a code",
    "TaskDraft.topic": "the name of a field of advice",
    "TaskEvent.kind": "a code",
}


def bare(value: Any, key: str = "") -> Any:
    """Figures, yes and no, and the values of KEPT_KEYS; every other text is emptied, lists of texts too."""
    if isinstance(value, Mapping):
        return {name: bare(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [bare(inner) for inner in value if not isinstance(inner, str)]
    return value if key in KEPT_KEYS or not isinstance(value, str) else ""


@transaction.atomic
def erase(
    application: Application,
    *,
    label: str,
    retention_class: str,
    reason: str,
    proposed: tuple[Any, datetime],
    approved: tuple[Any, datetime],
    ended_on: Any,
    at: datetime,
) -> bool:
    """Destroy the contents of one application, logged first. Once is enough: False when it was done before.

    `proposed`, `approved`: who and when. Whether it is due is the caller's to know.
    """
    row = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if row.destroyed_at is not None:
        return False
    stored = _files_of(row)
    subjects = [("certification.application", row.pk)]
    subjects += [("certification.challengeplan", plan.pk) for plan in m.ChallengePlan.objects.filter(application=row)]
    for kind, pk in subjects:
        Destruction.objects.create(
            subject_type=kind, subject_id=str(pk), label=label, retention_class=retention_class, reason=reason,
            ended_on=ended_on, proposed_by=proposed[0], proposed_at=proposed[1], approved_by=approved[0],
            approved_at=approved[1], destroyed_at=at, counts={"files": len(stored)} if pk == row.pk else {},
        )  # fmt: skip
    for each in stored:
        files.erase(each, at=at)
    for model, path, columns in CONTENT:
        _blank(model, path, columns, row)
    _blank_decisions(row)
    m.FieldEdit.objects.filter(application=row).delete()
    _forget_around(subjects, at=at)
    row.answers, row.touched, row.gap_answers, row.destroyed_at = {}, {}, {}, at
    if not m.Certificate.objects.filter(application=row).exists():
        row.product_name = ERASED_NAME
    row.save(update_fields=["answers", "touched", "gap_answers", "destroyed_at", "product_name"])
    _close_book(row.business, by=proposed, approved=approved, at=at)
    application.refresh_from_db()
    return True


def _blank(model: type[Model], path: str, columns: dict[str, Any], row: Application) -> None:
    manager = model._default_manager
    rows = manager.filter(**{path: row})
    plain = {name: blank for name, blank in columns.items() if blank is not BARE}
    json = [name for name, blank in columns.items() if blank is BARE]
    if plain:
        rows.update(**plain)
    for pk, *values in rows.values_list("pk", *json) if json else ():
        manager.filter(pk=pk).update(**dict(zip(json, map(bare, values), strict=True)))


def _blank_decisions(row: Application) -> None:
    """An override stays marked for ever: its reason is emptied to a word, never to nothing."""
    m.Decision.objects.filter(application=row).update(public_reason="", derivation={})
    m.Decision.objects.filter(application=row).exclude(override_reason="").update(override_reason=ERASED_NAME)


def _files_of(row: Application) -> list[StoredFile]:
    """Every file only this application uses."""
    keys: set[int] = set()
    for model, path, column in FILES:
        found = model._default_manager.filter(**{path: row, f"{column}__isnull": False})
        keys |= set(found.values_list(column, flat=True))
    shared = m.Attachment.objects.filter(stored__in=keys, application__destroyed_at=None).exclude(application=row)
    keys -= set(shared.values_list("stored", flat=True))
    return list(StoredFile.objects.filter(pk__in=keys, erased_at=None))


def _forget_around(subjects: Iterable[tuple[str, int]], *, at: datetime) -> None:
    """Mails and events about these subjects: the kind, the hand and the time stay."""
    about = Q(pk__in=[])
    for kind, pk in subjects:
        about |= Q(subject_type=kind, subject_id=str(pk))
    rows = OutboxMessage.objects.filter(about)
    rows.filter(state="queued").update(state="failed")  # nothing of what is destroyed goes out any more
    erase_mails(rows, at=at)
    for event in AuditEvent.objects.filter(about).exclude(facts={}).order_by("pk"):
        AuditEvent.objects.filter(pk=event.pk).update(facts=bare(event.facts))


def erase_mails(rows: Any, *, at: datetime) -> int:
    """Take address, subject and contents out of mails that went or failed; what still waits is left alone."""
    found = rows.filter(erased_at=None).exclude(state="queued")
    count: int = found.update(to=f"nobody@{NOBODY}", context={}, sent_subject="", last_error="", erased_at=at)
    return count


def _close_book(firm: Business, *, by: tuple[Any, datetime], approved: tuple[Any, datetime], at: datetime) -> None:
    """A firm its people have left, with nothing kept any more, loses its facts too."""
    if firm.closed_at is None or Application.objects.filter(business=firm, destroyed_at=None).exists():
        return
    Destruction.objects.create(
        subject_type="core.business", subject_id=str(firm.pk), label=f"business {firm.pk}", retention_class="firm",
        reason="last application destroyed", proposed_by=by[0], proposed_at=by[1], approved_by=approved[0],
        approved_at=approved[1], destroyed_at=at,
    )  # fmt: skip
    blank = dict.fromkeys(("name_kana", "corporate_number", "representative", "street", "phone", "website"), "")
    Business.objects.filter(pk=firm.pk).update(name=ERASED_NAME, **blank)
    for event in AuditEvent.objects.filter(subject_type="core.business", subject_id=str(firm.pk)).exclude(facts={}):
        AuditEvent.objects.filter(pk=event.pk).update(facts=bare(event.facts))
