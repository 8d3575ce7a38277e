"""What an adviser does with the tasks of a plan: make, take from a suggestion, edit, order, finish, take out."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from certification.domain.states import IllegalMove
from certification.forms.adviser.plan import DoneForm, TaskForm
from certification.models import ChallengePlan, ChallengeTask, TaskDraft
from certification.services import challenge, plan_drafts, plan_tasks
from certification.views.adviser import plan_page
from certification.views.person import PersonRequest
from core import clock
from core.domain.reason import Refused


@require_POST
def add(request: PersonRequest, pk: int) -> HttpResponse:
    """A task for a gap."""
    found = plan_page.find(request, pk)
    form = TaskForm(request.POST, gaps=plan_page.gap_choices(found), prefix="task")
    if not form.is_valid():
        return plan_page.page(request, found, wrong=form, status=422)
    try:
        made = challenge.add_task(found, **form.cleaned_data, by=request.user, at=clock.now())
    except Refused as refused:
        plan_page.refused(form, refused)
        return plan_page.page(request, found, wrong=form, status=422)
    messages.success(request, _("課題を入れました。"))
    return plan_page.to(pk, f"task-{made.pk}")


def _task(found: ChallengePlan, task_pk: int) -> ChallengeTask:
    rows = ChallengeTask.every.select_related("plan__application")
    task: ChallengeTask = get_object_or_404(rows, pk=task_pk, plan=found)
    return task


@require_POST
def act(request: PersonRequest, pk: int, task_pk: int) -> HttpResponse:
    """A task's end; or, by the button pressed: its end taken back, a place up or down, out of the plan and back."""
    found = plan_page.find(request, pk)
    task = _task(found, task_pk)
    do = request.POST
    if "reopen" in do:
        return _do(request, pk, _("課題を未完了にもどしました。"), challenge.reopen_task, task)
    if "up" in do or "down" in do:
        return _do(request, pk, _("順番を変えました。"), plan_tasks.move, task, up="up" in do)
    if "remove" in do:
        words = _("課題を取り下げました。下の「取り下げた課題」から戻せます。")
        return _do(request, pk, words, plan_tasks.remove, task, reason=do.get("reason", ""))
    if "put_back" in do:
        return _do(request, pk, _("課題を戻しました。"), plan_tasks.put_back, task)
    form = DoneForm(request.POST, prefix=f"done-{task.pk}")
    if not form.is_valid():
        return plan_page.page(request, found, wrong=form, status=422)
    note = form.cleaned_data["note"]
    return _do(request, pk, _("課題を完了にしました。"), challenge.finish_task, task, note=note)


@require_POST
def edit(request: PersonRequest, pk: int, task_pk: int) -> HttpResponse:
    """What the task says, or its date."""
    found = plan_page.find(request, pk)
    task = _task(found, task_pk)
    form = TaskForm(request.POST, gaps=plan_page.gap_choices(found), prefix=f"edit-{task.pk}")
    if not form.is_valid():
        return plan_page.page(request, found, wrong=form, status=422)
    try:
        plan_tasks.edit(task, **form.cleaned_data, by=request.user, at=clock.now())
    except Refused as refused:
        plan_page.refused(form, refused)
        return plan_page.page(request, found, wrong=form, status=422)
    messages.success(request, _("課題を直しました。"))
    return plan_page.to(pk, f"task-{task.pk}")


@require_POST
def draft(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    """A suggestion taken as it stands or edited, dropped, or brought back."""
    found = plan_page.find(request, pk)
    row = get_object_or_404(TaskDraft.objects.select_related("plan__application"), pk=number, plan=found)
    if "drop" in request.POST:
        return _do(request, pk, _("提案を外しました。あとから戻せます。"), plan_drafts.drop, row)
    if "restore" in request.POST:
        plan_drafts.restore(row, by=request.user)
        messages.success(request, _("提案を戻しました。"))
        return plan_page.to(pk, f"gap-{row.gap_key}")
    form = TaskForm(request.POST, gaps=plan_page.gap_choices(found), prefix=f"draft-{row.pk}")
    if not form.is_valid():
        return plan_page.page(request, found, wrong=form, status=422)
    given = {name: form.cleaned_data[name] for name in ("title", "detail", "due_on")}
    try:
        made = plan_drafts.take(row, **given, by=request.user, at=clock.now())
    except Refused as refused:
        plan_page.refused(form, refused)
        return plan_page.page(request, found, wrong=form, status=422)
    messages.success(request, _("提案から課題を入れました。"))
    return plan_page.to(pk, f"task-{made.pk}")


@require_POST
def propose(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask for suggestions again, for a plan agreed before there were any or after the office changed its topics."""
    found = plan_page.find(request, pk)
    made = plan_drafts.propose(found, at=clock.now())
    words = _("提案を{n}件出しました。").format(n=made) if made else _("新しい提案はありませんでした。")
    messages.success(request, words)
    return plan_page.to(pk, "gaps")


def _do(request: PersonRequest, pk: int, words: str, service: Any, subject: Any, **more: Any) -> HttpResponse:
    """One call of a service; its no becomes a sentence on the page."""
    try:
        service(subject, **more, by=request.user, at=clock.now())
    except IllegalMove:
        messages.error(request, str(plan_page.STALE))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, words)
    anchor = f"gap-{subject.gap_key}" if hasattr(subject, "gap_key") else ""
    return plan_page.to(pk, anchor)
