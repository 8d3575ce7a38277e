"""審査の場: the sessions of a round, one session's running order, its papers, its timetable by mail."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton

from certification.domain import timetable
from certification.forms.rounds import SessionForm, SlotForm
from certification.models import ReviewSession, Round, SessionSlot
from certification.selectors import sessions as reads
from certification.services import session_papers, sessions, timetables
from certification.viewsets.office import SECRETARIAT, RoundPage, crumb, form_errors
from core import clock
from core.domain.text import whole_number
from core.roles import has_role

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {"first": _("初めてのお知らせ"), "changed": _("変更のお知らせ"), "off": _("取消のお知らせ")}


class SessionPage(RoundPage):
    """A page of one session."""

    header_icon = "group"

    def find(self, pk: int, number: int) -> tuple[Round, ReviewSession]:
        found = self.round(pk)
        self.trail = (*self.trail, crumb(gettext("審査の場"), "rounds:sessions", pk))
        session: ReviewSession = get_object_or_404(reads.sessions(found), pk=number)
        session.round = found
        return found, session

    def below(self, session: ReviewSession) -> None:
        """The trail of a page below the session's own."""
        self.trail = (*self.trail, crumb(title_of(session), "rounds:session", session.round_id, session.pk))


def title_of(session: ReviewSession) -> str:
    """実食審査会 2026年11月21日（土）."""
    return f"{session.get_kind_display()} {clock.date_text(session.held_on)}"


class Sessions(RoundPage):
    """The sessions of a round, and who still has none."""

    header_icon = "group"
    template_name = "certification/office/sessions.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        rows = list(reads.sessions(found).prefetch_related("slots"))
        new = reverse("rounds:session_new", args=[pk])
        may_make = found.opened_at is not None and has_role(request.user, *SECRETARIAT)
        buttons = [HeaderButton(gettext("審査の場を作る"), url=new, icon_name="plus")] if may_make else []
        return self.page(
            gettext("審査の場"),
            round=found,
            rows=[{"session": row, "title": title_of(row), "count": len(row.slots.all())} for row in rows],
            candidates=reads.may_stand(found).count() if found.opened_at else 0,
            buttons=buttons,
        )


class SessionEdit(SessionPage):
    """A new session, or the day, place and lengths of one."""

    readers = SECRETARIAT
    template_name = "certification/office/session_form.html"

    def get(self, request: HttpRequest, pk: int, number: int | None = None) -> HttpResponse:
        found, session = self._found(pk, number)
        if found.opened_at is None:
            messages.error(request, gettext("募集を始めてから、審査の場を作れます。"))
            return redirect("rounds:overview", pk)
        return self._show(found, session, SessionForm(instance=session))

    def _found(self, pk: int, number: int | None) -> tuple[Round, ReviewSession | None]:
        if number is not None:
            found, session = self.find(pk, number)
            self.below(session)
            return found, session
        found = self.round(pk)
        self.trail = (*self.trail, crumb(gettext("審査の場"), "rounds:sessions", pk))
        return found, None

    def post(self, request: HttpRequest, pk: int, number: int | None = None) -> HttpResponse:
        found, session = self._found(pk, number)
        form = SessionForm(request.POST, instance=ReviewSession.objects.get(pk=session.pk) if session else None)
        if form.is_valid():
            made: list[ReviewSession] = [session] if session else []
            at, values = clock.now(), form.cleaned_data

            def write() -> None:
                if session is None:
                    made.append(sessions.create(found, values, by=self.person, at=at))
                else:
                    sessions.change(session, values, by=self.person, at=at)

            if self.act(write):
                messages.success(request, gettext("審査の場を保存しました。"))
                return redirect("rounds:session", pk, made[0].pk)
        form_errors(request, form)
        return self._show(found, session, form, status=422)

    def _show(
        self, found: Round, session: ReviewSession | None, form: SessionForm, *, status: int = 200
    ) -> HttpResponse:
        title = gettext("審査の場を変更") if session else gettext("審査の場を作る")
        return self.page(title, status=status, round=found, session=session, form=form)


class SessionOrder(SessionPage):
    """進行順: built by one button, moved by buttons, lengths and breaks in the lines; what was told and what is new."""

    template_name = "certification/office/session.html"

    def get(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        found, session = self.find(pk, number)
        return self._show(found, session)

    def post(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        found, session = self.find(pk, number)
        act, _colon, what = request.POST.get("action", "save").partition(":")
        at = clock.now()
        forms = self._forms(session)
        if act in ("save", "up", "down", "out", "arrange", "add"):
            if not all(form.is_valid() for form in forms.values()):
                messages.error(request, gettext("入力を確かめてください。入力した内容は残っています。"))
                return self._show(found, session, forms=forms, status=422)
            given = {key: form.values() for key, form in forms.items()}
            if given and not self.act(lambda: sessions.set_slots(session, given, by=self.person, at=at)):
                return self._show(found, session, forms=forms, status=422)
        self._act(session, act, whole_number(what), at)
        anchor = f"#slot-{what}" if act in ("up", "down") and what else ""
        if not ReviewSession.objects.filter(pk=number).exists():
            return redirect("rounds:sessions", pk)
        return redirect(reverse("rounds:session", args=[pk, number]) + anchor)

    def _act(self, session: ReviewSession, act: str, what: int | None, at: Any) -> None:
        person = self.person
        slot = (
            SessionSlot.objects.filter(session=session, pk=what or 0).first() if act in ("up", "down", "out") else None
        )
        if act == "arrange":
            new: list[int] = []
            if self.act(lambda: new.append(sessions.arrange(session, by=person, at=at))):
                messages.success(self.request, gettext("進行順を組みました（新しく%(n)s件）。") % {"n": new[0]})
        elif act == "add":
            row = reads.without_slot(session).filter(pk=what or 0).first()
            if row is not None:
                self.act(lambda: sessions.add(session, row, by=person, at=at))
        elif act == "remove":
            if self.act(lambda: sessions.remove(session, by=person, at=at)):
                messages.success(self.request, gettext("審査の場を消しました。"))
        elif act == "save":
            messages.success(self.request, gettext("進行順を保存しました。"))
        elif slot is not None and act == "out":
            self.act(lambda: sessions.take_out(slot, by=person, at=at))
        elif slot is not None:
            self.act(lambda: sessions.move(slot, by_places=-1 if act == "up" else 1, by=person, at=at))

    def _forms(self, session: ReviewSession) -> dict[int, SlotForm]:
        keys = session.slots.values_list("pk", flat=True)
        sent = {pk for pk in keys if f"slot-{pk}-note" in self.request.POST}
        return {pk: SlotForm(self.request.POST, prefix=f"slot-{pk}") for pk in sent}

    def _show(
        self, found: Round, session: ReviewSession, *, forms: dict[int, SlotForm] | None = None, status: int = 200
    ) -> HttpResponse:
        lines = reads.order(session)
        planned = timetables.plan(session)
        pk, number = found.pk, session.pk
        return self.page(
            title_of(session),
            status=status,
            round=found,
            session=session,
            lines=[_line(line, forms) for line in lines],
            waiting=reads.without_slot(session),
            walks=timetable.walks([reads.as_slot(session, line.slot, line.seats) for line in lines]),
            ends=lines[-1].time.text.partition("–")[2] if lines else "",
            samples=sum(line.samples for line in lines),
            new_mails=sum(bool(each.kind) for each in planned),
            told=session.mails.order_by("-pk").select_related("sent_by").first(),
            buttons=[
                HeaderButton(
                    gettext("印刷する"), url=reverse("rounds:session_print", args=[pk, number]), icon_name="doc-full"
                ),
            ],
        )


def _line(line: reads.Line, forms: dict[int, SlotForm] | None) -> dict[str, Any]:
    slot = line.slot
    initial = {
        "minutes": slot.minutes,
        "samples": slot.samples,
        "break_after": slot.break_after or None,
        "note": slot.note,
    }
    form = (forms or {}).get(slot.pk) or SlotForm(initial=initial, prefix=f"slot-{slot.pk}")
    return {"line": line, "form": form}


class SessionPrint(SessionPage):
    """The running order and the room list on paper."""

    header_icon = "doc-full"
    template_name = "certification/office/session_print.html"

    def get(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        found, session = self.find(pk, number)
        self.below(session)
        return self.page(
            gettext("進行表と室内用の一覧"), round=found, session=session, paper=session_papers.values(session)
        )


class SessionPdf(SessionPage):
    def get(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        _found, session = self.find(pk, number)
        return _file(session_papers.session_pdf(session), "application/pdf", f"session-{session.held_on}.pdf")


class SessionXlsx(SessionPage):
    def get(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        _found, session = self.find(pk, number)
        return _file(session_papers.session_xlsx(session), XLSX, f"session-{session.held_on}.xlsx")


def _file(body: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        body,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )


class SessionMail(SessionPage):
    """時間割をメールで知らせる: every mail that would go, with what it says; pressed twice it goes once."""

    readers = SECRETARIAT
    header_icon = "mail"
    template_name = "certification/office/session_mail.html"

    def get(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        found, session = self.find(pk, number)
        self.below(session)
        planned = timetables.plan(session)
        new = [each for each in planned if each.kind]
        return self.page(
            gettext("時間割をメールで知らせる"),
            round=found,
            session=session,
            new=[{"mail": each, "kind": KINDS[each.kind]} for each in new],
            same=len(planned) - len(new),
            seen=timetables.digest_of(planned),
        )

    def post(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        _found, session = self.find(pk, number)
        done: list[int] = []
        seen = request.POST.get("seen", "")
        if not self.act(lambda: done.append(timetables.send(session, seen=seen, by=self.person, at=clock.now()))):
            return redirect("rounds:session_mail", pk, number)
        if done[0]:
            words = ngettext(
                "時間割のメールを%(n)s通、送信箱に入れました。",
                "時間割のメールを%(n)s通、送信箱に入れました。",
                done[0],
            )
            messages.success(request, words % {"n": done[0]})
        else:
            messages.info(request, gettext("前に知らせた内容から変わったところはありません。メールは送っていません。"))
        return redirect("rounds:session", pk, number)
