"""The end of certificates: a calendar by month (ICS too), and the calls for renewal."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from icalendar import Calendar, Event
from wagtail.admin import messages
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import HeaderButton

from certification.domain.labels import office_label
from certification.forms.office import ReasonForm
from certification.models import Certificate
from certification.selectors import registers
from certification.services import renewal_calls
from certification.viewsets.decision_pages import ids_of
from certification.viewsets.office import SECRETARIAT, OfficePage, crumb, form_errors
from core import clock
from core.domain.fiscal_year import FiscalYear
from core.domain.text import whole_number

FIRST, LAST = 1989, 2200


class ExpiryPage(OfficePage):
    header_icon = "date"
    http_method_names = ["get", "head", "options"]

    def year(self) -> FiscalYear:
        """The fiscal year asked for, else this one."""
        typed = whole_number(self.request.GET.get("year", ""))
        now = FiscalYear.containing(clock.today())
        return FiscalYear(typed) if typed is not None and FIRST <= typed <= LAST else now


class Expiries(ExpiryPage):
    """Month by month of a fiscal year: which certificates end."""

    template_name = "certification/office/expiries.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        year = self.year()
        found = registers.expiring(year.starts_on, year.ends_on)
        months = []
        for place in range(12):
            first = date(year.start_year + (place + 3) // 12, (place + 3) % 12 + 1, 1)
            rows = [row for row in found if (row.valid_until.year, row.valid_until.month) == (first.year, first.month)]
            months.append({"first": first, "rows": [(row, gettext(office_label(row.state))) for row in rows]})
        ics = f"{reverse('expiries:ics')}?year={year.start_year}"
        return self.page(
            gettext("有効期限カレンダー"), year=year, months=months, count=len(found), before=year.start_year - 1,
            after=year.start_year + 1,
            buttons=[HeaderButton(gettext("カレンダーに取り込む（ICS）"), url=ics, icon_name="download")],
        )  # fmt: skip


class ExpiriesIcs(ExpiryPage):
    """The same for the office's own calendar: an event on the last day of each certificate."""

    def get(self, request: HttpRequest) -> HttpResponse:
        year = self.year()
        calendar = Calendar()
        calendar.add("prodid", "-//certification//expiries//JA")
        calendar.add("version", "2.0")
        calendar.add("x-wr-calname", gettext("証書の有効期限 %(year)s") % {"year": year.label})
        for row in registers.expiring(year.starts_on, year.ends_on):
            event = Event()
            event.add("uid", f"certificate-{row.number}-{row.valid_until:%Y%m%d}@{request.get_host()}")
            event.add("dtstamp", datetime.combine(row.certified_on, time(), tzinfo=UTC))
            event.add("dtstart", row.valid_until)
            event.add("dtend", row.valid_until + timedelta(days=1))
            event.add("summary", gettext("有効期限：%(product)s") % {"product": row.application.product_name})
            event.add("description", f"{row.number} {row.application.business.name}")
            event.add("url", request.build_absolute_uri(reverse("certificates:detail", args=[row.pk])))
            calendar.add_component(event)
        answer = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="expiries-{year.start_year}.ics"'
        return answer


class Renewals(OfficePage):
    """Who gets the call; sent once per certificate and fiscal year."""

    header_icon = "mail"
    template_name = "certification/office/renewals.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = renewal_calls.due(clock.today())
        ready = [row for row in rows if row.may_call]
        return self.page(
            gettext("更新の案内"), ready=ready, others=[row for row in rows if not row.may_call],
            mails=sum(len(row.to) for row in ready), months=renewal_calls.MONTHS,
            year=FiscalYear.containing(clock.today()).label,
        )  # fmt: skip

    def post(self, request: HttpRequest) -> HttpResponse:
        done: list[int] = []
        if self.act(
            lambda: done.append(renewal_calls.call(ids_of(request, "certificate"), by=self.person, at=clock.now()))
        ):
            messages.success(request, gettext("更新の案内のメールを%(n)s通、送信箱に入れました。") % {"n": done[0]})
        return redirect("expiries:renewals")


class StopRenewal(OfficePage):
    """案内を止める for one certificate, with the reason; `lift` lets it go again."""

    readers = SECRETARIAT
    header_icon = "cross"
    template_name = "certification/office/reason.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(self._find(pk), ReasonForm(label=_("案内を止める理由")))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self._find(pk)
        if request.POST.get("lift") == "1":
            if self.act(lambda: renewal_calls.lift(found, by=self.person, at=clock.now())):
                messages.success(request, gettext("「%(number)s」の案内を再開しました。") % {"number": found.number})
            return redirect("expiries:renewals")
        form = ReasonForm(request.POST, label=_("案内を止める理由"))
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            if self.act(lambda: renewal_calls.stop(found, reason=reason, by=self.person, at=clock.now()), form=form):
                messages.success(request, gettext("「%(number)s」の案内を止めました。") % {"number": found.number})
                return redirect("expiries:renewals")
        form_errors(request, form)
        return self._show(found, form, status=422)

    def _find(self, pk: int) -> Certificate:
        found: Certificate = get_object_or_404(registers.certificates(), pk=pk)
        self.trail = (crumb(_("更新の案内"), "expiries:renewals"),)
        return found

    def _show(self, found: Certificate, form: ReasonForm, *, status: int = 200) -> HttpResponse:
        return self.page(
            gettext("更新の案内を止める"),
            status=status,
            form=form,
            sentence=gettext("「%(number)s %(product)s」には、更新の案内のメールを送りません。あとで再開できます。")
            % {"number": found.number, "product": found.application.product_name},
            button=gettext("案内を止める"),
            serious=False,
            back=reverse("expiries:renewals"),
        )


class ExpiryViewSet(ViewSet):
    """/cms/expiries/"""

    name = "expiries"
    icon = "date"
    menu_label = _("有効期限と更新")
    menu_name = "expiries"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", Expiries.as_view(), name="index"),
            path("expiries.ics", ExpiriesIcs.as_view(), name="ics"),
            path("renewals/", Renewals.as_view(), name="renewals"),
            path("renewals/<int:pk>/stop/", StopRenewal.as_view(), name="stop"),
        ]
