"""Certificates: issued at release, carried into the catalog, expired by the calendar, revoked, surrendered."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from catalog.services import publishing
from certification import permissions
from certification.domain import validity
from certification.domain.rules import Rules
from certification.domain.states import CERTIFICATE_EDGES, IN_FORCE, CertificateStatus
from certification.models import Certificate
from certification.selectors.board import Row
from certification.services import catalog_entries, certificate_mail, office_letters, renewals, transitions
from core import audit, clock, outbox
from core.domain.fiscal_year import FiscalYear
from core.domain.reason import Reason, Refused
from core.models import AuditEvent, User

PUBLIC = {
    CertificateStatus.ACTIVE: "valid",
    CertificateStatus.RENEWAL_DUE: "valid",
    CertificateStatus.RENEWED: "valid",
    CertificateStatus.EXPIRED: "expired",
    CertificateStatus.REVOKED: "revoked",
    CertificateStatus.SURRENDERED: "surrendered",
}
LETTERS = {(edge.source, edge.target): edge.letter for edge in CERTIFICATE_EDGES if edge.letter}


def issue_many(rows: Sequence[Row], *, by: User, at: datetime) -> dict[int, Certificate]:
    """{application id: new certificate}, numbered on from the programme's last of the fiscal year; few statements.

    A renewal's counts on from the old one, which becomes renewed in the same transaction.
    """
    if not rows:
        return {}
    rules = rows[0].application.round.frozen
    on = clock.on(at)
    year = FiscalYear.containing(on)
    programme = rows[0].application.round.programme_id
    last = Certificate.objects.filter(
        application__round__programme=programme, certified_on__range=(year.starts_on, year.ends_on)
    ).count()
    until = validity.valid_until(rules, on)
    old = Certificate.objects.in_bulk([row.application.renews_id for row in rows if row.application.renews_id])
    issued = Certificate.objects.bulk_create(
        Certificate(
            number=validity.certificate_number(rules, year, last + place),
            application=row.application,
            serial=last + place,
            certified_on=on,
            **_period(rules, old.get(row.application.renews_id), on, until),
            made_at=at,
        )
        for place, row in enumerate(rows, start=1)
    )
    AuditEvent.objects.bulk_create(
        audit.event("certificate.issued", row, by=by, at=at, number=row.number) for row in issued
    )
    renewals.follow(issued, by=by, at=at)
    return {row.application_id: row for row in issued}


def _period(rules: Rules, old: Certificate | None, on: date, until: date) -> dict[str, date | None]:
    """First and last day. `valid_from` is empty where a certificate is good from its certification on."""
    if old is None:
        return {"valid_from": None, "valid_until": until}
    later = validity.renewed_until(rules, old.valid_until, on) or until
    starts = old.valid_until + timedelta(days=1) if old.valid_until >= on else None
    return {"valid_from": starts, "valid_until": later}


def publish_pending(*, by: User | None, at: datetime) -> int:
    """Carry certificates without a catalog page into the catalog; safe to repeat, one transaction each."""
    waiting = (
        Certificate.objects.filter(published_at=None)
        .select_related("application__business", "application__round__programme")
        .order_by("pk")
    )
    count = 0
    for certificate in waiting:
        with transaction.atomic():
            public = PUBLIC[certificate.state]
            publishing.publish(catalog_entries.entry_of(certificate, public, on=clock.on(at)), by=by, at=at)
            if public != "valid":  # it ended before the worker came: the page must follow at once
                until = certificate.valid_until
                publishing.set_certificate_status(certificate.number, public, valid_until=until, by=by, at=at)
            Certificate.objects.filter(pk=certificate.pk).update(published_at=at)
        count += 1
    return count


def expire_due(*, today: date, at: datetime) -> int:
    """What the calendar does: certificates past their last day expire, those near it become due for renewal."""
    count = 0
    due = (
        Certificate.objects.filter(status__in=[status.value for status in IN_FORCE])
        .select_related("application__business", "application__round")
        .order_by("pk")
    )
    for certificate in due:
        if certificate.valid_until < today:
            _change(certificate, CertificateStatus.EXPIRED, by=None, at=at)
            count += 1
        elif (
            certificate.state is CertificateStatus.ACTIVE and validity.renewal_due_on(certificate.valid_until) <= today
        ):
            _change(certificate, CertificateStatus.RENEWAL_DUE, by=None, at=at)
            count += 1
    if count:
        transaction.on_commit(outbox.wake)
    return count


def revoke(certificate: Certificate, *, reason: str, by: User, at: datetime) -> None:
    """取消, by the approver, with its reason; catalog, listings and the firm's mail follow in the same transaction."""
    permissions.require_approver(by)
    if not reason.strip():
        raise Refused(Reason("revoke.no_reason", "取り消す理由を書いてください。", field="reason"))
    _change(certificate, CertificateStatus.REVOKED, by=by, at=at, reason=reason.strip())
    transaction.on_commit(outbox.wake)


def surrender(certificate: Certificate, *, reason: str, by: User, at: datetime) -> None:
    """廃止届 taken by the secretariat."""
    permissions.require_secretariat(by)
    _change(certificate, CertificateStatus.SURRENDERED, by=by, at=at, reason=reason.strip())


def republish(certificate: Certificate, *, by: User | None, at: datetime) -> None:
    """Carry the facts of today into the catalog again; nothing happens before the first publication."""
    if certificate.published_at is not None and certificate.state in IN_FORCE:
        entry = catalog_entries.entry_of(certificate, PUBLIC[certificate.state], on=clock.on(at))
        publishing.publish(entry, by=by, at=at)


def surrender_on_its_day(certificate: Certificate, *, reason: str, at: datetime) -> None:
    """An accepted 廃止届 takes effect when its day comes."""
    _change(certificate, CertificateStatus.SURRENDERED, by=None, at=at, reason=reason)


@transaction.atomic
def _change(
    certificate: Certificate, to: CertificateStatus, *, by: User | None, at: datetime, reason: str = ""
) -> None:
    source = certificate.state
    transitions.move_certificate(certificate, to=to, by=by, at=at, reason=reason)
    if letter := LETTERS.get((source, to)):
        certificate_mail.tell(certificate, letter, reason=reason, at=at)
    if to is CertificateStatus.REVOKED:
        office_letters.write("revoked", certificate.application, reason=reason, at=at, certificate=certificate)
    if certificate.published_at is not None:
        publishing.set_certificate_status(
            certificate.number, PUBLIC[to], valid_until=certificate.valid_until, by=by, at=at
        )
        if to in (CertificateStatus.REVOKED, CertificateStatus.SURRENDERED):
            _end_before(certificate, to, by=by, at=at)


def _end_before(certificate: Certificate, to: CertificateStatus, *, by: User | None, at: datetime) -> None:
    """What it renewed may still have days left: the public must not read "valid" there for an ended product."""
    before = certificate.application.renews
    while before is not None:
        if before.published_at is not None and before.valid_until >= clock.on(at):
            publishing.set_certificate_status(before.number, PUBLIC[to], valid_until=before.valid_until, by=by, at=at)
        before = before.application.renews
