"""判定表: the decision board of a round, as a table and as a spreadsheet. How to look at it: board_look.py."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
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

from catalog.domain.categories import BY_SLUG
from certification.domain import ranking, scoring
from certification.domain.labels import office_label, outcome_for_office
from certification.domain.outcome import Outcome
from certification.domain.rules import Rules
from certification.domain.states import Status
from certification.models import Round
from certification.selectors import board as boards
from certification.selectors import board_look, office
from certification.selectors.board_look import CRITERION, Look
from certification.viewsets.export import SafeExport
from certification.viewsets.office import JUDGES, RoundPage, denied
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
    spread: str = ""
    lowest: str = ""
    highest: str = ""
    levelled: str = ""
    levelled_rank: str = ""
    means: tuple[tuple[str, bool], ...] = ()
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
    code: str
    attempt: int
    renewal: bool
    figures: Figures
    total: str
    count: str
    spread: str
    lowest: str
    highest: str
    levelled: str
    levelled_rank: str
    floors: str
    gates: str
    suggestion: str
    suggestion_name: str
    shape: str
    flips: int
    recused: int
    decision: str
    decision_name: str
    overrides: bool
    held: str
    tie: str
    state: str
    status: str
    columns: str  # which view of the table: "" or "criteria", with the levelled column or not

    @property
    def html(self) -> SafeString:
        """The line of the table in the language of the moment; printed once for as long as it says the same."""
        return _printed(self, get_language() or "")


@lru_cache(maxsize=4_000)
def _printed(line: Line, _language: str) -> SafeString:
    return render_to_string("certification/office/board_line.html", {"row": line})


def lines(board: boards.Board, rows: Sequence[boards.Row], base: str, *, criteria: bool = False) -> list[Line]:
    """These rows as the table prints them. `base`: the address of the board; `criteria`: panel means, not flags."""
    names = outcome_names(board.rules)
    draw = Spread(board.rules)
    words = {status: gettext(office_label(status)) for status in boards.SHOWN}
    columns = ("criteria" if criteria else "") + (" levelled" if board.levelled else "")
    states = {key: str(word) for key, word in STATES.items()}
    shared = board_look.shared_ranks(board)
    tie = gettext("同点：委員会で決める") if board.rules.tie_rule == "committee" else gettext("同点")
    return [_line(row, _figures(board, row, draw), base, names, words, states, columns, shared, tie) for row in rows]


def _line(
    row: boards.Row,
    figures: Figures,
    base: str,
    names: dict[str, str],
    words: dict[Status, str],
    states: dict[str, str],
    columns: str,
    shared: frozenset[int],
    tie: str,
) -> Line:
    application = row.application
    suggested = row.suggestion.outcome.value if row.suggestion and row.suggestion.outcome else ""
    decision = row.decision.outcome if row.decision else ""
    return Line(
        url=f"{base}{application.code}/",
        rank=str(row.rank or "–"),
        number=application.receipt_number or "",
        product=application.product_name,
        firm=application.business.name,
        code=application.code,
        attempt=application.attempt,
        renewal=application.kind == "renewal",
        figures=figures,
        total=figures.total,
        count=figures.count,
        spread=figures.spread,
        lowest=figures.lowest,
        highest=figures.highest,
        levelled=figures.levelled,
        levelled_rank=figures.levelled_rank,
        floors=figures.floors,
        gates=figures.gates,
        suggestion=suggested,
        suggestion_name=names[suggested] if row.result else "",
        shape=SHAPES[suggested],
        flips=figures.flips,
        recused=figures.recused,
        decision=decision,
        decision_name=names[decision] if decision else "",
        overrides=bool(row.decision and row.decision.overrides),
        held=row.held.reason if row.held else "",
        tie=tie if row.rank in shared else "",
        state=states[_state(row)],
        status=words[application.state],
        columns=columns,
    )


def _figures(board: boards.Board, row: boards.Row, draw: "Spread") -> Figures:
    """Worked out once for as long as no sheet changes: leaving each reviewer out is the dear part."""
    key = ("line", row.application.pk, get_language())
    if key not in board.kept:
        board.kept[key] = _work_out(board, row, draw)
    found: Figures = board.kept[key]
    return found


def _work_out(board: boards.Board, row: boards.Row, draw: "Spread") -> Figures:
    result, panel, pk = row.result, row.panel, row.application.pk
    count = f"{len(panel.sheets)}/{len(panel.base)}"
    if result is None:
        return Figures(count=count, recused=len(panel.recused))
    level = board.levelled.get(pk)
    return Figures(
        total=scoring.display(result.total),
        count=count,
        spread=scoring.display(result.spread),
        lowest=scoring.display(result.lowest),
        highest=scoring.display(result.highest),
        levelled=scoring.display(level.percent) if level else "",
        levelled_rank=(f"{level.rank}" + ("" if level.group == 0 else f"（{_group(level.group)}）")) if level else "",
        means=tuple((scoring.display(item.mean, 2), item.below_floor) for item in result.criteria),
        picture=draw(result),
        floors="、".join(row.floors_missed),
        floors_short=_short(row.floors_missed),
        gates="、".join(gate.name for gate in result.gates if not gate.holds),
        flips=board_look.flips(board).get(pk, 0),
        recused=len(panel.recused),
    )


def _group(number: int) -> str:
    return gettext("組%(n)s") % {"n": number + 1}


def _short(names: Sequence[str]) -> str:
    """One name in full, several as a count: the detail page lists them."""
    return "".join(names) if len(names) < 2 else gettext("%(n)s項目") % {"n": len(names)}


STATES = {
    "": "", "held": _("保留"), "released": _("公表済み"), "open": _("未提案"), "confirmed": _("決裁済み"),
    "proposed": _("決裁待ち"), "reopened": _("決め直し"),
}  # fmt: skip


def _state(row: boards.Row) -> str:
    if row.held is not None:
        return "held"
    if row.application.state is Status.RELEASED:
        return "released"
    if row.decision is None:
        return "" if row.result is None else "open"
    if row.confirmed:
        return "confirmed"
    return "reopened" if hasattr(row.decision, "confirmation") else "proposed"


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


COLUMNS: tuple[tuple[str, Any, str, Any], ...] = (  # sort key, name, class, what it means
    ("rank", _("順位"), "first", ""),
    ("total", _("総合点"), "num", ""),
    ("levelled", _("甘辛をならした値"), "num mean", _("審査委員ごとの甘さ・辛さを差し引いた値と、その順位。参考です")),
    ("count", _("審査票"), "num", _("数えた審査票の数／数える審査委員の数")),
    ("spread", _("審査委員ごとの点"), "", _("0〜100、実線は合格点。数は標準偏差と、最低〜最高")),
    ("suggestion", _("規則による案"), "", ""),
    ("flips", _("確かさ"), "", _("審査委員を1人ずつ除いて計算し直したとき、案が変わるかどうか")),
    ("decision", _("決定案"), "", ""),
    ("floors", _("下限未満"), "", ""),
    ("gates", _("必須条件"), "", ""),
)
ALSO = {"rank": (("product", _("商品")), ("firm", _("事業者")), ("number", _("受付順")), ("attempt", _("回数")))}
LEFT_OUT = ("flips", "floors", "gates")  # where the means of the criteria stand instead


def headings(board: boards.Board, look: Look) -> list[dict[str, Any]]:
    """The table's head: each column a link that sorts by it, and which way it is sorted now."""
    columns = [(key, gettext(name), looks, gettext(title) if title else "") for key, name, looks, title in COLUMNS]
    if not board.levelled:
        columns = [column for column in columns if column[0] != "levelled"]
    if look.criteria:
        columns = [column for column in columns if column[0] not in LEFT_OUT]
        means = gettext("審査委員の平均点。満点 %(maximum)s")
        columns += [
            (CRITERION + item.key, item.name, "num mean", means % {"maximum": scoring.plain(item.maximum)})
            for item in board.rules.criteria
        ]
    now = look.sort or "rank"
    return [
        {
            "name": name,
            "class": looks,
            "title": title,
            "query": look.by(key).query if key else "",
            "sort": {key: "first", f"-{key}": "turned"}.get(now, "") if key else "",
            "sorts": bool(key),
            "also": [{"name": str(word), "query": look.by(other).query} for other, word in ALSO.get(key, ())],
        }
        for key, name, looks, title in columns
    ]


class BoardPage(SafeExport, SecretPage):
    """The table, best first; 250 lines a page; the same rows as XLSX or CSV."""

    header_icon = "table"
    template_name = "certification/office/board.html"
    export_headings = {
        "rank": _("順位"), "number": _("受付番号"), "product": _("商品"), "firm": _("事業者"), "attempt": _("回数"),
        "total": _("総合点（％）"), "count": _("審査票"), "spread": _("標準偏差"), "lowest": _("最低（％）"),
        "highest": _("最高（％）"), "levelled": _("甘辛をならした値（％）"), "levelled_rank": _("ならした順位"),
        "floors": _("下限未満"), "gates": _("満たさない必須条件"), "suggestion_name": _("規則による案"),
        "flips": _("1人抜くと変わる"), "recused": _("利益相反"), "decision_name": _("決定案"), "state": _("決裁"),
        "held": _("保留の理由"), "status": _("状態"),
    }  # fmt: skip
    list_export = tuple(export_headings)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        if found.rules is None:
            messages.warning(request, gettext("募集を始めた回だけに判定表があります。"))
            return redirect("rounds:overview", pk)
        base = reverse("rounds:board", args=[pk])
        board = boards.board(found, with_levelled=True)
        look = board_look.read(request.GET, board)
        rows = board_look.apply(board, look)
        if self.is_export:
            self.export_filename = f"board-{found.fiscal_year}-{pk}"
            return self.as_spreadsheet(lines(board, rows, base), request.GET["export"])
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
        names = outcome_names(board.rules)
        return self.page(
            gettext("判定表"),
            buttons=_next_buttons(self.request, found, board.rows),
            round=found,
            rules=board.rules,
            lines=lines(board, list(page.object_list), base, criteria=look.criteria),
            items=page,
            look=look,
            query=f"&{look.query}" if look.query else "",
            other_view=replace(look, criteria=not look.criteria, sort="").query,
            headings=headings(board, look),
            filters=filters(board, look, names),
            groups=len({level.group for level in board.levelled.values()}),
            all_rows=len(board.rows),
            summary=[
                {"name": names[key], "shape": SHAPES[key], "outcome": key, "count": count}
                for key, count in _tally(board.rows).items()
            ],
            waiting=sum(row.result is None for row in board.rows),
            held=sum(row.held is not None for row in board.rows),
            ties=open_ties(board),
        )


def open_ties(board: boards.Board) -> list[str]:
    """What the committee must settle, where the programme leaves ties to it: one line for each shared rank."""
    rows = {row.application.pk: row for row in board.rows if row.rank is not None}
    groups = ranking.open_ties(board.rules, {pk: row.rank or 0 for pk, row in rows.items()})
    return [
        gettext("%(rank)s位：%(names)s")
        % {"rank": rows[group[0]].rank, "names": gettext("、").join(str(rows[pk].application) for pk in group)}
        for group in groups
    ]


FLAG_NAMES = {
    "floors": _("下限未満がある"), "gates": _("必須条件を満たさない"), "flips": _("揺れる"),
    "partial": _("審査票が足りない"), "recused": _("利益相反がある"), "overrides": _("案と異なる決定"),
    "held": _("保留中"), "tied": _("同じ順位"), "open": _("決定案がない"),
}  # fmt: skip


def filters(board: boards.Board, look: Look, names: dict[str, str]) -> list[dict[str, Any]]:
    """The groups of ticks above the table; a group with a single choice says nothing and is left out."""
    outcomes = [(key, names["" if key == board_look.OPEN else key]) for key in board_look.OUTCOMES]
    categories = sorted({row.category for row in board.rows if row.category})
    kinds = {row.application.kind for row in board.rows}
    again = {row.application.attempt > 1 for row in board.rows}
    groups = [
        ("outcome", gettext("結果"), outcomes, look.outcomes),
        ("flag", gettext("しるし"), [(key, str(name)) for key, name in FLAG_NAMES.items()], look.flags),
        ("category", gettext("分類"), [(slug, _category(slug)) for slug in categories], look.categories),
        ("kind", gettext("申請の種類"), [("new", gettext("新規")), ("renewal", gettext("更新"))], look.kinds),
        ("attempt", gettext("回数"), [("first", gettext("1回目")), ("again", gettext("2回目から"))], look.attempts),
    ]
    single = {"category": len(categories) < 2, "kind": len(kinds) < 2, "attempt": len(again) < 2}
    return [
        {
            "name": key,
            "legend": legend,
            "choices": [{"value": value, "label": label, "on": value in chosen} for value, label in choices],
        }
        for key, legend, choices, chosen in groups
        if chosen or not single.get(key)
    ]


def _category(slug: str) -> str:
    return BY_SLUG[slug].label if slug in BY_SLUG else slug


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
