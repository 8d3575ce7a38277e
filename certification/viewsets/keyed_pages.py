"""Paper score sheets: the list of who may be keyed, the page of the first and second person, what differs."""

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from wagtail.admin import messages

from certification.domain.panel_states import PAPER_OPEN, PaperState
from certification.domain.states import Status
from certification.forms.office_panel import PaperForm
from certification.forms.reviewer import sheet as typed_sheet
from certification.models import Application, ConflictDeclaration, KeyedSheet, Round
from certification.selectors import office, office_panel
from certification.services import keyed_sheets
from certification.services.sheets import COMMENT_LENGTH, OVERALL_LENGTH, Incomplete, Input
from certification.views.reviewer import cards
from certification.viewsets.office import SECRETARIAT, RoundPage, crumb, form_errors
from core import clock, files
from core.domain.reason import Reason
from core.models import StoredFile, User


class PaperList(RoundPage):
    """紙の審査票: applications in review × reviewers, and how far each paper is."""

    header_icon = "form"
    template_name = "certification/office/paper_list.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        seats = office.panel_of(found)
        rows = office.applications().filter(round=found, status=Status.IN_REVIEW.value).order_by("pk")
        table = office_panel.lines(rows, seats)
        live = {
            (row.application_id, row.reviewer_id): row
            for row in KeyedSheet.objects.filter(application__round=found)
            .exclude(state=PaperState.DISCARDED.value)
            .select_related("keyed_by", "checked_by")
        }
        return self.page(
            gettext("紙の審査票"),
            round=found,
            panel=seats,
            lines=[
                {
                    "application": line.application,
                    "cells": [
                        {"cell": cell, "paper": live.get((line.application.pk, cell.reviewer))} for cell in line.cells
                    ],
                }
                for line in table
            ],
        )


class PaperPage(RoundPage):
    """One paper: keyed, keyed again blind to the first, settled where the two differ."""

    readers = SECRETARIAT
    header_icon = "form"
    template_name = "certification/office/paper.html"

    def _find(self, pk: int, code: str, reviewer: int) -> tuple[Round, Application, User, KeyedSheet | None]:
        found = self.round(pk)
        self.trail = (*self.trail, crumb(gettext("紙の審査票"), "rounds:paper", pk))
        application = get_object_or_404(office.applications().filter(round=found), code=code)
        person = get_object_or_404(User, pk=reviewer, panel_seats__round=found)
        rows = KeyedSheet.objects.filter(application=application, reviewer=person)
        rows = rows.exclude(state=PaperState.DISCARDED.value).select_related("keyed_by", "checked_by", "scan")
        return found, application, person, rows.order_by("-pk").first()

    def get(self, request: HttpRequest, pk: int, code: str, reviewer: int) -> HttpResponse:
        found, application, person, keyed = self._find(pk, code, reviewer)
        return self._show(found, application, person, keyed)

    def post(self, request: HttpRequest, pk: int, code: str, reviewer: int) -> HttpResponse:
        found, application, person, keyed = self._find(pk, code, reviewer)
        action = request.POST.get("action", "")
        if action == "discard" and keyed is not None:
            if self.act(lambda: keyed_sheets.discard(keyed, by=self.person, at=clock.now())):
                messages.success(request, gettext("この審査票の入力を取りやめました。記録は残ります。"))
            return redirect("rounds:paper", pk)
        if action == "settle" and keyed is not None:
            return self._settle(found, application, person, keyed)
        return self._key(found, application, person, keyed)

    def _key(self, found: Round, application: Application, person: User, keyed: KeyedSheet | None) -> HttpResponse:
        form = PaperForm(self.request.POST, self.request.FILES)
        given = typed_sheet.read(self.request.POST)
        values = form.cleaned_data if form.is_valid() else {}
        content = keyed_sheets.content_of(
            given, declaration=values.get("declaration", ""), reason=values.get("reason", "")
        )
        at, by = clock.now(), self.person
        done: list[KeyedSheet] = []
        reasons: tuple[Reason, ...] = ()

        def act() -> None:
            if keyed is not None:
                done.append(keyed_sheets.check(keyed, content, by=by, at=at))
                return
            scan = self._scan(form)
            made = keyed_sheets.key(application, person, content, note=values.get("note", ""), scan=scan, by=by, at=at)
            done.append(made)

        if form.is_valid():
            try:
                if self.act(act, form=None):
                    return self._onward(found, done[0])
            except files.Refused as refused:
                form.add_error("scan", refused.sentence)
        try:
            keyed_sheets.require_whole(application, person, content)
        except Incomplete as lacking:
            reasons = lacking.reasons
        form_errors(self.request, form)
        return self._show(found, application, person, keyed, form=form, typed=given, reasons=reasons, status=422)

    def _scan(self, form: PaperForm) -> StoredFile | None:
        upload = form.cleaned_data.get("scan")
        return files.accept(upload, by=self.person, at=clock.now(), purpose="document") if upload else None

    def _onward(self, found: Round, row: KeyedSheet) -> HttpResponse:
        words = {
            PaperState.KEYED.value: gettext("1人目の入力を保存しました。ほかの職員が、もう一度はじめから入力します。"),
            PaperState.HANDED_IN.value: gettext("2人の入力が一致しました。審査票を提出しました。"),
            PaperState.RECUSED.value: gettext("紙の申告により、この審査委員をこの申請の審査から外しました。"),
            PaperState.DIFFERS.value: gettext("2人の入力に違いがあります。紙を見て、正しい方を選んでください。"),
        }
        messages.success(self.request, words[row.state])
        if row.state == PaperState.DIFFERS.value:
            return redirect("rounds:paper_key", found.pk, row.application.code, row.reviewer_id)
        return redirect("rounds:paper", found.pk)

    def _settle(self, found: Round, application: Application, person: User, keyed: KeyedSheet) -> HttpResponse:
        picks = {
            name.removeprefix("settle."): str(value)
            for name, value in self.request.POST.items()
            if name.startswith("settle.")
        }
        done: list[KeyedSheet] = []
        if self.act(lambda: done.append(keyed_sheets.settle(keyed, picks, by=self.person, at=clock.now()))):
            return self._onward(found, done[0])
        return self._show(found, application, person, keyed, picks=picks, status=422)

    def _show(
        self,
        found: Round,
        application: Application,
        person: User,
        keyed: KeyedSheet | None,
        *,
        form: PaperForm | None = None,
        typed: Input | None = None,
        reasons: tuple[Reason, ...] = (),
        picks: dict[str, str] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        rules = found.frozen
        state = keyed.state if keyed else ""
        why = keyed_sheets.why_not_key(application, person)
        declared = ConflictDeclaration.objects.filter(application=application, reviewer=person).first()
        errors = cards.errors_of(reasons)
        values: dict[str, Any] = {
            "application": application,
            "reviewer": person,
            "keyed": keyed,
            "state": state,
            "open": keyed is not None and PaperState(state) in PAPER_OPEN,
            "own": keyed is not None and state == PaperState.KEYED.value and keyed.keyed_by_id == self.person.pk,
            "declared": declared,
            "form": form or PaperForm(),
            "why": why.sentence if why else "",
            "cards": cards.criterion_cards(rules, None, typed, errors, both=False),
            "gates": cards.gate_cards(rules, None, typed, errors),
            "overall": {name: getattr(typed, name) or "" if typed else "" for name in ("to_applicant", "internal")},
            "limits": {"comment": COMMENT_LENGTH, "overall": OVERALL_LENGTH},
            "lacking": [reason.sentence for reason in reasons],
            "differences": [],
        }
        if keyed is not None and state == PaperState.DIFFERS.value:
            values["differences"] = [
                {"row": row, "pick": (picks or {}).get(row.place, "")} for row in keyed_sheets.differences(rules, keyed)
            ]
        return self.page(gettext("紙の審査票を入力する"), status=status, round=found, **values)


class PaperScan(PaperPage):
    """The scan of a paper, for the office."""

    http_method_names = ("get", "head", "options")

    def get(self, request: HttpRequest, pk: int, code: str, reviewer: int) -> HttpResponse:
        _found, _application, _person, keyed = self._find(pk, code, reviewer)
        if keyed is None or keyed.scan is None:
            raise Http404
        return cast("HttpResponse", files.response(keyed.scan))
