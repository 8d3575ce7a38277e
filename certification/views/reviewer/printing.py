"""On paper: a table of all one's own sheets, and the letter of appointment."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certification.models import PanelMember
from certification.selectors import reviewer as reviewers
from certification.services import appointment
from certification.views.person import PersonRequest
from certification.views.reviewer import cards, desk
from core import clock


@require_safe
def table(request: PersonRequest, pk: int) -> HttpResponse:
    """Every sheet of one's own in a round, a line each; recused ones are named, without marks."""
    seat = get_object_or_404(
        PanelMember.objects.select_related("round__programme"), round=pk, user=request.user, round__rules__isnull=False
    )
    shown = reviewers.seats_of(request.user, seat.round) if seat.in_period(clock.today()) else None
    rules = seat.round.frozen
    own = reviewers.own_sheets(request.user, seat.round)
    rows = []
    for entry in shown.entries if shown else ():
        sheet = own.get(entry.code)
        out = entry.progress is reviewers.Progress.RECUSED
        rows.append(
            {
                "entry": entry,
                "word": str(desk.WORDS[entry.progress][0]),
                "marks": []
                if out
                else [card.chosen or _("未採点") for card in cards.criterion_cards(rules, sheet, None, {}, both=False)],
                "gates": []
                if out
                else [card.chosen or _("未回答") for card in cards.gate_cards(rules, sheet, None, {})],
                "total": None if out else cards.total(rules, sheet),
            }
        )
    values = {
        "seat": seat,
        "rules": rules,
        "rows": rows,
        "closed": seat.why_closed(clock.today()),
        "columns": len(rules.criteria) + len(rules.gates) + 1,
        "at": clock.now(),
    }
    return render(request, "review/table.html", values)


@require_safe
def letter(request: PersonRequest, pk: int) -> HttpResponse:
    """委嘱状 of one's own seat."""
    seats = PanelMember.objects.select_related("round__programme", "user")
    seat = get_object_or_404(seats, round=pk, user=request.user)
    answer = HttpResponse(appointment.letter_pdf(seat), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="appointment.pdf"'
    return answer
