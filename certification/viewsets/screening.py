"""One application on the office's desk: what it says, the checklist, correction, acceptance, refusal, its versions."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from certification.domain import form_values, wording
from certification.domain.common_fields import SECTIONS
from certification.domain.labels import office_label, outcome_for_office
from certification.domain.outcome import Outcome
from certification.domain.rules import Rules
from certification.domain.states import Status
from certification.forms.office import CorrectionForm, ReasonForm, checks_of
from certification.models import Application
from certification.selectors import gap_story, office
from certification.services import correction_reminders, fees, screening
from certification.services.applications import STATEMENT
from certification.viewsets import application_messages, duplicates
from certification.viewsets.office import SECRETARIAT, OfficePage, crumb, form_errors
from certification.viewsets.words import named
from core import clock
from core.domain.text import whole_number

ANSWERS = {"yes": _("はい"), "no": _("いいえ")}


class ApplicationPage(OfficePage):
    """A page of one application."""

    header_icon = "form"

    def find(self, code: str) -> Application:
        found: Application = get_object_or_404(office.applications(), code=code)
        self.trail = (
            crumb(_("申請"), "applications:index"),
            crumb(f"{found.receipt_number} {found.product_name}", "applications:detail", code),
        )
        return found

    def require(self, application: Application, *states: Status) -> HttpResponse | None:
        """A way back with the reason when the state does not allow the page."""
        if application.state in states:
            return None
        messages.error(
            self.request,
            gettext("いまの状態は「%(state)s」のため、この操作はできません。")
            % {"state": gettext(office_label(application.state))},
        )
        return redirect("applications:detail", application.code)


class Detail(ApplicationPage):
    """Answers by section as last handed in, files, the checklist, history, earlier attempts."""

    template_name = "certification/office/application.html"
    message_panel: dict[str, Any] | None = None  # with the words of a refused message

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        return self.show(request, code)

    def show(self, request: HttpRequest, code: str, *, status: int = 200) -> HttpResponse:
        """The whole page."""
        application = self.find(code)
        title = self.trail[1]["label"]
        self.trail = self.trail[:1]
        given = office.handed_in(application)
        rules = application.round.frozen
        return self.page(
            title,
            status=status,
            application=application,
            words=self.message_panel or application_messages.panel(application, self.person),
            status_label=gettext(office_label(application.state)),
            open=application.state is Status.SUBMITTED,
            correcting=application.corrections.filter(answered_at=None).first(),
            given=given,
            sections=_sections(rules, given) if given else [],
            checklist=_checklist(application, rules, given),
            corrections=_corrections(application, rules),
            transitions=_transitions(application),
            events=named(office.history("certification.application", application.pk)),
            attempts=[_attempt(row, rules) for row in office.earlier_attempts(application)],
            gaps=gap_story.for_office(application, rules.fields) if application.previous_id else None,
            twins=duplicates.of_one(application),
            notices=list(application.notices.order_by("pk")),
            left=_left(application, rules),
            fee_yen=rules.fee_yen,
            fee=fees.standing(application) if rules.fee_yen else None,
        )


def _sections(rules: Rules, given: office.HandedIn) -> list[dict[str, Any]]:
    answers = given.version.answers
    return [
        {
            "name": name,
            "rows": [
                {
                    "label": field.label,
                    "value": form_values.display(field, answers.get(field.key, "")),
                    "files": given.files.get(field.key, []),
                    "is_file": field.kind in ("file", "photo"),
                }
                for field in rules.fields
                if field.section == key
            ],
        }
        for key, name in SECTIONS.items()
        if any(field.section == key for field in rules.fields)
    ]


def _checklist(application: Application, rules: Rules, given: office.HandedIn | None) -> list[dict[str, Any]]:
    checks = {row.statement_key: row for row in application.checks.select_related("checked_by")}
    return [
        {
            "key": row.key,
            "text": row.text,
            "evidence": row.evidence,
            "answer": ANSWERS.get(given.version.answers.get(STATEMENT + row.key, ""), _("未回答")) if given else "",
            "files": given.files.get(STATEMENT + row.key, []) if given else [],
            "check": checks.get(row.key),
        }
        for row in rules.statements
    ]


def _names(rules: Rules) -> dict[str, str]:
    names = {field.key: field.label for field in rules.fields}
    return names | {STATEMENT + row.key: row.text for row in rules.statements}


def _corrections(application: Application, rules: Rules) -> list[dict[str, Any]]:
    names = _names(rules)
    return [
        {"row": row, "items": [(names.get(key, key), why) for key, why in row.fields.items()]}
        for row in application.corrections.select_related("requested_by", "answered_by")
    ]


def _transitions(application: Application) -> list[dict[str, Any]]:
    return [
        {"row": row, "name": gettext(office_label(Status(row.target)))}
        for row in application.transitions.select_related("by").order_by("-pk")
    ]


def _attempt(row: Application, rules: Rules) -> dict[str, Any]:
    release = getattr(row, "release", None)
    outcome = outcome_for_office(Outcome(release.decision.outcome), rules.word) if release else ""
    return {"row": row, "status": gettext(office_label(row.state)), "outcome": outcome}


class Check(ApplicationPage):
    """点検を保存: POST only."""

    readers = SECRETARIAT
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        application = self.find(code)
        if back := self.require(application, Status.SUBMITTED):
            return back
        results = checks_of(application, request.POST)
        if not results:
            messages.error(request, gettext("「適合」か「不適合」を、1つ以上選んでください。"))
        elif self.act(lambda: screening.check(application, results, by=self.person, at=clock.now())):
            messages.success(request, gettext("応募資格の点検を%(n)s件保存しました。") % {"n": len(results)})
        return redirect("applications:detail", code)


def _left(application: Application, rules: Rules) -> dict[str, Any]:
    """How far the checklist is: `done` of `all` in order, and the sentences that stand before acceptance."""
    passed = set(application.checks.filter(passed=True).values_list("statement_key", flat=True))
    missing = [row.text for row in rules.statements if row.key not in passed]
    return {"done": len(rules.statements) - len(missing), "all": len(rules.statements), "missing": missing}


class Remind(ApplicationPage):
    """補正の催促: one more mail, at most one a day; POST only."""

    readers = SECRETARIAT
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        application = self.find(code)
        if back := self.require(application, Status.RETURNED):
            return back
        sent: list[int] = []
        if self.act(lambda: sent.append(correction_reminders.remind(application, by=self.person, at=clock.now()))):
            if sent[0]:
                messages.success(request, gettext("補正をもう一度お願いするメールを送りました。"))
            else:
                messages.info(request, gettext("今日はもう催促のメールを送っています。"))
        return redirect("applications:detail", code)


class Accept(ApplicationPage):
    """受理: what happens, then one button."""

    readers = SECRETARIAT
    header_icon = "check"
    template_name = "certification/office/confirm.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        application = self.find(code)
        if back := self.require(application, Status.SUBMITTED):
            return back
        return self.page(
            gettext("受理する"),
            sentence=gettext("この申請を受理し、申請者に受理のメールを1通送ります。受理した後は補正を頼めません。"),
            rows=[f"{application.receipt_number} {application.product_name}（{application.business.name}）"],
            warnings=[unpaid.sentence] if (unpaid := fees.why_not_accept(application)) else [],
            button=gettext("受理する"),
            back=reverse("applications:detail", args=[code]),
        )

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        application = self.find(code)
        if back := self.require(application, Status.SUBMITTED):
            return back
        if self.act(lambda: screening.accept(application, by=self.person, at=clock.now())):
            messages.success(
                request, gettext("「%(row)s」を受理し、申請者にメールを送りました。") % {"row": application}
            )
        return redirect("applications:detail", code)


class RequestCorrection(ApplicationPage):
    """補正依頼: choose the fields, say why for each, set a date."""

    readers = SECRETARIAT
    header_icon = "edit"
    template_name = "certification/office/correction.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        application = self.find(code)
        if back := self.require(application, Status.SUBMITTED):
            return back
        return self._show(application, self._form(application))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        application = self.find(code)
        if back := self.require(application, Status.SUBMITTED):
            return back
        form = self._form(application, request.POST)
        if form.is_valid():
            values, picked = form.cleaned_data, form.picked
            if self.act(
                lambda: screening.request_correction(
                    application,
                    picked,
                    message=values["message"],
                    due_on=values["due_on"],
                    by=self.person,
                    at=clock.now(),
                ),
                form=form,
            ):
                messages.success(
                    request,
                    gettext("%(n)s項目の補正を頼みました。申請者にメールを送りました。") % {"n": len(picked)},
                )
                return redirect("applications:detail", code)
        form_errors(request, form)
        return self._show(application, form, status=422)

    def _form(self, application: Application, data: Any = None) -> CorrectionForm:
        return CorrectionForm(data, rules=application.round.frozen, today=clock.today())

    def _show(self, application: Application, form: CorrectionForm, *, status: int = 200) -> HttpResponse:
        given = office.handed_in(application)
        rules = application.round.frozen
        answers = given.version.answers if given else {}
        values = {field.key: form_values.display(field, answers.get(field.key, "")) for field in rules.fields}
        values |= {
            STATEMENT + row.key: str(ANSWERS.get(answers.get(STATEMENT + row.key, ""), "")) for row in rules.statements
        }
        rows = [{"pick": pick, "why": why, "value": values.get(key, "")} for key, pick, why in form.rows]
        return self.page(gettext("補正を頼む"), status=status, application=application, form=form, rows=rows)


class Refuse(ApplicationPage):
    """却下, with the reason the applicant reads."""

    readers = SECRETARIAT
    header_icon = "cross"
    template_name = "certification/office/reason.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        application = self.find(code)
        if back := self.require(application, Status.SUBMITTED):
            return back
        return self._show(application, self._form())

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        application = self.find(code)
        if back := self.require(application, Status.SUBMITTED):
            return back
        form = self._form(request.POST)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            if self.act(
                lambda: screening.refuse(application, reason=reason, by=self.person, at=clock.now()), form=form
            ):
                messages.success(
                    request, gettext("「%(row)s」を却下し、理由をメールで送りました。") % {"row": application}
                )
                return redirect("applications:detail", code)
        form_errors(request, form)
        return self._show(application, form, status=422)

    def _form(self, data: Any = None) -> ReasonForm:
        return ReasonForm(
            data, label=_("受理できない理由"), help_text=_("このまま申請者に届きます。次にできることも書いてください。")
        )

    def _show(self, application: Application, form: ReasonForm, *, status: int = 200) -> HttpResponse:
        return self.page(
            gettext("却下する"),
            status=status,
            form=form,
            sentence=gettext("「%(row)s %(product)s」を却下し、申請者にメールを1通送ります。元には戻せません。")
            % {"row": application.receipt_number, "product": application.product_name},
            button=gettext("理由を送って却下する"),
            serious=True,
            back=reverse("applications:detail", args=[application.code]),
        )


class Versions(ApplicationPage):
    """Two versions side by side; what differs is marked."""

    header_icon = "history"
    template_name = "certification/office/versions.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        application = self.find(code)
        numbers = list(application.versions.order_by("number").values_list("number", flat=True))
        old = self._number("old", numbers, numbers[-2] if len(numbers) > 1 else numbers[-1])
        new = self._number("new", numbers, numbers[-1])
        before, after = office.handed_in(application, old), office.handed_in(application, new)
        rules = application.round.frozen
        rows = _compare(rules, before, after) if before and after else []
        return self.page(
            gettext("提出版の比較"),
            application=application,
            numbers=numbers,
            old=before,
            new=after,
            rows=rows,
            changed=sum(row["changed"] for row in rows),
        )

    def _number(self, name: str, known: list[int], fallback: int) -> int:
        typed = self.request.GET.get(name, "")
        number = whole_number(typed)
        return number if number is not None and number in known else fallback


def _compare(rules: Rules, before: office.HandedIn, after: office.HandedIn) -> list[dict[str, Any]]:
    rows = []
    for field in rules.fields:
        old, new = (_shown(field, given) for given in (before, after))
        rows.append({"label": field.label, "changed": old != new, "compared": wording.compare(old, new)})
    for statement in rules.statements:
        key = STATEMENT + statement.key
        old, new = (
            "\n".join(
                [str(ANSWERS.get(g.version.answers.get(key, ""), "")), *(f.original_name for f in g.files.get(key, []))]
            )
            for g in (before, after)
        )
        rows.append({"label": statement.text, "changed": old != new, "compared": wording.compare(old, new)})
    return rows


def _shown(field: Any, given: office.HandedIn) -> str:
    if field.kind in ("file", "photo"):
        return "\n".join(stored.original_name for stored in given.files.get(field.key, []))
    return form_values.display(field, given.version.answers.get(field.key, ""))
