"""The public pages of calls: the list, one call with its countdown, its 募集要項 as PDF, its dates as ICS."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from certification.models import Round
from certification.selectors import calls, round_dates
from certification.services import calendars, call_papers
from certification.services.calendars import Entry
from certification.views.applicant import answers, dates
from core import clock


@login_not_required
@require_safe
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """Calls now open, to come, and lately ended."""
    at = clock.now()
    found = calls.calls(at)
    context = {
        "open": [_card(row) for row in found.open],
        "soon": [_card(row) for row in found.soon],
        "closed": [_card(row) for row in found.closed],
        "now": at.isoformat(),
    }
    return render(request, "calls/index.html", context)


def _card(row: Round) -> dict[str, Any]:
    at = clock.now()
    return {
        "round": row,
        "name": _name(row),
        "href": reverse("calls:call", args=[row.pk]),
        "opens": answers.deadline_text(row.opens_at),
        "closes": answers.deadline_text(row.closes_at) if row.closes_at else "",
        "closes_iso": row.closes_at.isoformat() if row.closes_at else "",
        "left": answers.time_left(row.closes_at, at=at) if row.closes_at else "",
    }


def _name(row: Round) -> str:
    """The programme's name: as frozen once the round has opened."""
    return row.frozen.name if row.rules is not None else row.programme.name


@login_not_required
@require_safe
@never_cache
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything one call says of itself. Before it opens: what is public of the programme, and when it is planned."""
    row = get_object_or_404(calls.public(), pk=pk)
    at = clock.now()
    rules = row.frozen if row.rules is not None else None
    at_phase = calls.phase(row, at)
    other = calls.next_call(row.programme_id, at) if at_phase == "closed" else None
    context = {
        **_card(row),
        "phase": at_phase,
        "rules": rules,
        "criteria": calls.criteria_text(row),
        "dates": dates.lines(row) if rules else [],
        "needs": calls.needs(rules) if rules else (),
        "evidence": calls.evidence(rules) if rules else (),
        "other": reverse("calls:call", args=[other.pk]) if other and other.pk != row.pk else "",
        "now": at.isoformat(),
        "crumbs": [
            {"label": _("トップ"), "href": "/"},
            {"label": _("募集"), "href": reverse("calls:index")},
            {"label": f"{_name(row)} {row}"},
        ],
    }
    return render(request, "calls/call.html", context)


def _opened(pk: int) -> Round:
    """A call whose rules stand; else 404: nothing of a planned one is certain."""
    row: Round = get_object_or_404(calls.public(), pk=pk)
    if row.rules is None:
        raise Http404
    return row


@login_not_required
@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """募集要項 (PDF)."""
    body = call_papers.call_pdf(_opened(pk))
    return HttpResponse(
        body,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="call-{pk}.pdf"', "Cache-Control": "public, max-age=300"},
    )


@login_not_required
@require_safe
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The public dates of one call for anybody's calendar."""
    row = _opened(pk)
    url = settings.SITE_URL + reverse("calls:call", args=[pk])
    entries = [
        Entry(calendars.uid_of(pk, each), f"{_name(row)} {row} {each.label}", each, url)
        for each in round_dates.of_round(row, public_only=True)
    ]
    body = calendars.ics(entries, name=f"{_name(row)} {row}", at=clock.now())
    return HttpResponse(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="call-{pk}.ics"',
            "Cache-Control": "public, max-age=300",
        },
    )
