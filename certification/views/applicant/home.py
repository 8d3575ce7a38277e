"""The producer's desk: what to do next, applications, open calls; the start page for someone without a firm."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from certification.selectors import applicant as selectors
from certification.selectors import messages as words
from certification.selectors.calls import next_calls
from certification.views.applicant import cards, held, next_list
from certification.views.person import PersonRequest
from core import clock


@require_safe
@never_cache
def index(request: PersonRequest) -> HttpResponse:
    """The desk's first page."""
    at = clock.now()
    seats = list(selectors.memberships(request.user))
    if not seats:
        invitations = selectors.invitations_for(request.user, at=at)
        return render(request, "apply/start.html", {"invitations": invitations})
    rows = list(selectors.applications(request.user))
    rounds = list(selectors.open_rounds(at=at))
    unread = words.unread_of(request.user, [row.pk for row in rows])
    certified = held.lines(request.user, rows, today=clock.on(at))
    due = [line.certificate for line in certified if line.due]
    first, *later = cards.next_things(rows, rounds, at=at, unread=unread, due=due)
    known = next_calls(at)
    context = {
        "seats": seats,
        "next": first,
        "later": later,
        "cards": [cards.card(row, at=at, known=known, unread=unread.get(row.pk, 0)) for row in rows],
        "certified": certified,
        "calls": cards.calls(rounds, at=at),
        "coming": selectors.coming_rounds(at=at),
        "plan_steps": next_list.of(rows, at=at),
        "now": at.isoformat(),
    }
    return render(request, "apply/index.html", context)
