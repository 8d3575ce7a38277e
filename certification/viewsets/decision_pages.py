"""From proposals to release: the bulk proposal, the second person's confirmation, the letters, the release."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from wagtail.admin import messages

from certification.domain.outcome import Outcome
from certification.domain.states import Status
from certification.models import Decision, Round
from certification.selectors import board as boards
from certification.selectors import office, office_board
from certification.services import decisions, documents, release_checks, rounds
from certification.viewsets.board import SHAPES, SecretPage, outcome_names
from certification.viewsets.office import APPROVERS, JUDGES, SECRETARIAT, crumb
from certification.viewsets.release_pages import letter_of
from core import clock
from core.domain.reason import Reason
from core.domain.text import whole_number
from core.roles import has_role


def ids_of(request: HttpRequest, name: str) -> list[int]:
    """The numbers posted under a name; anything else is left out."""
    return [number for value in request.POST.getlist(name) if (number := whole_number(value)) is not None]


class ProposeAll(SecretPage):
    """規則の案をまとめて決定案にする: every row and its effect first; rows without a suggestion are named."""

    readers = SECRETARIAT
    header_icon = "check"
    template_name = "certification/office/propose_all.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        scored = [row for row in boards.board(found).rows if row.application.state is Status.SCORED]
        names = outcome_names(found.frozen)
        waiting = [row for row in scored if row.decision is None]
        ready = [row for row in waiting if row.suggestion and row.suggestion.outcome]
        if not waiting:
            messages.warning(request, gettext("決定案を待っている申請はありません。"))
            return redirect("rounds:board", pk)
        self.trail = (*self.trail, crumb(gettext("判定表"), "rounds:board", pk))
        return self.page(
            gettext("まとめて決定案にする"),
            round=found,
            ready=[_as_suggested(row, names) for row in ready],
            skipped=[
                {"row": row, "why": " ".join(reason.sentence for reason in row.suggestion.reasons)}
                for row in waiting
                if row.suggestion and not row.suggestion.outcome
            ],
            kept=len(scored) - len(waiting),
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        only, done = set(ids_of(request, "row")), [0]
        if self.act(lambda: done.append(decisions.propose_all(found, only=only, by=self.person, at=clock.now()))):
            messages.success(request, gettext("%(n)s件の決定案を作りました。決裁を待ちます。") % {"n": done[-1]})
            if done[-1] < len(only):
                messages.warning(
                    request,
                    gettext("%(n)s件は、先に決定案ができていたため、そのままにしました。")
                    % {"n": len(only) - done[-1]},
                )
        return redirect("rounds:board", pk)


def _as_suggested(row: boards.Row, names: dict[str, str]) -> dict[str, Any]:
    outcome = row.suggestion.outcome.value if row.suggestion and row.suggestion.outcome else ""
    return {"application": row.application, "name": names[outcome], "shape": SHAPES[outcome], "outcome": outcome}


class Confirm(SecretPage):
    """決裁: the proposals with a tick each. One's own are shown and cannot be ticked."""

    writers = APPROVERS
    header_icon = "check"
    template_name = "certification/office/confirm_decisions.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        self.trail = (*self.trail, crumb(gettext("判定表"), "rounds:board", pk))
        names = outcome_names(found.frozen) if found.rules else {}
        waiting = office.proposals(found)
        picked = set(request.GET.getlist("pick"))
        everything = "all" in picked
        previewing = "preview" in request.GET
        rows = [_proposal(item, names, own=item.proposed_by_id == request.user.pk) for item in waiting]
        chosen = [row for row in rows if not row["own"] and (everything or str(row["decision"].pk) in picked)]
        if previewing and not chosen:
            messages.error(request, gettext("決裁する案を1つ以上選んでください。"))
        return self.page(
            gettext("決裁"),
            round=found,
            rows=chosen if previewing and chosen else rows,
            previewing=bool(previewing and chosen),
            everything=everything,
            tally=_tally(chosen, names) if previewing else [],
            open_ones=sum(not row["own"] for row in rows),
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        ids = ids_of(request, "decision")
        chosen = list(Decision.objects.filter(pk__in=ids, application__round=found).order_by("pk"))
        if not chosen:
            messages.error(request, gettext("決裁する案を1つ以上選んでください。"))
            return redirect("rounds:confirm", pk)
        done: list[int] = []
        if self.act(lambda: done.append(decisions.confirm(chosen, by=self.person, at=clock.now()))):
            messages.success(
                request, gettext("%(n)s件を決裁しました。公表されるまで、結果は誰にも見えません。") % {"n": done[0]}
            )
        return redirect("rounds:confirm", pk)


def _proposal(item: Decision, names: dict[str, str], *, own: bool) -> dict[str, Any]:
    return {
        "decision": item, "application": item.application, "name": names[item.outcome], "outcome": item.outcome,
        "shape": SHAPES[item.outcome], "suggested": names[item.suggested], "own": own,
        "total": item.derivation.get("total", "–"), "reasons": item.derivation.get("reasons", []),
    }  # fmt: skip


def _tally(rows: list[dict[str, Any]], names: dict[str, str]) -> list[dict[str, Any]]:
    counts = {outcome.value: sum(row["outcome"] == outcome.value for row in rows) for outcome in Outcome}
    return [{"name": names[key], "shape": SHAPES[key], "count": count} for key, count in counts.items() if count]


class ReleasePage(SecretPage):
    """公表: what goes out, counted, each letter a click away, one button; afterwards what happened."""

    readers = (*JUDGES, "auditor")
    header_icon = "mail"
    template_name = "certification/office/release.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        self.trail = (*self.trail, crumb(gettext("判定表"), "rounds:board", pk))
        if found.rules is None:
            messages.warning(request, gettext("この募集はまだ始まっていません。"))
            return redirect("rounds:overview", pk)
        every = boards.board(found).rows
        rows = [row for row in every if row.decision is not None]
        names = outcome_names(found.frozen)
        ready = [row for row in rows if row.application.state is Status.DECIDED]
        gone = [row for row in rows if row.application.state is Status.RELEASED]
        return self.page(
            gettext("公表"),
            round=found,
            ready=[_letter_line(row, names) for row in ready],
            released=[_letter_line(row, names) for row in gone],
            counts={outcome.value: sum(_outcome(row) == outcome.value for row in ready) for outcome in Outcome},
            mails=office_board.mails_to_send(ready),
            held=[row for row in every if row.held is not None],
            lacking=_lacking(found, ready) if ready else (),
            warnings=rounds.still_open(found, clock.now()) if ready else (),
            after=office.after_release(found) if gone else None,
            may_release=bool(ready) and has_role(request.user, *SECRETARIAT),
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        expected = set(ids_of(request, "decision"))
        if expected and not Decision.objects.filter(pk__in=expected, release=None).exists():
            messages.info(request, gettext("この結果はすでに公表されています。二重には送られません。"))
            return redirect("rounds:release", pk)
        done: list[decisions.Released] = []
        anyway = request.POST.get("even_though_open") == "yes"
        if self.act(
            lambda: done.append(
                decisions.release(found, expected=expected, even_though_open=anyway, by=self.person, at=clock.now())
            )
        ):
            messages.success(
                request,
                gettext("%(n)s件の結果を公表しました。") % {"n": done[0].applications},
            )
        return redirect("rounds:release", pk)


def _lacking(found: Round, ready: list[boards.Row]) -> tuple[Reason, ...]:
    return (*decisions.why_not_release(found), *release_checks.why_not_send(found, ready, at=clock.now()))


def _outcome(row: boards.Row) -> str:
    return row.decision.outcome if row.decision else ""


def _letter_line(row: boards.Row, names: dict[str, str]) -> dict[str, Any]:
    outcome = _outcome(row)
    return {
        "application": row.application, "decision": row.decision, "name": names[outcome], "shape": SHAPES[outcome],
        "outcome": outcome, "overrides": bool(row.decision and row.decision.overrides),
    }  # fmt: skip


class LetterPreview(SecretPage):
    """One letter as it will be printed, or as it was."""

    readers = (*JUDGES, "auditor")
    header_icon = "doc-full"
    template_name = "certification/office/letter.html"

    def get(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        found = self.round(pk)
        self.trail = (*self.trail, crumb(gettext("公表"), "rounds:release", pk))
        application, letter, sent = letter_of(found, code)
        return self.page(
            gettext("通知書 %(number)s") % {"number": application.receipt_number},
            application=application,
            sent=sent,
            letter=documents.letter_values(letter),
        )
