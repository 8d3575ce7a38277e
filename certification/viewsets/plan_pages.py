"""One challenge plan in the admin: the gap, who fits as adviser, the work, the offer's last day, its end."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from certification.domain import adviser_match, support
from certification.domain.labels import office_label
from certification.domain.states import PlanStatus
from certification.forms.office import ReasonForm
from certification.forms.support import ChooseAdviserForm, LastDayForm, OfferAgainForm
from certification.models import ChallengePlan
from certification.selectors import adviser as advisers
from certification.selectors import plan_work
from certification.selectors import support as settings
from certification.services import challenge, challenge_offers
from certification.views import plan_parts
from certification.viewsets import plan_words
from certification.viewsets.office import SECRETARIAT, OfficePage, crumb, form_errors
from core import clock
from core.models import User
from core.roles import has_role

OVER = (PlanStatus.CLOSED, PlanStatus.REAPPLIED)


def state_of(row: ChallengePlan) -> str:
    """The office's word for the state."""
    return gettext(office_label(row.state))


class PlanPage(OfficePage):
    """One plan: the gap, the adviser, the tasks, the messages, its history."""

    header_icon = "pick"
    template_name = "certification/office/plan.html"

    def find(self, pk: int) -> ChallengePlan:
        rows = ChallengePlan.objects.select_related(
            "application__business", "application__round__programme", "adviser", "reapplication"
        )
        found: ChallengePlan = get_object_or_404(rows, pk=pk)
        self.trail = (
            crumb(_("チャレンジ支援"), "plans:index"),
            crumb(found.application.product_name, "plans:detail", pk),
        )
        return found

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(self.find(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan = self.find(pk)
        if plan.state in OVER:
            messages.error(request, gettext("この支援は終わっているため、専門家を変えられません。"))
            return redirect("plans:detail", pk)
        form = ChooseAdviserForm(request.POST, matches=self.matches(plan))
        if form.is_valid():
            adviser = get_object_or_404(User, pk=form.cleaned_data["adviser"])
            if self.act(lambda: challenge.appoint_adviser(plan, adviser, by=self.person, at=clock.now()), form=form):
                words = gettext("%(name)s さんを担当に決め、メールで知らせました。")
                messages.success(request, words % {"name": adviser.display_name})
                return redirect("plans:detail", pk)
        form_errors(request, form)
        return self.show(plan, form=form, status=422)

    def matches(self, plan: ChallengePlan) -> tuple[adviser_match.Match, ...]:
        """Advisers in the order they fit this plan."""
        needs = support.needs(plan.gaps, settings.topics())
        return adviser_match.rank(advisers.candidates(plan, at=clock.now()), needs)

    def show(
        self,
        plan: ChallengePlan,
        *,
        form: ChooseAdviserForm | None = None,
        day_form: LastDayForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        self.trail = self.trail[:1]
        matches = self.matches(plan)
        work = plan_work.work(plan)
        may_change = plan.state not in OVER and has_role(self.request.user, *SECRETARIAT)
        initial = {"adviser": str(plan.adviser_id or "")}
        return self.page(
            plan.application.product_name,
            status=status,
            plan=plan,
            application=plan.application,
            status_label=state_of(plan),
            form=form or ChooseAdviserForm(initial=initial, matches=matches),
            day_form=day_form or LastDayForm(initial={"day": plan.answer_by}),
            matches=[plan_words.match(row) for row in matches],
            answer_by=plan_parts.day_text(plan.answer_by),
            offered=plan.state is PlanStatus.OFFERED,
            may_offer_again=challenge_offers.may_offer_again(plan) and has_role(self.request.user, *SECRETARIAT),
            gaps=plan_parts.gaps(plan, work),
            total=plan_parts.total(work.tasks),
            checks=plan_parts.checks(plan, work),
            meetings=work.meetings,
            terms=work.terms,
            said=work.words,
            moves=[{"row": row, "name": gettext(office_label(PlanStatus(row.target)))} for row in reversed(work.moves)],
            may_change=may_change,
        )


class LastDay(PlanPage):
    """返事の期限: POST only."""

    readers = SECRETARIAT
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan = self.find(pk)
        form = LastDayForm(request.POST)
        if form.is_valid():
            day = form.cleaned_data["day"]
            if self.act(lambda: challenge_offers.set_last_day(plan, day, by=self.person, at=clock.now()), form=form):
                words = gettext("返事の期限を%(day)sにしました。")
                messages.success(request, words % {"day": clock.date_text(day)})
                return redirect("plans:detail", pk)
        if not form.errors:
            return redirect("plans:detail", pk)
        form_errors(request, form)
        return self.show(plan, day_form=form, status=422)


class OfferAgain(PlanPage):
    """案内し直す: an offer that lapsed or was turned down."""

    readers = SECRETARIAT
    header_icon = "resubmit"
    template_name = "certification/office/offer_again.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan = self.find(pk)
        return self._not(plan) or self._ask(plan, OfferAgainForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan = self.find(pk)
        if back := self._not(plan):
            return back
        form = OfferAgainForm(request.POST)
        if form.is_valid():
            day, reason = form.cleaned_data["day"], form.cleaned_data["reason"]
            if self.act(
                lambda: challenge_offers.offer_again(plan, day, reason=reason, by=self.person, at=clock.now()),
                form=form,
            ):
                messages.success(request, gettext("もう一度案内し、事業者にメールで知らせました。"))
                return redirect("plans:detail", pk)
        form_errors(request, form)
        return self._ask(plan, form, status=422)

    def _not(self, plan: ChallengePlan) -> HttpResponse | None:
        if challenge_offers.may_offer_again(plan):
            return None
        messages.error(self.request, gettext("案内し直せるのは、同意の前に終わった支援だけです。"))
        return redirect("plans:detail", plan.pk)

    def _ask(self, plan: ChallengePlan, form: OfferAgainForm, *, status: int = 200) -> HttpResponse:
        return self.page(
            gettext("もう一度案内する"),
            status=status,
            form=form,
            sentence=gettext("「%(product)s」への支援を、もう一度案内します。事業者にメールが届きます。")
            % {"product": plan.application.product_name},
            button=gettext("もう一度案内する"),
            back=reverse("plans:detail", args=[plan.pk]),
        )


class ClosePlan(PlanPage):
    """支援を終える, with its reason."""

    readers = SECRETARIAT
    header_icon = "cross"
    template_name = "certification/office/reason.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan = self.find(pk)
        return self._over(plan) or self._ask(plan, self._form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan = self.find(pk)
        if back := self._over(plan):
            return back
        form = self._form(request.POST)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            if self.act(lambda: challenge.close(plan, reason=reason, by=self.person, at=clock.now()), form=form):
                messages.success(request, gettext("支援を終えました。"))
                return redirect("plans:detail", pk)
        form_errors(request, form)
        return self._ask(plan, form, status=422)

    def _over(self, plan: ChallengePlan) -> HttpResponse | None:
        if plan.state not in OVER:
            return None
        messages.error(self.request, gettext("この支援はもう終わっています。"))
        return redirect("plans:detail", plan.pk)

    def _form(self, data: Any = None) -> ReasonForm:
        return ReasonForm(data, label=_("支援を終える理由"))

    def _ask(self, plan: ChallengePlan, form: ReasonForm, *, status: int = 200) -> HttpResponse:
        return self.page(
            gettext("支援を終える"),
            status=status,
            form=form,
            sentence=gettext("「%(product)s」の支援を終えます。課題とやりとりは記録として残ります。")
            % {"product": plan.application.product_name},
            button=gettext("支援を終える"),
            serious=True,
            back=reverse("plans:detail", args=[plan.pk]),
        )
