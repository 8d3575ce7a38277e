"""Papers of an application as PDF: the copy of what was handed in, the letter, the certificate."""

from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from certification.domain.labels import Words
from certification.domain.states import OPEN, Status
from certification.selectors import applicant as selectors
from certification.services import documents, receipts
from certification.views.applicant import results
from certification.views.applicant.application import find
from certification.views.person import PersonRequest
from core import clock


def pdf(data: bytes, name: str) -> HttpResponse:
    """A PDF shown in the browser and saved under this name."""
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@never_cache
def receipt(request: PersonRequest, code: str) -> HttpResponse:
    """控え of the newest version handed in; of a draft, or with `?draft`, of what stands in the form now."""
    application = find(request, code)
    newest = application.versions.select_related("made_by").order_by("-number").first()
    if newest is None or ("draft" in request.GET and application.state in OPEN):
        name = _("控え-下書き-{name}.pdf").format(name=application.product_name or application.code)
        return pdf(receipts.draft_pdf(application), name)
    name = _("控え-{number}.pdf").format(number=application.receipt_number)
    return pdf(receipts.version_pdf(application, newest), name)


@require_safe
@never_cache
def version_receipt(request: PersonRequest, code: str, number: int) -> HttpResponse:
    """控え of one version handed in."""
    application = find(request, code)
    found = get_object_or_404(application.versions.select_related("made_by"), number=number)
    name = _("控え-{number}-第{n}版.pdf").format(number=application.receipt_number, n=number)
    return pdf(receipts.version_pdf(application, found), name)


@require_safe
@never_cache
def any_letter(request: PersonRequest, code: str, number: str) -> HttpResponse:
    """One letter of the application by its number, after release only."""
    found = next((row for row in selectors.letters(find(request, code)) if row.number == number), None)
    if found is None:
        raise Http404
    return pdf(documents.letter_pdf(found), _("通知書-{number}.pdf").format(number=found.number))


@require_safe
@never_cache
def letter(request: PersonRequest, code: str) -> HttpResponse:
    """The letter, after release only."""
    found = selectors.result_letter(find(request, code))
    if found is None:
        raise Http404
    return pdf(documents.letter_pdf(found), _("通知書-{number}.pdf").format(number=found.number))


@require_safe
@never_cache
def certificate(request: PersonRequest, code: str) -> HttpResponse:
    """The certificate, after release only; refused, with its state, once it is no longer good."""
    application = find(request, code)
    found = getattr(application, "certificate", None)
    if found is None or application.state is not Status.RELEASED:
        raise Http404
    if said := results.headline(results.state_on(found, clock.today()), Words(application.round.frozen.word)):
        sentence = _(
            "{said}。証書（PDF）はもうお渡しできません。{number} のいまの状態は確認ページ /v/{number}/ に出ています。"
        )
        raise PermissionDenied(sentence.format(said=said, number=found.number))
    return pdf(documents.certificate_pdf(found), f"{found.number}.pdf")
