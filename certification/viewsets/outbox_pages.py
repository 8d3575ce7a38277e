"""Of the outbox (送信箱): which mails belong to a round, and sending every failed one again, previewed first."""

from typing import Any

from django.db import transaction
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from certification.models import Application, ChallengePlan, Round
from certification.viewsets.decision_pages import ids_of
from certification.viewsets.office import SECRETARIAT, OfficePage, crumb
from core import clock, mail
from core.models import OutboxMessage


def of_round(rows: QuerySet[OutboxMessage], round_: Round) -> QuerySet[OutboxMessage]:
    """The mails about a round's applications and challenge plans; no further query."""
    applications = Application.objects.filter(round=round_).annotate(text=Cast("pk", CharField()))
    plans = ChallengePlan.objects.filter(application__round=round_).annotate(text=Cast("pk", CharField()))
    return rows.filter(
        Q(subject_type="certification.application", subject_id__in=applications.order_by().values("text"))
        | Q(subject_type="certification.challengeplan", subject_id__in=plans.order_by().values("text"))
    )


class RetryAll(OfficePage):
    """Every failed mail back into the queue: which ones first, then once."""

    readers = SECRETARIAT
    header_icon = "mail"
    template_name = "certification/office/retry_all.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        self.trail = (crumb(_("送信箱"), "outbox:index"),)
        rows = list(OutboxMessage.objects.filter(state="failed").order_by("-pk"))
        return self.page(gettext("届かなかったメールを送り直す"), rows=rows, back=reverse("outbox:index"))

    def post(self, request: HttpRequest) -> HttpResponse:
        rows = list(OutboxMessage.objects.filter(state="failed", pk__in=ids_of(request, "mail")).order_by("pk"))
        if not rows:
            messages.error(request, gettext("送り直すメールはありません。"))
        elif self.act(lambda: _retry(rows, self)):
            messages.success(request, gettext("%(n)s通のメールを、もう一度送信待ちにしました。") % {"n": len(rows)})
        return redirect("outbox:index")


@transaction.atomic
def _retry(rows: list[OutboxMessage], page: Any) -> None:
    at = clock.now()
    for row in rows:
        mail.retry(row, by=page.person, at=at)
