"""What a producer does with an application: start, save, attach, submit, withdraw."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from certification import permissions
from certification.domain import eligibility, form_values, limits
from certification.domain.rules import Rules
from certification.domain.states import OPEN, Status
from certification.models import Application, ApplicationVersion, Attachment, Certificate, Correction, Round
from certification.services import draft_history, transitions
from core import audit, clock, files, outbox
from core.domain.reason import Reason, Refused
from core.models import Business, StoredFile, User

GAP = "gap."  # prefix of the answers to gaps in `touched` and in clashes
STATEMENT = "statement."  # answers "statement.<key>": "yes" | "no"; files under the same key


class NotReady(Refused):
    """The form is not complete; every reason names its field."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A field two people wrote: what stands there now, and what was being saved."""

    field: str
    theirs: Any
    yours: Any


class Stale(Exception):
    """Someone else saved some of these fields meanwhile. Nothing of these fields was overwritten."""

    def __init__(self, clashes: tuple[Clash, ...], revision: int) -> None:
        super().__init__(", ".join(clash.field for clash in clashes))
        self.clashes, self.revision = clashes, revision


@dataclass(frozen=True, slots=True)
class Saved:
    """The result of a save: the new revision and what is not right yet (kept as typed all the same)."""

    revision: int
    reasons: tuple[Reason, ...]


@transaction.atomic
def start(
    round_: Round, business: Business, *, by: User, at: datetime, key: str = "", renews: Certificate | None = None
) -> Application:
    """A new draft. The same `key` (of the form that was pressed) makes one draft however often it is sent.

    `renews`: the certificate a renewal is for; renewals do not count towards the most a firm may apply for.
    """
    member = permissions.membership_of(by, business)
    if member is None or not member.may_edit:
        raise permissions.Denied(Reason("application.reader", "閲覧の役割では申請を始められません。"))
    if not round_.is_open(at):
        raise Refused(Reason("round.closed", "この募集は受付期間ではありません。"))
    if key and (same := Application.objects.filter(business=business, code=key).first()):
        return same
    rules = round_.frozen
    if rules.max_per_firm and renews is None:
        Business.objects.select_for_update().get(pk=business.pk)  # two starts at once count each other
        held = Application.objects.filter(business=business, round=round_, kind="new").values_list("status", flat=True)
        if limits.left(rules.max_per_firm, map(Status, held), rolling=round_.closes_at is None) == 0:
            raise Refused(
                Reason("round.max", f"この募集に申請できるのは、1事業者につき{rules.max_per_firm}件までです。")
            )
    application = Application(
        round=round_,
        business=business,
        started_at=at,
        started_by=by,
        saved_at=at,
        saved_by=by,
        kind="renewal" if renews else "new",
        renews=renews,
    )
    if key:
        application.code = key
    application.save()
    audit.record("application.started", application, by=by, at=at)
    return application


def unlocked(application: Application) -> frozenset[str] | None:
    """The fields that may be written: None for all (draft), the named ones while a correction is open, else none."""
    if application.state is Status.DRAFT:
        return None
    if application.state is Status.RETURNED:
        correction = Correction.objects.filter(application=application, answered_at=None).first()
        return frozenset(correction.fields) if correction else frozenset()
    return frozenset()


@transaction.atomic
def save(
    application: Application, changes: Mapping[str, Any], *, base: int | Mapping[str, int], by: User, at: datetime
) -> Saved:
    """Save typed values by field key. `base`: the revision the person's page was made from, or that of each field.

    Values that are not right are kept as typed and named in the result. Raises Stale when someone else wrote one of
    these fields since `base` (the other fields are not saved either), Denied when the person or state may not.
    """
    permissions.require_can_edit(by, application)
    row = Application.objects.select_for_update(of=("self",)).select_related("round").get(pk=application.pk)
    if row.state not in OPEN:
        raise permissions.Denied(Reason("application.closed", "提出済みの申請は変更できません。"))
    allowed = unlocked(row)
    rules = row.round.frozen
    cleaned, reasons = _clean(rules, changes, allowed)
    fresh = {key: value for key, value in cleaned.items() if row.answers.get(key) != value}
    clashes = tuple(
        Clash(key, row.answers.get(key), value)
        for key, value in fresh.items()
        if row.touched.get(key, 0) > (base if isinstance(base, int) else base.get(key, 0))
    )
    if clashes:
        raise Stale(clashes, row.revision)
    if fresh:
        row.revision += 1
        draft_history.record(row, row.answers, fresh, by=by, at=at)
        row.answers |= fresh
        row.touched |= dict.fromkeys(fresh, row.revision)
        row.product_name = str(row.answers.get("name", ""))[:120]
        row.saved_at, row.saved_by = at, by
        row.save(update_fields=["answers", "touched", "revision", "product_name", "saved_at", "saved_by"])
    application.refresh_from_db()
    return Saved(row.revision, reasons)


def _clean(
    rules: Rules, changes: Mapping[str, Any], allowed: frozenset[str] | None
) -> tuple[dict[str, Any], tuple[Reason, ...]]:
    fields = {field.key: field for field in rules.fields}
    statements = {STATEMENT + statement.key for statement in rules.statements}
    cleaned: dict[str, Any] = {}
    reasons: list[Reason] = []
    for key, raw in changes.items():
        if allowed is not None and key not in allowed:
            continue
        if key in statements:
            cleaned[key] = raw if raw in ("yes", "no") else ""
        elif key in fields:
            cleaned[key], found = form_values.clean(fields[key], raw)
            reasons.extend(found)
    return cleaned, tuple(reasons)


@transaction.atomic
def attach(application: Application, field_key: str, stored: StoredFile, *, by: User, at: datetime) -> Attachment:
    """Put a kept file at a field. Raises Denied when the field is not open to writing."""
    permissions.require_can_edit(by, application)
    allowed = unlocked(application)
    if allowed is not None and field_key not in allowed:
        raise permissions.Denied(Reason("application.locked", "この項目は補正の対象ではないため、変更できません。"))
    if field_key not in _file_keys(application.round.frozen):
        raise Refused(Reason("application.no_file_field", "この項目にファイルは付けられません。", field=field_key))
    attachment = Attachment.objects.create(
        application=application, field_key=field_key, stored=stored, added_at=at, added_by=by
    )
    audit.record("application.attached", application, by=by, at=at, field=field_key, file=stored.original_name)
    return attachment


def _file_keys(rules: Rules) -> frozenset[str]:
    keys = {field.key for field in rules.fields if field.kind in ("file", "photo")}
    return frozenset(keys | {STATEMENT + row.key for row in rules.statements})


@transaction.atomic
def detach(attachment: Attachment, *, by: User, at: datetime) -> None:
    """Take a file away from a field; versions handed in keep it."""
    permissions.require_can_edit(by, attachment.application)
    allowed = unlocked(attachment.application)
    if allowed is not None and attachment.field_key not in allowed:
        raise permissions.Denied(Reason("application.locked", "この項目は補正の対象ではないため、変更できません。"))
    if attachment.removed_at is None:
        attachment.removed_at, attachment.removed_by = at, by
        attachment.save(update_fields=["removed_at", "removed_by"])
        audit.record("application.detached", attachment.application, by=by, at=at, field=attachment.field_key)


def files_of(application: Application) -> dict[str, list[int]]:
    """{field key: ids of the stored files in place now}."""
    found: dict[str, list[int]] = {}
    rows = Attachment.objects.filter(application=application, removed_at=None).order_by("pk")
    for key, stored in rows.values_list("field_key", "stored_id"):
        found.setdefault(key, []).append(stored)
    return found


def problems(application: Application) -> tuple[Reason, ...]:
    """Everything that keeps the application from being handed in, at once."""
    counts = {key: len(ids) for key, ids in files_of(application).items()}
    found = eligibility.problems(application.round.frozen, application.answers, counts)
    return (*found, *_gap_problems(application))


def _gap_problems(application: Application) -> tuple[Reason, ...]:
    plan = getattr(application.previous, "plan", None) if application.previous_id else None
    if plan is None:
        return ()
    return tuple(
        Reason(
            "gap.unanswered",
            f"前回届かなかった「{gap['name']}」について、今回どう変えたかを書いてください。",
            field=f"gap.{gap['key']}",
        )
        for gap in plan.gaps
        if not str(application.gap_answers.get(gap["key"], "")).strip()
    )


@transaction.atomic
def save_gap_answers(
    application: Application, texts: Mapping[str, str], *, base: int | Mapping[str, int], by: User, at: datetime
) -> None:
    """What changed against each gap of the earlier attempt; {gap key: text}. `base` as in `save`, by gap key.

    Raises Stale, its clashes under "gap.<key>", when someone else wrote one of these since; nothing is saved then.
    """
    permissions.require_can_edit(by, application)
    row = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    fresh = {key: str(text)[:2000] for key, text in texts.items() if row.gap_answers.get(key) != str(text)[:2000]}
    clashes = tuple(
        Clash(GAP + key, row.gap_answers.get(key), text)
        for key, text in fresh.items()
        if row.touched.get(GAP + key, 0) > (base if isinstance(base, int) else base.get(key, 0))
    )
    if clashes:
        raise Stale(clashes, row.revision)
    if fresh:
        row.revision += 1
        old = {GAP + key: text for key, text in row.gap_answers.items()}
        draft_history.record(row, old, {GAP + key: text for key, text in fresh.items()}, by=by, at=at)
        row.gap_answers |= fresh
        row.touched |= {GAP + key: row.revision for key in fresh}
        row.saved_at, row.saved_by = at, by
        row.save(update_fields=["gap_answers", "touched", "revision", "saved_at", "saved_by"])
    application.refresh_from_db()


@transaction.atomic
def submit(application: Application, *, by: User, at: datetime) -> str:
    """提出: hand the draft (or the correction) in; returns the receipt number, the same when pressed twice.

    Raises NotReady with every reason, Refused after the deadline (the draft stays), Denied for a reader.
    """
    round_ = Round.objects.select_for_update(of=("self",)).get(pk=application.round_id)
    row = Application.objects.select_for_update(of=("self",)).select_related("business").get(pk=application.pk)
    row.round = round_
    if row.state not in OPEN and row.receipt_number and permissions.membership_of(by, row.business):
        application.refresh_from_db()
        return row.receipt_number
    permissions.require_can_edit(by, row)
    if row.state is Status.DRAFT and not _in_time(row, at):
        raise Refused(
            Reason("round.closed", "締切を過ぎたため提出できません。入力した内容は下書きとして残っています。")
        )
    if reasons := problems(row):
        raise NotReady(*reasons)
    if not row.receipt_number:
        row.receipt_number = _next_number(round_)
    row.submitted_at, row.submitted_by = at, by
    row.save(update_fields=["receipt_number", "submitted_at", "submitted_by"])
    version = _freeze(row, by=by, at=at)
    Correction.objects.filter(application=row, answered_at=None).update(answered_at=at, answered_by=by)
    transitions.move(row, to=Status.SUBMITTED, by=by, at=at)
    _send_receipt(row, version, by=by, at=at)
    application.refresh_from_db()
    return row.receipt_number


def _in_time(row: Application, at: datetime) -> bool:
    late = row.late_allowed_until
    return row.round.is_open(at) or (late is not None and at < late)


def _next_number(round_: Round) -> str:
    """受付番号: programme's letters, fiscal year, place in the round. The round's row is locked."""
    taken = Application.objects.filter(round=round_, receipt_number__isnull=False).count()
    return f"{round_.frozen.number_prefix}{round_.fiscal_year}-R{round_.pk}-{taken + 1:04d}"


def _freeze(row: Application, *, by: User, at: datetime) -> ApplicationVersion:
    business = row.business
    facts = {"name": business.name, "name_kana": business.name_kana, "address": business.address}
    return ApplicationVersion.objects.create(
        application=row,
        number=row.versions.count() + 1,
        answers=row.answers,
        files=files_of(row),
        business=facts,
        made_at=at,
        made_by=by,
    )


def _send_receipt(row: Application, version: ApplicationVersion, *, by: User, at: datetime) -> None:
    outbox.add(
        "receipt",
        row,
        to=by.email,
        key=f"receipt:{row.pk}:{version.number}",
        at=at,
        context={
            "number": row.receipt_number,
            "product": row.product_name,
            "programme": row.round.frozen.name,
            "round": str(row.round),
            "submitted_at": clock.local_text(at),
            "version": version.number,
            "url": settings.SITE_URL + reverse("apply:application", args=[row.code]),
        },
    )
    transaction.on_commit(outbox.wake)


@transaction.atomic
def withdraw(application: Application, *, by: User, at: datetime, reason: str = "") -> None:
    """取下げ: possible until the result is made known; the record stays, a decision not yet released goes nowhere."""
    was_draft = application.state is Status.DRAFT
    transitions.move(application, to=Status.WITHDRAWN, by=by, at=at, reason=reason)
    if not was_draft:
        outbox.add(
            "withdrawn",
            application,
            to=by.email,
            key=f"withdrawn:{application.pk}",
            at=at,
            context={"number": application.receipt_number, "product": application.product_name},
        )
        transaction.on_commit(outbox.wake)


def take_upload(upload: Any, purpose: files.Purpose, *, by: User, at: datetime) -> StoredFile:
    """Keep an upload; raises core.files.Refused with a sentence."""
    return files.accept(upload, by=by, at=at, purpose=purpose)
