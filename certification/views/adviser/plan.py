"""One challenge plan: the gaps, the tasks made from them, words with the firm, and the plan's own moves."""

from typing import Any, TypeVar

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from certification.domain.states import IllegalMove, PlanStatus
from certification.forms.adviser.plan import DoneForm, MessageForm, TaskForm
from certification.models import ChallengePlan, ChallengeTask
from certification.selectors import adviser as advisers
from certification.services import challenge
from certification.views.adviser import desk
from certification.views.person import PersonRequest
from core import clock
from core.domain.reason import Refused

F = TypeVar("F", bound=Form)
MOVES = {
    "start": (challenge.start, gettext_lazy("支援を始めました。事業者にメールでお知らせします。")),
    "ready": (challenge.ready, gettext_lazy("再申請できる状態にしました。事業者にメールでお知らせします。")),
    "resume": (challenge.resume, gettext_lazy("支援を再開しました。")),
}
HEADINGS = {
    PlanStatus.OFFERED: gettext_lazy("事業者の同意を待っています"),
    PlanStatus.AGREED: gettext_lazy("課題を入れて、支援を始めてください"),
    PlanStatus.IN_PROGRESS: gettext_lazy("課題を一緒に進めてください"),
    PlanStatus.READY: gettext_lazy("事業者の再申請を待っています"),
    PlanStatus.REAPPLIED: gettext_lazy("再申請されました"),
    PlanStatus.CLOSED: gettext_lazy("支援は終わりました"),
}


@require_safe
def plan(request: PersonRequest, pk: int) -> HttpResponse:
    """The plan, as its adviser sees it."""
    return _page(request, _find(request, pk))


@require_POST
def add_task(request: PersonRequest, pk: int) -> HttpResponse:
    """A task for a gap."""
    found = _find(request, pk)
    form = TaskForm(request.POST, gaps=_gaps(found), prefix="task")
    if not form.is_valid():
        return _page(request, found, task_form=form, status=422)
    try:
        challenge.add_task(found, **form.cleaned_data, by=request.user, at=clock.now())
    except Refused as refused:
        return _page(request, found, task_form=_with(form, refused), status=422)
    messages.success(request, _("課題を入れました。"))
    return redirect("advise:plan", pk=pk)


@require_POST
def finish_task(request: PersonRequest, pk: int, task_pk: int) -> HttpResponse:
    """A task's end, or (`reopen`) its end taken back."""
    found = _find(request, pk)
    task = get_object_or_404(ChallengeTask.objects.select_related("plan__application"), pk=task_pk, plan=found)
    if "reopen" in request.POST:
        return _act(request, found, _("課題を未完了にもどしました。"), challenge.reopen_task, task)
    form = DoneForm(request.POST, prefix=f"done-{task.pk}")
    if not form.is_valid():
        return _page(request, found, done_form=form, done_task=task.pk, status=422)
    return _act(
        request, found, _("課題を完了にしました。"), challenge.finish_task, task, note=form.cleaned_data["note"]
    )


@require_POST
def say(request: PersonRequest, pk: int) -> HttpResponse:
    """A message to the firm."""
    found = _find(request, pk)
    form = MessageForm(request.POST, prefix="message")
    if not form.is_valid():
        return _page(request, found, message_form=form, status=422)
    try:
        challenge.say(found, form.cleaned_data["text"], by=request.user, at=clock.now())
    except Refused as refused:
        return _page(request, found, message_form=_with(form, refused), status=422)
    messages.success(request, _("メッセージを送りました。"))
    return redirect("advise:plan", pk=pk)


@require_POST
def move(request: PersonRequest, pk: int) -> HttpResponse:
    """Start, mark ready, take up again."""
    found = _find(request, pk)
    if request.POST.get("to") not in MOVES:
        raise Http404
    service, words = MOVES[request.POST["to"]]
    return _act(request, found, str(words), service, found)


def _find(request: PersonRequest, pk: int) -> ChallengePlan:
    found: ChallengePlan = get_object_or_404(advisers.plans(request.user), pk=pk)
    return found


def _act(
    request: PersonRequest, found: ChallengePlan, words: str, service: Any, subject: Any, **more: Any
) -> HttpResponse:
    """One call of a service; its no becomes a sentence on the page."""
    try:
        service(subject, **more, by=request.user, at=clock.now())
    except IllegalMove:
        messages.error(request, _("ほかの人が先に進めたため、いまは行えません。画面の内容を確かめてください。"))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, words)
    return redirect("advise:plan", pk=found.pk)


def _with(form: F, refused: Refused) -> F:
    for reason in refused.reasons:
        form.add_error(reason.field if reason.field in form.fields else None, reason.sentence)
    return form


def _gaps(found: ChallengePlan) -> list[tuple[str, str]]:
    return [(row["key"], row["name"]) for row in found.gaps]


def _page(
    request: PersonRequest,
    found: ChallengePlan,
    *,
    task_form: TaskForm | None = None,
    done_form: DoneForm | None = None,
    done_task: int = 0,
    message_form: MessageForm | None = None,
    status: int = 200,
) -> HttpResponse:
    agreed = advisers.is_agreed(found)
    tasks = list(found.tasks.select_related("evidence", "done_by")) if agreed else []
    rules = found.application.round.frozen
    writable = found.state in challenge.WRITING
    values = {
        "plan": found,
        "application": found.application,
        "firm": found.application.business,
        "programme": rules.name,
        "heading": str(HEADINGS[found.state]),
        "label": desk.label(found.state),
        "agreed": agreed,
        "writable": writable,
        "bars": advisers.bars(found, rules, tasks) if agreed else (),
        "tasks": [_task(task, writable, done_form if task.pk == done_task else None) for task in tasks],
        "left": sum(task.done_at is None for task in tasks),
        "task_form": task_form or TaskForm(gaps=_gaps(found), prefix="task"),
        "message_form": message_form or MessageForm(prefix="message"),
        "words": found.messages.select_related("by") if agreed else (),
        "state": found.state.value,
        "wrong": next((form for form in (task_form, done_form, message_form) if form is not None), None),
    }
    return render(request, "advise/plan.html", values, status=status)


def _task(task: ChallengeTask, writable: bool, form: DoneForm | None) -> dict[str, Any]:
    return {
        "task": task,
        "due": clock.date_text(task.due_on) if task.due_on else "",
        "late": task.done_at is None and task.due_on is not None and task.due_on < clock.today(),
        "form": (form or DoneForm(prefix=f"done-{task.pk}")) if writable and task.done_at is None else None,
        "open": form is not None,
    }
