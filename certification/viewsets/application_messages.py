"""Messages with the firm on the office's page of an application: the panel, writing, marking as read."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from wagtail.admin import messages as banners

from certification.models import Application
from certification.models.application import new_code
from certification.selectors import messages as selectors
from certification.services import messages
from core import clock, files
from core.domain.reason import Reason, Refused
from core.domain.text import whole_number
from core.files import ACCEPTED
from core.models import StoredFile, User

KEY = re.compile(r"[0-9a-f]{12}")


def panel(
    application: Application, person: User, *, typed: str = "", errors: tuple[Reason, ...] = ()
) -> dict[str, Any]:
    """The thread as the office sees it: who wrote, on both sides."""
    thread = list(selectors.thread(application))
    return {
        "thread": [{"row": row, "stored": [each.stored for each in row.files.all()]} for row in thread],
        "unread": selectors.unread_of_office([application.pk]).get(application.pk, 0),
        "last": thread[-1].pk if thread else 0,
        "may_say": messages.why_not_say(application, person, office=True) is None,
        "typed": typed,
        "errors": [reason.sentence for reason in errors],
        "key": new_code(),
        "accepts": ACCEPTED["document"],
    }


class SayMixin:
    """POST a message; one that is refused comes back on the application's page with its words."""

    def post(self: Any, request: HttpRequest, code: str) -> HttpResponse:
        application = self.find(code)
        there = f"{reverse('applications:detail', args=[code])}#messages"
        key = request.POST.get("key", "")
        key = key if KEY.fullmatch(key) else ""
        words = request.POST.get("text", "")
        if key and selectors.thread(application).filter(key=key).exists():
            return redirect(there)
        kept, refused = _take(request, self.person) if words.strip() else ([], ())
        try:
            if refused:
                raise Refused(*refused)
            messages.say(application, words, office=True, files=kept, key=key, by=self.person, at=clock.now())
        except Refused as error:
            vars(self)["message_panel"] = panel(application, self.person, typed=words, errors=error.reasons)
            answer: HttpResponse = self.show(request, code, status=422)
            return answer
        banners.success(request, gettext("申請者にメッセージを送りました。"))
        return redirect(there)


def _take(request: HttpRequest, person: User) -> tuple[list[StoredFile], tuple[Reason, ...]]:
    kept: list[StoredFile] = []
    refused: list[Reason] = []
    for upload in request.FILES.getlist("files")[: messages.MOST_FILES + 1]:
        try:
            kept.append(files.accept(upload, by=person, at=clock.now(), purpose="document"))
        except files.Refused as error:
            refused.append(Reason("upload.refused", error.sentence, field="files"))
    if refused:
        for stored in kept:
            files.discard(stored)
        kept = []
    return kept, tuple(refused)


class ReadMixin:
    """POST: the office has read up to the message the page showed."""

    def post(self: Any, request: HttpRequest, code: str) -> HttpResponse:
        application = self.find(code)
        number = whole_number(request.POST.get("up_to", ""))
        last = None if number is None else selectors.thread(application).filter(pk=number).first()
        if last is not None:
            messages.mark(application, last, office=True, by=self.person, at=clock.now())
        return redirect(f"{reverse('applications:detail', args=[code])}#messages")
