"""The adviser's list of plans, and the evidence files of those plans."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certification.domain.labels import office_label
from certification.domain.states import PlanStatus
from certification.models import ChallengePlan
from certification.selectors import adviser as advisers
from certification.views.person import PersonRequest
from core import clock, files
from core.roles import has_role

KINDS = {
    PlanStatus.OFFERED: "neutral",
    PlanStatus.AGREED: "accent",
    PlanStatus.IN_PROGRESS: "info",
    PlanStatus.READY: "success",
    PlanStatus.REAPPLIED: "success",
    PlanStatus.CLOSED: "neutral",
}
OVER = frozenset({PlanStatus.REAPPLIED, PlanStatus.CLOSED})


@require_safe
def index(request: PersonRequest) -> HttpResponse:
    """Plans under way, then those that are over."""
    if not has_role(request.user, "adviser"):
        raise PermissionDenied(_("専門家の画面です。支援をお願いしている方だけが開けます。"))
    found = list(advisers.plans(request.user))
    values = {
        "current": [_row(plan) for plan in found if plan.state not in OVER],
        "over": [_row(plan) for plan in found if plan.state in OVER],
        "anything": bool(found),
    }
    return render(request, "advise/index.html", values)


@require_safe
def file(request: PersonRequest, token: str) -> FileResponse:
    """Evidence of a plan the adviser carries; 404 for every other file."""
    stored = advisers.evidence(request.user, token)
    if stored is None:
        raise Http404
    return files.response(stored)


def label(status: PlanStatus) -> dict[str, str]:
    """A plan's state in the office's words, with the kind of its label."""
    return {"text": _(office_label(status)), "kind": KINDS[status]}


def _row(plan: ChallengePlan) -> dict[str, Any]:
    due = advisers.next_date(plan)
    return {
        "plan": plan,
        "product": plan.application.product_name,
        "firm": plan.application.business.name,
        "programme": plan.application.round.programme.name,
        "label": label(plan.state),
        "due": clock.date_text(due) if due else "",
        "late": due is not None and due < clock.today(),
        "tasks": _("課題 %(done)s / %(of)s 件") % advisers.counts(plan),
    }
