"""Applications (申請) in the admin: the list for screening, with filters, saved views, search, export, bulk acts."""

from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.base import ViewSet

from certification.domain.labels import office_label
from certification.domain.states import TURN_OF, Actor
from certification.models import Application
from certification.selectors import saved_views
from certification.selectors import screening as lists
from certification.viewsets import bulk, duplicates, fees, flags, message_pages, screening, view_pages
from certification.viewsets.export import SafeExport
from certification.viewsets.filters import ApplicationFilters
from certification.viewsets.office import SECRETARIAT, OfficeMixin, OfficePolicy
from core import clock
from core.models import User
from core.roles import has_role


def state_of(row: Application) -> str:
    """The office's word for the state."""
    return gettext(office_label(row.state))


def local(row: Application) -> Any:
    """When it was first handed in or last corrected, on the clock in Tokyo, for a spreadsheet."""
    return clock.local_text(row.submitted_at) if row.submitted_at else ""


def attempt_of(row: Application) -> str:
    """更新, or which attempt it is."""
    if row.kind == "renewal":
        return gettext("更新")
    return gettext("%(n)s回目") % {"n": row.attempt} if row.attempt > 1 else gettext("新規")


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
        "kind_word", "attempt", "flag_words", "handed_in_text",
    )  # fmt: skip
    export_headings = {
        "receipt_number": _("受付番号"), "product_name": _("商品・サービス"), "business.name": _("事業者"),
        "round.programme.name": _("制度"), "round": _("募集回"), "state_word": _("状態"), "kind_word": _("新規・更新"),
        "attempt": _("何回目"), "flag_words": _("気をつけること"), "handed_in_text": _("提出日時"),
    }  # fmt: skip
    columns = [
        flags.PickColumn("pick", label=_("選ぶ"), accessor=lambda row: row.pk),
        TitleColumn(
            "receipt_number",
            label=_("受付番号"),
            sort_key="receipt_number",
            width="15%",
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
        flags.FlagsColumn("flags", label=_("気をつけること")),
        Column("attempt", label=_("回数"), accessor=attempt_of, sort_key="attempt"),
        DateColumn("submitted_at", label=_("提出"), sort_key="submitted_at"),
    ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The person's own start, when the list is opened without a word."""
        if not request.GET and not self.results_only:
            start = saved_views.start_of(cast("User", request.user), "applications")
            if start is not None:
                return redirect(f"{reverse('applications:index')}?{start.query}&view={start.pk}")
        response: HttpResponseBase = super().get(request, *args, **kwargs)
        return response

    def get_base_queryset(self) -> QuerySet[Application]:
        return lists.listed(clock.today())

    def search_queryset(self, queryset: QuerySet[Application]) -> QuerySet[Application]:
        """Every word, in whatever width, kana or old form it is typed."""
        return lists.found(queryset, self.search_query) if self.is_searching else queryset

    def get_table(self, object_list: Any, **kwargs: Any) -> Any:
        """The flags of the page's rows, found together."""
        found = flags.of_rows(list(object_list), clock.today())
        for row in object_list:
            row.flags = found[row.pk]
        return super().get_table(object_list, **kwargs)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        person = cast("User", self.request.user)
        views = view_pages.shown(person, self.request.GET.urlencode())
        acts = bulk.ACTS if has_role(person, *SECRETARIAT) else {}
        return {**context, **views, "bulk_acts": acts, "may_bulk": bool(acts) and bool(context["items_count"])}

    def to_row_dict(self, item: Application) -> dict[str, Any]:
        words = "、".join(flag.words for flag in self._flags_of_all.get(item.pk, ()))
        vars(item).update(
            state_word=state_of(item), handed_in_text=local(item), kind_word=item.get_kind_display(), flag_words=words
        )
        row: dict[str, Any] = super().to_row_dict(item)
        return {**row, "round": str(row["round"])}

    @property
    def _flags_of_all(self) -> dict[int, list[flags.Flag]]:
        found: dict[int, list[flags.Flag]] | None = getattr(self, "_flags", None)
        if found is None:
            found = self._flags = flags.of_rows(list(self.get_queryset()), clock.today())
        return found


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
            path("bulk/", bulk.Bulk.as_view(), name="bulk"),
            path("views/", view_pages.Views.as_view(), name="views"),
            path("views/save/", view_pages.Save.as_view(), name="view_save"),
            path("views/<int:pk>/rename/", view_pages.Rename.as_view(), name="view_rename"),
            path("views/<int:pk>/delete/", view_pages.Delete.as_view(), name="view_delete"),
            path("views/<int:pk>/start/", view_pages.Start.as_view(), name="view_start"),
            path("<slug:code>/", screening.Detail.as_view(), name="detail"),
            path("<slug:code>/check/", screening.Check.as_view(), name="check"),
            path("<slug:code>/accept/", screening.Accept.as_view(), name="accept"),
            path("<slug:code>/correction/", screening.RequestCorrection.as_view(), name="correction"),
            path("<slug:code>/refuse/", screening.Refuse.as_view(), name="refuse"),
            path("<slug:code>/fee/", fees.FeePage.as_view(), name="fee"),
            path("<slug:code>/remind/", screening.Remind.as_view(), name="remind"),
            path("<slug:code>/messages/", message_pages.Say.as_view(), name="message"),
            path("<slug:code>/messages/read/", message_pages.Read.as_view(), name="messages_read"),
            path("<slug:code>/versions/", screening.Versions.as_view(), name="versions"),
            path("<slug:code>/like/<slug:other>/", duplicates.Beside.as_view(), name="beside"),
            path("<slug:code>/like-product/<str:product>/", duplicates.BesideProduct.as_view(), name="beside_product"),
        ]
