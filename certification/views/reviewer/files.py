"""Pictures and papers of an application, for the reviewer who declared no conflict; under neutral names."""

from pathlib import PurePath
from typing import Final
from urllib.parse import quote

from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from pypdf.errors import PyPdfError

from certification import permissions
from certification.models import Attachment
from certification.selectors import calibration as calibrations
from certification.selectors import gap_story, reviewer_material
from certification.selectors import reviewer as reviewers
from certification.views.person import PersonRequest
from certification.views.reviewer import pictures
from core import clock, files
from core.models import StoredFile, User

PDF: Final = "application/pdf"


@require_safe
def file(request: PersonRequest, token: str) -> HttpResponseBase:
    """404 for everything that is not of an opened application or not to be seen in its round."""
    found = _seen(request.user, token)
    if found is None:
        raise Http404
    stored, name, blind = found
    if blind and stored.content_type == PDF:
        return _framed(_bare(stored), name)
    return _framed(files.response(stored), name)


@require_safe
def picture(request: PersonRequest, token: str, side: int) -> HttpResponseBase:
    """A picture at one of the sizes the desk shows; a sheet is read on telephones."""
    found = _seen(request.user, token) if side in pictures.SIDES else None
    if found is None or not found[0].is_image:
        raise Http404
    stored, name, _blind = found
    sign = f'"{stored.sha256[:16]}-{side}"'
    if request.headers.get("If-None-Match") == sign:
        return HttpResponseNotModified()
    try:
        content = pictures.rendition(stored, side)
    except OSError as error:
        raise Http404 from error
    answer = _framed(HttpResponse(content, content_type="image/jpeg"), PurePath(name).with_suffix(".jpg").name)
    answer["ETag"] = sign
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _framed(answer: HttpResponseBase, name: str) -> HttpResponseBase:
    answer["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    answer["Cache-Control"] = "private, max-age=300"  # a sheet is saved often; the picture need not travel each time
    answer["Vary"] = "Cookie"
    return answer


def _bare(stored: StoredFile) -> HttpResponse:
    """A PDF whose properties cannot be taken off is not shown in a blind round at all."""
    try:
        content = pictures.bare_pdf(stored)
    except (PyPdfError, OSError, ValueError) as error:
        raise Http404 from error
    answer = HttpResponse(content, content_type=PDF)
    answer["Content-Security-Policy"] = "sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _seen(user: User, token: str) -> tuple[StoredFile, str, bool] | None:
    """The file, its neutral name, and whether its round is blind; a re-application may hold the same file as the one
    before, a calibration shows a file of an example.
    """
    holders = Attachment.objects.filter(stored__token=token).values("application")
    held = Q(pk__in=holders) | Q(pk__in=gap_story.holders(token))
    for application in reviewers.applications(user).filter(held).order_by("-pk"):
        declared = permissions.declaration_of(user, application)
        if declared is None or declared.recuses or reviewers.why_closed(application, clock.today()):
            continue
        rules = application.round.frozen
        if found := reviewer_material.file_of(application, rules, token):
            return (*found, rules.blind)
    if example := calibrations.file_seen(user, token):
        stored, name, rules = example
        return stored, name, rules.blind
    return None
