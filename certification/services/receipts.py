"""The applicant's copy (控え) at any time: of a version handed in, or of a draft, plainly marked as not handed in."""

from typing import Any

from certification.models import Application, ApplicationVersion
from certification.services import applications, documents
from core import clock, pdf

TEMPLATE = "certification/pdf/receipt.typ"
DRAFT = "下書き・未提出"


def version_pdf(application: Application, version: ApplicationVersion) -> bytes:
    """The copy of one version, from the frozen version alone."""
    return pdf.render(TEMPLATE, documents.receipt_values(application, version))


def draft_pdf(application: Application) -> bytes:
    """What stands in the form now; of a correction too, before it is handed in."""
    return pdf.render(TEMPLATE, draft_values(application))


def draft_values(application: Application) -> dict[str, Any]:
    """The same paper as handed in would be, with its mark across the page and no time of handing in."""
    business = application.business
    as_it_stands = ApplicationVersion(
        application=application,
        number=0,
        answers=application.answers,
        files=applications.files_of(application),
        business={"name": business.name, "address": business.address},
        made_at=application.saved_at,
        made_by=application.saved_by,
    )
    values = documents.receipt_values(application, as_it_stands)
    return {
        **values,
        "number": application.receipt_number or "（提出後に付きます）",
        "submitted_at": f"{DRAFT}（{clock.local_text(application.saved_at)} に保存した内容）",
        "watermark": "下書き",
        "draft": DRAFT,
    }
