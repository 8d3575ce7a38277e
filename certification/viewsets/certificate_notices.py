"""変更届・廃止届 in the admin: the list, one with old and new side by side, acceptance, return with a reason."""

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
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.base import ViewSet

from certification.domain import notices as rules_of
from certification.domain import wording
from certification.domain.notices import NoticeKind, NoticeState
from certification.forms.office import ReasonForm
from certification.models import CertificateNotice, Programme
from certification.selectors import notices as selectors
from certification.selectors import office
from certification.services import notices
from certification.viewsets.export import SafeExport
from certification.viewsets.office import SECRETARIAT, OfficeMixin, OfficePage, OfficePolicy, crumb, form_errors
from certification.viewsets.words import named
from core import clock


def state_of(row: CertificateNotice) -> str:
    """The office's word for the state."""
    return gettext(rules_of.LABELS[row.place].office)


def kind_of(row: CertificateNotice) -> str:
    """変更届 or 廃止届."""
    return gettext(rules_of.KIND_LABELS[row.sort])


class NoticeFilters(WagtailFilterSet):
    programme = django_filters.ModelChoiceFilter(
        field_name="certificate__application__round__programme",
        queryset=Programme.objects.order_by("pk"),
        label=_("制度"),
    )
    kind = django_filters.ChoiceFilter(choices=CertificateNotice.KINDS, label=_("届出の種類"))
    state = django_filters.MultipleChoiceFilter(choices=CertificateNotice.STATES, label=_("状態"))

    class Meta:
        model = CertificateNotice
        fields = ("programme", "kind", "state")


class NoticeIndex(SafeExport, OfficeMixin, IndexView):
    """The list, those waiting for the office first of all by their date."""

    model = CertificateNotice
    page_title = _("変更届・廃止届")
    header_icon = "edit"
    permission_policy = OfficePolicy(CertificateNotice)
    index_url_name = "certificate_notices:index"
    index_results_url_name = "certificate_notices:index_results"
    results_template_name = "certification/office/notices_results.html"
    filterset_class = NoticeFilters
    search_fields = ("certificate__number", "certificate__application__product_name")
    search_backend_name = None
    default_ordering = "-filed_at"
    paginate_by = 50
    export_filename = "notices"
    list_export = (
        "kind_word", "certificate.number", "certificate.application.product_name",
        "certificate.application.business.name", "from_on", "filed_at", "state_word", "reason",
    )  # fmt: skip
    export_headings = {
        "kind_word": _("届出の種類"), "certificate.number": _("番号"), "state_word": _("状態"),
        "certificate.application.product_name": _("商品・サービス"),
        "certificate.application.business.name": _("事業者"),
    }  # fmt: skip
    columns = [
        TitleColumn(
            "kind", label=_("届出"), accessor=kind_of,
            get_url=lambda row: reverse("certificate_notices:detail", args=[row.code]),
        ),
        Column("number", label=_("番号"), accessor="certificate.number"),
        Column("product", label=_("商品・サービス"), accessor="certificate.application.product_name"),
        Column("firm", label=_("事業者"), accessor="certificate.application.business.name"),
        Column("from_on", label=_("変更・廃止の日"), sort_key="from_on", accessor="from_on"),
        DateColumn("filed_at", label=_("届け出た日時"), sort_key="filed_at"),
        StatusTagColumn(
            "state", label=_("状態"), accessor=state_of, primary=lambda row: row.place is NoticeState.FILED
        ),
    ]  # fmt: skip

    def get_base_queryset(self) -> QuerySet[CertificateNotice]:
        return selectors.notices()

    def to_row_dict(self, item: CertificateNotice) -> dict[str, Any]:
        vars(item).update(state_word=state_of(item), kind_word=kind_of(item))
        row: dict[str, Any] = super().to_row_dict(item)
        return row


class NoticePage(OfficePage):
    """A page of one notice."""

    header_icon = "edit"

    def find(self, code: str) -> CertificateNotice:
        found: CertificateNotice = get_object_or_404(selectors.notices(), code=code)
        self.trail = (
            crumb(_("変更届・廃止届"), "certificate_notices:index"),
            crumb(f"{kind_of(found)} {found.certificate.number}", "certificate_notices:detail", code),
        )
        return found

    def closed(self, notice: CertificateNotice) -> HttpResponse | None:
        """A way back when the notice does not wait for the office."""
        if notice.place is NoticeState.FILED:
            return None
        messages.error(self.request, gettext("この届出はいま「%(state)s」です。") % {"state": state_of(notice)})
        return redirect("certificate_notices:detail", notice.code)


class Detail(NoticePage):
    """What the firm tells, old and new side by side, its papers, its history."""

    template_name = "certification/office/notice.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        notice = self.find(code)
        title = self.trail[1]["label"]
        self.trail = self.trail[:1]
        lines = rules_of.lines(selectors.fields_of(notice.certificate), notice.before, notice.after)
        return self.page(
            title,
            notice=notice,
            certificate=notice.certificate,
            application=notice.certificate.application,
            status_label=state_of(notice),
            open=notice.place is NoticeState.FILED,
            is_change=notice.sort is NoticeKind.CHANGE,
            lines=[{"label": row.label, "compared": wording.compare(row.old, row.new)} for row in lines],
            stored=[row.stored for row in selectors.files(notice)],
            moves=[
                {"row": row, "name": gettext(rules_of.LABELS[NoticeState(row.target)].office)}
                for row in notice.transitions.select_related("by").order_by("-pk")
            ],
            events=named(office.history("certification.certificatenotice", notice.pk)),
            waits=notice.place is NoticeState.ACCEPTED and notice.applied_at is None,
        )


class Accept(NoticePage):
    """受け付ける: what happens, then one button."""

    readers = SECRETARIAT
    header_icon = "check"
    template_name = "certification/office/confirm.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        notice = self.find(code)
        if back := self.closed(notice):
            return back
        sentence = (
            _("この変更届を受け付けます。公開している商品の情報が %(day)s から変わり、事業者にメールを送ります。")
            if notice.sort is NoticeKind.CHANGE
            else _(
                "この廃止届を受け付けます。証書は %(day)s で終わり、商品はカタログとふるさと納税の掲載から外れます。"
                "事業者にメールを送ります。元には戻せません。"
            )
        )
        application = notice.certificate.application
        return self.page(
            gettext("受け付ける"),
            sentence=sentence % {"day": clock.date_text(notice.from_on)},
            rows=[f"{notice.certificate.number} {application.product_name}（{application.business.name}）"],
            warnings=[],
            button=gettext("受け付ける"),
            back=reverse("certificate_notices:detail", args=[code]),
        )

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        notice = self.find(code)
        if back := self.closed(notice):
            return back
        if self.act(lambda: notices.accept(notice, by=self.person, at=clock.now())):
            words = gettext("「%(row)s」を受け付け、事業者にメールを送りました。")
            messages.success(request, words % {"row": f"{kind_of(notice)} {notice.certificate.number}"})
        return redirect("certificate_notices:detail", code)


class SendBack(NoticePage):
    """差し戻す, with the reason the firm reads."""

    readers = SECRETARIAT
    header_icon = "undo"
    template_name = "certification/office/reason.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        notice = self.find(code)
        return self.closed(notice) or self._show(notice, self._form())

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        notice = self.find(code)
        if back := self.closed(notice):
            return back
        form = self._form(request.POST)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            if self.act(lambda: notices.send_back(notice, reason=reason, by=self.person, at=clock.now()), form=form):
                messages.success(request, gettext("届出を差し戻し、理由をメールで送りました。"))
                return redirect("certificate_notices:detail", code)
        form_errors(request, form)
        return self._show(notice, form, status=422)

    def _form(self, data: Any = None) -> ReasonForm:
        help_text = _("このまま事業者に届きます。どこをどう直せばよいかも書いてください。")
        return ReasonForm(data, label=_("差し戻す理由"), help_text=help_text)

    def _show(self, notice: CertificateNotice, form: ReasonForm, *, status: int = 200) -> HttpResponse:
        sentence = gettext("「%(row)s」を差し戻し、事業者にメールを送ります。事業者は直して、もう一度届け出られます。")
        return self.page(
            gettext("差し戻す"),
            status=status,
            form=form,
            sentence=sentence % {"row": f"{kind_of(notice)} {notice.certificate.number}"},
            button=gettext("理由を送って差し戻す"),
            serious=False,
            back=reverse("certificate_notices:detail", args=[notice.code]),
        )


class CertificateNoticeViewSet(ViewSet):
    """/cms/certificate_notices/"""

    name = "certificate_notices"
    icon = "edit"
    menu_label = _("変更届・廃止届")
    menu_name = "certificate_notices"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", NoticeIndex.as_view(), name="index"),
            path("results/", NoticeIndex.as_view(results_only=True), name="index_results"),
            path("<slug:code>/", Detail.as_view(), name="detail"),
            path("<slug:code>/accept/", Accept.as_view(), name="accept"),
            path("<slug:code>/return/", SendBack.as_view(), name="send_back"),
        ]
