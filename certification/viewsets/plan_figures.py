"""支援の数字: what became of offers, per year and programme, criterion, adviser; products over their attempts."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from certification.domain import conversion
from certification.domain.conversion import STAGES, Funnel
from certification.models import Decision
from certification.selectors import conversion as selectors
from certification.viewsets import plan_advisers
from certification.viewsets.export import RowExport
from certification.viewsets.office import OfficePage, crumb
from certification.viewsets.plan_words import STAGES as STAGE_WORDS
from core import clock
from core.domain.fiscal_year import FiscalYear

ENDS = {"declined": _("辞退"), "lapsed": _("期限切れ"), "ended": _("途中で終了")}
OUTCOMES = dict(Decision.OUTCOMES)
COLUMNS: dict[str, dict[str, Any]] = {
    "programme": {
        "year": _("年度"), "programme": _("制度"), **STAGE_WORDS, **ENDS,
        "days": _("認証までの日数（中央値）"), "timed": _("日数の件数"),
    },
    "criterion": {"name": _("審査項目"), "missed": _("届かなかった計画"), "judged": _("再申請の結果が出た計画"),
                  "cured": _("改善できた計画")},
    "adviser": {"name": _("専門家"), "expertise": _("専門"), "load": _("いまの計画"), "capacity": _("受けられる数"),
                "plans": _("担当した計画"), "ready": _("再申請可にした計画"), "certified": _("認証・認定になった計画")},
    "attempts": {"product": _("商品・サービス"), "firm": _("事業者"), "number": _("何回目"), "round": _("募集回"),
                 "receipt": _("受付番号"), "outcome": _("結果"), "on": _("公表の日"), "missed": _("届かなかった点")},
}  # fmt: skip


class FiguresPage(RowExport, OfficePage):
    """All of it on one page that prints; each table as CSV or XLSX (`?export=csv&table=criterion`)."""

    header_icon = "table"
    template_name = "certification/office/figures.html"
    list_export: tuple[str, ...] = ()

    def get(self, request: HttpRequest) -> HttpResponseBase:
        table, wish = request.GET.get("table", ""), request.GET.get("export", "")
        if table in COLUMNS and wish in ("csv", "xlsx"):
            self.list_export = tuple(COLUMNS[table])
            self.export_headings = COLUMNS[table]
            self.export_filename = f"challenge-{table}"
            answer: HttpResponseBase = self.as_spreadsheet(ROWS[table](), wish)
            return answer
        return self._show()

    def _show(self) -> HttpResponse:
        self.trail = (crumb(_("チャレンジ支援"), "plans:index"),)
        stories = selectors.stories()
        whole = conversion.funnel(stories)
        return self.page(
            gettext("支援の数字"),
            whole=_steps(whole),
            ends=[{"name": str(words), "count": getattr(whole, key)} for key, words in ENDS.items()],
            median=_days(whole),
            timed=whole.timed,
            anything=bool(stories),
            stages=[str(words) for words in STAGE_WORDS.values()],
            programmes=[_group(*row) for row in conversion.by_year_and_programme(stories)],
            blockers=conversion.blockers(stories),
            advisers=plan_advisers.rows_of_advisers(stories),
            chains=[
                {"chain": chain, "attempts": [_attempt(row) for row in chain.attempts]} for chain in selectors.chains()
            ],
            on=clock.date_text(clock.today()),
        )


def _steps(whole: Funnel) -> list[dict[str, Any]]:
    return [
        {"name": str(STAGE_WORDS[stage]), "count": whole.counts[place], "share": whole.share(place)}
        for place, stage in enumerate(STAGES)
    ]


def _days(row: Funnel) -> str:
    return "" if row.median_days is None else f"{row.median_days:g}"


def _group(year: int, programme: str, row: Funnel) -> dict[str, Any]:
    return {
        "year": FiscalYear(year).label,
        "programme": programme,
        "counts": row.counts,
        "row": row,
        "days": _days(row),
        "timed": row.timed,
    }


def _attempt(row: selectors.Attempt) -> dict[str, Any]:
    return {
        "row": row,
        "outcome": gettext(str(OUTCOMES.get(row.outcome, ""))) if row.outcome else "",
        "on": clock.date_text(row.on) if row.on else "",
    }


def programme_rows() -> list[dict[str, Any]]:
    """For the spreadsheet."""
    return [
        {
            "year": FiscalYear(year).label,
            "programme": name,
            **dict(zip(STAGES, row.counts, strict=True)),
            **{key: getattr(row, key) for key in ENDS},
            "days": _days(row),
            "timed": row.timed,
        }
        for year, name, row in conversion.by_year_and_programme(selectors.stories())
    ]


def criterion_rows() -> list[dict[str, Any]]:
    """For the spreadsheet."""
    return [
        {"name": row.name, "missed": row.missed, "judged": row.judged, "cured": row.cured}
        for row in conversion.blockers(selectors.stories())
    ]


def attempt_rows() -> list[dict[str, Any]]:
    """For the spreadsheet: one row for each attempt."""
    return [
        {
            "product": chain.product,
            "firm": chain.firm,
            "number": row.number,
            "round": row.round,
            "receipt": row.receipt,
            "outcome": str(OUTCOMES.get(row.outcome, "")),
            "on": row.on.isoformat() if row.on else "",
            "missed": "、".join(row.missed),
        }
        for chain in selectors.chains()
        for row in chain.attempts
    ]


ROWS = {
    "programme": programme_rows,
    "criterion": criterion_rows,
    "adviser": plan_advisers.rows_of_advisers,
    "attempts": attempt_rows,
}
