"""The score sheet (審査票): read, typed, saved as typed. Handing it in stands in handing_in.py.

The same address answers a browser without JavaScript (a page) and an autosave (JSON).
"""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from certification import permissions
from certification.domain.states import REVIEWABLE
from certification.forms.reviewer import sheet as typed_sheet
from certification.models import Application, Sheet
from certification.selectors import reviewer as reviewers
from certification.selectors import reviewer_material, stages
from certification.services import sheets
from certification.services.sheets import Input, StaleSheet
from certification.views.person import PersonRequest
from certification.views.reviewer import cards, desk, kept
from certification.views.reviewer.opening import application_of
from core import clock
from core.domain.reason import Reason, Refused

CONFLICT, UNPROCESSABLE = 409, 422


@csrf_exempt  # asked for inside: a stale token must not cost the reviewer what was typed
@login_not_required  # asked for inside: an expired session keeps what was typed and offers it after the login
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: PersonRequest, code: str) -> HttpResponse:
    """One reviewer's own sheet for one application."""
    if not request.user.is_authenticated:
        return _ask_for_login(request, code)
    try:
        application = application_of(request, code)
    except PermissionDenied as closed:
        if request.method == "POST" and wants_json(request):
            return JsonResponse({"refused": str(closed)}, status=CONFLICT)
        raise
    declared = permissions.declaration_of(request.user, application)
    if declared is None:
        return redirect("review:declare", code=code)
    if declared.recuses:
        raise Http404
    mine = reviewers.own_sheet(request.user, application)
    if request.method == "POST" and request.POST.get("action") == "discard":
        kept.drop(request)
        return redirect("review:sheet", code=code)
    if request.method == "POST":
        return _stale_token(request, application, mine) if kept.token_is_stale(request) else _save(request, application)
    if application.state not in REVIEWABLE and mine is None:
        messages.info(request, _("この申請は、いま審査の期間ではありません。"))
        return redirect("review:index")
    waiting = kept.kept(request, request.user, code)
    if waiting is not None:
        notice = _("ログインの前に入力した内容です。まだ保存していません。確かめて「保存する」を押してください。")
        return _typed_page(request, application, mine, waiting, notice=notice, status=200, waiting=True)
    return _page(request, application, mine, gaps="check" in request.GET)


def wants_json(request: HttpRequest) -> bool:
    """Is this an autosave?"""
    return request.headers.get("Accept", "").startswith("application/json")


def _ask_for_login(request: HttpRequest, code: str) -> HttpResponse:
    login = redirect_to_login(reverse("review:sheet", args=[code]))
    if request.method == "POST" and wants_json(request):
        return JsonResponse({"login": login.url}, status=401)
    if request.method == "POST" and not kept.token_is_stale(request):
        kept.keep(request, code)
    return login


def _stale_token(request: PersonRequest, application: Application, mine: Sheet | None) -> HttpResponse:
    """Nothing is written; the page comes back with everything typed and a fresh token."""
    if wants_json(request):
        return JsonResponse({"token": get_token(request)}, status=403)
    notice = _("安全の確認のため、まだ保存していません。内容を確かめて、もう一度「保存する」を押してください。")
    return _typed_page(request, application, mine, request.POST, notice=notice, status=403)


def _save(request: PersonRequest, application: Application) -> HttpResponse:
    given = typed_sheet.read(request.POST)
    base = typed_sheet.base_of(request.POST)
    try:
        saved, reasons = sheets.save(application, given, base=base, by=request.user, at=clock.now())
    except StaleSheet as stale:
        return _both(request, application, cast("Sheet", stale.sheet), given)
    except Refused as refused:
        if wants_json(request):
            return JsonResponse({"refused": str(refused)}, status=CONFLICT)
        messages.error(request, str(refused))
        return redirect("review:index")
    kept.drop(request)
    if wants_json(request):
        return JsonResponse(_state(application, saved, reasons), status=UNPROCESSABLE if reasons else 200)
    if reasons:
        return _page(request, application, saved, typed=given, reasons=reasons, status=UNPROCESSABLE)
    return _onward(request, application, saved)


def _onward(request: PersonRequest, application: Application, saved: Sheet) -> HttpResponse:
    """After a save: where the pressed button leads."""
    here = reverse("review:sheet", args=[application.code])
    if request.POST.get("action") == "finish":
        if sheets.gaps_of(stages.asked(application, saved), saved):
            return redirect(f"{here}?check=1")
        return redirect("review:submit", code=application.code)
    messages.success(request, _("保存しました。"))
    return redirect(here)


def _state(application: Application, saved: Sheet, reasons: tuple[Reason, ...]) -> dict[str, Any]:
    return {
        "revision": saved.revision,
        "saved": _saved_words(saved),
        "total": cards.total(stages.asked(application, saved), saved),
        "errors": cards.errors_of(reasons),
    }


def _saved_words(saved: Sheet) -> str:
    return _("%(time)s に保存") % {"time": f"{timezone.localtime(saved.saved_at):%H:%M}"}


def _both(request: PersonRequest, application: Application, stored: Sheet, given: Input) -> HttpResponse:
    """Two pages wrote: both are shown, nothing was overwritten; saving again takes what the form holds."""
    if wants_json(request):
        return JsonResponse({"stale": True, "revision": stored.revision}, status=CONFLICT)
    return _page(request, application, stored, typed=given, both=True, status=CONFLICT)


def _typed_page(
    request: PersonRequest,
    application: Application,
    mine: Sheet | None,
    data: QueryDict,
    *,
    notice: str,
    status: int,
    waiting: bool = False,
) -> HttpResponse:
    given = typed_sheet.read(data)
    base = typed_sheet.base_of(data)
    both = mine is not None and base != mine.revision
    return _page(request, application, mine, typed=given, both=both, notice=notice, status=status, waiting=waiting)


def _page(
    request: PersonRequest,
    application: Application,
    mine: Sheet | None,
    *,
    typed: Input | None = None,
    reasons: tuple[Reason, ...] = (),
    gaps: bool = False,
    both: bool = False,
    notice: str = "",
    waiting: bool = False,
    status: int = 200,
) -> HttpResponse:
    rules = stages.asked(application, mine)
    not_now = stages.why_not_now(application, mine)
    closed = application.state not in REVIEWABLE or not_now is not None
    if closed or (mine is not None and mine.submitted_at is not None):
        typed, gaps, both, notice = None, False, False, ""
    if gaps:
        reasons = sheets.gaps_of(rules, mine or Sheet())
    errors = cards.errors_of(reasons)
    seat = reviewers.seat(request.user, application.round)
    before, after = seat.neighbours(application.code)
    values = {
        "application": application,
        "rules": rules,
        "material": reviewer_material.material(application, rules),
        "sheet": mine,
        "closed": closed,
        "not_now": not_now.sentence if not_now else "",
        "writable": not closed and (mine is None or mine.submitted_at is None),
        "base": mine.revision if mine else typed_sheet.FIRST_REVISION,
        "owner": kept.owner_of(request.user),
        "cards": cards.criterion_cards(rules, mine, typed, errors, both=both),
        "gates": cards.gate_cards(rules, mine, typed, errors),
        "overall": cards.overall(mine, typed, both=both),
        "total": cards.total(rules, mine),
        "saved": _saved_words(mine) if mine else _("まだ保存なし"),
        "errors": [{"href": _anchor(rules, reason), "text": reason.sentence} for reason in reasons],
        "overall_errors": errors,
        "gaps": gaps and bool(reasons),
        "strays": cards.strays(rules, typed),
        "both": both,
        "notice": notice,
        "waiting": waiting,
        "previous": _link(before),
        "following": _link(after),
        "place": _place(seat, application.code),
        "queue": _link(seat.next_after(application.code)),
        "limits": {"comment": sheets.COMMENT_LENGTH, "overall": sheets.OVERALL_LENGTH},
    }
    return render(request, "review/sheet.html", values, status=status)


def _anchor(rules: Any, reason: Reason) -> str:
    """Where a gap is mended: the first button of its card, or the text on the whole."""
    if reason.field in {gate.key for gate in rules.gates}:
        return f"#gate-{reason.field}-1"
    if reason.field in ("to_applicant", "internal"):
        return f"#{reason.field}"
    known = {criterion.key for criterion in rules.criteria}
    return f"#mark-{reason.field}-1" if reason.field in known else "#strays"


def _place(seat: reviewers.Seat, code: str) -> str:
    """Where in the queue: which of how many, and how many are handed in."""
    codes = [entry.code for entry in seat.base]
    words = {"at": codes.index(code) + 1 if code in codes else 0, "of": len(codes), "done": seat.done}
    return _("%(of)s件中%(at)s件目・提出済み%(done)s件") % words


def _link(entry: reviewers.Entry | None) -> dict[str, str] | None:
    if entry is None or not (href := desk.address(entry)):
        return None
    return {"href": href, "label": f"{entry.number} {entry.product}"}
