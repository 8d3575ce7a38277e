"""Challenge plans (チャレンジ支援) in the admin: the list with its filters and export, and all addresses below it."""

from typing import Any

import django_filters
from django.db.models import Count, Q, QuerySet
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import HeaderButton

from certification.domain.labels import office_label
from certification.domain.states import PlanStatus
from certification.models import ChallengePlan
from certification.viewsets import plan_advisers, plan_figures, plan_pages, plan_settings
from certification.viewsets.export import SafeExport
from certification.viewsets.office import OfficeMixin, OfficePolicy
from certification.viewsets.plan_pages import OVER, state_of

STATES = [(status.value, office_label(status)) for status in PlanStatus]


def all_of_them() -> QuerySet[ChallengePlan]:
    """Plans with what their list and page print."""
    rows = ChallengePlan.objects.select_related("application__business", "application__round__programme", "adviser")
    live, done = Q(tasks__removed_at=None), Q(tasks__removed_at=None, tasks__done_at__isnull=False)
    return rows.annotate(task_count=Count("tasks", filter=live), done_count=Count("tasks", filter=done))


class PlanFilters(WagtailFilterSet):
    status = django_filters.MultipleChoiceFilter(choices=STATES, label=_("状態"))
    without = django_filters.BooleanFilter(field_name="adviser", lookup_expr="isnull", label=_("専門家が未定"))

    class Meta:
        model = ChallengePlan
        fields = ("status", "without")


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
        DateColumn("answer_by", label=_("返事の期限"), sort_key="answer_by"),
    ]  # fmt: skip

    @property
    def header_buttons(self) -> list[HeaderButton]:
        """The pages beside the list."""
        return [
            HeaderButton(label=_("支援の数字"), url=reverse("plans:figures"), icon_name="table"),
            HeaderButton(label=_("専門家"), url=reverse("plans:advisers"), icon_name="group"),
            HeaderButton(label=_("支援の設定"), url=reverse("plans:support"), icon_name="cogs"),
        ]

    def get_base_queryset(self) -> QuerySet[ChallengePlan]:
        return all_of_them()

    def to_row_dict(self, item: ChallengePlan) -> dict[str, Any]:
        vars(item)["state_word"] = state_of(item)
        row: dict[str, Any] = super().to_row_dict(item)
        return {**row, "adviser": str(item.adviser or "")}


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
            path("figures/", plan_figures.FiguresPage.as_view(), name="figures"),
            path("advisers/", plan_advisers.AdvisersPage.as_view(), name="advisers"),
            path("advisers/<int:pk>/", plan_advisers.AdviserEdit.as_view(), name="adviser"),
            path("support/", plan_settings.SupportPage.as_view(), name="support"),
            path("support/own/", plan_settings.OwnTopics.as_view(), name="own_topics"),
            path("support/topics/add/", plan_settings.TopicPage.as_view(), name="topic_add"),
            path("support/topics/<int:pk>/", plan_settings.TopicPage.as_view(), name="topic"),
            path("support/topics/<int:pk>/remove/", plan_settings.TopicRemove.as_view(), name="topic_remove"),
            path("<int:pk>/", plan_pages.PlanPage.as_view(), name="detail"),
            path("<int:pk>/last-day/", plan_pages.LastDay.as_view(), name="last_day"),
            path("<int:pk>/offer-again/", plan_pages.OfferAgain.as_view(), name="offer_again"),
            path("<int:pk>/close/", plan_pages.ClosePlan.as_view(), name="close"),
        ]
