"""評点表 and 議事録 as PDF and XLSX. A masked paper carries no reviewer's name, in its properties neither."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from certification.selectors.score_table import ScoreTable
from core import clock, pdf

FORMULA = ("=", "+", "-", "@", "\t", "\r", "|")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NUMBER = re.compile(r"(?:0|[1-9]\d{0,14})(?:\.\d{1,6})?")
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_WITH_SHEETS = 60  # rows whose sheets and words a PDF holds: more take longer than a page may
LIST_ONLY = "件数が多いため、一覧だけです。審査票と講評はXLSXにあります。"
MASKED_NOTE = "審査委員の氏名は、委嘱の順に委員A、委員B…と置きかえています。"


def table_xlsx(table: ScoreTable, *, at: datetime) -> bytes:
    """Four pages: the rows, every sheet's marks, every word, what this file is."""
    book = _book(f"{table.programme} 評点表", f"{table.programme} 事務局", at)
    means = [f"{name}の平均" for name, _weight, _best in table.criteria]
    _page(
        book, "評点表",
        ["順位", "受付番号", "商品", "事業者", "回数", "総合点（％）", "審査票", "標準偏差", "最低（％）", "最高（％）",
         "甘辛をならした値（％）", "ならした順位", *means, "下限未満", "満たさない必須条件", "規則による案", "決定",
         "案と異なる", "申請者に伝える理由", *(["案と異なる理由（内部）"] if table.internal else []), "保留",
         "利益相反"],
        ([line.rank, line.number, line.product, line.firm, line.attempt, line.total, line.count, line.spread,
          line.lowest, line.highest, line.levelled, line.levelled_rank, *line.means, line.floors, line.gates,
          line.suggestion, line.decision, "○" if line.overrides else "", line.public_reason,
          *([line.override_reason] if table.internal else []), line.held, "、".join(line.recused)]
         for line in table.lines),
    )  # fmt: skip
    _page(
        book, "審査票",
        ["受付番号", "商品", "審査委員", *(f"{name}（満点{best}）" for name, _weight, best in table.criteria),
         *table.gates, "審査票の点（％）"],
        ([line.number, line.product, sheet.reviewer, *sheet.marks, *sheet.gates, sheet.percent]
         for line in table.lines for sheet in line.sheets),
    )  # fmt: skip
    _page(
        book, "講評",
        ["受付番号", "商品", "審査委員", "項目", "講評", "宛先"],
        ([line.number, line.product, sheet.reviewer, criterion, text, "内部だけ" if inner else "申請者に伝える"]
         for line in table.lines for sheet in line.sheets for criterion, text, inner in sheet.words),
    )  # fmt: skip
    _page(book, "この表について", ["項目", "内容"], about(table, at=at))
    return _bytes(book)


def about(table: ScoreTable, *, at: datetime) -> list[list[str]]:
    """What a reader must know of the paper."""
    shown = f"{len(table.lines)}件" if len(table.lines) == table.of else f"{table.of}件のうち{len(table.lines)}件"
    return [
        ["制度", table.programme],
        ["募集回", table.round],
        ["作成", clock.local_text(at)],
        ["申請", shown],
        ["合格点", f"{table.pass_mark}％"],
        ["審査委員", MASKED_NOTE if table.masked else "氏名を表示しています。取り扱いに注意してください。"],
        ["内部のことば", "含みます。外部に出さないでください。" if table.internal else "含みません。"],
    ]


def table_pdf(table: ScoreTable, *, at: datetime) -> bytes:
    """The same on A4 paper, landscape; of more than MOST_WITH_SHEETS rows the list alone, and the paper says so."""
    whole = len(table.lines) <= MOST_WITH_SHEETS
    lines = table.lines if whole else tuple(replace(line, sheets=()) for line in table.lines)
    values = {
        **asdict(replace(table, lines=lines)),
        "title": f"{table.programme} 評点表",
        "sender": f"{table.programme} 事務局",
        "about": [*about(table, at=at), *([] if whole else [["審査票", LIST_ONLY]])],
    }
    return pdf.render("certification/pdf/score_table.typ", values)


def minutes_pdf(values: dict[str, Any]) -> bytes:
    """議事録 on paper; values of selectors/minutes.py."""
    return pdf.render("certification/pdf/minutes.typ", values)


def minutes_xlsx(values: dict[str, Any], *, at: datetime) -> bytes:
    """議事録 as a spreadsheet: the facts of the meeting, then one line for each application."""
    book = _book(values["title"], values["sender"], at)
    _page(book, "議事録", ["項目", "内容"], [list(row) for row in values["facts"]])
    _page(
        book, "審議",
        ["受付番号", "商品", "事業者", "総合点（％）", "審査票", "規則による案", "決定", "案と異なる", "理由",
         "退席", "採決", "審議の内容"],
        ([row["number"], row["product"], row["firm"], row["total"], row["count"], row["suggestion"], row["decision"],
          "○" if row["overrides"] else "",
          row["held"] or row["reason"], "、".join(row["recused"]), row["votes"], row["remark"]]
         for row in values["items"]),
    )  # fmt: skip
    return _bytes(book)


def harmless(value: Any) -> Any:
    """A cell no spreadsheet runs: numbers as numbers, a text that looks like a formula behind an apostrophe."""
    if not isinstance(value, str):
        return value
    text = _CONTROL.sub("", value)
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return f"'{text}" if text.startswith(FORMULA) else text


def _book(title: str, creator: str, at: datetime) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title, book.properties.creator = title, creator
    book.properties.created = book.properties.modified = at.replace(tzinfo=None)
    return book


def _page(book: Workbook, title: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    page: Worksheet = book.create_sheet(title)
    page.append([harmless(cell) for cell in head])
    for row in rows:
        page.append([harmless(cell) for cell in row])
    for cell in page[1]:
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    for place, name in enumerate(head, start=1):
        wide = name in ("商品", "事業者", "講評", "内容", "理由", "審議の内容", "申請者に伝える理由")
        page.column_dimensions[get_column_letter(place)].width = 36 if wide else 14
    page.freeze_panes = "A2"
    page.auto_filter.ref = page.dimensions


def _bytes(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
