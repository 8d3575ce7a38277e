"""The one writer of `status`: applications, certificates, challenge plans. Nobody else assigns it (a test greps).

Every move is checked against its edge table and leaves a transition row and an audit row in the same transaction.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from certification import permissions
from certification.domain.states import Actor, CertificateStatus, IllegalMove, PlanStatus, Status, check_move
from certification.models import (
    Application,
    Certificate,
    CertificateTransition,
    ChallengePlan,
    PlanTransition,
    Transition,
)
from core import audit
from core.models import AuditEvent, User


@transaction.atomic
def move(application: Application, *, to: Status, by: User | None, at: datetime, reason: str = "") -> None:
    """Move one application. Raises IllegalMove, having written nothing."""
    row = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    source = row.state
    check_move(source, to, permissions.actors_of(by, row))
    if not Application.objects.filter(pk=row.pk, status=source.value).update(status=to.value):
        raise IllegalMove(source, to)  # SQLite has no row locks
    Transition.objects.create(application=row, source=source.value, target=to.value, by=by, at=at, reason=reason)
    audit.record("application.moved", row, by=by, at=at, source=source.value, target=to.value, reason=reason)
    application.refresh_from_db(fields=["status"])


@transaction.atomic
def move_many(
    applications: Sequence[Application], *, source: Status, to: Status, by: User, at: datetime, reason: str = ""
) -> None:
    """Move several from the same state by an office hand, in a fixed number of statements: all or none.

    Raises IllegalMove when the table lacks the move for the person's office roles or any row has moved meanwhile.
    """
    hats = {Actor.SECRETARIAT} if permissions.is_secretariat(by) else set()
    hats |= {Actor.APPROVER} if permissions.is_approver(by) else set()
    check_move(source, to, hats)
    keys = [application.pk for application in applications]
    moved = Application.objects.filter(pk__in=keys, status=source.value).update(status=to.value)
    if moved != len(keys):
        raise IllegalMove(source, to)
    Transition.objects.bulk_create(
        Transition(application_id=key, source=source.value, target=to.value, by=by, at=at, reason=reason)
        for key in keys
    )
    facts = {"source": source.value, "target": to.value, "reason": reason}
    AuditEvent.objects.bulk_create(
        audit.event("application.moved", application, by=by, at=at, **facts) for application in applications
    )
    for application in applications:
        vars(application)["status"] = to.value


@transaction.atomic
def move_certificate(
    certificate: Certificate, *, to: CertificateStatus, by: User | None, at: datetime, reason: str = ""
) -> None:
    """Move one certificate. Raises IllegalMove, having written nothing."""
    row = Certificate.objects.select_for_update(of=("self",)).select_related("application").get(pk=certificate.pk)
    source = row.state
    check_move(source, to, permissions.actors_of(by, row.application))
    if not Certificate.objects.filter(pk=row.pk, status=source.value).update(status=to.value):
        raise IllegalMove(source, to)
    CertificateTransition.objects.create(
        certificate=row, source=source.value, target=to.value, by=by, at=at, reason=reason
    )
    audit.record("certificate.moved", row, by=by, at=at, source=source.value, target=to.value, reason=reason)
    certificate.refresh_from_db(fields=["status"])


@transaction.atomic
def move_certificates(
    certificates: Sequence[Certificate], *, to: CertificateStatus, by: User, at: datetime, reason: str = ""
) -> None:
    """Move several by an office hand, in a fixed number of statements: all or none. Raises IllegalMove as `move`."""
    hats = {Actor.SECRETARIAT} if permissions.is_secretariat(by) else set()
    keys = [certificate.pk for certificate in certificates]
    sources = dict(Certificate.objects.select_for_update().filter(pk__in=keys).values_list("pk", "status"))
    for source in {CertificateStatus(value) for value in sources.values()}:
        check_move(source, to, hats)
        group = [key for key in keys if sources[key] == source.value]
        if Certificate.objects.filter(pk__in=group, status=source.value).update(status=to.value) != len(group):
            raise IllegalMove(source, to)
    CertificateTransition.objects.bulk_create(
        CertificateTransition(certificate_id=key, source=sources[key], target=to.value, by=by, at=at, reason=reason)
        for key in keys
    )
    AuditEvent.objects.bulk_create(
        audit.event("certificate.moved", row, by=by, at=at, source=sources[row.pk], target=to.value, reason=reason)
        for row in certificates
    )
    for row in certificates:
        vars(row)["status"] = to.value


@transaction.atomic
def move_plan(plan: ChallengePlan, *, to: PlanStatus, by: User | None, at: datetime, reason: str = "") -> None:
    """Move one challenge plan. Raises IllegalMove, having written nothing."""
    row = ChallengePlan.objects.select_for_update(of=("self",)).select_related("application").get(pk=plan.pk)
    source = row.state
    check_move(source, to, permissions.plan_actors_of(by, row))
    if not ChallengePlan.objects.filter(pk=row.pk, status=source.value).update(status=to.value):
        raise IllegalMove(source, to)
    PlanTransition.objects.create(plan=row, source=source.value, target=to.value, by=by, at=at, reason=reason)
    audit.record("plan.moved", row, by=by, at=at, source=source.value, target=to.value, reason=reason)
    plan.refresh_from_db(fields=["status"])
