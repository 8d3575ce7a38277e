"""催促: the dates, who gets what before it goes, and two ways to stop it: all, or one person."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from certification.forms.office_panel import RemindersForm
from certification.models import ReminderPlan, Round
from certification.selectors import reminders
from certification.services import reminders as service
from certification.viewsets.office import RoundPage, crumb, form_errors
from core import clock
from core.domain.text import whole_number
from core.models import OutboxMessage, User

SILENT = {
    "done": _("提出が済んでいるため送りません"),
    "stopped": _("事務局が止めています"),
    "absent": _("不在のため送りません"),
    "period": _("委嘱期間の外のため送りません"),
}


class RemindersPage(RoundPage):
    """The reminders of one round."""

    header_icon = "mail"
    template_name = "certification/office/reminders.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        row = self._row(found)
        first = {
            "due_on": row.due_on if row else found.review_on,
            "days_before": "、".join(map(str, row.days_before)) if row else "",
            "draft_days_before": "、".join(map(str, row.draft_days_before)) if row else "",
        }
        return self._show(found, row, RemindersForm(initial=first))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        action, at, by = request.POST.get("action", ""), clock.now(), self.person
        if action in ("stop", "resume"):
            if self.act(lambda: service.stop_all(found, stopped=action == "stop", by=by, at=at)):
                done = gettext("この回の催促を止めました。") if action == "stop" else gettext("催促を再開しました。")
                messages.success(request, done)
            return redirect("rounds:reminders", pk)
        if action in ("stop_person", "resume_person"):
            number = whole_number(request.POST.get("person", ""))
            person = get_object_or_404(User, pk=number, panel_seats__round=found)
            if self.act(lambda: service.stop_person(found, person, stopped=action == "stop_person", by=by, at=at)):
                messages.success(request, gettext("保存しました。"))
            return redirect("rounds:reminders", pk)
        form = RemindersForm(request.POST)
        if form.is_valid() and self.act(lambda: service.plan(found, **form.cleaned_data, by=by, at=at), form=form):
            messages.success(request, gettext("催促の予定を保存しました。"))
            return redirect("rounds:reminders", pk)
        form_errors(request, form)
        return self._show(found, self._row(found), form, status=422)

    def _row(self, found: Round) -> ReminderPlan | None:
        return ReminderPlan.objects.filter(round=found).select_related("round", "stopped_by").first()

    def _show(self, found: Round, row: ReminderPlan | None, form: RemindersForm, *, status: int = 200) -> HttpResponse:
        self.trail = (*self.trail, crumb(gettext("採点の進み具合"), "rounds:progress", found.pk))
        today = clock.today()
        people = reminders.panel(found, on=today) if found.rules is not None else []
        values: dict[str, Any] = {
            "people": [{"person": each, "why": SILENT.get(each.silent, "")} for each in people],
            "dates": [{"on": on, "past": on < today, "today": on == today} for on in reminders.review_dates(row)]
            if row
            else [],
            "draft_dates": [{"on": on, "past": on < today, "today": on == today} for on in reminders.draft_dates(row)]
            if row
            else [],
            "drafts": reminders.drafts(found),
            "count": sum(not each.silent for each in people),
            "sent": OutboxMessage.objects.filter(
                kind="review_reminder", subject_type="certification.round", subject_id=str(found.pk)
            ).order_by("-pk")[:20],
        }
        return self.page(gettext("催促"), status=status, round=found, plan=row, form=form, **values)
