"""The two stages of a round: closing paper, who goes on (with a preview), the beginning of the session."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from wagtail.admin import messages

from certification.domain import scoring
from certification.domain import stages as stage_rules
from certification.domain.stages import Phase
from certification.models import Round
from certification.selectors import sessions as session_rows
from certification.selectors import stages
from certification.services import rounds, second_stage
from certification.services.second_stage import PaperRow
from certification.viewsets.office import JUDGES, SECRETARIAT, RoundPage
from core import clock
from core.domain.text import whole_number

PHASE_WORDS = {Phase.PAPER: "paper", Phase.BETWEEN: "between", Phase.SESSION: "session"}


def numbers(request: HttpRequest, name: str) -> set[int]:
    """The whole numbers posted under a name."""
    return {number for value in request.POST.getlist(name) if (number := whole_number(value)) is not None}


class PaperStage(RoundPage):
    """書類審査から次の段階へ: the paper totals once paper is closed, a tick for who goes on, a preview, one button."""

    readers = JUDGES
    writers = SECRETARIAT
    header_icon = "list-ol"
    template_name = "certification/office/paper_stage.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        at = _phase(found)
        if at is None or at is Phase.SINGLE:
            messages.info(request, gettext("この回の審査は1段階です。段階は制度の「審査」で決めます。"))
            return redirect("rounds:overview", pk)
        return self._show(found, at)

    def _show(self, found: Round, at: Phase, *, picked: set[int] | None = None, status: int = 200) -> HttpResponse:
        table = second_stage.paper_table(found) if at is not Phase.PAPER else []
        rules = found.frozen
        going = picked if picked is not None else {row.application.pk for row in table if row.goes_on}
        lines = [_line(row, on=row.application.pk in going) for row in table]
        return self.page(
            gettext("書類審査と次の段階"),
            status=status,
            round=found,
            phase_code=PHASE_WORDS[at],
            paper=stage_rules.only(rules, stage_rules.PAPER).criteria,
            session=stage_rules.only(rules, stage_rules.SESSION).criteria,
            lines=lines,
            previewing=picked is not None,
            going=[line for line in lines if line["on"]],
            staying=[line for line in lines if not line["on"]],
            decided=bool(table) and all(row.goes_on is not None for row in table),
            warnings=rounds.still_open(found, clock.now()) if at is Phase.PAPER else (),
            sessions=session_rows.sessions(found),
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        act = request.POST.get("action", "")
        if act == "begin":
            if self.act(lambda: second_stage.begin_session(found, by=self.person, at=clock.now())):
                messages.success(request, gettext("実食審査・懇話会の採点を始めました。"))
        elif act == "preview":
            at = _phase(found)
            if at is Phase.BETWEEN:
                return self._show(found, at, picked=numbers(request, "row"))
        elif act == "decide":
            self._decide(found)
        return redirect("rounds:stages", pk)

    def _decide(self, found: Round) -> None:
        going, seen = numbers(self.request, "row"), numbers(self.request, "seen")
        done: list[tuple[int, int]] = []
        if self.act(
            lambda: done.append(second_stage.decide_paper(found, going, seen=seen, by=self.person, at=clock.now()))
        ):
            on, stay = done[0]
            messages.success(
                self.request,
                gettext("次の段階に進む申請を%(on)s件、書類審査までの申請を%(stay)s件としました。")
                % {"on": on, "stay": stay},
            )


def _phase(found: Round) -> Phase | None:
    return stages.phase(found) if found.rules is not None else None


def _line(row: PaperRow, *, on: bool) -> dict[str, Any]:
    result = row.result
    return {
        "application": row.application,
        "rank": row.rank if result.total is not None else None,
        "total": scoring.display(result.total),
        "sheets": f"{result.n}/{result.of}",
        "missed": [item.name for item in result.criteria if item.below_floor],
        "gates": [gate.name for gate in result.gates if gate.answered and not gate.holds],
        "goes_on": row.goes_on,
        "on": on,
    }


class ClosePaper(RoundPage):
    """書類審査を締め切る: how many sheets are missing; then one button on the stage's page."""

    readers = SECRETARIAT
    header_icon = "lock"
    template_name = "certification/office/confirm.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        if _phase(found) is not Phase.PAPER:
            return redirect("rounds:stages" if found.rules else "rounds:overview", pk)
        missing = second_stage.missing_on_paper(found)
        warnings = [reason.sentence for reason in rounds.still_open(found, clock.now())]
        if missing:
            names = gettext("、").join(f"{name}（{count}枚）" for name, count in missing)
            words = gettext("書類審査の審査票がまだ提出されていません: %(names)s。締め切ると、その分は数えません。")
            warnings.append(words % {"names": names})
        return self.page(
            gettext("書類審査を締め切る"),
            round=found,
            sentence=gettext("書類審査の採点を締め切り、書類審査の点を事務局に見えるようにします。元には戻せません。"),
            rows=[f"{row.application.receipt_number} {row.application.product_name}"
                  for row in second_stage.paper_table(found)],
            warnings=warnings,
            button=gettext("書類審査を締め切る"),
            back=reverse("rounds:stages", args=[pk]),
        )  # fmt: skip

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        if self.act(lambda: second_stage.close_paper(found, by=self.person, at=clock.now())):
            messages.success(request, gettext("書類審査を締め切りました。次の段階に進む申請を選んでください。"))
        return redirect("rounds:stages", pk)
