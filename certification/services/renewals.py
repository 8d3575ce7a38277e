"""Renewal (更新): a new application from a certificate's present facts; at release the new one follows the old."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from certification import permissions
from certification.domain import validity
from certification.domain.states import FINAL, IN_FORCE, CertificateStatus
from certification.models import Application, Certificate, Round
from certification.selectors import facts
from certification.services import applications, copying, transitions
from core import audit, clock
from core.domain.reason import Reason, Refused
from core.models import User


def live(certificate: Certificate) -> Application | None:
    """The renewal under way."""
    finished = [status.value for status in FINAL]
    return Application.objects.filter(renews=certificate).exclude(status__in=finished).first()


def why_not(certificate: Certificate, *, on: date) -> Reason | None:
    """Why the certificate cannot be renewed on this day; None when it can."""
    if certificate.state not in IN_FORCE or certificate.valid_until < on:
        return Reason("renewal.ended", "有効な証書だけを更新できます。新しく申請してください。")
    due = validity.renewal_due_on(certificate.valid_until)
    if certificate.state is CertificateStatus.ACTIVE and on < due:
        return Reason("renewal.early", f"更新の申請は {clock.date_text(due)} から始められます。")
    return None


@transaction.atomic
def start(certificate: Certificate, round_: Round, *, by: User, at: datetime) -> Application:
    """更新を申請する: a draft of this round, filled from what is certified today; the same draft when pressed twice.

    Raises Refused outside the window of renewal, in another programme's round, or where the round's rule gives no day
    later than the present one.
    """
    row = Certificate.objects.select_for_update(of=("self",)).select_related("application__business").get(
        pk=certificate.pk
    )  # fmt: skip
    old = row.application
    member = permissions.membership_of(by, old.business)
    if member is None or not member.may_edit:
        raise permissions.Denied(Reason("application.reader", "閲覧の役割では申請を始められません。"))
    if there := live(row):
        return there
    on = clock.on(at)
    if reason := why_not(row, on=on):
        raise Refused(reason)
    if round_.programme_id != old.round.programme_id:
        raise Refused(Reason("renewal.programme", "同じ制度の募集回を選んでください。"))
    if validity.renewed_until(round_.frozen, row.valid_until, on) is None:
        raise Refused(
            Reason(
                "renewal.no_longer",
                "この募集回の有効期限の決まりでは、いまの期限より延びません。事務局に相談してください。",
            )
        )
    made = applications.start(round_, old.business, by=by, at=at, renews=row)
    copying.copy(made, old, by=by, at=at, facts=facts.of_certificate(row, on=on))
    audit.record("application.renewal_started", made, by=by, at=at, number=row.number)
    return made


def follow(issued: Collection[Certificate], *, by: User, at: datetime) -> None:
    """The old certificates in force become renewed; part of the release, in the same transaction."""
    numbers = {row.application.renews_id: row.number for row in issued if row.application.renews_id}
    if not numbers:
        return
    held = list(
        Certificate.objects.filter(
            pk__in=[key for key in numbers if key], status__in=[status.value for status in IN_FORCE]
        ).order_by("pk")
    )
    transitions.move_certificates(held, to=CertificateStatus.RENEWED, by=by, at=at)
