"""Handing the sheet in: asked once more, with everything on one page, because it cannot be undone."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from certification import permissions
from certification.forms.reviewer import sheet as typed_sheet
from certification.models import Application
from certification.selectors import reviewer as reviewers
from certification.selectors import stages
from certification.selectors.reviewer_material import product_of
from certification.services import sheets
from certification.services.sheets import Incomplete, StaleSheet
from certification.views.person import PersonRequest
from certification.views.reviewer import cards, desk
from certification.views.reviewer.opening import application_of
from core import clock
from core.domain.reason import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: PersonRequest, code: str) -> HttpResponse:
    """The last look, and the submission itself."""
    application = application_of(request, code)
    declared = permissions.declaration_of(request.user, application)
    if declared is None:
        return redirect("review:declare", code=code)
    if declared.recuses:
        raise Http404
    if request.method == "POST":
        return _submit(request, application)
    mine = reviewers.own_sheet(request.user, application)
    if mine is not None and (mine.submitted_at is not None or stages.why_not_now(application, mine)):
        return redirect("review:sheet", code=code)
    if not permissions.can_score(request.user, application):
        messages.info(request, _("この申請は、いま審査の期間ではありません。"))
        return redirect("review:index")
    rules = stages.asked(application, mine)
    if mine is None or sheets.gaps_of(rules, mine):
        return redirect(f"{reverse('review:sheet', args=[code])}?check=1")
    values = {
        "application": application,
        "product": product_of(application, rules),
        "sheet": mine,
        "cards": cards.criterion_cards(rules, mine, None, {}, both=False),
        "gates": cards.gate_cards(rules, mine, None, {}),
        "overall": cards.overall(mine, None, both=False),
        "total": cards.total(rules, mine),
    }
    return render(request, "review/submit.html", values)


def _submit(request: PersonRequest, application: Application) -> HttpResponse:
    here = reverse("review:sheet", args=[application.code])
    try:
        sheets.submit(application, base=typed_sheet.base_of(request.POST), by=request.user, at=clock.now())
    except Incomplete:
        return redirect(f"{here}?check=1")
    except StaleSheet:
        messages.warning(request, _("ほかの画面で審査票が変わりました。もう一度内容を確かめてください。"))
        return redirect("review:submit", code=application.code)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("review:index")
    seat = reviewers.seat(request.user, application.round)
    messages.success(
        request,
        _("審査票を提出しました（%(done)s / %(of)s 件）。") % {"done": seat.done, "of": len(seat.base)},
    )
    following = seat.next_after(application.code)
    return redirect(desk.address(following) if following else reverse("review:index"))
