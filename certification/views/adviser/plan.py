"""One challenge plan of an adviser: the page, words with the firm, the plan's own moves, handing it over."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from certification.domain.states import IllegalMove
from certification.forms.adviser.plan import HandOverForm, MessageForm, WordsForm
from certification.selectors import adviser as advisers
from certification.services import challenge
from certification.views.adviser import plan_page
from certification.views.person import PersonRequest
from core import clock
from core.domain.reason import Refused

MOVES = {
    "start": (challenge.start, gettext_lazy("支援を始めました。事業者にメールでお知らせします。")),
    "ready": (challenge.ready, gettext_lazy("再申請できる状態にしました。事業者にメールでお知らせします。")),
    "resume": (challenge.resume, gettext_lazy("支援を再開しました。事業者にメールでお知らせします。")),
}
WITH_WORDS = frozenset({"ready", "resume"})


@require_safe
def plan(request: PersonRequest, pk: int) -> HttpResponse:
    """The plan, as its adviser sees it."""
    return plan_page.page(request, plan_page.find(request, pk))


@require_POST
def say(request: PersonRequest, pk: int) -> HttpResponse:
    """A message to the firm."""
    found = plan_page.find(request, pk)
    form = MessageForm(request.POST, prefix="message")
    if not form.is_valid():
        return plan_page.page(request, found, wrong=form, status=422)
    try:
        challenge.say(found, form.cleaned_data["text"], by=request.user, at=clock.now())
    except Refused as refused:
        plan_page.refused(form, refused)
        return plan_page.page(request, found, wrong=form, status=422)
    messages.success(request, _("メッセージを送りました。"))
    return plan_page.to(pk, "words")


@require_POST
def move(request: PersonRequest, pk: int) -> HttpResponse:
    """Start, mark ready, take up again; words typed with a move that is refused stay."""
    found = plan_page.find(request, pk)
    to = request.POST.get("to", "")
    if to not in MOVES:
        raise Http404
    service, done = MOVES[to]
    form = WordsForm(request.POST, prefix="words")
    if not form.is_valid():
        return plan_page.page(request, found, wrong=form, status=422)
    more: dict[str, Any] = {"words": form.cleaned_data["words"]} if to in WITH_WORDS else {}
    try:
        service(found, **more, by=request.user, at=clock.now())
    except IllegalMove:
        messages.error(request, str(plan_page.STALE))
    except Refused as refused:
        if form.cleaned_data["words"]:
            plan_page.refused(form, refused)
            return plan_page.page(request, found, wrong=form, status=422)
        messages.error(request, str(refused))
    else:
        messages.success(request, str(done))
    return plan_page.to(pk)


@require_POST
def hand_over(request: PersonRequest, pk: int) -> HttpResponse:
    """To another adviser; from then on the plan is no longer in this one's list."""
    found = plan_page.find(request, pk)
    form = HandOverForm(request.POST, prefix="hand", people=advisers.others(found))
    if not form.is_valid():
        return plan_page.page(request, found, wrong=form, status=422)
    adviser = form.cleaned_data["adviser"]
    try:
        challenge.hand_over(found, adviser, note=form.cleaned_data["note"], by=request.user, at=clock.now())
    except Refused as refused:
        plan_page.refused(form, refused)
        return plan_page.page(request, found, wrong=form, status=422)
    words = _("「%(product)s」を %(name)s さんに引き継ぎ、メールで知らせました。この計画はもう開けません。")
    messages.success(request, words % {"product": found.application.product_name, "name": adviser.display_name})
    return redirect("advise:index")
