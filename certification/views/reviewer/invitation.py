"""An invitation to a panel, opened by its link: accepted after a login, declined by whoever holds it, with a reason."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from certification.domain.panel_states import InvitationState
from certification.forms.reviewer.decline import DeclineForm
from certification.models import PanelInvitation
from certification.services import invitations
from certification.views.person import PersonRequest
from core import clock
from core.domain.reason import Refused


@login_not_required  # people without an account read it, and may decline
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: PersonRequest, token: str) -> HttpResponse:
    """What is asked of whom, until when; nothing of any application."""
    rows = PanelInvitation.objects.select_related("round__programme", "invited_by")
    found = rows.filter(token=token).first()
    if found is None:
        return render(request, "review/invitation.html", {"invitation": None}, status=404)
    if request.method == "POST" and request.POST.get("action") == "decline":
        return _decline(request, found)
    if request.method == "POST":
        return _accept(request, found)
    return _page(request, found, DeclineForm())


def _accept(request: PersonRequest, found: PanelInvitation) -> HttpResponse:
    here = reverse("review:invitation", args=[found.token])
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}?next={here}")
    try:
        invitations.accept(found, by=request.user, at=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(here)
    messages.success(request, _("審査委員をお引き受けいただき、ありがとうございます。"))
    return redirect("review:index")


def _decline(request: PersonRequest, found: PanelInvitation) -> HttpResponse:
    form = DeclineForm(request.POST)
    if form.is_valid():
        by = request.user if request.user.is_authenticated else None
        values = form.cleaned_data
        try:
            invitations.decline(found, kind=values["kind"], reason=values["reason"], by=by, at=clock.now())
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("review:invitation", token=found.token)
    return _page(request, found, form, status=422)


def _page(request: PersonRequest, found: PanelInvitation, form: DeclineForm, *, status: int = 200) -> HttpResponse:
    person = request.user if request.user.is_authenticated else None
    why = invitations.why_not_accept(found, person) if person and found.state == InvitationState.SENT.value else None
    values = {
        "invitation": found,
        "state": found.state,
        "period": invitations.period_text(found),
        "here": reverse("review:invitation", args=[found.token]),
        "why": why.sentence if why else "",
        "mine": person is not None and found.answered_by_id == person.pk,
        "form": form,
        "over": found.round.scoring_closed_at is not None,
    }
    return render(request, "review/invitation.html", values, status=status)
