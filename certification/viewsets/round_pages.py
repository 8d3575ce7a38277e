"""Pages of a round beside its hub: next year's copy, the old panel asked again, extensions, the calendar as ICS."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.admin import messages

from certification.domain.key_dates import KeyDate, relation
from certification.forms.rounds import ExtensionForm
from certification.models import Application, Extension, Round
from certification.selectors import extensions as extension_rows
from certification.selectors import office, round_checks, round_dates
from certification.services import calendars, extensions, round_copies
from certification.services.calendars import Entry
from certification.viewsets.office import SECRETARIAT, OfficePage, RoundPage, crumb, form_errors
from core import clock
from core.domain.text import whole_number

WHERE = {
    "edit": "rounds:edit",
    "panel": "rounds:panel",
    "programme": "programmes:edit",
    "defaults": "programmes:confirm",
}


def ics_response(entries: Iterable[Entry], *, name: str, filename: str) -> HttpResponse:
    """The calendar as a file."""
    body = calendars.ics(entries, name=name, at=clock.now())
    return HttpResponse(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{filename}"', "X-Content-Type-Options": "nosniff"},
    )


def date_lines(rows: Iterable[KeyDate]) -> list[dict[str, Any]]:
    """The calendar as the office reads it."""
    today = clock.today()
    return [{"row": row, "day": clock.date_text(row.day), "time": time_text(row), "when": relation(row.day, today)}
            for row in rows]  # fmt: skip


def time_text(row: KeyDate) -> str:
    """9:00, 13:00–15:00, or nothing for a whole day; a deadline with its seconds."""
    if row.starts is None:
        return ""
    starts = f"{row.starts:%H:%M:%S}" if row.starts.second else f"{row.starts:%H:%M}"
    return f"{starts}–{row.ends:%H:%M}" if row.ends else starts


def check_lines(found: Round) -> list[dict[str, Any]]:
    """What to look at before the round opens, each with the page where it is mended."""
    return [
        {
            "sentence": row.sentence,
            "must": row.must,
            "url": reverse(
                WHERE[row.where], args=[found.programme_id if row.where in ("programme", "defaults") else found.pk]
            ),
        }
        for row in round_checks.checks(found, clock.now())
    ]


class OfficeCalendar(OfficePage):
    """Every date of every round, also what is not public, for the office's own calendar."""

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = round_dates.with_dates(office.rounds())
        entries = [
            Entry(
                calendars.uid_of(found.pk, row),
                f"{found.programme.name} {found} {row.label}",
                row,
                settings.SITE_URL + reverse("rounds:overview", args=[found.pk]),
            )
            for found in rows
            for row in round_dates.of_round(found)
        ]
        return ics_response(entries, name=gettext("募集回の日程（事務局）"), filename="rounds.ics")


class CopyRound(RoundPage):
    """次の年度の募集回を作る: every date before and after, then one button."""

    readers = SECRETARIAT
    header_icon = "copy"
    template_name = "certification/office/round_copy.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        made = Round.objects.filter(copied_from=found).first()
        if made is not None:
            messages.info(request, gettext("この回を写した募集回は、もうあります。"))
            return redirect("rounds:overview", made.pk)
        rows = round_dates.of_round(found)
        kept = [row for row in rows if not row.key.startswith("session-")]
        return self.page(
            gettext("次の年度の募集回を作る"),
            round=found,
            year=(found.year + 1).label,
            rows=round_copies.preview(kept),
            panel=office.panel_of(found),
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        made: list[Round] = []
        if not self.act(lambda: made.append(round_copies.copy_to_next_year(found, by=self.person, at=clock.now()))):
            return redirect("rounds:copy_year", pk)
        messages.success(
            request,
            gettext("%(round)s を作りました。日程は1年後に動かしました。下の「確かめること」を順に見てください。")
            % {"round": made[0]},
        )
        return redirect("rounds:overview", made[0].pk)


class AskPanel(RoundPage):
    """前の回の審査委員: offered with a tick each; nobody is carried over by itself."""

    readers = SECRETARIAT
    header_icon = "group"
    template_name = "certification/office/round_ask_panel.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        self.trail = (*self.trail, crumb(gettext("審査委員"), "rounds:panel", pk))
        offered = round_copies.panel_to_ask(found)
        if not offered:
            messages.info(request, gettext("前の回の審査委員で、まだ委嘱していない方はいません。"))
            return redirect("rounds:panel", pk)
        return self.page(gettext("前の回の審査委員に委嘱する"), round=found, offered=offered, before=found.copied_from)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        users = {number for value in request.POST.getlist("user") if (number := whole_number(value)) is not None}
        done: list[int] = []
        if not self.act(lambda: done.append(round_copies.appoint_again(found, users, by=self.person, at=clock.now()))):
            return redirect("rounds:ask_panel", pk)
        messages.success(request, gettext("%(n)s人を委嘱しました。") % {"n": done[0]})
        return redirect("rounds:panel", pk)


class Extensions(RoundPage):
    """締切の延長: firms with a draft (never what is in it), the extensions that run, those that ended."""

    header_icon = "time"
    template_name = "certification/office/extensions.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        at = clock.now()
        running = extension_rows.standing(found, at)
        drafts = list(extension_rows.drafts(found)) if found.opened_at else []
        why_not = extensions.why_not_extend(drafts[0]) if drafts else None
        return self.page(
            gettext("締切の延長"),
            round=found,
            drafts=[{"row": row, "extension": running.get(row.pk)} for row in drafts],
            why_not=why_not.sentence if why_not else "",
            history=extension_rows.extensions(found),
            now=at,
        )


class Extend(RoundPage):
    """One draft's extension."""

    readers = SECRETARIAT
    header_icon = "time"
    template_name = "certification/office/extend.html"

    def _find(self, pk: int, code: str) -> tuple[Round, Application]:
        found = self.round(pk)
        self.trail = (*self.trail, crumb(gettext("締切の延長"), "rounds:extensions", pk))
        return found, get_object_or_404(extension_rows.drafts(found), code=code)

    def get(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        found, row = self._find(pk, code)
        row.round = found
        if why := extensions.why_not_extend(row):
            messages.error(request, why.sentence)
            return redirect("rounds:extensions", pk)
        return self._show(found, row, ExtensionForm())

    def post(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        found, row = self._find(pk, code)
        form = ExtensionForm(request.POST)
        if form.is_valid():
            made: list[Extension] = []
            if self.act(lambda: made.append(self._extend(row, form)), form=form):
                until = timezone.localtime(made[0].until)
                messages.success(
                    request,
                    gettext("%(firm)sの締切を%(until)sまで延長し、メールで知らせました。")
                    % {"firm": row.business.name, "until": f"{clock.date_text(until.date())}{until:%H:%M:%S}"},
                )
                return redirect("rounds:extensions", pk)
        form_errors(request, form)
        return self._show(found, row, form, status=422)

    def _extend(self, row: Application, form: ExtensionForm) -> Extension:
        reason = form.cleaned_data["reason"]
        return extensions.extend(row, until=form.moment, reason=reason, by=self.person, at=clock.now())

    def _show(self, found: Round, row: Application, form: ExtensionForm, *, status: int = 200) -> HttpResponse:
        return self.page(gettext("締切を延長する"), status=status, round=found, application=row, form=form)


class CancelExtension(RoundPage):
    """延長を取り消す: what happens, then one button."""

    readers = SECRETARIAT
    header_icon = "undo"
    template_name = "certification/office/confirm.html"

    def _find(self, pk: int, number: int) -> tuple[Round, Extension]:
        found = self.round(pk)
        self.trail = (*self.trail, crumb(gettext("締切の延長"), "rounds:extensions", pk))
        return found, get_object_or_404(extension_rows.extensions(found), pk=number)

    def get(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        found, row = self._find(pk, number)
        if row.cancelled_at is not None:
            messages.info(request, gettext("この延長は、もう取り消されています。"))
            return redirect("rounds:extensions", pk)
        return self.page(
            gettext("延長を取り消す"),
            round=found,
            sentence=gettext("この事業者の締切の延長を取り消し、メールで知らせます。下書きはそのまま残ります。"),
            rows=[f"{row.application.business.name}　{clock.local_text(row.until)}"],
            warnings=[],
            button=gettext("延長を取り消す"),
            back=reverse("rounds:extensions", args=[pk]),
        )

    def post(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        _found, row = self._find(pk, number)
        if self.act(lambda: extensions.cancel(row, by=self.person, at=clock.now())):
            messages.success(request, gettext("延長を取り消しました。"))
        return redirect("rounds:extensions", pk)
