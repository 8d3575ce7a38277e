"""手数料 of one application: seen paid, or undone."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput

from certification.models import Application
from certification.selectors import office
from certification.services import fees
from certification.viewsets.office import OfficePage, crumb
from core import clock


class PaidForm(forms.Form):
    """The day the fee was paid."""

    paid_on = forms.DateField(label=_("納付の日"), widget=AdminDateInput)
    note = forms.CharField(label=_("メモ（任意。領収の番号など）"), max_length=200, required=False)


class UndoForm(forms.Form):
    """Why a recorded payment was a mistake."""

    reason = forms.CharField(label=_("取り消す理由"), max_length=200)


class FeePage(OfficePage):
    """The fee, the record that stands, and those undone."""

    header_icon = "tick"
    template_name = "certification/office/fee.html"

    def application(self, code: str) -> Application:
        found: Application = get_object_or_404(office.applications(), code=code)
        if not found.round.frozen.fee_yen:
            raise Http404
        self.trail = (crumb(_("申請"), "applications:index"), crumb(str(found), "applications:detail", code))
        return found

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        found = self.application(code)
        return self.show(found, PaidForm(initial={"paid_on": clock.today()}), UndoForm())

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        found = self.application(code)
        undoing = request.POST.get("do") == "undo"
        form = UndoForm(request.POST) if undoing else PaidForm(request.POST)
        if form.is_valid() and self.act(lambda: self.write(found, form.cleaned_data, undoing=undoing), form=form):
            done = gettext("納付の記録を取り消しました。") if undoing else gettext("納付を記録しました。")
            messages.success(request, done)
            return redirect("applications:detail", code)
        paid, undo = (PaidForm(), form) if undoing else (form, UndoForm())
        return self.show(found, paid, undo, status=422)

    def write(self, found: Application, data: dict[str, Any], *, undoing: bool) -> None:
        at = clock.now()
        if undoing:
            fees.undo(found, reason=data["reason"], by=self.person, at=at)
        else:
            fees.record(found, paid_on=data["paid_on"], note=data["note"], by=self.person, at=at)

    def show(self, found: Application, paid: forms.Form, undo: forms.Form, *, status: int = 200) -> HttpResponse:
        return self.page(
            gettext("手数料"),
            status=status,
            application=found,
            fee_yen=found.round.frozen.fee_yen,
            standing=fees.standing(found),
            undone=found.fee_payments.filter(undone_at__isnull=False).select_related("undone_by"),
            paid_form=paid,
            undo_form=undo,
            form=paid,
        )
