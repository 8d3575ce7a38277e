"""Around a release: every mail before it goes, each letter as PDF, and afterwards what was sent and what failed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.utils.translation import gettext
from wagtail.admin import messages

from certification.domain.states import Status
from certification.models import Letter, Round
from certification.selectors import board as boards
from certification.selectors import office, office_board, sent_results
from certification.services import documents, letters, result_mails
from certification.viewsets.board import SecretPage, outcome_names
from certification.viewsets.committee_papers import PDF
from certification.viewsets.office import JUDGES, SECRETARIAT, crumb
from certification.viewsets.words import moment
from core import clock, mail, pdf
from core.domain.reason import Reason, Refused
from core.domain.text import whole_number
from core.models import OutboxMessage
from core.roles import has_role


def letter_of(found: Round, code: str) -> tuple[Any, Letter, bool]:
    """(application, its letter, is it sent?); before the release a draft nobody saves. 404 without a decision."""
    states = (Status.SCORED.value, Status.DECIDED.value, Status.RELEASED.value)
    decided = office.applications().filter(round=found, status__in=states, decisions__isnull=False).distinct()
    application = get_object_or_404(decided, code=code)
    letter = application.letters.select_related("pdf").order_by("-pk").first()
    if letter is not None:
        return application, letter, True
    values = letters.values_of(found.frozen, office_board.row(application), None, at=clock.now())
    number = gettext("（公表のときに付きます）")
    return application, Letter(application=application, number=number, values=values), False


class LetterPdf(SecretPage):
    """One letter as PDF, in its real words; before the release marked as a draft by its number."""

    readers = (*JUDGES, "auditor")

    def get(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        found = self.round(pk)
        _application, letter, sent = letter_of(found, code)
        data = (
            documents.letter_pdf(letter)
            if sent
            else pdf.render("certification/pdf/letter.typ", documents.letter_values(letter))
        )
        answer = HttpResponse(data, content_type=PDF)
        answer["Content-Disposition"] = f'inline; filename="letter-{code}.pdf"'
        answer["Cache-Control"] = "private, no-store"
        return answer


class Mails(SecretPage):
    """Before a release: every mail as it will leave, with subject, body and to whom."""

    readers = (*JUDGES, "auditor")
    header_icon = "mail"
    template_name = "certification/office/release_mails.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        self.trail = (*self.trail, crumb(gettext("公表"), "rounds:release", pk))
        rows = boards.board(found).rows if found.rules is not None else ()
        ready = [row for row in rows if row.application.state is Status.DECIDED]
        mails: list[dict[str, Any]] = []
        problem = ""
        try:
            mails = [
                {"application": draft.subject, "mail": result_mails.preview(draft)}
                for draft in result_mails.drafts(found, ready, at=clock.now())
            ]
        except (TemplateDoesNotExist, TemplateSyntaxError, ValueError) as error:
            problem = str(error)
        return self.page(
            gettext("公表で送るメール"), round=found, mails=mails, problem=problem,
            people=len({row["mail"].to for row in mails}),
        )  # fmt: skip


class Sent(SecretPage):
    """After a release: letters, numbers and mails of each application; failed mails go again, one or all."""

    readers = (*JUDGES, "auditor")
    header_icon = "mail"
    template_name = "certification/office/release_sent.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        self.trail = (*self.trail, crumb(gettext("公表"), "rounds:release", pk))
        names = outcome_names(found.frozen) if found.rules is not None else {}
        lines = sent_results.sent(found)
        mails = [row for line in lines for row in line.mails]
        counts = {state: sum(row.state == state for row in mails) for state in ("sent", "queued", "failed")}
        return self.page(
            gettext("公表したもの"),
            round=found,
            lines=[
                {
                    "application": line.application,
                    "name": names[line.application.release.decision.outcome],
                    "letter": line.letter,
                    "certificate": line.certificate,
                    "released": moment(line.application.release.released_at),
                    "mails": [
                        {
                            "mail": row,
                            "state": row.get_state_display(),
                            "sent": moment(row.sent_at) if row.sent_at else "",
                        }
                        for row in line.mails
                    ],
                }
                for line in lines
            ],
            counts=counts,
            may_retry=has_role(request.user, *SECRETARIAT),
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """`mail`: one of them; without it every failed one."""
        found = self.round(pk)
        wanted = whole_number(request.POST.get("mail", ""))
        failed = [row for row in sent_results.result_mails(found) if row.state == "failed"]
        chosen = failed if wanted is None else [row for row in failed if row.pk == wanted]
        if self.act(lambda: self._again(chosen)):
            messages.success(request, gettext("%(n)s通を、もう一度送信待ちにしました。") % {"n": len(chosen)})
        return redirect("rounds:release_sent", pk)

    def _again(self, chosen: list[OutboxMessage]) -> None:
        if not chosen:
            raise Refused(
                Reason("mail.none", gettext("送り直すメールはありません。送信済みのものは、二重には送りません。"))
            )
        for row in chosen:
            mail.retry(row, by=self.person, at=clock.now())
