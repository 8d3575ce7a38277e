"""Assigning in bulk: what would happen to which rows is shown first, and taken exactly so (S2, S3)."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, gettext_lazy, ngettext
from wagtail.admin import messages

from certification.forms.office_panel import PreviewForm
from certification.models import Round
from certification.selectors import office_panel
from certification.selectors.assignment_plan import situation
from certification.services import assignment_plan
from certification.services.assignment_plan import Plan
from certification.viewsets.export import SafeExport
from certification.viewsets.office import SECRETARIAT, RoundPage, crumb, form_errors
from core import clock
from core.domain.text import whole_number

LINES = 100  # rows printed; the rest is counted, and taken too


class PlanPage(RoundPage):
    """割当の案: GET `?per=` proposes a balanced one, POST `pick` and `who` a chosen one, POST `plan` takes it."""

    readers = SECRETARIAT
    header_icon = "table"
    template_name = "certification/office/assignment_plan.html"

    def _find(self, pk: int) -> Round:
        found = self.round(pk)
        self.trail = (*self.trail, crumb(gettext("割当"), "rounds:assignment", pk))
        return found

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self._find(pk)
        if found.rules is None:
            messages.warning(request, gettext("募集を始めると、割り当てられます。"))
            return redirect("rounds:assignment", pk)
        form = PreviewForm({"per": request.GET.get("per") or max(found.frozen.quorum, 3)})
        if not form.is_valid():
            form_errors(request, form)
            return self._show(found, form, None, status=422)
        here = situation(found, on=clock.today())
        return self._show(found, form, assignment_plan.balanced(here, form.cleaned_data["per"]))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self._find(pk)
        if "plan" in request.POST:
            return self._take(found)
        rows = _numbers(request, "pick")
        if request.POST.get("action") == "all":
            here = situation(found, on=clock.today())
            people = set(here.seats)
        else:
            here = situation(found, on=clock.today(), only=rows)
            people = _numbers(request, "who") & set(here.seats)
        if not here.rows or not people:
            messages.error(request, gettext("申請と審査委員を、1つ以上ずつ選んでください。"))
            return redirect("rounds:assignment", pk)
        return self._show(found, None, assignment_plan.chosen(here, people))

    def _take(self, found: Round) -> HttpResponse:
        done: list[int] = []
        text = self.request.POST["plan"]
        if self.act(lambda: done.append(assignment_plan.take(found, text, by=self.person, at=clock.now()))):
            messages.success(self.request, gettext("%(n)s件の割当を加えました。") % {"n": done[0]})
        return redirect("rounds:assignment", found.pk)

    def _show(self, found: Round, form: PreviewForm | None, plan: Plan | None, *, status: int = 200) -> HttpResponse:
        return self.page(
            gettext("割当の案") if form is not None else gettext("まとめて割り当てる"),
            status=status,
            round=found,
            per=form,
            plan=plan,
            **(_tables(plan) if plan else {}),
        )


def _numbers(request: HttpRequest, name: str) -> set[int]:
    return {number for value in request.POST.getlist(name) if (number := whole_number(value)) is not None}


def _tables(plan: Plan) -> dict[str, Any]:
    here = plan.stands_on
    names = {pk: seat.user.display_name for pk, seat in here.seats.items()}
    filled = [(here.rows[pk], who) for pk, who in plan.new.items() if who]
    return {
        "lines": [
            {
                "application": row,
                "before": [names[r] for r in here.counted[row.pk] if r in names],
                "new": [names[r] for r in who],
            }
            for row, who in filled[:LINES]
        ],
        "more": max(0, len(filled) - LINES),
        "rows": len(filled),
        "loads": [
            {
                "name": names[pk],
                "before": before,
                "after": after,
                "cap": here.caps.get(pk, ""),
                "away": here.away.get(pk, ""),
            }
            for pk, (before, after) in plan.loads.items()
        ],
        "short": [
            {"application": here.rows[pk], "n": lack, "why": _why_short(plan, pk)} for pk, lack in plan.short.items()
        ][:LINES],
        "short_more": max(0, len(plan.short) - LINES),
        "skipped": [{"application": s.row, "name": names[s.reviewer], "why": s.why} for s in plan.skipped[:LINES]],
        "skipped_more": max(0, len(plan.skipped) - LINES),
        "notes": [{"application": s.row, "name": names[s.reviewer], "why": s.why} for s in plan.notes[:LINES]],
        "button": ngettext("この%(n)s件を割り当てる", "この%(n)s件を割り当てる", plan.count) % {"n": plan.count},
    }


def _why_short(plan: Plan, pk: int) -> str:
    """Why a row cannot be filled, counted."""
    here = plan.stands_on
    barred = sum((pk, person) in here.barred for person in here.seats)
    away = len(here.away)
    full = sum(after >= here.caps[person] for person, (_now, after) in plan.loads.items() if person in here.caps)
    parts = [
        gettext("審査委員は全部で%(n)s人") % {"n": len(here.seats)},
        gettext("関係のある人%(n)s人") % {"n": barred} if barred else "",
        gettext("不在・期間外%(n)s人") % {"n": away} if away else "",
        gettext("上限に達している人%(n)s人") % {"n": full} if full else "",
    ]
    return gettext("、").join(part for part in parts if part)


class ConflictRegister(SafeExport, RoundPage):
    """利益相反の記録: who, what, which relation, why, when, set by whom; printable, as CSV and XLSX."""

    header_icon = "warning"
    template_name = "certification/office/conflict_register.html"
    list_export = (
        "application.receipt_number", "application.product_name", "application.business.name", "reviewer.display_name",
        "get_kind_display", "reason", "declared_at", "declared_by.display_name", "pinned_by_office",
    )  # fmt: skip
    export_headings: ClassVar[dict[str, Any]] = {
        "application.receipt_number": gettext_lazy("受付番号"),
        "application.product_name": gettext_lazy("商品・サービス"),
        "application.business.name": gettext_lazy("事業者"),
        "reviewer.display_name": gettext_lazy("審査委員"),
        "get_kind_display": gettext_lazy("関係"),
        "reason": gettext_lazy("説明"),
        "declared_at": gettext_lazy("記録した日時"),
        "declared_by.display_name": gettext_lazy("記録した人"),
        "pinned_by_office": gettext_lazy("事務局が設定"),
    }

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        self.trail = (*self.trail, crumb(gettext("割当"), "rounds:assignment", pk))
        rows = office_panel.register(found)
        if request.GET.get("export") in ("csv", "xlsx"):
            self.export_filename = f"conflicts-{pk}"
            return self.as_spreadsheet(rows, request.GET["export"])
        return self.page(
            gettext("利益相反の記録"),
            round=found,
            rows=rows,
            undeclared=office_panel.undeclared(found),
            at=clock.now(),
        )
