"""The challenge plan as the firm sees it: gaps, tasks with evidence, words with the adviser, applying again."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from certification import permissions
from certification.domain import labels
from certification.domain.states import Actor, PlanStatus
from certification.models import ChallengePlan
from certification.selectors import applicant as selectors
from certification.services import applications, challenge
from certification.views.applicant import answers, cards, results
from certification.views.person import PersonRequest
from core import clock, throttle
from core.domain.text import whole_number
from core.files import ACCEPTED
from core.files import Refused as FileRefused


def _find(request: PersonRequest, code: str) -> ChallengePlan:
    plan: ChallengePlan = get_object_or_404(selectors.plans(request.user), application__code=code)
    return plan


def _find_to_write(request: PersonRequest, code: str) -> ChallengePlan:
    plan = _find(request, code)
    if Actor.APPLICANT not in permissions.plan_actors_of(request.user, plan):
        raise PermissionDenied(_("閲覧の役割では変更できません。代表の方に役割の変更を頼んでください。"))
    return plan


@require_safe
@never_cache
def show(request: PersonRequest, code: str) -> HttpResponseBase:
    """The plan."""
    return _page(request, _find(request, code))


def _page(
    request: PersonRequest, plan: ChallengePlan, *, typed: dict[str, str] | None = None, status: int = 200
) -> HttpResponseBase:
    application = plan.application
    at = clock.now()
    tasks = list(plan.tasks.all())
    done = [task for task in tasks if task.done_at]
    rounds = [row for row in selectors.open_rounds(at=at) if row.programme_id == application.round.programme_id]
    typed = typed or {}
    context = {
        "plan": plan,
        "application": application,
        "status": _(labels.producer_label(plan.state)),
        "next_step": _(labels.next_step(plan.state)),
        "gaps": [_gap(gap, [task for task in tasks if task.gap_key == gap["key"]]) for gap in plan.gaps],
        "tasks": tasks,
        "done": len(done),
        "offered": plan.state is PlanStatus.OFFERED,
        "writing": plan.state in challenge.WRITING,
        "ready": challenge.may_reapply(plan),
        "calls": cards.calls(rounds, at=at),
        "applicant": Actor.APPLICANT in permissions.plan_actors_of(request.user, plan),
        "accepts": ACCEPTED["document"],
        "errors": [{"href": typed["href"], "text": typed["sentence"]}] if typed else [],
        "typed": typed,
        "reapplication": plan.reapplication,
    }
    return render(request, "apply/plan.html", context, status=status)


def _gap(gap: dict[str, Any], tasks: list[Any]) -> dict[str, Any]:
    """A gap with the places of its picture: what was had, what is needed, in percent of the needed or the full."""
    had, needed = results.number(gap["had"]), results.number(gap["needed"])
    whole = max(filter(None, (had, needed)), default=None)
    return {
        **gap,
        "tasks": tasks,
        "had_share": results.share(had, whole * 5 / 4 if whole else None),
        "needed_share": results.share(needed, whole * 5 / 4 if whole else None),
    }


def _url(code: str) -> str:
    return reverse("apply:plan", args=[code])


def _do(request: PersonRequest, code: str, act: Callable[[ChallengePlan], None], done: str) -> HttpResponseBase:
    plan = _find_to_write(request, code)
    try:
        act(plan)
    except answers.REFUSALS as error:
        return answers.refuse(request, error, _url(code))
    messages.success(request, done)
    return redirect(_url(code))


@require_POST
def agree(request: PersonRequest, code: str) -> HttpResponseBase:
    """Accept the offer; pressed twice it stays accepted."""
    if _find(request, code).state is PlanStatus.AGREED:
        return redirect(_url(code))
    done = _("支援を受けることを事務局に伝えました。担当の専門家が決まるまでお待ちください。")
    return _do(request, code, lambda plan: challenge.agree(plan, by=request.user, at=clock.now()), done)


@require_POST
def decline(request: PersonRequest, code: str) -> HttpResponseBase:
    """Turn the offer down; pressed twice it stays so."""
    plan = _find_to_write(request, code)
    if plan.state is PlanStatus.CLOSED:
        return redirect(_url(code))
    if plan.state is not PlanStatus.OFFERED:
        messages.error(request, _("支援はもう始まっています。やめたいときは事務局に連絡してください。"))
        return redirect(_url(code))
    done = _("今回は支援を受けないことを伝えました。次の募集からいつでも申請できます。")
    words = _("事業者が辞退")
    return _do(request, code, lambda row: challenge.close(row, reason=words, by=request.user, at=clock.now()), done)


@require_POST
def finish(request: PersonRequest, code: str, task: int) -> HttpResponseBase:
    """Report a task done, in words and, if there is one, with a file. What was typed survives a refusal."""
    plan = _find_to_write(request, code)
    row = get_object_or_404(plan.tasks, pk=task)
    note = request.POST.get("note", "")
    upload = request.FILES.get("evidence")
    typed = {"task": str(task), "note": note, "href": f"#id_note_{task}"}
    try:
        stored = None
        if upload is not None:
            if not throttle.allow(f"upload:{request.user.pk}", rate=60, per_seconds=3600, at=clock.now()):
                raise FileRefused(_("短い間にたくさん送られました。しばらくしてから続けてください。"))
            if note.strip():
                stored = applications.take_upload(upload, "document", by=request.user, at=clock.now())
        challenge.finish_task(row, note=note, evidence=stored, by=request.user, at=clock.now())
    except FileRefused as refused:
        return _page(request, plan, typed={**typed, "sentence": refused.sentence}, status=422)
    except answers.REFUSALS as error:
        if plan.state not in challenge.WRITING:
            return answers.refuse(request, error, _url(code))
        return _page(request, plan, typed={**typed, "sentence": answers.sentence_of(error)}, status=422)
    messages.success(request, _("「{title}」を完了にしました。").format(title=row.title))
    return redirect(f"{_url(code)}#task-{task}")


@require_POST
def reopen(request: PersonRequest, code: str, task: int) -> HttpResponseBase:
    """Take a task's end back."""
    plan = _find_to_write(request, code)
    row = get_object_or_404(plan.tasks, pk=task)
    words = _("「{title}」を未完了に戻しました。").format(title=row.title)
    return _do(request, code, lambda _plan: challenge.reopen_task(row, by=request.user, at=clock.now()), words)


@require_POST
def say(request: PersonRequest, code: str) -> HttpResponseBase:
    """A message to the adviser."""
    plan = _find_to_write(request, code)
    text = request.POST.get("text", "")
    try:
        challenge.say(plan, text, by=request.user, at=clock.now())
    except answers.REFUSALS as error:
        typed = {"message": text, "sentence": answers.sentence_of(error), "href": "#id_text"}
        return _page(request, plan, typed=typed, status=422)
    messages.success(request, _("メッセージを送りました。"))
    return redirect(f"{_url(code)}#messages")


@require_POST
def reapply(request: PersonRequest, code: str) -> HttpResponseBase:
    """A new draft from the old application, the same one when pressed twice."""
    plan = _find_to_write(request, code)
    if plan.reapplication is not None:
        return redirect("apply:application", plan.reapplication.code)
    number = whole_number(request.POST.get("round", ""))
    round_ = None if number is None else selectors.open_rounds(at=clock.now()).filter(pk=number).first()
    if round_ is None:
        messages.error(request, _("この募集は受付期間ではありません。受付中の募集を選んでください。"))
        return redirect(_url(code))
    try:
        made = challenge.reapply(plan, round_, by=request.user, at=clock.now())
    except answers.REFUSALS as error:
        return answers.refuse(request, error, _url(code))
    messages.success(request, _("前の申請の内容を写しました。「前回からの改善」から始めてください。"))
    return redirect("apply:application", made.code)
