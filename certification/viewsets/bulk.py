"""One act on several applications: what happens to which row, which is left out and why; then all or none."""

import secrets
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput

from certification.domain.states import Status
from certification.models import Application
from certification.selectors import screening as lists
from certification.services import fees, screening, screening_bulk
from certification.services.screening_bulk import Seen
from certification.viewsets.filters import matching
from certification.viewsets.office import SECRETARIAT, OfficePage, crumb, form_errors
from core import clock, mail
from core.domain.text import whole_number
from core.models import OutboxMessage

ACTS = {
    "accept": _("受理する"),
    "correction": _("補正を頼む"),
    "remind": _("補正を催促する"),
    "refuse": _("却下する"),
    "message": _("連絡を送る"),
}
EFFECTS = {
    "accept": _("受理になり、受理のメールが届きます。"),
    "correction": _("補正依頼中になり、直す項目を書いたメールが届きます。"),
    "remind": _("補正をもう一度お願いするメールが届きます。状態は変わりません。"),
    "refuse": _("不受理（却下）になり、理由を書いた通知書とメールが届きます。元には戻せません。"),
    "message": _("申請のページに連絡が載り、メールで知らせます。状態は変わりません。"),
}
STATES = {**dict.fromkeys(("accept", "correction", "refuse"), Status.SUBMITTED), "remind": Status.RETURNED}


class BulkForm(forms.Form):
    """What the act needs: fields of the form with one reason, a due date, a text."""

    def __init__(self, *args: Any, act: str, names: dict[str, str], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        area = forms.Textarea(attrs={"rows": 4})
        if act == "correction":
            self.fields["fields"] = forms.MultipleChoiceField(
                label=_("直してほしい項目"), choices=list(names.items()), widget=forms.CheckboxSelectMultiple,
                help_text=_("選んだ申請のどれにもある項目です。申請者は、選んだ項目だけを直せます。"),
            )  # fmt: skip
            self.fields["why"] = forms.CharField(
                label=_("直してほしい理由"), max_length=500, widget=area, help_text=_("申請者が読みます。")
            )
            self.fields["due_on"] = forms.DateField(label=_("期限"), widget=AdminDateInput)
        elif act == "refuse":
            self.fields["reason"] = forms.CharField(
                label=_("受理できない理由"), max_length=2000, widget=area,
                help_text=_("このまま申請者に届きます。次にできることも書いてください。"),
            )  # fmt: skip
        elif act == "message":
            self.fields["text"] = forms.CharField(label=_("連絡の内容"), max_length=4000, widget=area)

    def clean_due_on(self) -> date:
        due: date = self.cleaned_data["due_on"]
        if due < self.today:
            raise forms.ValidationError(_("期限は今日以後の日にしてください。"))
        return due


class Bulk(OfficePage):
    """GET: the rows and what the act needs. POST: first what exactly will happen, then (`sure`) it happens."""

    readers = SECRETARIAT
    header_icon = "tasks"
    template_name = "certification/office/bulk.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        act = request.GET.get("act", "")
        if act not in ACTS:
            messages.error(request, gettext("することを選んでください。"))
            return redirect(self._back(request.GET.get("query", "")))
        rows = self._chosen(request.GET)
        if not rows:
            messages.error(request, gettext("対象の申請を1件以上選んでください。"))
            return redirect(self._back(request.GET.get("query", "")))
        return self._show(act, rows, None, request.GET.get("query", ""))

    def post(self, request: HttpRequest) -> HttpResponse:
        act, query = request.POST.get("act", ""), request.POST.get("query", "")
        seen = list(_tokens(request.POST.getlist("row")))
        if act not in ACTS or not seen:
            messages.error(request, gettext("対象の申請を1件以上選んでください。"))
            return redirect(self._back(query))
        rows = list(lists.listed(clock.today()).filter(pk__in=[one.pk for one in seen]).order_by("receipt_number"))
        form = self._form(act, rows, request.POST)
        if not form.is_valid():
            form_errors(request, form)
            return self._show(act, rows, form, query, status=422, seen=seen)
        do = self._call(act, seen, form)
        if request.POST.get("sure") != "1":
            return self._rehearse(act, rows, form, query, seen, do)
        done: list[int] = []
        if self.act(lambda: done.append(do()), form=form):
            messages.success(request, gettext("%(act)s：%(n)s件にしました。") % {"act": ACTS[act], "n": done[0]})
        return redirect(self._back(query))

    def _rehearse(
        self, act: str, rows: list[Application], form: BulkForm, query: str, seen: list[Seen], do: Callable[[], int]
    ) -> HttpResponse:
        """The last page before: the mails as they will be, found by doing it and taking it back."""
        mails: list[OutboxMessage] = []
        if not self.act(lambda: mails.extend(screening_bulk.rehearse(do)), form=form):
            return self._show(act, rows, form, query, status=409, seen=seen)
        subject, body = mail.render(mails[0]) if mails else ("", "")
        first = {"to": mails[0].to, "subject": subject, "body": body} if mails else None
        return self._show(act, rows, form, query, seen=seen, sure=True, mails=len(mails), first=first)

    def _call(self, act: str, seen: list[Seen], form: BulkForm) -> Callable[[], int]:
        values, by, at = form.cleaned_data, self.person, clock.now()
        match act:
            case "accept":
                return lambda: screening_bulk.accept(seen, by=by, at=at)
            case "correction":
                fields = dict.fromkeys(values["fields"], values["why"])
                return lambda: screening_bulk.request_correction(seen, fields, due_on=values["due_on"], by=by, at=at)
            case "refuse":
                return lambda: screening_bulk.refuse(seen, reason=values["reason"], by=by, at=at)
            case "message":
                key = self.request.POST.get("key", "") or secrets.token_hex(4)
                return lambda: screening_bulk.say(seen, values["text"], key=key, by=by, at=at)
        return lambda: screening_bulk.remind(seen, by=by, at=at)

    def _form(self, act: str, rows: list[Application], data: Any = None) -> BulkForm:
        names = _common(rows) if act == "correction" else {}
        return BulkForm(data, act=act, names=names, today=clock.today())

    def _show(
        self,
        act: str,
        rows: list[Application],
        form: BulkForm | None,
        query: str,
        *,
        status: int = 200,
        seen: list[Seen] | None = None,
        sure: bool = False,
        **more: Any,
    ) -> HttpResponse:
        """`seen`: what the person has looked at already; None on the first page, which takes the rows as they are."""
        self.trail = (crumb(_("申請"), "applications:index"),)
        counts = lists.statements_of_rounds()
        lines: list[dict[str, Any]] = [{"row": row, "why": why_not(act, row, counts)} for row in rows]
        meant = [line["row"] for line in lines if not line["why"]]
        form = form or self._form(act, meant)
        context = {"mails": len(meant), "first": None, **more}
        return self.page(
            gettext("%(act)s（まとめて）") % {"act": ACTS[act]},
            status=status,
            bulk_act=act,
            form=form,
            meant=meant,
            skipped=[line for line in lines if line["why"]],
            tokens=[_token(one) for one in seen] if seen else [_token(screening_bulk.seen(row)) for row in meant],
            effect=EFFECTS[act],
            button=ACTS[act],
            letters=len(meant) if act == "refuse" else 0,
            sure=sure,
            key=self.request.POST.get("key") or secrets.token_hex(4),
            typed=[(name, value) for name in form.fields for value in cast("QueryDict", form.data).getlist(name)]
            if sure
            else [],
            query=query,
            back=self._back(query),
            **context,
        )

    def _chosen(self, data: QueryDict) -> list[Application]:
        rows = lists.listed(clock.today())
        if data.get("scope") == "all":
            return list(matching(rows, QueryDict(data.get("query", "")), self.request)[: screening_bulk.MOST])
        ids = [number for value in data.getlist("pick") if (number := whole_number(value)) is not None]
        return list(rows.filter(pk__in=ids).order_by("receipt_number"))

    def _back(self, query: str) -> str:
        return f"{reverse('applications:index')}?{query or 'all=1'}"


def why_not(act: str, row: Any, counts: dict[int, int]) -> str:
    """Why a row is left out, as a sentence; empty when the act will be done."""
    if act in STATES and row.state is not STATES[act]:
        return gettext("いまの状態は「%(state)s」です。") % {"state": row.get_status_display()}
    if act == "accept" and row.passed < counts.get(row.round_id, 0):
        left = counts[row.round_id] - row.passed
        return gettext("応募資格の点検が%(n)s項目残っています。") % {"n": left}
    if act == "accept" and (reason := fees.why_not_accept(row)):
        return reason.sentence
    return ""


def _common(rows: list[Application]) -> dict[str, str]:
    """Fields that every form of the rows has."""
    rules = {row.round_id: row.round for row in rows}
    forms_ = [screening.names_of(round_.frozen) for round_ in rules.values()]
    return {key: name for key, name in forms_[0].items() if all(key in other for other in forms_)} if forms_ else {}


def _token(row: Seen) -> str:
    return f"{row.pk}:{row.revision}:{row.status}"


def _tokens(values: list[str]) -> Iterable[Seen]:
    for value in values:
        pk, _colon, rest = value.partition(":")
        revision, _colon, status = rest.partition(":")
        numbers = whole_number(pk), whole_number(revision)
        if numbers[0] is not None and numbers[1] is not None and status in {one.value for one in Status}:
            yield Seen(numbers[0], numbers[1], status)
