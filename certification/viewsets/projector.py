"""会議用の画面: the ranked list or one application, large, for the meeting. No internal words; reviewers by letter."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from certification.domain import scoring
from certification.domain.labels import office_label
from certification.domain.masking import Names
from certification.domain.rules import Rules
from certification.models import Round
from certification.selectors import board as boards
from certification.selectors import board_look, panel_names
from certification.viewsets.board import SHAPES, SecretPage, Spread, outcome_names


class Screen(SecretPage):
    """The list: rank, product, total, suggestion, decision. Each line leads to its own screen."""

    template_name = "certification/office/screen_list.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found, board, rows, query = _shown(self, request, pk)
        lines = [_line(board, row, outcome_names(board.rules), query) for row in rows]
        return self.page(
            gettext("会議用の画面"), round=found, rules=board.rules, lines=lines, query=query,
            next=lines[0]["url"] if lines else "", total=len(board.rows),
        )  # fmt: skip


class ScreenOne(SecretPage):
    """One application: figures, criteria, what the reviewers tell the applicant."""

    template_name = "certification/office/screen_one.html"

    def get(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        found, board, rows, query = _shown(self, request, pk)
        codes = [row.application.code for row in rows]
        if code not in codes:
            raise Http404
        place = codes.index(code)
        names = panel_names.names(found, masked=True)
        around = [_address(found, codes[n], query) if 0 <= n < len(codes) else "" for n in (place - 1, place + 1)]
        return self.page(
            gettext("会議用の画面"),
            round=found,
            rules=board.rules,
            line=_line(board, rows[place], outcome_names(board.rules), query),
            place=place + 1,
            total=len(codes),
            previous=around[0],
            next=around[1],
            up=reverse("rounds:screen", args=[pk]) + (f"?{query}" if query else ""),
            **_opened(board.rules, rows[place], names),
        )


def _shown(view: SecretPage, request: HttpRequest, pk: int) -> tuple[Round, boards.Board, list[boards.Row], str]:
    """The rows the board would show under the same address."""
    found = view.round(pk)
    if found.rules is None:
        raise Http404
    board = boards.board(found, with_levelled=True)
    look = board_look.read(request.GET, board)
    return found, board, board_look.apply(board, look), look.query


def _address(found: Round, code: str, query: str) -> str:
    return reverse("rounds:screen_one", args=[found.pk, code]) + (f"?{query}" if query else "")


def _line(board: boards.Board, row: boards.Row, names: dict[str, str], query: str) -> dict[str, Any]:
    suggested = row.suggestion.outcome.value if row.suggestion and row.suggestion.outcome else ""
    decided = row.decision.outcome if row.decision else ""
    return {
        "url": _address(board.round, row.application.code, query),
        "rank": row.rank or "–",
        "number": row.application.receipt_number,
        "product": row.application.product_name,
        "firm": "" if board.rules.blind else row.application.business.name,
        "open": row.result is None,
        "total": scoring.display(row.result.total) if row.result else "–",
        "suggested": names[suggested] if row.result else gettext(office_label(row.application.state)),
        "suggested_shape": SHAPES[suggested],
        "outcome": suggested,
        "decided": names[decided] if decided else "",
        "decided_shape": SHAPES[decided],
        "overrides": bool(row.decision and row.decision.overrides),
        "held": row.held is not None,
    }


def _opened(rules: Rules, row: boards.Row, names: Names) -> dict[str, Any]:
    result = row.result
    if result is None:
        return {"result": None, "picture": "", "criteria": [], "gates": [], "sheets": [], "recused": [], "reasons": [],
                "spread": "", "lowest": "", "highest": "", "overall": []}  # fmt: skip
    return {
        "result": result,
        "picture": Spread(rules)(result),
        "spread": scoring.display(result.spread),
        "lowest": scoring.display(result.lowest),
        "highest": scoring.display(result.highest),
        "criteria": [
            {
                "name": item.name,
                "mean": scoring.display(item.mean, 2),
                "maximum": scoring.plain(rules.criterion(item.key).maximum),
                "floor": scoring.plain(item.floor) if item.floor is not None else "",
                "below": item.below_floor,
                "said": [names.clear(words) for words in row.panel.comments.get(item.key, ())],
            }
            for item in result.criteria
        ],
        "gates": [{"name": gate.name, "holds": gate.holds, "yes": gate.yes, "no": gate.no} for gate in result.gates],
        "sheets": [(names.of(who), scoring.display(total.percent)) for who, total in result.sheet_totals],
        "recused": [names.of(who) for who in row.panel.recused],
        "reasons": [reason.sentence for reason in row.suggestion.reasons] if row.suggestion else [],
        "overall": [names.clear(words) for words in row.panel.overall],
    }
