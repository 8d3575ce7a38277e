"""Messages with the office on an application: written and marked as read from the application's own page."""

import re

from django.contrib import messages as banners
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from certification.models import Application
from certification.selectors import messages as selectors
from certification.services import messages
from certification.views.applicant import application, attached, message_panel, progress
from certification.views.person import PersonRequest
from core import clock, throttle
from core.domain.reason import Reason, Refused
from core.domain.text import whole_number

RATE = 30  # messages a person may send in an hour
KEY = re.compile(r"[0-9a-f]{12}")


@require_POST
def say(request: PersonRequest, code: str) -> HttpResponseBase:
    """Send a message; the same form twice is one. A refused one comes back with its words."""
    row = application.find(request, code)
    if why := messages.why_not_say(row, request.user, office=False):
        if why.code == "application.reader":
            raise PermissionDenied(why.sentence)
        banners.error(request, why.sentence)
        return redirect(progress.application_url(row))
    key = request.POST.get("key", "")
    key = key if KEY.fullmatch(key) else ""
    words = request.POST.get("text", "")
    if key and selectors.thread(row).filter(key=key).exists():
        return redirect(f"{progress.application_url(row)}#messages")
    if not throttle.allow(f"message:{request.user.pk}", rate=RATE, per_seconds=3600, at=clock.now()):
        sentence = _("短い間にたくさん送られました。しばらくしてから送ってください。")
        return _again(request, row, words, (Reason("message.often", sentence, field="text"),), status=429)
    if not words.strip():
        return _again(request, row, words, (Reason("message.empty", _("メッセージを書いてください。"), field="text"),))
    files, refused = attached.take(request, most=messages.MOST_FILES)
    if refused:
        return _again(request, row, words, tuple(refused))
    try:
        messages.say(row, words, office=False, files=files, key=key, by=request.user, at=clock.now())
    except Refused as error:
        return _again(request, row, words, error.reasons)
    banners.success(request, _("事務局にメッセージを送りました。"))
    return redirect(f"{progress.application_url(row)}#messages")


def _again(
    request: PersonRequest, row: Application, words: str, reasons: tuple[Reason, ...], *, status: int = 422
) -> HttpResponseBase:
    panel = message_panel.of(row, request.user, typed=words, errors=reasons)
    return application.page(request, row, words=panel, status=status)


@require_POST
def read(request: PersonRequest, code: str) -> HttpResponseBase:
    """Mark what stands on the page as read, up to the message the page showed."""
    row = application.find(request, code)
    number = whole_number(request.POST.get("up_to", ""))
    last = None if number is None else selectors.thread(row).filter(pk=number).first()
    if last is not None:
        messages.mark(row, last, office=False, by=request.user, at=clock.now())
    return redirect(f"{progress.application_url(row)}#messages")
