"""After a release: the public notice (公表文), the list for the ceremony (認証式 名簿) and the name plates (名札)."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet

from certification.domain.labels import Words
from certification.domain.states import IN_FORCE
from certification.models import Certificate, Round
from certification.selectors import registers
from certification.viewsets.export import RowExport
from certification.viewsets.letters import pdf_response
from certification.viewsets.office import OfficePage, crumb
from core import clock, pdf
from core.domain.fiscal_year import FiscalYear


class PaperIndex(OfficePage):
    """Rounds of which results are public."""

    header_icon = "doc-full-inverse"
    template_name = "certification/office/papers.html"
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(gettext("公表文と式典"), rounds=list(registers.rounds_with_results()))


class PaperPage(OfficePage):
    """A paper of one round; a round without public results has none."""

    header_icon = "doc-full-inverse"
    http_method_names = ["get", "head", "options"]

    def found(self, pk: int) -> tuple[Round, list[Certificate]]:
        round_: Round = get_object_or_404(registers.rounds_with_results(), pk=pk)
        self.trail = (crumb(_("公表文と式典"), "papers:index"), crumb(str(round_), "rounds:overview", pk))
        return round_, [row for row in registers.released(round_) if row.state in IN_FORCE]


def announcement(round_: Round, rows: list[Certificate]) -> dict[str, Any]:
    """What the notice says, always in Japanese: facts that the catalog shows as well, nothing of the judging."""
    rules = round_.frozen
    words = Words(rules.word)
    on = max((row.certified_on for row in rows), default=None)
    year = FiscalYear(round_.fiscal_year).label
    title = f"{rules.name} {words.item}の決定について"
    lead = f"{year}の「{rules.name}」（{round_.name}）の審査の結果、次の{len(rows)}件を{rules.word}しました。"
    lines = [
        {
            "number": row.number,
            "product": row.application.product_name,
            "firm": row.application.business.name,
            "place": row.application.business.city,
            "until": clock.date_text(row.valid_until),
        }
        for row in rows
    ]
    contact = round_.contact
    return {
        "title": title, "date": clock.date_text(on) if on else "", "lead": lead, "rows": lines, "contact": contact,
        "word": rules.word, "number_word": words.number, "programme": rules.name, "sender": f"{rules.name} 事務局",
        "fictional": any(row.application.business.fictional for row in rows),
    }  # fmt: skip


def as_text(values: dict[str, Any]) -> str:
    """The same to paste into the city's page or a press release."""
    lines = [values["title"], values["date"], "", values["lead"], ""]
    for place, row in enumerate(values["rows"], start=1):
        lines += [
            f"{place}. {row['product']}",
            f"　事業者：{row['firm']}（{row['place']}）",
            f"　{values['number_word']}：{row['number']}",
            f"　有効期限：{row['until']}",
        ]
    if values["contact"]:
        lines += ["", f"問い合わせ先：{values['contact']}"]
    return "\n".join(lines)


class Announcement(PaperPage):
    """The notice to read, to print, to paste."""

    template_name = "certification/office/announcement.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        round_, rows = self.found(pk)
        values = announcement(round_, rows)
        return self.page(gettext("公表文"), round=round_, notice=values, text=as_text(values))


class AnnouncementPdf(PaperPage):
    """The notice as PDF."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        round_, rows = self.found(pk)
        data = pdf.render("certification/pdf/announcement.typ", announcement(round_, rows))
        return pdf_response(data, f"announcement-{round_.fiscal_year}-{pk}.pdf")


class Ceremony(RowExport, PaperPage):
    """名簿 of those who are handed a certificate, in the order of the numbers; XLSX and CSV of the same rows."""

    template_name = "certification/office/ceremony.html"
    export_filename = "ceremony"
    list_export = ("place", "number", "product", "firm", "kana", "representative", "phone", "attends")
    export_headings = {
        "place": _("順"), "number": _("番号"), "product": _("商品・サービス"), "firm": _("事業者"),
        "kana": _("事業者名（カナ）"), "representative": _("代表者名"), "phone": _("電話番号"), "attends": _("出席"),
    }  # fmt: skip

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        round_, found = self.found(pk)
        rows = seats(found)
        if self.is_export:
            answer: HttpResponseBase = self.as_spreadsheet(rows, request.GET["export"])
            return answer
        words = Words(round_.frozen.word)
        title = gettext("%(ceremony)sの名簿") % {"ceremony": words.ceremony}
        return self.page(title, round=round_, rows=rows, firms=len({row["firm"] for row in rows}))


class Plates(PaperPage):
    """名札: one sheet of A4 a firm, folded into a stand, its name large on both sides."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        round_, found = self.found(pk)
        firms: dict[int, dict[str, Any]] = {}
        for row in found:
            firm = row.application.business
            plate = firms.setdefault(firm.pk, {"firm": firm.name, "person": firm.representative, "products": []})
            plate["products"].append(row.application.product_name)
        values = {
            "title": gettext("名札 %(round)s") % {"round": round_},
            "programme": round_.frozen.name,
            "plates": list(firms.values()),
        }
        return pdf_response(pdf.render("certification/pdf/plates.typ", values), f"plates-{round_.fiscal_year}-{pk}.pdf")


def seats(rows: list[Certificate]) -> list[dict[str, Any]]:
    """One line a certificate; `attends` is left to the pen."""
    return [
        {
            "place": place, "number": row.number, "product": row.application.product_name,
            "firm": row.application.business.name, "kana": row.application.business.name_kana,
            "representative": row.application.business.representative, "phone": row.application.business.phone,
            "attends": "",
        }
        for place, row in enumerate(rows, start=1)
    ]  # fmt: skip


class PaperViewSet(ViewSet):
    """/cms/papers/"""

    name = "papers"
    icon = "doc-full-inverse"
    menu_label = _("公表文と式典")
    menu_name = "papers"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", PaperIndex.as_view(), name="index"),
            path("<int:pk>/announcement/", Announcement.as_view(), name="announcement"),
            path("<int:pk>/announcement.pdf", AnnouncementPdf.as_view(), name="announcement_pdf"),
            path("<int:pk>/ceremony/", Ceremony.as_view(), name="ceremony"),
            path("<int:pk>/plates.pdf", Plates.as_view(), name="plates"),
        ]
