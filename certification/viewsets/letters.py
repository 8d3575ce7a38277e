"""通知書台帳: every letter with its number, to whom, when and its PDF; gaps in the numbers with their reason."""

from typing import Any, cast

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.viewsets.base import ViewSet

from certification.forms.office import ReasonForm
from certification.models import Letter, OfficeNotice, Round
from certification.selectors import registers
from certification.services import documents, office_letters
from certification.viewsets.export import RowExport
from certification.viewsets.office import SECRETARIAT, OfficePage, crumb, form_errors
from core import clock

KINDS = {
    "certified": _("認証・認定"), "challenge": _("チャレンジ支援"), "declined": _("見送り"), "refused": _("却下"),
    "revoked": _("取消し"),
}  # fmt: skip


def pdf_response(data: bytes, name: str) -> HttpResponse:
    """A PDF the office reads in its browser; never kept by a shared machine."""
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    answer["Cache-Control"] = "private, no-store"
    return answer


class RegisterFilters(forms.Form):
    """Words, kind, round."""

    q = forms.CharField(label=_("番号・事業者・商品・受付番号"), max_length=100, required=False)
    kind = forms.ChoiceField(label=_("種類"), choices=[("", _("すべて")), *KINDS.items()], required=False)
    round = forms.ModelChoiceField(
        Round.objects.filter(opened_at__isnull=False).select_related("programme").order_by("-fiscal_year", "-pk"),
        label=_("募集回"), required=False, empty_label=_("すべて"),
    )  # fmt: skip


class LetterIndex(RowExport, OfficePage):
    """The register: filters, pages, export of the rows on the screen."""

    header_icon = "doc-full"
    template_name = "certification/office/letters.html"
    http_method_names = ["get", "head", "options"]
    export_filename = "letters"
    list_export = ("number", "kind_word", "firm", "product", "receipt", "programme", "made", "paper")
    export_headings = {
        "number": _("文書番号"), "kind_word": _("種類"), "firm": _("あて先"), "product": _("商品・サービス"),
        "receipt": _("受付番号"), "programme": _("制度"), "made": _("日付"), "paper": "PDF",
    }  # fmt: skip

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = RegisterFilters(request.GET)
        values = form.cleaned_data if form.is_valid() else {}
        chosen = values.get("round")
        rows = registers.letters(
            kind=values.get("kind", ""), round_=chosen.pk if chosen else None, words=values.get("q", "")
        )
        if self.is_export:
            return cast("HttpResponseBase", self.as_spreadsheet(map(line, rows), request.GET["export"]))
        page = Paginator(rows, 50).get_page(request.GET.get("p"))
        query = request.GET.copy()
        query.pop("p", None)
        return self.page(
            gettext("通知書台帳"), form=form, rows=[line(row) for row in page.object_list], page_obj=page,
            query=query.urlencode(), filtered=any(values.values()), gaps=registers.letter_gaps(),
        )  # fmt: skip


def line(row: dict[str, Any]) -> dict[str, Any]:
    """A row with its words and the address of its paper."""
    name = "letters:letter" if row["source"] == "letter" else "letters:notice"
    return {
        **row,
        "kind_word": str(KINDS.get(row["kind"], row["kind"])),
        "made": clock.date_text(clock.on(row["made_at"])),
        "paper": gettext("できています") if row["pdf"] else gettext("準備中"),
        "url": reverse(name, args=[row["pk"]]),
    }


class LetterPaper(OfficePage):
    """The PDF of a decision's letter; there is one only after release."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        letter = get_object_or_404(Letter.objects.select_related("pdf", "application__round"), pk=pk)
        return pdf_response(documents.letter_pdf(letter), f"{letter.number}.pdf")


class NoticePaper(OfficePage):
    """The PDF of a refusal or a revocation."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        notice = get_object_or_404(OfficeNotice.objects.select_related("pdf"), pk=pk)
        return pdf_response(office_letters.paper(notice), f"{notice.number}.pdf")


class GapNote(OfficePage):
    """Why a number is missing."""

    readers = SECRETARIAT
    header_icon = "edit"
    template_name = "certification/office/reason.html"

    def get(self, request: HttpRequest, series: str, serial: int) -> HttpResponse:
        return self._show(series, serial, ReasonForm(label=_("欠番の理由")))

    def post(self, request: HttpRequest, series: str, serial: int) -> HttpResponse:
        form = ReasonForm(request.POST, label=_("欠番の理由"))
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            if self.act(
                lambda: office_letters.note_gap(series, serial, reason=reason, by=self.person, at=clock.now()),
                form=form,
            ):
                messages.success(request, gettext("欠番の理由を記録しました。"))
                return redirect("letters:index")
        form_errors(request, form)
        return self._show(series, serial, form, status=422)

    def _show(self, series: str, serial: int, form: ReasonForm, *, status: int = 200) -> HttpResponse:
        self.trail = (crumb(_("通知書台帳"), "letters:index"),)
        return self.page(
            gettext("欠番の理由"),
            status=status,
            form=form,
            sentence=gettext("「%(number)s」は使われていない番号です。理由は台帳に残ります。")
            % {"number": f"{series}-{serial}"},
            button=gettext("記録する"),
            serious=False,
            back=reverse("letters:index"),
        )


class LetterViewSet(ViewSet):
    """/cms/letters/"""

    name = "letters"
    icon = "doc-full"
    menu_label = _("通知書台帳")
    menu_name = "letters"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", LetterIndex.as_view(), name="index"),
            path("letter/<int:pk>/", LetterPaper.as_view(), name="letter"),
            path("notice/<int:pk>/", NoticePaper.as_view(), name="notice"),
            path("gaps/<str:series>/<int:serial>/", GapNote.as_view(), name="gap"),
        ]
