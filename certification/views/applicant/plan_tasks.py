"""What the firm does with the tasks of its plan: report done, take back, give and take away evidence."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from certification.models import TaskEvidence
from certification.services import applications, challenge, plan_tasks
from certification.views.applicant import answers, plan_page
from certification.views.person import PersonRequest
from core import clock, files, throttle
from core.files import Refused as FileRefused
from core.models import StoredFile


def take_files(request: PersonRequest, uploads: list[Any], purpose: files.Purpose) -> list[StoredFile]:
    """Keep what was sent. Raises core.files.Refused with a sentence for the first that cannot be."""
    for _upload in uploads:
        if not throttle.allow(f"upload:{request.user.pk}", rate=60, per_seconds=3600, at=clock.now()):
            raise FileRefused(_("短い間にたくさん送られました。しばらくしてから続けてください。"))
    return [applications.take_upload(each, purpose, by=request.user, at=clock.now()) for each in uploads]


@require_POST
def finish(request: PersonRequest, code: str, task: int) -> HttpResponseBase:
    """Report a task done, in words and, if there are any, with files. What was typed survives a refusal."""
    plan = plan_page.find_to_write(request, code)
    row = get_object_or_404(plan.tasks, pk=task)
    note = request.POST.get("note", "")
    uploads = request.FILES.getlist("evidence")
    typed = {"task": str(task), "note": note, "href": f"#id_note_{task}"}
    try:
        stored: list[StoredFile] = []
        if uploads and note.strip() and plan.state in challenge.WRITING:
            plan_tasks.require_room(row, len(uploads))
            stored = take_files(request, uploads, "document")
        challenge.finish_task(row, note=note, evidence=stored, by=request.user, at=clock.now())
    except FileRefused as refused:
        return plan_page.page(request, plan, typed={**typed, "sentence": refused.sentence}, status=422)
    except answers.REFUSALS as error:
        if plan.state not in challenge.WRITING:
            return answers.refuse(request, error, plan_page.url(code))
        return plan_page.page(request, plan, typed={**typed, "sentence": answers.sentence_of(error)}, status=422)
    messages.success(request, _("「{title}」を完了にしました。").format(title=row.title))
    return redirect(f"{plan_page.url(code)}#task-{task}")


@require_POST
def reopen(request: PersonRequest, code: str, task: int) -> HttpResponseBase:
    """Take a task's end back."""
    plan = plan_page.find_to_write(request, code)
    row = get_object_or_404(plan.tasks, pk=task)
    try:
        challenge.reopen_task(row, by=request.user, at=clock.now())
    except answers.REFUSALS as error:
        return answers.refuse(request, error, plan_page.url(code))
    messages.success(request, _("「{title}」を未完了に戻しました。").format(title=row.title))
    return redirect(f"{plan_page.url(code)}#task-{task}")


@require_POST
def add_files(request: PersonRequest, code: str, task: int) -> HttpResponseBase:
    """More evidence for a task."""
    plan = plan_page.find_to_write(request, code)
    row = get_object_or_404(plan.tasks, pk=task)
    uploads = request.FILES.getlist("files")
    typed = {"files_of": str(task), "href": f"#id_files_{task}"}
    try:
        plan_tasks.require_room(row, len(uploads))
        stored = take_files(request, uploads, "document") if plan.state in challenge.WRITING else []
        plan_tasks.add_files(row, stored, by=request.user, at=clock.now())
    except FileRefused as refused:
        return plan_page.page(request, plan, typed={**typed, "sentence": refused.sentence}, status=422)
    except answers.REFUSALS as error:
        return plan_page.page(request, plan, typed={**typed, "sentence": answers.sentence_of(error)}, status=422)
    messages.success(request, _("資料を{n}件付けました。").format(n=len(stored)))
    return redirect(f"{plan_page.url(code)}#task-{task}")


@require_POST
def remove_file(request: PersonRequest, code: str, number: int) -> HttpResponseBase:
    """Take a file away from a task."""
    plan = plan_page.find_to_write(request, code)
    row = get_object_or_404(TaskEvidence.objects.select_related("stored", "task__plan__application"),
                            pk=number, task__plan=plan)  # fmt: skip
    try:
        plan_tasks.remove_file(row, by=request.user, at=clock.now())
    except answers.REFUSALS as error:
        return answers.refuse(request, error, plan_page.url(code))
    messages.success(request, _("「{name}」を外しました。").format(name=row.stored.original_name))
    return redirect(f"{plan_page.url(code)}#task-{row.task_id}")
