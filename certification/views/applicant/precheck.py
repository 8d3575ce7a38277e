"""はじめの確認 and the start of an application."""

import re
from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from certification.domain import eligibility
from certification.domain.eligibility import ProgrammeScope, Route, Scope
from certification.forms.applicant import precheck as asked
from certification.models import Application, Programme, Round
from certification.models.application import new_code
from certification.selectors import applicant as selectors
from certification.services import applications, copying
from certification.views.applicant import answers, cards, copy_offers
from certification.views.person import PersonRequest
from core import clock
from core.domain.text import whole_number

KEY = re.compile(r"[0-9a-f]{12}")


@require_safe
@never_cache
def precheck(request: PersonRequest) -> HttpResponse:
    """Few questions; their answers lead to a programme, or to the reason why none fits. Nothing is kept."""
    at = clock.now()
    programmes = {row.slug: row for row in selectors.programmes()}
    route = None
    scopes = [
        ProgrammeScope(
            row.slug, row.name, cast("Scope", row.scope), None if row.pre_check is None else tuple(row.pre_check)
        )
        for row in programmes.values()
    ]
    if request.GET.get("food") in ("yes", "no") and request.GET.get("go"):
        route = eligibility.route(asked.parse(request.GET), scopes)
    unanswered = {reason.field for reason in route.reasons if reason.code == "unanswered"} if route else set()
    context = {
        "asks": [_ask(ask, request, unanswered) for ask in asked.asks(request.GET, scopes)],
        "first_only": request.GET.get("food") not in ("yes", "no"),
        "errors": [
            {"href": f"#id_{reason.field}_0", "text": reason.sentence}
            for reason in (route.reasons if route else ())
            if reason.code == "unanswered"
        ],
        "route": None if unanswered else route,
        "found": _found(request, route, programmes, at=at) if route and not unanswered else [],
        "seats": [seat for seat in selectors.memberships(request.user) if seat.may_edit],
        "kind": asked.product_kind(request.GET),
        "now": at.isoformat(),
    }
    return render(request, "apply/precheck.html", context)


def _ask(ask: asked.Ask, request: PersonRequest, unanswered: set[str]) -> dict[str, object]:
    given = request.GET.get(ask.key, "")
    options = [(value, label, value == given) for value, label in ask.options]
    return {"ask": ask, "options": options, "wrong": ask.key in unanswered}


def _found(
    request: PersonRequest, route: Route, programmes: dict[str, Programme], *, at: datetime
) -> list[dict[str, Any]]:
    """The programme that fits and those worth a look, each with its open call and a key that makes one draft only."""
    rounds: dict[int, Round] = {}
    for row in selectors.open_rounds(at=at):
        rounds.setdefault(row.programme_id, row)
    coming = {row.programme_id: row for row in selectors.coming_rounds(at=at)}
    earlier = copy_offers.all_of(request.user)
    slugs = [slug for slug in (route.slug, *route.also) if slug is not None]
    found = []
    for slug in slugs:
        programme = programmes[slug]
        open_round = rounds.get(programme.pk)
        found.append(
            {
                "programme": programme,
                "call": cards.calls([open_round], at=at)[0] if open_round else None,
                "coming": coming.get(programme.pk),
                "key": new_code(),
                "main": slug == route.slug,
                "earlier": earlier,
            }
        )
    return found


@require_POST
def start(request: PersonRequest) -> HttpResponseBase:
    """Begin an application; the same form sent twice leads to the same draft."""
    at = clock.now()
    back = reverse("apply:precheck")
    firm = request.POST.get("business", "")
    seat = next((row for row in selectors.memberships(request.user) if row.business.code == firm), None)
    number = whole_number(request.POST.get("round", ""))
    round_ = None if number is None else selectors.open_rounds(at=at).filter(pk=number).first()
    if seat is None:
        raise Http404
    if round_ is None:
        messages.error(request, _("この募集は受付期間ではありません。受付中の募集を選んでください。"))
        return redirect(back)
    key = request.POST.get("key", "")
    key = key if KEY.fullmatch(key) and not selectors.code_taken(key, other_than=seat.business) else ""
    try:
        made = applications.start(round_, seat.business, by=request.user, at=at, key=key)
        kind = request.POST.get("kind", "")
        if made.revision == 1 and kind in ("food", "goods", "service"):
            applications.save(made, {"kind": kind}, base=made.revision, by=request.user, at=at)
        _take_over(request, made, at=at)
    except answers.REFUSALS as error:
        return answers.refuse(request, error, back)
    return redirect("apply:application", made.code)


def _take_over(request: PersonRequest, made: Application, *, at: datetime) -> None:
    """What the person chose to start from, if it is their firm's."""
    wanted = request.POST.get("from", "")
    source = copy_offers.sources(request.user, made).filter(code=wanted).first() if wanted else None
    if source is not None:
        copying.copy(made, source, by=request.user, at=at)
        words = _("「{name}」から写しました。内容がいまも正しいか確かめてください。")
        messages.success(request, words.format(name=source.product_name))
