"""The firm's page of its challenge plan: what it shows, whoever asks for it and whatever was refused."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from certification import permissions
from certification.domain import labels, offer, plan_steps
from certification.domain.states import Actor, PlanStatus
from certification.forms.applicant.plan import DeclineForm, PhotoForm
from certification.models import ChallengePlan
from certification.selectors import applicant as selectors
from certification.selectors import plan_work
from certification.services import challenge
from certification.views import plan_parts
from certification.views.applicant import cards
from certification.views.person import PersonRequest
from core import clock
from core.files import ACCEPTED


def find(request: PersonRequest, code: str) -> ChallengePlan:
    """The plan of one of the person's firms, or 404."""
    plan: ChallengePlan = get_object_or_404(selectors.plans(request.user), application__code=code)
    return plan


def find_to_write(request: PersonRequest, code: str) -> ChallengePlan:
    """The same for somebody who may act for the firm, or 403 with the reason."""
    plan = find(request, code)
    if Actor.APPLICANT not in permissions.plan_actors_of(request.user, plan):
        raise PermissionDenied(_("閲覧の役割では変更できません。代表の方に役割の変更を頼んでください。"))
    return plan


def url(code: str) -> str:
    """Where the plan stands."""
    return reverse("apply:plan", args=[code])


def photo_form(plan: ChallengePlan, *data: Any) -> PhotoForm:
    """The form of a pair of photographs."""
    gaps = [(row["key"], row["name"]) for row in plan.gaps]
    return PhotoForm(*data, gaps=gaps, accepts=_(ACCEPTED["photo"]), prefix="photo")


def page(
    request: PersonRequest,
    plan: ChallengePlan,
    *,
    typed: dict[str, str] | None = None,
    decline: DeclineForm | None = None,
    photo: PhotoForm | None = None,
    status: int = 200,
) -> HttpResponseBase:
    """The plan. `typed`: what a refused small form held, with the sentence and where it stands."""
    at, today = clock.now(), clock.today()
    work = plan_work.work(plan)
    facts = plan_work.facts([plan], at=at)[plan.pk]
    rounds = [r for r in selectors.open_rounds(at=at) if r.programme_id == plan.application.round.programme_id]
    lapsed = plan.state is PlanStatus.OFFERED and offer.has_lapsed(plan.answer_by, today)
    context = {
        "plan": plan,
        "application": plan.application,
        "status": _(labels.producer_label(plan.state)),
        "next_step": _(labels.next_step(plan.state)),
        "offered": plan.state is PlanStatus.OFFERED and not lapsed,
        "lapsed": lapsed or ended_by_itself(work),
        "answer_by": plan_parts.day_text(plan.answer_by),
        "agreed": any(move.target == PlanStatus.AGREED.value for move in work.moves),
        "writing": plan.state in challenge.WRITING,
        "ready": challenge.may_reapply(plan),
        "calls": cards.calls(rounds, at=at),
        "applicant": Actor.APPLICANT in permissions.plan_actors_of(request.user, plan),
        "reapplication": plan.reapplication,
        "steps": plan_parts.steps([facts], plan_steps.for_firm, plan_parts.firm_words({plan.pk: plan}), today=today),
        "gaps": plan_parts.gaps(plan, work),
        "total": plan_parts.total(work.tasks),
        "meetings": plan_parts.meetings(work, today=today),
        "checks": plan_parts.checks(plan, work),
        "messages_said": work.words,
        "today": today,
        "accepts": _(ACCEPTED["document"]),
        "accepts_photo": _(ACCEPTED["photo"]),
        "decline": decline or DeclineForm(prefix="decline"),
        "photo": photo or photo_form(plan),
        "wrong": decline or photo,
        "errors": [{"href": typed["href"], "text": typed["sentence"]}] if typed else [],
        "typed": typed or {},
    }
    return render(request, "apply/plan.html", context, status=status)


def ended_by_itself(work: plan_work.Work) -> bool:
    """Did the offer end because nobody answered?"""
    last = work.moves[-1] if work.moves else None
    return last is not None and last.target == PlanStatus.CLOSED.value and last.reason.startswith(offer.LAPSED)
