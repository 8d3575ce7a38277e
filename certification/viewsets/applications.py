"""Applications (申請) in the admin: the list for screening, with filters, search and export."""

import unicodedata
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.base import ViewSet

from certification.domain.labels import office_label
from certification.domain.states import TURN_OF, Actor, Status
from certification.models import Application, Programme, Round
from certification.selectors import office
from certification.viewsets import screening
from certification.viewsets.export import SafeExport
from certification.viewsets.office import OfficeMixin, OfficePolicy
from core import clock

STATES = [(status.value, office_label(status)) for status in Status if status is not Status.DRAFT]


class ApplicationFilters(WagtailFilterSet):
    """Round, programme, state."""

    programme = django_filters.ModelChoiceFilter(
        field_name="round__programme", queryset=Programme.objects.order_by("pk"), label=_("制度")
    )
    round = django_filters.ModelChoiceFilter(
        queryset=Round.objects.filter(opened_at__isnull=False).order_by("-fiscal_year", "-pk"), label=_("募集回")
    )
    status = django_filters.MultipleChoiceFilter(choices=STATES, label=_("状態"))

    class Meta:
        model = Application
        fields = ("programme", "round", "status")


def state_of(row: Application) -> str:
    """The office's word for the state."""
    return gettext(office_label(row.state))


def local(row: Application) -> Any:
    """When it was first handed in or last corrected, on the clock in Tokyo, for a spreadsheet."""
    return clock.local_text(row.submitted_at) if row.submitted_at else ""


class ApplicationIndex(SafeExport, OfficeMixin, IndexView):
    """The list. Drafts are not in it: they belong to their firms until handed in."""

    model = Application
    page_title = _("申請")
    header_icon = "form"
    permission_policy = OfficePolicy(Application)
    index_url_name = "applications:index"
    index_results_url_name = "applications:index_results"
    results_template_name = "certification/office/applications_results.html"
    filterset_class = ApplicationFilters
    search_fields = ("receipt_number", "product_name", "business__name", "business__name_kana")
    search_backend_name = None
    default_ordering = "-receipt_number"
    paginate_by = 50
    export_filename = "applications"
    list_export = (
        "receipt_number", "product_name", "business.name", "round.programme.name", "round", "state_word",
        "handed_in_text", "attempt",
    )  # fmt: skip
    export_headings = {
        "receipt_number": _("受付番号"), "product_name": _("商品・サービス"), "business.name": _("事業者"),
        "round.programme.name": _("制度"), "round": _("募集回"), "state_word": _("状態"),
        "handed_in_text": _("提出日時"), "attempt": _("何回目"),
    }  # fmt: skip
    columns = [
        TitleColumn(
            "receipt_number",
            label=_("受付番号"),
            sort_key="receipt_number",
            width="17%",
            get_url=lambda row: reverse("applications:detail", args=[row.code]),
        ),
        Column("product_name", label=_("商品・サービス"), sort_key="product_name"),
        Column("business", label=_("事業者"), accessor="business.name", sort_key="business__name"),
        Column("round", label=_("募集回"), accessor=lambda row: f"{row.round.programme.name} {row.round}"),
        StatusTagColumn(
            "status",
            label=_("状態"),
            accessor=state_of,
            sort_key="status",
            primary=lambda row: TURN_OF.get(row.state) is Actor.SECRETARIAT,
        ),
        Column("attempt", label=_("回数"), accessor=lambda row: f"{row.attempt}回目", sort_key="attempt"),
        DateColumn("submitted_at", label=_("提出"), sort_key="submitted_at"),
    ]

    def get_base_queryset(self) -> QuerySet[Application]:
        return office.applications()

    def search_queryset(self, queryset: QuerySet[Application]) -> QuerySet[Application]:
        """The words as typed and in their plain width; kana readings too."""
        if not self.is_searching:
            return queryset
        for word in unicodedata.normalize("NFKC", self.search_query).split():
            found = Q()
            for form in {word, word.upper()}:
                for name in self.search_fields:
                    found |= Q(**{f"{name}__icontains": form})
            queryset = queryset.filter(found)
        return queryset

    def to_row_dict(self, item: Application) -> dict[str, Any]:
        vars(item).update(state_word=state_of(item), handed_in_text=local(item))
        row: dict[str, Any] = super().to_row_dict(item)
        return {**row, "round": str(row["round"])}


class ApplicationViewSet(ViewSet):
    """/cms/applications/"""

    name = "applications"
    icon = "form"
    menu_label = _("申請の点検")
    menu_name = "applications"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", ApplicationIndex.as_view(), name="index"),
            path("results/", ApplicationIndex.as_view(results_only=True), name="index_results"),
            path("<slug:code>/", screening.Detail.as_view(), name="detail"),
            path("<slug:code>/check/", screening.Check.as_view(), name="check"),
            path("<slug:code>/accept/", screening.Accept.as_view(), name="accept"),
            path("<slug:code>/correction/", screening.RequestCorrection.as_view(), name="correction"),
            path("<slug:code>/refuse/", screening.Refuse.as_view(), name="refuse"),
            path("<slug:code>/versions/", screening.Versions.as_view(), name="versions"),
        ]
