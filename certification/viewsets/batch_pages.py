"""Starting the review and closing the scoring: the whole round, or in rolling intake the batch that was ticked."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from wagtail.admin import messages

from certification.domain.states import Status
from certification.models import Round, Transition
from certification.selectors import office, office_panel
from certification.selectors.office_panel import Line
from certification.services import rounds
from certification.viewsets.office import SECRETARIAT, RoundPage
from certification.viewsets.words import moment
from core import clock
from core.domain.text import whole_number


def picked(request: HttpRequest) -> set[int]:
    """The applications that were ticked."""
    return {number for value in request.POST.getlist("row") if (number := whole_number(value)) is not None}


class StartReview(RoundPage):
    """審査を始める: which applications go before the panel. What is not assigned yet is named; rolling intake takes the
    rest without it.
    """

    readers = SECRETARIAT
    header_icon = "group"
    template_name = "certification/office/batch.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        ready = rounds.startable(found) if found.opened_at else []
        if not ready:
            messages.warning(request, gettext("審査を待っている受理済みの申請はありません。"))
            return redirect("rounds:overview", pk)
        rolling = found.closes_at is None
        warnings = []
        unassigned = [row for row, assigned in ready if not assigned]
        if unassigned:
            words = gettext("審査委員が割り当てられていない申請が%(n)s件あります。先に割り当ててください。")
            if rolling:
                words = gettext(
                    "審査委員が割り当てられていない申請が%(n)s件あります。この回では始めず、次のまとまりで審査します。"
                )
            warnings.append(words % {"n": len(unassigned)})
        return self.page(
            gettext("審査を始める"),
            round=found,
            sentence=gettext("選んだ申請を、割り当てた審査委員が読んで採点できるようにします。"),
            rows=[
                {
                    "pk": row.pk,
                    "text": f"{row.receipt_number} {row.product_name}（{row.business.name}）",
                    "note": "" if assigned else gettext("割当なし"),
                    "ticked": assigned,
                    "open": assigned,
                }
                for row, assigned in ready
            ],
            choose=rolling,
            warnings=warnings,
            may=not unassigned or (rolling and len(unassigned) < len(ready)),
            button=gettext("選んだ申請の審査を始める")
            if rolling
            else gettext("%(n)s件の審査を始める") % {"n": len(ready)},
            back=reverse("rounds:overview", args=[pk]),
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        only = picked(request) if request.POST.get("choose") else None
        if only is not None and not only:
            messages.error(request, gettext("審査を始める申請を、1つ以上選んでください。"))
            return redirect("rounds:start", pk)
        done: list[int] = []
        at = clock.now()
        if not self.act(lambda: done.append(rounds.start_review(found, only=only, by=self.person, at=at))):
            return redirect("rounds:assignment", pk)
        messages.success(request, gettext("%(n)s件の審査を始めました。") % {"n": done[0]})
        return redirect("rounds:overview", pk)


class CloseScoring(RoundPage):
    """採点を締め切る: names how many sheets are missing. In rolling intake one batch is closed, the others go on."""

    readers = SECRETARIAT
    header_icon = "lock"
    template_name = "certification/office/batch.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        seats = office.panel_of(found)
        rows = office.applications().filter(round=found, status=Status.IN_REVIEW.value).order_by("pk")
        table = office_panel.lines(rows, seats)
        if not table:
            messages.warning(request, gettext("採点中の申請はありません。"))
            return redirect("rounds:overview", pk)
        rolling = found.closes_at is None
        lacking = rounds.why_not_close(found)
        started = _started(found)
        return self.page(
            gettext("採点を締め切る"),
            round=found,
            sentence=_sentence(len(table), rolling=rolling),
            rows=[_line(line, started, rolling=rolling) for line in table],
            choose=rolling,
            warnings=[*(reason.sentence for reason in lacking), *_warnings(found, table, seats)],
            may=not lacking,
            button=gettext("選んだ申請の採点を締め切る")
            if rolling
            else gettext("%(n)s件の採点を締め切る") % {"n": len(table)},
            back=reverse("rounds:progress", args=[pk]),
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        only = picked(request) if request.POST.get("choose") else None
        done: list[int] = []
        at = clock.now()
        if not self.act(lambda: done.append(rounds.close_scoring(found, only=only, by=self.person, at=at))):
            return redirect("rounds:close" if only is not None else "rounds:progress", pk)
        messages.success(request, gettext("%(n)s件の採点を締め切りました。") % {"n": done[0]})
        return redirect("rounds:board", pk)


def _sentence(count: int, *, rolling: bool) -> str:
    after = gettext("審査票は変更できなくなり、事務局に点数が見えるようになります。元には戻せません。")
    if rolling:
        return gettext("選んだ申請の採点を締め切ります。選ばなかった申請は採点を続けられます。") + after
    words = ngettext("%(n)s件の採点を締め切ります。", "%(n)s件の採点を締め切ります。", count)
    return words % {"n": count} + after


def _started(found: Round) -> dict[int, datetime]:
    """{application id: when its review began}: those of one moment are one batch."""
    moves = Transition.objects.filter(application__round=found, target=Status.IN_REVIEW.value).order_by("pk")
    return dict(moves.values_list("application_id", "at"))


def _line(line: Line, started: dict[int, datetime], *, rolling: bool) -> dict[str, Any]:
    row = line.application
    at = started.get(row.pk)
    return {
        "pk": row.pk,
        "text": f"{row.receipt_number} {row.product_name}（{line.submitted}/{line.base}）",
        "note": gettext("%(at)s に審査を開始") % {"at": moment(at)} if rolling and at else "",
        "ticked": line.submitted == line.base,
        "open": True,
    }


def _warnings(found: Round, table: list[Line], seats: list[Any]) -> list[str]:
    waiting = [row for row in office_panel.by_reviewer(table, seats) if row.missing]
    missing = sum(row.missing for row in waiting)
    thin = [line for line in table if line.submitted < found.frozen.quorum]
    warnings = [reason.sentence for reason in rounds.still_open(found, clock.now())]
    if missing:
        people = gettext("、").join(f"{row.seat.user.display_name}（{row.missing}枚）" for row in waiting)
        words = gettext(
            "まだ提出されていない審査票が%(n)s枚あります: %(people)s。締め切ると、入力中の審査票は数えません。"
        )
        warnings.append(words % {"n": missing, "people": people})
    if thin:
        words = gettext("定足数の%(quorum)s人に足りない申請が%(n)s件あり、判定の案が出ません。")
        warnings.append(words % {"quorum": found.frozen.quorum, "n": len(thin)})
    return warnings
