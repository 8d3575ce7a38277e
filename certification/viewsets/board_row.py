"""One line of the board opened: derivation, marks, words, firmness, holds, and the form to propose."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from wagtail.admin import messages

from certification.domain import scoring
from certification.domain.labels import office_label
from certification.domain.outcome import Outcome
from certification.domain.rules import Rules
from certification.domain.states import Status
from certification.forms.office import ProposalForm, ReasonForm
from certification.models import Application, Round
from certification.selectors import board as boards
from certification.selectors import holds as held
from certification.selectors import office, office_board
from certification.services import decisions, holds
from certification.viewsets.board import SHAPES, SecretPage, Spread, outcome_names
from certification.viewsets.office import SECRETARIAT, crumb, form_errors
from core import clock


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
            may_propose=application.state in (Status.SCORED, Status.DECIDED) and row.held is None,
            held=row.held,
            holds=held.history(application),
            may_hold=application.state in holds.HOLDABLE,
            lowest=scoring.display(row.result.lowest) if row.result else "–",
            highest=scoring.display(row.result.highest) if row.result else "–",
            attempts=office.earlier_attempts(application),
        )


class HoldPage(SecretPage):
    """保留: leave a row undecided, or take it up again; either with a reason. Nobody outside the office is told."""

    readers = SECRETARIAT
    header_icon = "time"
    template_name = "certification/office/hold.html"

    def get(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        application = self._find(pk, code)
        return self._show(application, ReasonForm())

    def post(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        application = self._find(pk, code)
        form = ReasonForm(request.POST)
        act = holds.end if held.is_held(application) else holds.hold
        wanted = request.POST.get("act", "")
        if wanted and wanted != ("end" if act is holds.end else "hold"):
            messages.info(request, gettext("ほかの人が先に変えていました。いまの状態を確かめてください。"))
            return redirect("rounds:row", pk, code)
        if form.is_valid() and self.act(
            lambda: act(application, reason=form.cleaned_data["reason"], by=self.person, at=clock.now()), form=form
        ):
            ended, begun = gettext("「%(row)s」の保留を解きました。"), gettext("「%(row)s」を保留にしました。")
            messages.success(request, (ended if act is holds.end else begun) % {"row": application})
            return redirect("rounds:row", pk, code)
        form_errors(request, form)
        return self._show(application, form, status=422)

    def _find(self, pk: int, code: str) -> Application:
        found = self.round(pk)
        self.trail = (*self.trail, crumb(gettext("判定表"), "rounds:board", pk))
        known = [status.value for status in boards.SHOWN]
        row: Application = get_object_or_404(office.applications(), round=found, code=code, status__in=known)
        self.trail = (*self.trail, crumb(str(row), "rounds:row", pk, code))
        return row

    def _show(self, application: Application, form: ReasonForm, *, status: int = 200) -> HttpResponse:
        ending = held.is_held(application)
        sentence = (
            gettext("保留を解くと、また決定案を作れるようになります。申請者には何も伝わりません。")
            if ending
            else gettext("保留にすると、この申請を除いて結果を公表できます。保留を解いた後に、別に公表します。"
                         "申請者には何も伝わりません。")
        )  # fmt: skip
        if application.state is Status.DECIDED and not ending:
            sentence += gettext("決裁は取り消され、もう一度決定案を作ることになります。")
        return self.page(
            gettext("保留を解く") if ending else gettext("保留にする"),
            status=status,
            round=application.round,
            sentence=sentence,
            form=form,
            act="end" if ending else "hold",
            button=gettext("保留を解く") if ending else gettext("保留にする"),
            back=reverse("rounds:row", args=[application.round_id, application.code]),
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
