"""Certificates (認証書・認定書) in the admin: the list, one with its history, revocation, surrender."""

from collections.abc import Callable
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button

from certification.domain.labels import office_label
from certification.domain.states import IN_FORCE, CertificateStatus
from certification.forms.office import ReasonForm
from certification.models import Certificate, Programme, Round
from certification.selectors import registers
from certification.services import certificates
from certification.viewsets.export import SafeExport
from certification.viewsets.letters import pdf_response
from certification.viewsets.office import (
    APPROVERS,
    SECRETARIAT,
    OfficeMixin,
    OfficePage,
    OfficePolicy,
    crumb,
    form_errors,
)
from core import clock, pdf
from core.roles import has_role

STATES = [(status.value, office_label(status)) for status in CertificateStatus]


class CertificateFilters(WagtailFilterSet):
    programme = django_filters.ModelChoiceFilter(
        field_name="application__round__programme", queryset=Programme.objects.order_by("pk"), label=_("制度")
    )
    status = django_filters.MultipleChoiceFilter(choices=STATES, label=_("状態"))
    round = django_filters.ModelChoiceFilter(
        field_name="application__round",
        queryset=Round.objects.filter(opened_at__isnull=False).order_by("-fiscal_year", "-pk"),
        label=_("募集回"),
    )
    certified_on = django_filters.DateFromToRangeFilter(label=_("認証・認定の日"), widget=DateRangePickerWidget)
    valid_until = django_filters.DateFromToRangeFilter(label=_("有効期限"), widget=DateRangePickerWidget)

    class Meta:
        model = Certificate
        fields = ("programme", "round", "status", "certified_on", "valid_until")


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
        "number", "application.product_name", "application.business.name", "application.business.address",
        "application.business.representative", "application.round.programme.name", "round_name",
        "application.receipt_number", "certified_on", "valid_from", "valid_until", "state_word", "ended_on",
        "end_reason",
    )  # fmt: skip
    export_headings = {
        "number": _("番号"), "application.product_name": _("商品・サービス"), "application.business.name": _("事業者"),
        "application.business.address": _("所在地"), "application.business.representative": _("代表者名"),
        "application.round.programme.name": _("制度"), "round_name": _("募集回"),
        "application.receipt_number": _("受付番号"), "state_word": _("状態"), "valid_from": _("有効期間の始まり"),
        "ended_on": _("取消し・廃止の日"), "end_reason": _("取消し・廃止の理由"),
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
        return registers.certificates()

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        vars(item).update(
            state_word=state_of(item),
            round_name=str(item.application.round),
            ended_on=clock.on(item.ended_at) if item.ended_at else "",
            end_reason=item.end_reason or "",
        )
        item.valid_from = item.valid_from or item.certified_on
        row: dict[str, Any] = super().to_row_dict(item)
        return row

    @property
    def header_more_buttons(self) -> list[Any]:
        """The register as it is filtered, to print and as PDF."""
        query = self.request.GET.urlencode()
        more = [
            (_("印刷用の台帳"), "certificates:register", "print"),
            (_("台帳のPDF"), "certificates:register_pdf", "download"),
        ]
        return [
            *super().header_more_buttons,
            *(Button(words, url=f"{reverse(name)}?{query}", icon_name=icon) for words, name, icon in more),
        ]


class Register(OfficePage):
    """The register of the rows that the list shows, all on one page for printing."""

    header_icon = "doc-full"
    template_name = "certification/office/register.html"
    http_method_names = ["get", "head", "options"]

    def rows(self) -> list[Certificate]:
        filters = CertificateFilters(self.request.GET, queryset=registers.certificates(), request=self.request)
        found = filters.qs if filters.is_valid() else registers.certificates().none()
        for word in self.request.GET.get("q", "").split():
            names = ("number", "application__product_name", "application__business__name")
            wanted = Q()
            for name in names:
                wanted |= Q(**{f"{name}__icontains": word})
            found = found.filter(wanted)
        return list(found.order_by("application__round__programme", "certified_on", "serial"))

    def get(self, request: HttpRequest) -> HttpResponse:
        self.trail = (crumb(_("認証書・認定書"), "certificates:index"),)
        query = request.GET.urlencode()
        return self.page(
            gettext("認証書・認定書の台帳"), rows=[line(row) for row in self.rows()], made=clock.now(), query=query
        )


class RegisterPdf(Register):
    """The same as a PDF."""

    def get(self, request: HttpRequest) -> HttpResponse:
        values = {
            "title": gettext("認証書・認定書の台帳"),
            "made": clock.local_text(clock.now()),
            "rows": [line(row) for row in self.rows()],
        }
        return pdf_response(pdf.render("certification/pdf/register.typ", values), "certificate-register.pdf")


def line(row: Any) -> dict[str, str]:
    """One line of the printed register."""
    return {
        "number": row.number,
        "product": row.application.product_name,
        "firm": row.application.business.name,
        "address": row.application.business.address,
        "programme": row.application.round.programme.name,
        "certified_on": f"{row.certified_on:%Y/%m/%d}",
        "valid_until": f"{row.valid_until:%Y/%m/%d}",
        "state": state_of(row),
        "end": f"{clock.on(row.ended_at):%Y/%m/%d} {row.end_reason}" if row.ended_at else "",
    }


class CertificatePage(OfficePage):
    header_icon = "doc-full"

    def find(self, pk: int) -> Certificate:
        found: Certificate = get_object_or_404(registers.certificates(), pk=pk)
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
            path("register/", Register.as_view(), name="register"),
            path("register.pdf", RegisterPdf.as_view(), name="register_pdf"),
            path("<int:pk>/", Detail.as_view(), name="detail"),
            path("<int:pk>/revoke/", Revoke.as_view(), name="revoke"),
            path("<int:pk>/surrender/", Surrender.as_view(), name="surrender"),
        ]
