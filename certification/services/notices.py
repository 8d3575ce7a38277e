"""Notices about a certificate (変更届・廃止届): filed by the firm, accepted or returned by the office.

The one writer of their state.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from certification import permissions
from certification.domain import form_values
from certification.domain import notices as rules_of
from certification.domain.notices import IllegalNoticeMove, NoticeKind, NoticeState
from certification.domain.states import IN_FORCE, Actor
from certification.models import Certificate, CertificateNotice, NoticeFile, NoticeTransition
from certification.selectors import facts
from certification.selectors import notices as selectors
from certification.selectors.people import addresses, office_addresses
from certification.services import certificates
from core import audit, clock, outbox
from core.domain import text
from core.domain.reason import Reason, Refused
from core.models import StoredFile, User

MOST_FILES = 5


def why_not_file(certificate: Certificate, kind: NoticeKind) -> Reason | None:
    """Why no notice of this kind can be filed now; None when it can."""
    if certificate.state not in IN_FORCE:
        return Reason("notice.ended", "有効な証書についてだけ届け出られます。")
    if selectors.open_one(certificate, kind) is not None:
        return Reason("notice.open", "同じ種類の届出が、まだ終わっていません。終わってから届け出てください。")
    return None


@transaction.atomic
def file(
    certificate: Certificate,
    kind: NoticeKind,
    *,
    typed: Mapping[str, Any],
    from_on: date | None,
    reason: str,
    files: Sequence[StoredFile] = (),
    key: str = "",
    by: User,
    at: datetime,
) -> CertificateNotice:
    """届け出る. `typed` {field key: new answer}; the same `key` twice: one notice. Raises Refused with each reason."""
    row = Certificate.objects.select_for_update(of=("self",)).select_related("application__round").get(
        pk=certificate.pk
    )  # fmt: skip
    _require_firm(row, by)
    if key and (same := CertificateNotice.objects.filter(certificate=row, code=key).first()):
        return same
    if why := why_not_file(row, kind):
        raise Refused(why)
    values = _checked(row, kind, typed, from_on, reason, at=at)
    notice = CertificateNotice(certificate=row, kind=kind.value, **values, filed_at=at, filed_by=by)
    if key:
        notice.code = key
    notice.save()
    _add_files(notice, files)
    _log(notice, "", NoticeState.FILED, by=by, at=at, filed=_snapshot(notice))
    audit.record("notice.filed", notice, by=by, at=at, kind=kind.value, number=row.number)
    _tell_office(notice, at=at)
    return notice


@transaction.atomic
def refile(
    notice: CertificateNotice,
    *,
    typed: Mapping[str, Any],
    from_on: date | None,
    reason: str,
    files: Sequence[StoredFile] = (),
    drop: Sequence[int] = (),
    by: User,
    at: datetime,
) -> None:
    """Hand a returned notice in again, mended. `drop`: files taken away. What was filed before stays in its move."""
    row = _locked(notice)
    _require_firm(row.certificate, by)
    kind = row.sort
    if row.place is not NoticeState.RETURNED:
        raise Refused(Reason("notice.moved", "この届出はいま直せません。画面を開き直してください。"))
    values = _checked(row.certificate, kind, typed, from_on, reason, at=at)
    for name, value in values.items():
        setattr(row, name, value)
    row.filed_at, row.filed_by = at, by
    row.save(update_fields=[*values, "filed_at", "filed_by"])
    NoticeFile.objects.filter(notice=row, pk__in=list(drop), removed_at=None).update(removed_at=at)
    _add_files(row, files)
    _move(row, NoticeState.FILED, {Actor.APPLICANT}, by=by, at=at, filed=_snapshot(row))
    _tell_office(row, at=at)
    notice.refresh_from_db()


@transaction.atomic
def withdraw(notice: CertificateNotice, *, by: User, at: datetime) -> None:
    """Take a notice back before it is accepted; twice is once."""
    row = _locked(notice)
    _require_firm(row.certificate, by)
    if row.place is not NoticeState.WITHDRAWN:
        _move(row, NoticeState.WITHDRAWN, {Actor.APPLICANT}, by=by, at=at)
    notice.refresh_from_db()


@transaction.atomic
def accept(notice: CertificateNotice, *, by: User, at: datetime) -> None:
    """受け付ける: a change shows in the catalog from its day on, a discontinuation ends the certificate on its day."""
    permissions.require_secretariat(by)
    row = _locked(notice)
    if row.certificate.state not in IN_FORCE:
        raise Refused(Reason("notice.ended", "証書が有効でなくなったため、受け付けられません。差し戻してください。"))
    letter = _move(row, NoticeState.ACCEPTED, {Actor.SECRETARIAT}, by=by, at=at)
    if row.from_on <= clock.on(at):
        _apply(row, by=by, at=at)
    _tell_firm(row, letter, at=at)
    notice.refresh_from_db()


@transaction.atomic
def send_back(notice: CertificateNotice, *, reason: str, by: User, at: datetime) -> None:
    """差し戻す, with the reason the firm reads."""
    permissions.require_secretariat(by)
    if not text.clean(reason):
        raise Refused(Reason("notice.no_reason", "差し戻す理由を書いてください。", field="reason"))
    row = _locked(notice)
    reason = text.clean(reason, lines=True)
    letter = _move(row, NoticeState.RETURNED, {Actor.SECRETARIAT}, by=by, at=at, reason=reason)
    _tell_firm(row, letter, reason=reason, at=at)
    notice.refresh_from_db()


def apply_due(*, today: date, at: datetime) -> int:
    """What the calendar does: accepted notices whose day has come take effect; safe to repeat."""
    count = 0
    waiting = CertificateNotice.objects.filter(
        state=NoticeState.ACCEPTED.value, applied_at=None, from_on__lte=today
    ).order_by("from_on", "pk")
    for notice in waiting:
        with transaction.atomic():
            row = _locked(notice)
            if row.applied_at is None:
                _apply(row, by=None, at=at)
                count += 1
    return count


def _apply(row: CertificateNotice, *, by: User | None, at: datetime) -> None:
    certificate = row.certificate
    row.applied_at = at
    row.save(update_fields=["applied_at"])
    if certificate.state not in IN_FORCE:
        return
    if row.sort is NoticeKind.CHANGE:
        certificates.republish(certificate, by=by, at=at)
        return
    reason = f"廃止届（{clock.date_text(row.from_on)}）：{row.reason}"
    if by is None:
        certificates.surrender_on_its_day(certificate, reason=reason, at=at)
    else:
        certificates.surrender(certificate, reason=reason, by=by, at=at)


def _locked(notice: CertificateNotice) -> CertificateNotice:
    rows = CertificateNotice.objects.select_for_update(of=("self",))
    found: CertificateNotice = rows.select_related(
        "certificate__application__business", "certificate__application__round__programme"
    ).get(pk=notice.pk)
    return found


def _require_firm(certificate: Certificate, by: User) -> None:
    member = permissions.membership_of(by, certificate.application.business)
    if member is None or not member.may_edit:
        raise permissions.Denied(
            Reason("application.reader", "閲覧の役割では届け出られません。代表の方に頼んでください。")
        )


def _checked(
    certificate: Certificate,
    kind: NoticeKind,
    typed: Mapping[str, Any],
    from_on: date | None,
    reason: str,
    *,
    at: datetime,
) -> dict[str, Any]:
    """The values to keep. Raises Refused with everything that is not right."""
    today = clock.on(at)
    now = facts.of_certificate(certificate, on=today)
    fields = selectors.fields_of(certificate) if kind is NoticeKind.CHANGE else ()
    known = {field.key: field for field in fields}
    typed = {key: value for key, value in typed.items() if key in known}
    found = rules_of.problems(
        kind,
        fields=fields,
        now=now,
        typed=typed,
        from_on=from_on,
        reason=reason,
        certified_on=certificate.certified_on,
        today=today,
    )
    if found:
        raise Refused(*found)
    after = {key: form_values.clean(known[key], value)[0] for key, value in typed.items()}
    return {
        "before": {key: now.get(key) for key in after},
        "after": after,
        "from_on": from_on,
        "reason": text.clean(reason, lines=True)[:2000],
    }


def _add_files(notice: CertificateNotice, files: Sequence[StoredFile]) -> None:
    held = notice.files.filter(removed_at=None).count()
    if held + len(files) > MOST_FILES:
        raise Refused(Reason("notice.files", f"書類は{MOST_FILES}件までです。", field="files"))
    NoticeFile.objects.bulk_create(NoticeFile(notice=notice, stored=stored) for stored in files)


def _snapshot(notice: CertificateNotice) -> dict[str, Any]:
    return {
        "before": notice.before,
        "after": notice.after,
        "from_on": notice.from_on.isoformat(),
        "reason": notice.reason,
        "files": list(notice.files.filter(removed_at=None).order_by("pk").values_list("stored_id", flat=True)),
    }


def _move(
    row: CertificateNotice,
    to: NoticeState,
    hats: set[Actor],
    *,
    by: User,
    at: datetime,
    reason: str = "",
    filed: Mapping[str, Any] | None = None,
) -> str:
    """The one writer of a notice's state; returns the letter of the edge. Raises IllegalNoticeMove as a Refused."""
    source = row.place
    try:
        edge = rules_of.check_move(source, to, hats)
    except IllegalNoticeMove as error:
        sentence = "ほかの人が先に進めたため、この操作はできませんでした。画面を開き直してください。"
        raise Refused(Reason("notice.moved", sentence)) from error
    row.state = to.value
    row.save(update_fields=["state"])
    _log(row, source.value, to, by=by, at=at, reason=reason, filed=filed or {})
    facts_of_move = {"source": source.value, "target": to.value, "reason": reason}
    audit.record("notice.moved", row, by=by, at=at, number=row.certificate.number, **facts_of_move)
    return edge.letter


def _log(
    row: CertificateNotice,
    source: str,
    to: NoticeState,
    *,
    by: User,
    at: datetime,
    reason: str = "",
    filed: Mapping[str, Any],
) -> None:
    NoticeTransition.objects.create(
        notice=row, source=source, target=to.value, by=by, at=at, reason=reason, filed=dict(filed)
    )


def _context(row: CertificateNotice, url: str, reason: str = "") -> dict[str, Any]:
    application = row.certificate.application
    return {
        "business": application.business.name,
        "product": application.product_name,
        "programme": application.round.frozen.name,
        "number": row.certificate.number,
        "kind": row.sort.value,
        "notice": rules_of.KIND_LABELS[row.sort],
        "from_on": clock.date_text(row.from_on),
        "reason": reason,
        "url": settings.SITE_URL + url,
    }


def _tell_firm(row: CertificateNotice, letter: str, *, reason: str = "", at: datetime) -> None:
    firm = row.certificate.application.business_id
    context = _context(row, reverse("apply:notice", args=[row.code]), reason)
    people = addresses([firm]).get(firm, [])
    moved = row.transitions.count()
    outbox.add_many([outbox.Draft(letter, row, to, f"{letter}:{row.pk}:{moved}:{to}", context) for to in people], at=at)
    transaction.on_commit(outbox.wake)


def _tell_office(row: CertificateNotice, *, at: datetime) -> None:
    context = _context(row, reverse("certificate_notices:detail", args=[row.code]))
    moved = row.transitions.count()
    outbox.add_many(
        [
            outbox.Draft("notice_filed", row, to, f"notice_filed:{row.pk}:{moved}:{to}", context)
            for to in office_addresses()
        ],
        at=at,
    )
    transaction.on_commit(outbox.wake)
