"""The facts of a certified product on a day: what was judged, with accepted changes over it."""

from datetime import date
from typing import Any

from certification.domain import notices
from certification.domain.notices import NoticeKind, NoticeState
from certification.models import Certificate, CertificateNotice


def accepted_changes(certificate: Certificate) -> list[CertificateNotice]:
    """Accepted change notices, oldest first."""
    rows = CertificateNotice.objects.filter(
        certificate=certificate, kind=NoticeKind.CHANGE.value, state=NoticeState.ACCEPTED.value
    )
    return list(rows.order_by("pk"))


def of_certificate(certificate: Certificate, *, on: date) -> dict[str, Any]:
    """Answers by field key as they stand on this day."""
    rows = [(row.from_on, row.after) for row in accepted_changes(certificate)]
    return notices.overlay(certificate.application.answers, rows, on=on)
