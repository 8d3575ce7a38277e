"""Papers of the committee: 評点表 and 議事録, as PDF and spreadsheet, reviewers named or masked."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from wagtail.admin import messages

from certification.forms.minutes import MinutesForm, initial
from certification.models import MinutesVersion, Round
from certification.selectors import board as boards
from certification.selectors import board_look, minutes, panel_names
from certification.selectors.score_table import score_table
from certification.services import minutes as writing
from certification.services import score_papers
from certification.viewsets.board import SecretPage
from certification.viewsets.office import JUDGES, SECRETARIAT, crumb, form_errors
from core import clock
from core.domain.text import whole_number

PDF = "application/pdf"
MOST_ITEMS = 200  # fields a browser sends at once are limited
CARRIED = ("sort", "outcome", "flag", "category", "kind", "attempt")


def download(data: bytes, name: str, kind: str) -> HttpResponse:
    """A file made for this one request, kept nowhere."""
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


class Paper(SecretPage):
    """A page of a round with rules; 404 before it opens."""

    readers: tuple[str, ...] = (*JUDGES, "auditor")

    def opened(self, pk: int) -> Round:
        found = self.round(pk)
        if found.rules is None:
            raise Http404
        self.trail = (*self.trail, crumb(gettext("判定表"), "rounds:board", pk))
        return found


class ScorePapers(Paper):
    """評点表: what to put on paper, for whom. `?format=pdf|xlsx` is the paper itself, with the board's own filters."""

    header_icon = "download"
    template_name = "certification/office/score_papers.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.opened(pk)
        board = boards.board(found, with_levelled=True)
        look = board_look.read(request.GET, board)
        rows = board_look.apply(board, look)
        kind = request.GET.get("format", "")
        if kind not in ("pdf", "xlsx"):
            fields = [(name, value) for name in CARRIED for value in request.GET.getlist(name)]
            return self.page(
                gettext("評点表を出力する"), round=found, look=look, fields=fields, rows=len(rows), of=len(board.rows),
                most=score_papers.MOST_WITH_SHEETS,
            )  # fmt: skip
        masked = request.GET.get("reviewers") != "named"
        names = panel_names.names(found, masked=masked)
        table = score_table(board, rows, names, internal=request.GET.get("internal") == "1" and not masked)
        name = f"scores-{found.fiscal_year}-{pk}-{'masked' if masked else 'named'}.{kind}"
        if kind == "pdf":
            return download(score_papers.table_pdf(table, at=clock.now()), name, PDF)
        return download(score_papers.table_xlsx(table, at=clock.now()), name, score_papers.SHEET_TYPE)


class MinutesPage(Paper):
    """議事録: the form, the versions, the papers."""

    header_icon = "edit"
    template_name = "certification/office/minutes.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.opened(pk)
        known = minutes.versions(found)
        form = MinutesForm(initial=_first(found, known[0] if known else None), **self._frame(found))
        return self._show(found, known, form)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.opened(pk)
        form = MinutesForm(request.POST, **self._frame(found))
        made: list[MinutesVersion] = []
        if form.is_valid() and self.act(
            lambda: made.append(
                writing.save(found, form.text, seen=form.cleaned_data["seen"], by=self.person, at=clock.now())
            ),
            form=form,
        ):
            messages.success(request, gettext("議事録を第%(n)s版として保存しました。") % {"n": made[0].number})
            return redirect("rounds:minutes", pk)
        status = 409 if form.is_valid() else 422
        if status == 422:
            form_errors(request, form)
        return self._show(found, minutes.versions(found), form, status=status)

    def _frame(self, found: Round) -> dict[str, Any]:
        self.items = minutes.items(found)
        return {"reviewers": panel_names.reviewers(found), "items": self.items[:MOST_ITEMS]}

    def _show(self, found: Round, known: list[MinutesVersion], form: MinutesForm, *, status: int = 200) -> HttpResponse:
        return self.page(
            gettext("議事録"),
            status=status,
            round=found,
            form=form,
            versions=known,
            newest=known[0] if known else None,
            more=max(0, len(self.items) - MOST_ITEMS),
        )


def _first(found: Round, newest: MinutesVersion | None) -> dict[str, Any]:
    """The newest version, or what is known before the first: the day of the meeting and the whole panel."""
    if newest is not None:
        return initial(newest)
    panel = [str(row.key) for row in panel_names.reviewers(found)]
    return {**initial(None), "held_on": found.review_on, "attendees": panel}


class SignMinutes(Paper):
    """確定: the page says what it does and to which applications; the button does it."""

    readers = SECRETARIAT
    header_icon = "check"
    template_name = "certification/office/confirm.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.opened(pk)
        known = minutes.versions(found)
        if not known or hasattr(known[0], "signature"):
            messages.info(request, gettext("確定を待っている議事録はありません。"))
            return redirect("rounds:minutes", pk)
        self.trail = (*self.trail, crumb(gettext("議事録"), "rounds:minutes", pk))
        items = minutes.items(found)
        undecided = sum(not item["decision"] and not item["held"] for item in items)
        warning = gettext("まだ決定も保留もしていない申請が%(n)s件あります。") % {"n": undecided}
        sentence = gettext(
            "第%(n)s版を、いまの判定表と一緒に確定します。確定した版は変えられません。直すときは、新しい版を作ります。"
        )
        return self.page(
            gettext("議事録を確定する"),
            round=found,
            sentence=sentence % {"n": known[0].number},
            rows=[f"{item['number']} {item['product']} {_standing(item)}" for item in items],
            warnings=[warning] if undecided else [],
            button=gettext("第%(n)s版を確定する") % {"n": known[0].number},
            back=reverse("rounds:minutes", args=[pk]),
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.opened(pk)
        known = minutes.versions(found)
        number = known[0].number if known else 0
        if self.act(lambda: writing.sign(found, number=number, by=self.person, at=clock.now())):
            messages.success(request, gettext("議事録の第%(n)s版を確定しました。") % {"n": number})
        return redirect("rounds:minutes", pk)


def _standing(item: dict[str, Any]) -> str:
    if item["held"]:
        return gettext("保留")
    return str(item["decision"] or gettext("未決定"))


class MinutesPaper(Paper):
    """One version as PDF or spreadsheet: `?version=&format=&reviewers=`."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.opened(pk)
        number = whole_number(request.GET.get("version", ""))
        known = {version.number: version for version in minutes.versions(found)}
        version = known.get(number if number is not None else max(known, default=0))
        if version is None:
            raise Http404
        version.round = found
        masked = request.GET.get("reviewers") != "named"
        names = panel_names.names(found, masked=masked)
        at = clock.now()
        values = minutes.printed(version, minutes.table_of(version), names, at=at)
        name = f"minutes-{found.fiscal_year}-{pk}-v{version.number}-{'masked' if masked else 'named'}"
        if request.GET.get("format") == "xlsx":
            data = score_papers.minutes_xlsx(values, at=at)
            return download(data, f"{name}.xlsx", score_papers.SHEET_TYPE)
        return download(score_papers.minutes_pdf(values), f"{name}.pdf", PDF)
