"""The people of a panel: invitations, the terms of a seat, absence with replacement, the letter of appointment."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from wagtail.admin import messages

from certification.forms.office_panel import AbsenceForm, InviteForm, TermsForm, terms_of
from certification.models import PanelInvitation, PanelMember, Round
from certification.selectors.assignment_plan import situation
from certification.services import absence, appointment, invitations, panel
from certification.viewsets.office import SECRETARIAT, RoundPage, crumb, form_errors
from core import clock
from core.domain.text import whole_number


class InvitePage(RoundPage):
    """委嘱の依頼: who is asked, for how long; below, what came back."""

    readers = SECRETARIAT
    header_icon = "mail"
    template_name = "certification/office/panel_invite.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(self.round(pk), InviteForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        if (number := whole_number(request.POST.get("cancel", ""))) is not None:
            row = get_object_or_404(PanelInvitation, pk=number, round=found)
            if self.act(lambda: invitations.cancel(row, by=self.person, at=clock.now())):
                messages.success(request, gettext("%(email)s への依頼を取り消しました。") % {"email": row.email})
            return redirect("rounds:panel_invite", pk)
        form = InviteForm(request.POST)
        if form.is_valid():
            values, at = form.cleaned_data, clock.now()
            if self.act(
                lambda: invitations.invite(
                    found, email=values["email"], name=values["name"], terms=form.terms, by=self.person, at=at
                ),
                form=form,
            ):
                messages.success(request, gettext("%(email)s に依頼のメールを送ります。") % {"email": values["email"]})
                return redirect("rounds:panel_invite", pk)
        form_errors(request, form)
        return self._show(found, form, status=422)

    def _show(self, found: Round, form: InviteForm, *, status: int = 200) -> HttpResponse:
        self.trail = (*self.trail, crumb(gettext("審査委員"), "rounds:panel", found.pk))
        rows = PanelInvitation.objects.filter(round=found).select_related("invited_by").order_by("-pk")
        return self.page(gettext("審査委員を依頼する"), status=status, round=found, form=form, invitations=list(rows))


class SeatPage(RoundPage):
    """A seat: period, cap, fields."""

    header_icon = "group"
    template_name = "certification/office/panel_seat.html"

    def seat(self, pk: int, number: int) -> tuple[Round, PanelMember]:
        """The round and the seat on it."""
        found = self.round(pk)
        self.trail = (*self.trail, crumb(gettext("審査委員"), "rounds:panel", pk))
        rows = PanelMember.objects.filter(round=found).select_related("user", "absent_by", "round__programme")
        return found, get_object_or_404(rows, pk=number)

    def get(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        found, seat = self.seat(pk, number)
        return self._show(found, seat, TermsForm(initial=terms_of(seat)))

    def post(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        found, seat = self.seat(pk, number)
        form = TermsForm(request.POST)
        if form.is_valid() and self.act(
            lambda: panel.change_terms(seat, form.terms, by=self.person, at=clock.now()), form=form
        ):
            messages.success(request, gettext("%(name)s さんの委嘱を保存しました。") % {"name": seat.user.display_name})
            return redirect("rounds:panel", pk)
        form_errors(request, form)
        return self._show(found, seat, form, status=422)

    def _show(self, found: Round, seat: PanelMember, form: TermsForm, *, status: int = 200) -> HttpResponse:
        return self.page(
            seat.user.display_name,
            status=status,
            round=found,
            seat=seat,
            form=form,
            open=len(absence.open_assignments(seat)),
            handed_in=absence.handed_in(seat),
        )


class AbsencePage(SeatPage):
    """不在: what is open goes to others, proposed row by row; what is handed in stays."""

    readers = SECRETARIAT
    header_icon = "warning"
    template_name = "certification/office/panel_absence.html"

    def get(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        found, seat = self.seat(pk, number)
        return self._page(found, seat, AbsenceForm(initial={"from_on": clock.today()}), {})

    def post(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        found, seat = self.seat(pk, number)
        if request.POST.get("action") == "back":
            if self.act(lambda: absence.end(seat, by=self.person, at=clock.now())):
                messages.success(
                    request, gettext("%(name)s さんの不在を終えました。") % {"name": seat.user.display_name}
                )
            return redirect("rounds:panel", pk)
        form = AbsenceForm(request.POST)
        chosen = {
            row: whole_number(str(value))
            for name, value in request.POST.items()
            if name.startswith("to.") and (row := whole_number(name.removeprefix("to."))) is not None
        }
        if form.is_valid():
            done: list[tuple[int, int]] = []
            values, at = form.cleaned_data, clock.now()
            if self.act(
                lambda: done.append(
                    absence.replace(
                        seat, chosen, reason=values["reason"], from_on=values["from_on"], by=self.person, at=at
                    )
                ),
                form=form,
            ):
                moved, left = done[0]
                words = {"name": seat.user.display_name, "n": moved}
                messages.success(request, gettext("%(name)s さんを不在とし、%(n)s件を引き継ぎました。") % words)
                if left:
                    messages.warning(
                        request,
                        gettext("引き継ぐ人のいない申請が%(n)s件あります。割当を確かめてください。") % {"n": left},
                    )
                return redirect("rounds:panel", pk)
        form_errors(request, form)
        return self._page(found, seat, form, chosen, status=422)

    def _page(
        self, found: Round, seat: PanelMember, form: AbsenceForm, chosen: dict[int, int | None], *, status: int = 200
    ) -> HttpResponse:
        items = absence.open_assignments(seat)
        on = clock.today()
        here = situation(found, on=on, only=[item.application_id for item in items])
        proposed: dict[int, int | None] = {**absence.proposal(seat, on=on), **chosen}
        return self.page(
            gettext("不在と引き継ぎ"),
            status=status,
            round=found,
            seat=seat,
            form=form,
            handed_in=absence.handed_in(seat),
            lines=[
                {
                    "application": item.application,
                    "choices": [
                        {
                            "pk": person,
                            "name": here.seats[person].user.display_name,
                            "load": here.loads[person],
                            "note": here.suspected.get((item.application_id, person), ""),
                            "chosen": proposed.get(item.application_id) == person,
                        }
                        for person in absence.possible(here, seat, item.application)
                    ],
                }
                for item in items
                if item.application_id in here.rows
            ],
        )


class AppointmentLetter(SeatPage):
    """委嘱状 as PDF."""

    http_method_names = ("get", "head", "options")

    def get(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        _found, seat = self.seat(pk, number)
        answer = HttpResponse(appointment.letter_pdf(seat), content_type="application/pdf")
        answer["Content-Disposition"] = f'inline; filename="appointment-{seat.pk}.pdf"'
        return answer
