"""判定表: the decision board of a round and the page behind each of its lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton

from certification.domain import firmness, scoring
from certification.domain.labels import office_label, outcome_for_office
from certification.domain.outcome import Outcome
from certification.domain.rules import Rules
from certification.domain.states import Status
from certification.forms.office import ProposalForm
from certification.models import Application, Round
from certification.selectors import board as boards
from certification.selectors import office, office_board
from certification.services import decisions
from certification.viewsets.export import SafeExport
from certification.viewsets.office import JUDGES, RoundPage, crumb, denied, form_errors
from core import clock
from core.roles import has_role

PER_PAGE = 250
NO_PICTURE = SafeString("")
SHAPES = {"certified": "●", "challenge": "▲", "declined": "■", "": "―"}


def outcome_names(rules: Rules) -> dict[str, str]:
    """{outcome: the office's word}, in the programme's own words; "" for none."""
    found = {outcome.value: gettext(outcome_for_office(outcome, rules.word)) for outcome in Outcome}
    return {**found, "": gettext("案なし")}


class SecretPage(RoundPage):
    """A page that shows results: before release only to the secretariat and the approver."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if has_role(request.user, "auditor") and not has_role(request.user, *JUDGES):
            found = get_object_or_404(office.rounds(), pk=kwargs["pk"])
            if office.holds_secrets(found):
                return denied(
                    request, JUDGES, gettext("公表前の結果は、事務局と決裁者だけが見られます。公表の後に開けます。")
                )
        return super().dispatch(request, *args, **kwargs)


@dataclass(frozen=True, slots=True)
class Figures:
    """What the results alone put into a line."""

    total: str = "–"
    count: str = ""
    picture: SafeString = NO_PICTURE
    floors: str = ""
    floors_short: str = ""
    gates: str = ""
    flips: int = 0
    recused: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One line as the table prints it."""

    url: str
    rank: str
    number: str
    product: str
    firm: str
    attempt: int
    total: str
    count: str
    picture: SafeString
    floors: str
    floors_short: str
    gates: str
    suggestion: str
    suggestion_name: str
    shape: str
    flips: int
    recused: int
    decision: str
    decision_name: str
    overrides: bool
    state: str
    status: str

    @property
    def html(self) -> SafeString:
        """The line of the table in the language of the moment; printed once for as long as it says the same."""
        return _printed(self, get_language() or "")


@lru_cache(maxsize=4_000)
def _printed(line: Line, _language: str) -> SafeString:
    return render_to_string("certification/office/board_line.html", {"row": line})


def lines(board: boards.Board, rows: Sequence[boards.Row], base: str) -> list[Line]:
    """These rows as the table prints them. `base`: the address of the board."""
    names = outcome_names(board.rules)
    draw = Spread(board.rules)
    words = {status: gettext(office_label(status)) for status in boards.SHOWN}
    return [_line(row, _figures(board, row, draw), base, names, words) for row in rows]


def _line(row: boards.Row, figures: Figures, base: str, names: dict[str, str], words: dict[Status, str]) -> Line:
    application = row.application
    suggested = row.suggestion.outcome.value if row.suggestion and row.suggestion.outcome else ""
    decision = row.decision.outcome if row.decision else ""
    return Line(
        url=f"{base}{application.code}/",
        rank=str(row.rank or "–"),
        number=application.receipt_number or "",
        product=application.product_name,
        firm=application.business.name,
        attempt=application.attempt,
        total=figures.total,
        count=figures.count,
        picture=figures.picture,
        floors=figures.floors,
        floors_short=figures.floors_short,
        gates=figures.gates,
        suggestion=suggested,
        suggestion_name=names[suggested] if row.result else "",
        shape=SHAPES[suggested],
        flips=figures.flips,
        recused=figures.recused,
        decision=decision,
        decision_name=names[decision] if decision else "",
        overrides=bool(row.decision and row.decision.overrides),
        state=_state(row),
        status=words[application.state],
    )


def _figures(board: boards.Board, row: boards.Row, draw: "Spread") -> Figures:
    """Worked out once for as long as no sheet changes: leaving each reviewer out is the dear part."""
    key = ("line", row.application.pk, get_language())
    if key not in board.kept:
        board.kept[key] = _work_out(board.rules, row, draw)
    found: Figures = board.kept[key]
    return found


def _work_out(rules: Rules, row: boards.Row, draw: "Spread") -> Figures:
    result, panel = row.result, row.panel
    count = f"{len(panel.sheets)}/{len(panel.base)}"
    if result is None:
        return Figures(count=count, recused=len(panel.recused))
    return Figures(
        total=scoring.display(result.total),
        count=count,
        picture=draw(result),
        floors="、".join(row.floors_missed),
        floors_short=_short(row.floors_missed),
        gates="、".join(gate.name for gate in result.gates if not gate.holds),
        flips=len(firmness.leave_one_out(rules, panel.sheets, of=len(panel.base))),
        recused=len(panel.recused),
    )


def _short(names: Sequence[str]) -> str:
    """One name in full, several as a count: the detail page lists them."""
    return "".join(names) if len(names) < 2 else gettext("%(n)s項目") % {"n": len(names)}


def _state(row: boards.Row) -> str:
    if row.application.state is Status.RELEASED:
        return gettext("公表済み")
    if row.decision is None:
        return "" if row.result is None else gettext("未提案")
    return gettext("決裁済み") if row.confirmed else gettext("決裁待ち")


class Spread:
    """The reviewers' percentages as dots on a line from 0 to 100, with the pass mark and that of challenge support."""

    def __init__(self, rules: Rules) -> None:
        near = ""
        if rules.near_mark is not None:
            near = f'<line class="n" x1="{_x(rules.near_mark)}" x2="{_x(rules.near_mark)}" y1="3" y2="15"/>'
        mark = _x(rules.pass_mark)
        self.ground = (
            f'<line class="b" x1="3" x2="103" y1="9" y2="9"/>{near}'
            f'<line class="p" x1="{mark}" x2="{mark}" y1="1" y2="17"/>'
        )

    def __call__(self, result: scoring.PanelResult) -> SafeString:
        """The picture; its label says the numbers."""
        percents = [total.percent for _reviewer, total in result.sheet_totals if total.percent is not None]
        dots = "".join(f'<circle cx="{_x(percent)}" cy="9" r="2.6"/>' for percent in percents)
        words = gettext("、").join(scoring.display(percent) for percent in percents)
        svg = f'<svg viewBox="0 0 106 18" width="148" height="25" role="img" aria-label="{words}">'
        return mark_safe(f"{svg}{self.ground}{dots}</svg>")  # noqa: S308 -- numbers only


def _x(percent: Any) -> str:
    return f"{3 + float(Fraction(percent)):.1f}"


class BoardPage(SafeExport, SecretPage):
    """The table, best first; 250 lines a page; the same rows as XLSX or CSV."""

    header_icon = "table"
    template_name = "certification/office/board.html"
    export_headings = {
        "rank": _("順位"), "number": _("受付番号"), "product": _("商品"), "firm": _("事業者"), "attempt": _("回数"),
        "total": _("総合点（％）"), "count": _("審査票"), "floors": _("下限未満"), "gates": _("満たさない必須条件"),
        "suggestion_name": _("規則による案"), "flips": _("1人抜くと変わる"), "recused": _("利益相反"),
        "decision_name": _("決定案"), "state": _("決裁"), "status": _("状態"),
    }  # fmt: skip
    list_export = tuple(export_headings)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        if found.rules is None:
            messages.warning(request, gettext("募集を始めた回だけに判定表があります。"))
            return redirect("rounds:overview", pk)
        base = reverse("rounds:board", args=[pk])
        board = boards.board(found)
        if self.is_export:
            self.export_filename = f"board-{found.fiscal_year}-{pk}"
            return self.as_spreadsheet(lines(board, board.rows, base), request.GET["export"])
        page = Paginator(board.rows, PER_PAGE).get_page(request.GET.get("p"))
        names = outcome_names(board.rules)
        return self.page(
            gettext("判定表"),
            buttons=_next_buttons(self.request, found, board.rows),
            round=found,
            rules=board.rules,
            lines=lines(board, list(page.object_list), base),
            items=page,
            summary=[
                {"name": names[key], "shape": SHAPES[key], "outcome": key, "count": count}
                for key, count in _tally(board.rows).items()
            ],
            waiting=sum(row.result is None for row in board.rows),
        )


def _next_buttons(request: HttpRequest, found: Round, rows: Sequence[boards.Row]) -> list[Any]:
    scored = [row for row in rows if row.application.state is Status.SCORED]
    buttons = []
    if has_role(request.user, "secretariat"):
        if any(row.decision is None for row in scored):
            url = reverse("rounds:propose_all", args=[found.pk])
            buttons.append(HeaderButton(gettext("規則の案をまとめて決定案にする"), url=url, icon_name="check"))
        if any(row.application.state is Status.DECIDED for row in rows) and not scored:
            buttons.append(
                HeaderButton(gettext("公表へ"), url=reverse("rounds:release", args=[found.pk]), icon_name="mail")
            )
    if has_role(request.user, "approver") and any(row.decision is not None for row in scored):
        buttons.append(
            HeaderButton(gettext("決裁へ"), url=reverse("rounds:confirm", args=[found.pk]), icon_name="check")
        )
    return buttons


def _tally(rows: Sequence[boards.Row]) -> dict[str, int]:
    """How many lines stand at each outcome: the decided one, else the suggested."""
    tally = dict.fromkeys(SHAPES, 0)
    for row in rows:
        if row.result is None:
            continue
        suggested = row.suggestion.outcome.value if row.suggestion and row.suggestion.outcome else ""
        tally[row.decision.outcome if row.decision else suggested] += 1
    return tally


class RowPage(SecretPage):
    """One line opened: derivation, marks, words, firmness, the decision's versions, and the form to propose."""

    header_icon = "doc-full"
    template_name = "certification/office/row.html"

    def _find(self, pk: int, code: str) -> tuple[Round, Application]:
        found = self.round(pk)
        self.trail = (*self.trail, crumb(gettext("判定表"), "rounds:board", pk))
        known = [status.value for status in boards.SHOWN]
        return found, get_object_or_404(office.applications(), round=found, code=code, status__in=known)

    def get(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        found, application = self._find(pk, code)
        return self._show(found, application)

    def post(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        found, application = self._find(pk, code)
        form = ProposalForm(request.POST, labels=outcome_names(found.frozen))
        newest = application.decisions.order_by("-version").first()
        if form.is_valid() and form.cleaned_data["seen"] != (newest.version if newest else 0):
            messages.error(
                request,
                gettext(
                    "画面を開いた後に、ほかの人が決定案を変えました。いまの案を読んでから、もう一度提案してください。"
                ),
            )
            return self._show(found, application, form, status=409)
        if form.is_valid():
            values = form.cleaned_data
            if self.act(
                lambda: decisions.propose(
                    application,
                    outcome=Outcome(values["outcome"]),
                    override_reason=values["override_reason"],
                    public_reason=values["public_reason"],
                    by=self.person,
                    at=clock.now(),
                ),
                form=form,
            ):
                messages.success(
                    request, gettext("「%(row)s」の決定案を作りました。決裁を待ちます。") % {"row": application}
                )
                return redirect("rounds:row", pk, code)
        form_errors(request, form)
        return self._show(found, application, form, status=422)

    def _show(
        self, found: Round, application: Application, form: ProposalForm | None = None, *, status: int = 200
    ) -> HttpResponse:
        rules = found.frozen
        opened = office_board.detail(application)
        names = outcome_names(rules)
        row = opened.row
        suggested = row.suggestion.outcome.value if row.suggestion and row.suggestion.outcome else ""
        versions = office.decision_versions(application)
        seen = versions[0].version if versions else 0
        if form is None:
            initial = {"outcome": versions[0].outcome if versions else suggested, "seen": seen}
            form = ProposalForm(initial=initial, labels=names)
        else:
            form.data = {**dict(form.data.items()), "seen": seen}
        return self.page(
            f"{application.receipt_number} {application.product_name}",
            status=status,
            round=found,
            rules=rules,
            application=application,
            status_label=gettext(office_label(application.state)),
            opened=opened,
            result=row.result,
            picture=Spread(rules)(row.result) if row.result else "",
            total=scoring.display(row.result.total) if row.result else "–",
            spread=scoring.display(row.result.spread, scoring.PLACES) if row.result else "–",
            criteria=_criteria(rules, opened),
            gates=_gates(opened),
            flips=[(name, names[without]) for name, without in opened.flips],
            suggested=suggested,
            suggested_name=names[suggested],
            shape=SHAPES[suggested],
            reasons=[reason.sentence for reason in row.suggestion.reasons] if row.suggestion else [],
            versions=[
                {"decision": item, "name": names[item.outcome], "shape": SHAPES[item.outcome]} for item in versions
            ],
            form=form,
            may_propose=application.state in (Status.SCORED, Status.DECIDED),
            attempts=office.earlier_attempts(application),
        )


def _criteria(rules: Rules, opened: office_board.Detail) -> list[dict[str, Any]]:
    result = opened.row.result
    if result is None:
        return []
    return [
        {
            "name": item.name,
            "weight": scoring.plain(rules.criterion(item.key).weight),
            "maximum": scoring.plain(rules.criterion(item.key).maximum),
            "floor": scoring.plain(item.floor) if item.floor is not None else "–",
            "mean": scoring.display(item.mean, 2),
            "below": item.below_floor,
            "marks": [paper.marks[item.key] for paper in opened.papers],
            "said": [(p.reviewer, p.to_applicant[item.key]) for p in opened.papers if item.key in p.to_applicant],
            "noted": [(p.reviewer, p.internal[item.key]) for p in opened.papers if item.key in p.internal],
        }
        for item in result.criteria
    ]


def _gates(opened: office_board.Detail) -> list[dict[str, Any]]:
    result = opened.row.result
    words = {True: gettext("はい"), False: gettext("いいえ"), None: gettext("空欄")}
    return [
        {"name": gate.name, "holds": gate.holds, "votes": [words[paper.gates[gate.key]] for paper in opened.papers]}
        for gate in (result.gates if result else ())
    ]
