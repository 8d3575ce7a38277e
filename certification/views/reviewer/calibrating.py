"""目合わせ: the same sheet on one example; after handing in, the spread of the panel's answers. Counted in nothing."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from certification.forms.reviewer import sheet as typed_sheet
from certification.models import Calibration, CalibrationSheet
from certification.selectors import calibration as calibrations
from certification.services import calibration as service
from certification.services import sheets
from certification.services.sheets import Incomplete, Input, StaleSheet
from certification.views.person import PersonRequest
from certification.views.reviewer import cards, kept
from certification.views.reviewer.sheet import CONFLICT, UNPROCESSABLE, wants_json
from core import clock
from core.domain.reason import Reason, Refused


@require_http_methods(["GET", "HEAD", "POST"])
def calibrate(request: PersonRequest, pk: int) -> HttpResponse:
    """One member's marks on the example."""
    found = get_object_or_404(calibrations.of_reviewer(request.user), pk=pk)
    mine = calibrations.own_sheet(request.user, found)
    done = mine is not None and mine.submitted_at is not None
    if not done and (why := service.why_not_score(request.user, found, at=clock.now())) is not None:
        raise PermissionDenied(why.sentence)
    if request.method != "POST":
        return _page(request, found, mine, gaps="check" in request.GET)
    return _save(request, found)


def _save(request: PersonRequest, found: Calibration) -> HttpResponse:
    given, base = typed_sheet.read(request.POST), typed_sheet.base_of(request.POST)
    try:
        saved, reasons = service.save(found, given, base=base, by=request.user, at=clock.now())
    except StaleSheet as stale:
        if wants_json(request):
            return JsonResponse({"stale": True, "revision": stale.sheet.revision}, status=CONFLICT)
        return _page(request, found, stale.sheet, typed=given, both=True, status=CONFLICT)
    except Refused as refused:
        if wants_json(request):
            return JsonResponse({"refused": str(refused)}, status=CONFLICT)
        messages.error(request, str(refused))
        return redirect("review:calibration", pk=found.pk)
    if wants_json(request):
        state = {
            "revision": saved.revision,
            "saved": _saved_words(saved),
            "total": cards.total(found.round.frozen, saved),
            "errors": cards.errors_of(reasons),
        }
        return JsonResponse(state, status=UNPROCESSABLE if reasons else 200)
    if reasons:
        return _page(request, found, saved, typed=given, reasons=reasons, status=UNPROCESSABLE)
    if request.POST.get("action") == "finish":
        return _hand_in(request, found)
    messages.success(request, _("保存しました。"))
    return redirect("review:calibration", pk=found.pk)


def _hand_in(request: PersonRequest, found: Calibration) -> HttpResponse:
    try:
        service.submit(found, by=request.user, at=clock.now())
    except Incomplete:
        return redirect(f"{request.path}?check=1")
    messages.success(request, _("目合わせの採点を提出しました。みなさんの答えの散らばりを見られます。"))
    return redirect("review:calibration", pk=found.pk)


def _saved_words(saved: Any) -> str:
    return _("%(time)s に保存") % {"time": f"{timezone.localtime(saved.saved_at):%H:%M}"}


def _page(
    request: PersonRequest,
    found: Calibration,
    mine: Any,
    *,
    typed: Input | None = None,
    reasons: tuple[Reason, ...] = (),
    gaps: bool = False,
    both: bool = False,
    status: int = 200,
) -> HttpResponse:
    rules = found.round.frozen
    done = mine is not None and mine.submitted_at is not None
    if gaps and not done:
        reasons = sheets.gaps_of(rules, mine or CalibrationSheet(marks={}, gates={}))
    errors = cards.errors_of(reasons)
    others = calibrations.sheets_of(found) if done else []
    values = {
        "calibration": found,
        "rules": rules,
        "material": calibrations.example(found),
        "done": done,
        "writable": not done,
        "base": mine.revision if mine else typed_sheet.FIRST_REVISION,
        "owner": kept.owner_of(request.user),
        "cards": cards.criterion_cards(rules, mine, typed, errors, both=both),
        "gates": cards.gate_cards(rules, mine, typed, errors),
        "overall": cards.overall(mine, typed, both=both),
        "overall_errors": errors,
        "total": cards.total(rules, mine),
        "saved": _saved_words(mine) if mine else _("まだ保存なし"),
        "errors": [{"href": f"#card-{reason.field}", "text": reason.sentence} for reason in reasons],
        "both": both,
        "spread": calibrations.spread(rules, others, mine=request.user),
        "answered": len(others),
        "limits": {"comment": sheets.COMMENT_LENGTH, "overall": sheets.OVERALL_LENGTH},
    }
    return render(request, "review/calibration.html", values, status=status)
