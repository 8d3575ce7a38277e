"""Meetings of a plan: arranged, changed, noted, called off; each as a file for a calendar."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from certification.forms.adviser.plan import MeetingForm
from certification.models import ChallengePlan, PlanMeeting
from certification.services import plan_meetings
from certification.views import plan_parts
from certification.views.adviser import plan_page
from certification.views.person import PersonRequest
from core import clock
from core.domain.reason import Refused


@require_POST
def arrange(request: PersonRequest, pk: int) -> HttpResponse:
    """A new meeting; one that was held already goes in the same way, with its notes."""
    found = plan_page.find(request, pk)
    form = MeetingForm(request.POST, prefix="meeting")
    if not form.is_valid():
        return plan_page.page(request, found, wrong=form, status=422)
    try:
        plan_meetings.arrange(found, form.cleaned_data, by=request.user, at=clock.now())
    except Refused as refused:
        plan_page.refused(form, refused)
        return plan_page.page(request, found, wrong=form, status=422)
    messages.success(request, _("面談を入れました。これからの面談は、事業者にメールでお知らせします。"))
    return plan_page.to(pk, "meetings")


def _meeting(found: ChallengePlan, number: int) -> PlanMeeting:
    rows = PlanMeeting.objects.select_related("plan__application")
    row: PlanMeeting = get_object_or_404(rows, pk=number, plan=found)
    return row


@require_POST
def change(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    """Another time, notes afterwards, or (`off`) called off."""
    found = plan_page.find(request, pk)
    row = _meeting(found, number)
    form = MeetingForm(request.POST, prefix=f"meeting-{row.pk}")
    try:
        if "off" in request.POST:
            plan_meetings.call_off(row, by=request.user, at=clock.now())
            messages.success(
                request, _("面談を取りやめました。これからの面談だったときは、事業者にメールで知らせます。")
            )
            return plan_page.to(pk, "meetings")
        if not form.is_valid():
            return plan_page.page(request, found, wrong=form, status=422)
        plan_meetings.change(row, form.cleaned_data, by=request.user, at=clock.now())
    except Refused as refused:
        if not form.is_bound or "off" in request.POST:
            messages.error(request, str(refused))
            return plan_page.to(pk, "meetings")
        plan_page.refused(form, refused)
        return plan_page.page(request, found, wrong=form, status=422)
    messages.success(request, _("面談を直しました。"))
    return plan_page.to(pk, "meetings")


@require_safe
def ics(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    """The meeting as a file for a calendar."""
    row = _meeting(plan_page.find(request, pk), number)
    return plan_parts.calendar(row, url=settings.SITE_URL + plan_page.here(pk))
