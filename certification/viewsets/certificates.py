"""Certificates (認証書・認定書) in the admin: the list, one with its history, revocation, surrender."""

from collections.abc import Callable
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.base import ViewSet

from certification.domain.labels import office_label
from certification.domain.states import IN_FORCE, CertificateStatus
from certification.forms.office import ReasonForm
from certification.models import Certificate, Programme
from certification.services import certificates
from certification.viewsets.export import SafeExport
from certification.viewsets.office import (
    APPROVERS,
    SECRETARIAT,
    OfficeMixin,
    OfficePage,
    OfficePolicy,
    crumb,
    form_errors,
)
from core import clock
from core.roles import has_role

STATES = [(status.value, office_label(status)) for status in CertificateStatus]


def all_of_them() -> QuerySet[Certificate]:
    """Certificates with what their list and page print."""
    return Certificate.objects.select_related("application__business", "application__round__programme", "pdf")


class CertificateFilters(WagtailFilterSet):
    programme = django_filters.ModelChoiceFilter(
        field_name="application__round__programme", queryset=Programme.objects.order_by("pk"), label=_("制度")
    )
    status = django_filters.MultipleChoiceFilter(choices=STATES, label=_("状態"))
    valid_until = django_filters.DateFromToRangeFilter(label=_("有効期限"))

    class Meta:
        model = Certificate
        fields = ("programme", "status", "valid_until")


def state_of(row: Certificate) -> str:
    """The office's word for the state."""
    return gettext(office_label(row.state))


class CertificateIndex(SafeExport, OfficeMixin, IndexView):
    """The list."""

    model = Certificate
    page_title = _("認証書・認定書")
    header_icon = "doc-full"
    permission_policy = OfficePolicy(Certificate)
    index_url_name = "certificates:index"
    index_results_url_name = "certificates:index_results"
    results_template_name = "certification/office/certificates_results.html"
    filterset_class = CertificateFilters
    search_fields = ("number", "application__product_name", "application__business__name")
    search_backend_name = None
    default_ordering = "-certified_on"
    paginate_by = 50
    export_filename = "certificates"
    list_export = (
        "number", "application.product_name", "application.business.name", "application.round.programme.name",
        "certified_on", "valid_until", "state_word",
    )  # fmt: skip
    export_headings = {
        "number": _("番号"), "application.product_name": _("商品・サービス"), "application.business.name": _("事業者"),
        "application.round.programme.name": _("制度"), "state_word": _("状態"),
    }  # fmt: skip
    columns = [
        TitleColumn(
            "number", label=_("番号"), sort_key="number",
            get_url=lambda row: reverse("certificates:detail", args=[row.pk]),
        ),
        Column("product", label=_("商品・サービス"), accessor="application.product_name"),
        Column("firm", label=_("事業者"), accessor="application.business.name"),
        Column("programme", label=_("制度"), accessor="application.round.programme.name"),
        Column("certified_on", label=_("認証・認定の日"), sort_key="certified_on", accessor="certified_on"),
        Column("valid_until", label=_("有効期限"), sort_key="valid_until", accessor="valid_until"),
        StatusTagColumn("status", label=_("状態"), accessor=state_of, primary=lambda row: row.state in IN_FORCE),
    ]  # fmt: skip

    def get_base_queryset(self) -> QuerySet[Certificate]:
        return all_of_them()

    def to_row_dict(self, item: Certificate) -> dict[str, Any]:
        vars(item)["state_word"] = state_of(item)
        row: dict[str, Any] = super().to_row_dict(item)
        return row


class CertificatePage(OfficePage):
    header_icon = "doc-full"

    def find(self, pk: int) -> Certificate:
        found: Certificate = get_object_or_404(all_of_them(), pk=pk)
        self.trail = (crumb(_("認証書・認定書"), "certificates:index"), crumb(found.number, "certificates:detail", pk))
        return found


class Detail(CertificatePage):
    """One certificate with its history."""

    template_name = "certification/office/certificate.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.find(pk)
        self.trail = self.trail[:1]
        moves = found.transitions.select_related("by").order_by("-pk")
        in_force = found.state in IN_FORCE
        return self.page(
            found.number,
            certificate=found,
            application=found.application,
            status_label=state_of(found),
            in_force=in_force,
            moves=[{"row": row, "name": gettext(office_label(CertificateStatus(row.target)))} for row in moves],
            may_revoke=in_force and has_role(request.user, *APPROVERS),
            may_surrender=in_force and has_role(request.user, *SECRETARIAT),
        )


class EndCertificate(CertificatePage):
    """A certificate ends before its day, with a reason: the common page of revocation and surrender."""

    header_icon = "cross"
    template_name = "certification/office/reason.html"
    title: Any = ""
    sentence: Any = ""
    label: Any = ""
    service: Callable[..., None]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.find(pk)
        return self._closed(found) or self._show(found, ReasonForm(label=self.label))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.find(pk)
        if back := self._closed(found):
            return back
        form = ReasonForm(request.POST, label=self.label)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            if self.act(lambda: type(self).service(found, reason=reason, by=self.person, at=clock.now()), form=form):
                messages.success(
                    request,
                    gettext("「%(number)s」は%(state)sになりました。公開ページと掲載も変わりました。")
                    % {"number": found.number, "state": state_of(found)},
                )
                return redirect("certificates:detail", pk)
        form_errors(request, form)
        return self._show(found, form, status=422)

    def _closed(self, found: Certificate) -> HttpResponse | None:
        if found.state in IN_FORCE:
            return None
        messages.error(self.request, gettext("この証書はいま「%(state)s」です。") % {"state": state_of(found)})
        return redirect("certificates:detail", found.pk)

    def _show(self, found: Certificate, form: ReasonForm, *, status: int = 200) -> HttpResponse:
        return self.page(
            str(self.title),
            status=status,
            form=form,
            sentence=self.sentence % {"number": found.number, "product": found.application.product_name},
            button=self.title,
            serious=True,
            back=reverse("certificates:detail", args=[found.pk]),
        )


class Revoke(EndCertificate):
    """取消, by the approver."""

    readers = writers = APPROVERS
    title = _("取り消す")
    sentence = _(
        "「%(number)s %(product)s」を取り消します。商品はカタログとふるさと納税の掲載から外れ、"
        "商品ページを開いた人と番号を確かめた人には「取消」と出ます。事業者には、書いた理由をメールで知らせます。元には戻せません。"
    )
    label = _("取り消す理由")
    service = certificates.revoke


class Surrender(EndCertificate):
    """廃止届 taken by the secretariat."""

    readers = writers = SECRETARIAT
    title = _("廃止届を受け付ける")
    sentence = _(
        "「%(number)s %(product)s」の廃止届を受け付けます。商品はカタログから外れ、"
        "商品ページを開いた人と番号を確かめた人には「辞退」と出ます。元には戻せません。"
    )
    label = _("届出の内容")
    service = certificates.surrender


class CertificateViewSet(ViewSet):
    """/cms/certificates/"""

    name = "certificates"
    icon = "doc-full"
    menu_label = _("認証書・認定書")
    menu_name = "certificates"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", CertificateIndex.as_view(), name="index"),
            path("results/", CertificateIndex.as_view(results_only=True), name="index_results"),
            path("<int:pk>/", Detail.as_view(), name="detail"),
            path("<int:pk>/revoke/", Revoke.as_view(), name="revoke"),
            path("<int:pk>/surrender/", Surrender.as_view(), name="surrender"),
        ]
