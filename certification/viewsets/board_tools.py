"""Beside the board: two applications next to each other, and a trial of other pass marks. Neither writes anything."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from wagtail.admin import messages

from certification.domain import scoring, what_if
from certification.domain.outcome import Outcome
from certification.domain.rules import Rules
from certification.domain.what_if import Tried
from certification.forms.what_if import WhatIfForm, as_it_is
from certification.models import Round
from certification.selectors import board as boards
from certification.selectors import office, office_board
from certification.viewsets.board import SHAPES, SecretPage, Spread, outcome_names
from certification.viewsets.office import crumb


class Compare(SecretPage):
    """Two lines of the board side by side: marks, spread, words."""

    header_icon = "table"
    template_name = "certification/office/board_compare.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        self.trail = (*self.trail, crumb(gettext("判定表"), "rounds:board", pk))
        codes = list(dict.fromkeys(request.GET.getlist("pick")))
        known = [status.value for status in boards.SHOWN]
        rows = {row.code: row for row in office.applications().filter(round=found, code__in=codes, status__in=known)}
        picked = [rows[code] for code in codes if code in rows]
        if len(picked) != 2:
            messages.error(request, gettext("並べて比べる申請を、ちょうど2件選んでください。"))
            return redirect("rounds:board", pk)
        ranks = {row.application.pk: row.rank for row in boards.board(found).rows}
        sides = [_side(found, office_board.detail(row), ranks.get(row.pk)) for row in picked]
        return self.page(
            gettext("並べて比べる"),
            round=found,
            sides=sides,
            criteria=_beside(found.frozen, sides),
            gates=[
                {"name": gate.name, "values": [_gate(side, gate.key) for side in sides]} for gate in found.frozen.gates
            ],
            turned=f"?pick={picked[1].code}&pick={picked[0].code}",
        )


def _side(found: Round, opened: office_board.Detail, rank: int | None) -> dict[str, Any]:
    rules, row = found.frozen, opened.row
    names = outcome_names(rules)
    suggested = row.suggestion.outcome.value if row.suggestion and row.suggestion.outcome else ""
    result = row.result
    return {
        "opened": opened,
        "result": result,
        "application": row.application,
        "rank": rank or "–",
        "total": scoring.display(result.total) if result else "–",
        "spread": scoring.display(result.spread) if result else "–",
        "lowest": scoring.display(result.lowest) if result else "–",
        "highest": scoring.display(result.highest) if result else "–",
        "picture": Spread(rules)(result) if result else "",
        "suggested": suggested,
        "suggested_name": names[suggested],
        "shape": SHAPES[suggested],
        "reasons": [reason.sentence for reason in row.suggestion.reasons] if row.suggestion else [],
        "decision_name": names[row.decision.outcome] if row.decision else "",
        "flips": [(name, names[without]) for name, without in opened.flips],
        "words": [
            {"name": item.name, "said": [(p.reviewer, p.to_applicant[item.key]) for p in opened.papers
                                         if item.key in p.to_applicant],
             "noted": [(p.reviewer, p.internal[item.key]) for p in opened.papers if item.key in p.internal]}
            for item in (result.criteria if result else ())
        ],
    }  # fmt: skip


def _beside(rules: Rules, sides: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each criterion: both panel means with their marks, and which is higher."""
    rows = []
    for place, criterion in enumerate(rules.criteria):
        items = [side["result"].criteria[place] if side["result"] else None for side in sides]
        means = [item.mean if item else None for item in items]
        best = max((mean for mean in means if mean is not None), default=None)
        rows.append(
            {
                "name": criterion.name,
                "floor": scoring.plain(criterion.floor) if criterion.floor is not None else "",
                "maximum": scoring.plain(criterion.maximum),
                "values": [
                    {
                        "mean": scoring.display(mean, 2),
                        "marks": "・".join(paper.marks[criterion.key] for paper in side["opened"].papers),
                        "below": bool(item and item.below_floor),
                        "more": mean is not None and mean == best and means[0] != means[1],
                    }
                    for side, item, mean in zip(sides, items, means, strict=True)
                ],
            }
        )
    return rows


def _gate(side: dict[str, Any], key: str) -> str:
    result = side["result"]
    found = [gate for gate in result.gates if gate.key == key] if result else []
    if not found:
        return "–"
    return gettext("満たす") if found[0].holds else gettext("満たさない")


class WhatIf(SecretPage):
    """試算: other marks on the same sheets. A GET form; nothing is written anywhere."""

    header_icon = "crosshairs"
    template_name = "certification/office/what_if.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        if found.rules is None:
            messages.warning(request, gettext("募集を始めた回だけに判定表があります。"))
            return redirect("rounds:overview", pk)
        self.trail = (*self.trail, crumb(gettext("判定表"), "rounds:board", pk))
        rules = found.frozen
        asked = any(name in request.GET for name in as_it_is(rules))
        form = WhatIfForm(request.GET if asked else as_it_is(rules), rules=rules)
        tried, rows = [], {}
        if form.is_valid():
            board = boards.board(found)
            rows = {row.application.pk: row for row in board.rows if row.result is not None}
            sheets = {key: (row.panel.sheets, len(row.panel.base)) for key, row in rows.items()}
            tried = what_if.tried(rules, form.change, sheets, board.kept["staying"])
        names = outcome_names(rules)
        return self.page(
            gettext("合格点などを変えて試算する"),
            status=200 if form.is_valid() else 422,
            round=found,
            rules=rules,
            form=form,
            asked=asked,
            changed=form.is_valid() and form.change != what_if.as_it_is(rules),
            counts=_counts(tried, names),
            moved=[_moved(item, rows[item.application], names, pk) for item in tried if item.moves],
            applications=len(tried),
        )


def _counts(tried: list[Tried], names: dict[str, str]) -> list[dict[str, Any]]:
    before, after = (what_if.tally([getattr(item, when) for item in tried]) for when in ("before", "after"))
    keys: list[Outcome | None] = [*Outcome, None]
    return [
        {"name": names[key.value if key else ""], "shape": SHAPES[key.value if key else ""],
         "before": before[key], "after": after[key], "more": after[key] - before[key]}
        for key in keys
        if before[key] or after[key] or key
    ]  # fmt: skip


def _moved(item: Tried, row: boards.Row, names: dict[str, str], pk: int) -> dict[str, Any]:
    before, after = (found.outcome.value if found.outcome else "" for found in (item.before, item.after))
    return {
        "application": row.application,
        "url": reverse("rounds:row", args=[pk, row.application.code]),
        "total": scoring.display(item.result.total),
        "before": f"{SHAPES[before]} {names[before]}",
        "after": f"{SHAPES[after]} {names[after]}",
        "reasons": [reason.sentence for reason in item.after.reasons],
        "decided": row.decision is not None,
    }
