"""進行表と室内用の一覧 of a session: the same facts for the screen, as PDF and as XLSX."""

import io
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from certification.models import ReviewSession
from certification.selectors import sessions as reads
from certification.selectors.sessions import Line
from core import clock, pdf

STAFF_HEAD = ("順", "時刻", "受付番号", "商品・サービス", "事業者", "見本", "席を外す委員", "メモ")
ROOM_HEAD = ("順", "時刻", "受付番号", "商品・サービス", "室内の審査委員")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "|")


def values(session: ReviewSession) -> dict[str, Any]:
    """What the papers print. The room list leaves recused reviewers out, and in a blind round firm and product too."""
    lines = reads.order(session)
    rules = session.round.frozen
    return {
        "title": f"{session.get_kind_display()} 進行表",
        "programme": rules.name,
        "round": str(session.round),
        "day": clock.date_text(session.held_on),
        "starts": f"{session.starts:%H:%M}",
        "ends": lines[-1].time.text.partition("–")[2] if lines else "",
        "place": session.place,
        "samples": sum(line.samples for line in lines),
        "sender": f"{rules.name} 事務局",
        "blind": rules.blind,
        "staff": [_staff(line, place) for place, line in enumerate(lines, start=1)],
        "room": [_room(line, place, blind=rules.blind) for place, line in enumerate(lines, start=1)],
    }


def _staff(line: Line, place: int) -> dict[str, Any]:
    return {
        "place": place,
        "time": line.time.text,
        "number": line.application.receipt_number or "",
        "product": line.application.product_name,
        "business": line.application.business.name,
        "samples": line.samples,
        "leaving": "、".join(user.display_name for user in line.seats.leaving),
        "note": line.slot.note,
        "break": line.break_text,
    }


def _room(line: Line, place: int, *, blind: bool) -> dict[str, Any]:
    return {
        "place": place,
        "time": line.time.text,
        "number": line.application.receipt_number or "",
        "product": "" if blind else line.application.product_name,
        "present": "、".join(user.display_name for user in line.seats.present),
    }


def session_pdf(session: ReviewSession) -> bytes:
    """Running order and room list, each on its own pages."""
    return pdf.render("certification/pdf/session.typ", values(session))


def session_xlsx(session: ReviewSession) -> bytes:
    """The same two lists as a workbook; cells cannot become formulas."""
    found = values(session)
    book = Workbook()
    staff, room = book.active, book.create_sheet("室内用")
    staff.title = "進行表"
    head = f"{found['programme']} {found['round']} {found['title']} {found['day']} {found['place']}"
    keys = ("place", "time", "number", "product", "business", "samples", "leaving", "note")
    _fill(staff, head, STAFF_HEAD, [[row[key] for key in keys] for row in found["staff"]])
    inside = ("place", "time", "number", "product", "present")
    _fill(room, head, ROOM_HEAD, [[row[key] for key in inside] for row in found["room"]])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Any, head: str, columns: tuple[str, ...], rows: list[list[Any]]) -> None:
    sheet.append([_harmless(head)])
    sheet["A1"].font = Font(bold=True)
    sheet.append(list(columns))
    for cell in sheet[2]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append([_harmless(value) for value in row])
    for column, width in zip("ABCDEFGH", (5, 14, 20, 32, 26, 8, 26, 30), strict=False):
        sheet.column_dimensions[column].width = width
    for line in sheet.iter_rows(min_row=3):
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A3"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
