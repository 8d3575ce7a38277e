"""The copy (控え) of a notice as PDF, set from what stands in it."""

from typing import Any

from certification.domain import notices as rules_of
from certification.models import CertificateNotice
from certification.selectors import notices as selectors
from core import clock, pdf


def copy_pdf(notice: CertificateNotice) -> bytes:
    """The copy's bytes."""
    return pdf.render("certification/pdf/notice.typ", copy_values(notice))


def copy_values(notice: CertificateNotice) -> dict[str, Any]:
    """What it prints, its state in words."""
    application = notice.certificate.application
    found = rules_of.lines(selectors.fields_of(notice.certificate), notice.before, notice.after)
    return {
        "title": rules_of.KIND_LABELS[notice.sort],
        "programme": application.round.frozen.name,
        "number": notice.certificate.number,
        "product": application.product_name,
        "business": application.business.name,
        "address": application.business.address,
        "state": rules_of.LABELS[notice.place].producer,
        "filed_at": clock.local_text(notice.filed_at),
        "person": notice.filed_by.display_name,
        "from_label": f"{rules_of.KIND_LABELS[notice.sort].removesuffix('届')}の日",
        "from_on": clock.date_text(notice.from_on),
        "reason": notice.reason,
        "lines": [
            {"label": row.label, "old": row.old or "（記入なし）", "new": row.new or "（記入なし）"} for row in found
        ],
        "files": [row.stored.original_name for row in selectors.files(notice)],
    }
