"""Challenge plans (チャレンジ支援) in the admin: the list, one plan, its adviser, its end."""

from typing import Any

import django_filters
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.base import ViewSet

from certification.domain.labels import office_label
from certification.domain.states import PlanStatus
from certification.forms.office import AdviserForm, ReasonForm
from certification.models import ChallengePlan
from certification.selectors import office
from certification.services import challenge
from certification.viewsets.export import SafeExport
from certification.viewsets.office import SECRETARIAT, OfficeMixin, OfficePage, OfficePolicy, crumb, form_errors
from core import clock
from core.roles import has_role

STATES = [(status.value, office_label(status)) for status in PlanStatus]
OVER = (PlanStatus.CLOSED, PlanStatus.REAPPLIED)


def all_of_them() -> QuerySet[ChallengePlan]:
    """Plans with what their list and page print."""
    rows = ChallengePlan.objects.select_related("application__business", "application__round__programme", "adviser")
    done = Q(tasks__done_at__isnull=False)
    return rows.annotate(task_count=Count("tasks"), done_count=Count("tasks", filter=done))


class PlanFilters(WagtailFilterSet):
    status = django_filters.MultipleChoiceFilter(choices=STATES, label=_("状態"))
    without = django_filters.BooleanFilter(field_name="adviser", lookup_expr="isnull", label=_("専門家が未定"))

    class Meta:
        model = ChallengePlan
        fields = ("status", "without")


def state_of(row: ChallengePlan) -> str:
    """The office's word for the state."""
    return gettext(office_label(row.state))


class PlanIndex(SafeExport, OfficeMixin, IndexView):
    """The list."""

    model = ChallengePlan
    page_title = _("チャレンジ支援")
    header_icon = "pick"
    permission_policy = OfficePolicy(ChallengePlan)
    index_url_name = "plans:index"
    index_results_url_name = "plans:index_results"
    results_template_name = "certification/office/plans_results.html"
    filterset_class = PlanFilters
    search_fields = ("application__receipt_number", "application__product_name", "application__business__name")
    search_backend_name = None
    default_ordering = "-offered_at"
    paginate_by = 50
    export_filename = "challenge-plans"
    list_export = (
        "application.receipt_number", "application.product_name", "application.business.name", "adviser", "state_word",
        "task_count", "done_count",
    )  # fmt: skip
    export_headings = {
        "application.receipt_number": _("受付番号"), "application.product_name": _("商品・サービス"),
        "application.business.name": _("事業者"), "adviser": _("専門家"), "state_word": _("状態"),
        "task_count": _("課題"), "done_count": _("終えた課題"),
    }  # fmt: skip
    columns = [
        TitleColumn(
            "product", label=_("商品・サービス"), accessor="application.product_name",
            get_url=lambda row: reverse("plans:detail", args=[row.pk]),
        ),
        Column("firm", label=_("事業者"), accessor="application.business.name"),
        Column("round", label=_("募集回"), accessor=lambda row: str(row.application.round)),
        StatusTagColumn("status", label=_("状態"), accessor=state_of, primary=lambda row: row.state not in OVER),
        Column("adviser", label=_("専門家"), accessor=lambda row: row.adviser or _("未定")),
        Column("tasks", label=_("課題"), accessor=lambda row: f"{row.done_count}/{row.task_count}"),
        DateColumn("offered_at", label=_("案内"), sort_key="offered_at"),
    ]  # fmt: skip

    def get_base_queryset(self) -> QuerySet[ChallengePlan]:
        return all_of_them()

    def to_row_dict(self, item: ChallengePlan) -> dict[str, Any]:
        vars(item)["state_word"] = state_of(item)
        row: dict[str, Any] = super().to_row_dict(item)
        return {**row, "adviser": str(item.adviser or "")}


class PlanPage(OfficePage):
    """One plan: the gap, the adviser, the tasks, the messages, its history."""

    header_icon = "pick"
    template_name = "certification/office/plan.html"

    def find(self, pk: int) -> ChallengePlan:
        found: ChallengePlan = get_object_or_404(all_of_them(), pk=pk)
        self.trail = (
            crumb(_("チャレンジ支援"), "plans:index"),
            crumb(found.application.product_name, "plans:detail", pk),
        )
        return found

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(self.find(pk), None)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan = self.find(pk)
        form = AdviserForm(request.POST, people=office.advisers())
        if plan.state in OVER:
            messages.error(request, gettext("この支援は終わっているため、専門家を変えられません。"))
            return redirect("plans:detail", pk)
        if form.is_valid():
            adviser = form.cleaned_data["adviser"]
            if self.act(lambda: challenge.appoint_adviser(plan, adviser, by=self.person, at=clock.now()), form=form):
                messages.success(
                    request,
                    gettext("%(name)s さんを担当に決め、メールで知らせました。") % {"name": adviser.display_name},
                )
                return redirect("plans:detail", pk)
        form_errors(request, form)
        return self._show(plan, form, status=422)

    def _show(self, plan: ChallengePlan, form: AdviserForm | None, *, status: int = 200) -> HttpResponse:
        self.trail = self.trail[:1]
        moves = plan.transitions.select_related("by").order_by("-pk")
        return self.page(
            plan.application.product_name,
            status=status,
            plan=plan,
            application=plan.application,
            status_label=state_of(plan),
            form=form or AdviserForm(initial={"adviser": plan.adviser_id}, people=office.advisers()),
            tasks=plan.tasks.select_related("done_by", "made_by").order_by("pk"),
            said=plan.messages.select_related("by").order_by("pk"),
            moves=[{"row": row, "name": gettext(office_label(PlanStatus(row.target)))} for row in moves],
            may_change=plan.state not in OVER and has_role(self.request.user, *SECRETARIAT),
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


class PlanViewSet(ViewSet):
    """/cms/plans/"""

    name = "plans"
    icon = "pick"
    menu_label = _("チャレンジ支援")
    menu_name = "plans"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", PlanIndex.as_view(), name="index"),
            path("results/", PlanIndex.as_view(results_only=True), name="index_results"),
            path("<int:pk>/", PlanPage.as_view(), name="detail"),
            path("<int:pk>/close/", ClosePlan.as_view(), name="close"),
        ]
