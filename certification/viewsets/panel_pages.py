"""The panel of a round: appointments, the table of assignments, conflicts, progress, the end of scoring."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from wagtail.admin import messages

from certification.domain.states import Status
from certification.forms.office import AppointForm, ConflictForm, choice
from certification.models import Application, Round
from certification.selectors import office, office_panel
from certification.services import panel
from certification.viewsets.office import SECRETARIAT, RoundPage, crumb, form_errors
from core import clock
from core.domain.text import whole_number
from core.models import User

PER_PAGE = 40


class PanelPage(RoundPage):
    """審査委員: who is appointed, and the form to appoint another."""

    header_icon = "group"
    template_name = "certification/office/panel.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        return self._show(found, AppointForm(people=office.candidates(found)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        form = AppointForm(request.POST, people=office.candidates(found))
        if form.is_valid():
            person, affiliation = form.cleaned_data["user"], form.cleaned_data["affiliation"]
            at = clock.now()
            if self.act(
                lambda: panel.appoint(found, person, affiliation=affiliation, by=self.person, at=at), form=form
            ):
                messages.success(request, gettext("%(name)s さんを委嘱しました。") % {"name": person.display_name})
                return redirect("rounds:panel", pk)
        form_errors(request, form)
        return self._show(found, form, status=422)

    def _show(self, found: Round, form: AppointForm, *, status: int = 200) -> HttpResponse:
        return self.page(
            gettext("審査委員"),
            status=status,
            round=found,
            panel=office.panel_of(found),
            form=form,
            someone=choice(form, "user").queryset.exists(),
        )


class AssignmentPage(RoundPage):
    """割当表: applications × reviewers, a tick each; saved as one."""

    header_icon = "table"
    template_name = "certification/office/assignment.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        seats = office.panel_of(found)
        page = Paginator(office_panel.assignable(found), PER_PAGE).get_page(request.GET.get("p"))
        return self.page(
            gettext("割当"),
            round=found,
            panel=seats,
            lines=office_panel.lines(page.object_list, seats),
            items=page,
            shown=",".join(str(row.pk) for row in page.object_list),
            may_start=any(row.state is Status.ACCEPTED for row in page.object_list),
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        here = f"{reverse('rounds:assignment', args=[pk])}?{request.GET.urlencode()}".rstrip("?")
        shown = [row for part in request.POST.get("shown", "").split(",") if (row := whole_number(part)) is not None]
        rows = list(office_panel.assignable(found).filter(pk__in=shown))
        ticks = [tick.partition("-") for tick in request.POST.getlist("tick")]
        pairs = {(whole_number(row), whole_number(person)) for row, _dash, person in ticks}
        wanted = {(row, person) for row, person in pairs if row is not None and person is not None}
        done: list[tuple[int, int]] = []
        if self.act(lambda: done.append(panel.arrange(rows, wanted, by=self.person, at=clock.now()))):
            given, taken = done[0]
            if len(rows) < len(shown):
                messages.warning(request, gettext("表を開いた後に状態が変わった申請は、そのままにしました。"))
            messages.success(
                request,
                gettext("割当を保存しました（追加%(given)s件、取り消し%(taken)s件）。")
                % {"given": given, "taken": taken},
            )
        return redirect(here)


class ConflictPage(RoundPage):
    """利益相反 set by the office for one application; the reviewer cannot undo it."""

    readers = SECRETARIAT
    header_icon = "warning"
    template_name = "certification/office/conflict.html"

    def _find(self, pk: int, code: str) -> tuple[Round, Application]:
        found = self.round(pk)
        self.trail = (*self.trail, crumb(gettext("割当"), "rounds:assignment", pk))
        return found, get_object_or_404(office_panel.assignable(found), code=code)

    def _people(self, found: Round) -> Any:
        return User.objects.filter(pk__in=[seat.user_id for seat in office.panel_of(found)]).order_by("email")

    def get(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        found, application = self._find(pk, code)
        return self._show(found, application, ConflictForm(people=self._people(found)))

    def post(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        found, application = self._find(pk, code)
        form = ConflictForm(request.POST, people=self._people(found))
        if form.is_valid():
            person, at = form.cleaned_data["reviewer"], clock.now()
            kind, reason = form.cleaned_data["kind"], form.cleaned_data["reason"]
            if self.act(
                lambda: panel.pin_conflict(application, person, kind=kind, reason=reason, by=self.person, at=at),
                form=form,
            ):
                messages.success(
                    request,
                    gettext("%(name)s さんをこの申請の審査から外しました。") % {"name": person.display_name},
                )
                return redirect("rounds:assignment", pk)
        form_errors(request, form)
        return self._show(found, application, form, status=422)

    def _show(self, found: Round, application: Application, form: ConflictForm, *, status: int = 200) -> HttpResponse:
        return self.page(
            gettext("利益相反を設定"),
            status=status,
            round=found,
            application=application,
            form=form,
            declared=application.conflicts.exclude(kind="none").select_related("reviewer"),
        )


class ProgressPage(RoundPage):
    """採点の進み具合: n of N by application and by reviewer. Marks are not shown while scoring is open."""

    header_icon = "tasks"
    template_name = "certification/office/progress.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        seats = office.panel_of(found)
        rows = office.applications().filter(round=found, status=Status.IN_REVIEW.value).order_by("pk")
        table = office_panel.lines(rows, seats)
        return self.page(
            gettext("採点の進み具合"),
            round=found,
            at=clock.now(),
            panel=seats,
            lines=table,
            reviewers=office_panel.by_reviewer(table, seats),
            submitted=sum(line.submitted for line in table),
            base=sum(line.base for line in table),
        )
