"""目合わせ: the office picks an example, sees who has answered and the spread with names, and ends it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from wagtail.admin import messages

from certification.domain.scoring import display
from certification.forms.office_panel import CalibrationForm
from certification.models import Calibration, Round
from certification.selectors import calibration as calibrations
from certification.selectors import office
from certification.services import calibration as service
from certification.viewsets.office import RoundPage, crumb, form_errors
from core import clock


class CalibrationPage(RoundPage):
    """One round's calibrations."""

    header_icon = "crosshairs"
    template_name = "certification/office/calibration.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        return self._show(found, self._form(found))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        if request.POST.get("action") == "close":
            for row in Calibration.objects.filter(round=found, closed_at=None):
                service.close(row, by=self.person, at=clock.now())
            messages.success(request, gettext("目合わせを終えました。答えは残ります。"))
            return redirect("rounds:calibration", pk)
        form = self._form(found, request.POST)
        if form.is_valid():
            values, at = form.cleaned_data, clock.now()
            if self.act(
                lambda: service.begin(
                    found, source=values["source"], title=values["title"], text=values["text"], by=self.person, at=at
                ),
                form=form,
            ):
                messages.success(request, gettext("目合わせを始めました。審査委員の机に見本が並びます。"))
                return redirect("rounds:calibration", pk)
        form_errors(request, form)
        return self._show(found, form, status=422)

    def _form(self, found: Round, data: object = None) -> CalibrationForm:
        return CalibrationForm(data, examples=calibrations.examples(found))

    def _show(self, found: Round, form: CalibrationForm, *, status: int = 200) -> HttpResponse:
        self.trail = (*self.trail, crumb(gettext("審査委員"), "rounds:panel", found.pk))
        rows = Calibration.objects.filter(round=found).select_related("source__round", "opened_by")
        shown = []
        examples = list(rows.order_by("-pk"))
        for row in examples:
            handed_in = calibrations.sheets_of(row)
            shown.append(
                {
                    "calibration": row,
                    "answered": len(handed_in),
                    "spread": calibrations.spread(found.frozen, handed_in, mine=None, named=True),
                    "totals": [(name, display(total)) for name, total in calibrations.totals(found.frozen, handed_in)],
                }
            )
        return self.page(
            gettext("目合わせ"),
            status=status,
            round=found,
            form=form,
            rows=shown,
            open=any(row.closed_at is None for row in examples),
            people=len(office.panel_of(found)),
            over=found.scoring_closed_at is not None or found.rules is None,
        )
