"""Many rows at once for counting queries, one of each kind the office lists; no services."""

from datetime import date, timedelta

from certification.domain.states import CertificateStatus, Status
from certification.models import Application, Certificate, ChallengePlan, OfficeNotice, Round
from core.models import AuditEvent, Business, OutboxMessage, User
from tests.factories.cast import AT


def applications(round_: Round, firm: Business, by: User, *, first: int, count: int, status: str) -> list[Application]:
    """Handed in, with names that differ by a number."""
    return Application.objects.bulk_create(
        Application(
            round=round_, business=firm, status=status, product_name=f"架空の品{n}号", answers={"name_kana": "カクウ"},
            receipt_number=f"T-9-{n:05d}", started_at=AT, started_by=by, saved_at=AT, saved_by=by, submitted_at=AT,
            submitted_by=by,
        )
        for n in range(first, first + count)
    )  # fmt: skip


def everything(round_: Round, firm: Business, by: User, *, first: int, count: int) -> None:
    """`count` more rows for every list of the office."""
    applications(round_, firm, by, first=first, count=count, status=Status.SUBMITTED.value)
    done = applications(round_, firm, by, first=first + 100_000, count=count, status=Status.RELEASED.value)
    Certificate.objects.bulk_create(
        Certificate(
            number=f"T-2026-{row.receipt_number}", application=row, serial=first + n, certified_on=AT.date(),
            valid_until=date(2027, 3, 31), made_at=AT, status=CertificateStatus.ACTIVE.value,
        )
        for n, row in enumerate(done)
    )  # fmt: skip
    OfficeNotice.objects.bulk_create(
        OfficeNotice(application=row, kind="refused", number=f"2026-9-F-{first + n:05d}", values={}, made_at=AT)
        for n, row in enumerate(done, start=1)
    )
    ChallengePlan.objects.bulk_create(ChallengePlan(application=row, gaps=[], offered_at=AT) for row in done)
    OutboxMessage.objects.bulk_create(
        OutboxMessage(
            key=f"many:{row.pk}", kind="receipt", to="a@example.org", subject_type="certification.application",
            subject_id=str(row.pk), created_at=AT, next_try_at=AT + timedelta(days=1),
        )
        for row in done
    )  # fmt: skip
    AuditEvent.objects.bulk_create(
        AuditEvent(
            verb="application.moved", subject_type="certification.application", subject_id=str(row.pk), by=by, at=AT,
            facts={},
        )
        for row in done
    )  # fmt: skip
