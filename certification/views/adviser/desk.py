"""The adviser's list of plans by what to do next, with filters, and the files of those plans."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from certification.domain import plan_steps
from certification.domain.labels import office_label
from certification.domain.plan_steps import PlanFacts
from certification.domain.states import PlanStatus
from certification.models import ChallengePlan
from certification.selectors import adviser as advisers
from certification.selectors import plan_work
from certification.views import plan_parts
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
SHOW: dict[str, tuple[Any, Callable[[PlanFacts, Any], bool]]] = {
    "mine": (gettext_lazy("自分の番のもの"), lambda facts, today: bool(_own_turn(facts))),
    "late": (gettext_lazy("日付が過ぎたもの"), lambda facts, today: bool(advisers.late_tasks(facts, today))),
    "waiting": (gettext_lazy("事業者を待っているもの"), lambda facts, today: not _own_turn(facts)),
}


@require_safe
def index(request: PersonRequest) -> HttpResponse:
    """Plans under way, the most pressing first; then those that are over."""
    if not has_role(request.user, "adviser"):
        raise PermissionDenied(_("専門家の画面です。支援をお願いしている方だけが開けます。"))
    at, today = clock.now(), clock.today()
    found = {plan.pk: plan for plan in advisers.plans(request.user)}
    facts = plan_work.facts(found.values(), at=at)
    current = {pk: facts[pk] for pk, plan in found.items() if plan.state not in OVER}
    show, word = request.GET.get("show", ""), request.GET.get("q", "").strip()[:60]
    chosen = {pk: each for pk, each in current.items() if _fits(found[pk], each, show, word, today)}
    values = {
        "current": [_row(found[pk], facts[pk], today) for pk in advisers.pressing(chosen, today=today)],
        "over": [_row(plan, facts[pk], today) for pk, plan in found.items() if plan.state in OVER],
        "steps": plan_parts.steps(
            list(current.values()), plan_steps.for_adviser, plan_parts.adviser_words(found), today=today
        ),
        "anything": bool(found),
        "filters": [{"key": key, "label": str(label), "on": key == show} for key, (label, _test) in SHOW.items()],
        "show": show if show in SHOW else "",
        "word": word,
        "filtered": bool(word or show in SHOW),
        "hidden": len(current) - len(chosen),
    }
    return render(request, "advise/index.html", values)


def _own_turn(facts: PlanFacts) -> tuple[plan_steps.Step, ...]:
    steps = plan_steps.for_adviser(facts)
    return tuple(step for step in steps if step.code not in plan_steps.NO_HURRY)


def _fits(plan: ChallengePlan, facts: PlanFacts, show: str, word: str, today: Any) -> bool:
    if show in SHOW and not SHOW[show][1](facts, today):
        return False
    return not word or word in plan.application.product_name or word in plan.application.business.name


@require_safe
def file(request: PersonRequest, token: str) -> FileResponse:
    """A file of a plan the adviser carries now; 404 for every other file."""
    stored = advisers.file(request.user, token)
    if stored is None:
        raise Http404
    return files.response(stored)


def label(status: PlanStatus) -> dict[str, str]:
    """A plan's state in the office's words, with the kind of its label."""
    return {"text": _(office_label(status)), "kind": KINDS[status]}


def _row(plan: ChallengePlan, facts: PlanFacts, today: Any) -> dict[str, Any]:
    due = advisers.next_date(facts)
    words = plan_parts.adviser_words({plan.pk: plan})
    steps = plan_parts.steps([facts], plan_steps.for_adviser, words, today=today)
    done = plan_steps.progress(facts.tasks)
    return {
        "plan": plan,
        "product": plan.application.product_name,
        "firm": plan.application.business.name,
        "programme": plan.application.round.programme.name,
        "label": label(plan.state),
        "due": clock.date_text(due) if due else "",
        "late": due is not None and due < today,
        "tasks": _("課題 %(done)s / %(of)s 件") % {"done": done.done, "of": done.of},
        "next": steps[0] if steps else None,
    }
