"""Files sent piece by piece, by the tus protocol 1.0 (https://tus.io/protocols/resumable-upload): begun, asked how
far they have come, gone on with, given up. A part belongs to one person and one application; to others it is 404.
"""

import base64
import binascii
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from certification.domain.rules import Field
from certification.forms.applicant import questions, sections
from certification.models import Application
from certification.permissions import Denied
from certification.selectors import applicant as selectors
from certification.services import uploads as service
from certification.services.uploads import Taken
from certification.views.applicant import rows, uploads
from certification.views.person import PersonRequest
from core import clock
from core.domain.text import whole_number
from core.files import Refused
from core.models import PartialUpload
from core.services import uploads as parts

VERSION = "1.0.0"
PIECE = 4 * 1024 * 1024  # the largest piece taken in one request
OCTETS = "application/offset+octet-stream"


def tus(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The protocol's header on every answer; who is logged out reads so as JSON instead of a login page."""

    @login_not_required
    @never_cache
    def answer(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            response: HttpResponse = _no(401, _("ログインの期限が切れました。ログインすると続きから送れます。"))
        else:
            try:
                response = view(request, *args, **kwargs)
            except Denied as denied:
                response = _no(403, str(denied))
        response["Tus-Resumable"] = VERSION
        return response

    return answer


def _no(status: int, sentence: str) -> JsonResponse:
    return JsonResponse({"sentence": sentence}, status=status)


@require_POST
@tus
def begin(request: PersonRequest, code: str) -> HttpResponse:
    """A new part: `Upload-Length` and the metadata `field` and `filename`. 201 with its address."""
    application = get_object_or_404(selectors.documents(request.user), code=code)
    told = _metadata(request.headers.get("Upload-Metadata", ""))
    field = _field(application, told.get("field", ""))
    size = whole_number(request.headers.get("Upload-Length", ""))
    if size is None:
        return _no(400, _("ファイルの大きさがわかりません。もう一度選んでください。"))
    if not uploads.allowed(request):
        return _no(429, uploads.too_often())
    try:
        part = service.begin(
            application, field, name=told.get("filename", ""), size=size, purpose=rows.purpose_of(field),
            by=request.user, at=clock.now(),
        )  # fmt: skip
    except Refused as refused:
        return _no(422, refused.sentence)
    response = HttpResponse(status=201)
    response["Location"] = reverse("apply:upload", args=[application.code, part.token])
    response["Upload-Offset"] = "0"
    return response


@require_http_methods(["HEAD", "PATCH", "DELETE"])
@tus
def part(request: PersonRequest, code: str, token: str) -> HttpResponse:
    """How far it has come (HEAD), the next piece (PATCH), given up (DELETE)."""
    application = get_object_or_404(selectors.documents(request.user), code=code)
    found = get_object_or_404(PartialUpload, token=token, owner=request.user)
    prefix = service.place_of(application, "")
    if not found.place.startswith(prefix):
        raise Http404
    if request.method == "DELETE":
        parts.give_up(found)
        return HttpResponse(status=204)
    if request.method == "HEAD":
        return _so_far(HttpResponse(status=200), parts.received(found), found.size)
    return _piece(request, application, found, _field(application, found.place.removeprefix(prefix)))


def _piece(request: PersonRequest, application: Application, found: PartialUpload, field: Field) -> HttpResponse:
    offset = whole_number(request.headers.get("Upload-Offset", ""))
    if request.content_type != OCTETS or offset is None:
        return _no(415, _("ファイルの続きとして読めません。画面を開き直してください。"))
    try:
        result = service.add(
            found, _body(request), offset=offset, application=application, field=field,
            purpose=rows.purpose_of(field), photos=uploads.photos_of(application), by=request.user, at=clock.now(),
        )  # fmt: skip
    except parts.NotHere as elsewhere:
        return _so_far(_no(409, _("続きの位置が合いません。")), elsewhere.received, found.size)
    except parts.NoRoom as full:
        return _no(507, full.sentence)
    except Refused as refused:
        return _no(422, refused.sentence)
    if isinstance(result, Taken):
        taken = JsonResponse({"name": result.stored.original_name, "warning": result.warning})
        return _so_far(taken, found.size, found.size)
    return _so_far(HttpResponse(status=204), result, found.size)


def _so_far(response: HttpResponse, received: int, size: int) -> HttpResponse:
    response["Upload-Offset"] = str(received)
    response["Upload-Length"] = str(size)
    return response


def _body(request: PersonRequest) -> bytes:
    """What arrived of the piece; a line that broke in the middle leaves what came before."""
    data = bytearray()
    try:
        while len(data) < PIECE and (more := request.read(min(65_536, PIECE - len(data)))):
            data += more
    except UnreadablePostError:
        pass
    return bytes(data)


def _metadata(header: str) -> dict[str, str]:
    """`key base64,key base64` as the protocol writes it; what cannot be read is left out."""
    found = {}
    for pair in header.split(",")[:10]:
        key, _space, value = pair.strip().partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
    return found


def _field(application: Application, key: str) -> Field:
    for page in sections.sections_of(application):
        for each in page.fields:
            if each.key == key and (each.kind in questions.FILES or each.section == sections.STATEMENTS):
                return each
    raise Http404
