"""The adviser's page of one plan: what it shows, whoever asks for it and whatever was refused."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from certification.domain import plan_steps
from certification.domain.states import IllegalMove, PlanStatus
from certification.forms.adviser.plan import DoneForm, HandOverForm, MeetingForm, MessageForm, TaskForm, WordsForm
from certification.models import ChallengePlan, ChallengeTask, PlanMeeting, TaskDraft
from certification.selectors import adviser as advisers
from certification.selectors import plan_work
from certification.services import challenge, plan_drafts
from certification.views import plan_parts
from certification.views.adviser import desk
from certification.views.person import PersonRequest
from core import clock
from core.domain.reason import Refused

HEADINGS = {
    PlanStatus.OFFERED: gettext_lazy("事業者の同意を待っています"),
    PlanStatus.AGREED: gettext_lazy("課題を入れて、支援を始めてください"),
    PlanStatus.IN_PROGRESS: gettext_lazy("課題を一緒に進めてください"),
    PlanStatus.READY: gettext_lazy("事業者の再申請を待っています"),
    PlanStatus.REAPPLIED: gettext_lazy("再申請されました"),
    PlanStatus.CLOSED: gettext_lazy("支援は終わりました"),
}
STALE = gettext_lazy("ほかの人が先に進めたため、いまは行えません。画面の内容を確かめてください。")


def find(request: PersonRequest, pk: int) -> ChallengePlan:
    """A plan the adviser carries now, or 404."""
    found: ChallengePlan = get_object_or_404(advisers.plans(request.user), pk=pk)
    return found


def gap_choices(plan: ChallengePlan) -> list[tuple[str, str]]:
    """(key, name) of the plan's gaps."""
    return [(row["key"], row["name"]) for row in plan.gaps]


def here(pk: int, anchor: str = "") -> str:
    """The plan's address."""
    return reverse("advise:plan", args=[pk]) + (f"#{anchor}" if anchor else "")


def refused(form: Form, error: Exception) -> None:
    """A service's no, at the form's fields."""
    if isinstance(error, IllegalMove):
        form.add_error(None, str(STALE))
    elif isinstance(error, Refused):
        for reason in error.reasons:
            form.add_error(reason.field if reason.field in form.fields else None, reason.sentence)


def to(pk: int, anchor: str = "") -> HttpResponse:
    """Back to the plan."""
    return redirect(here(pk, anchor))


def draft_form(plan: ChallengePlan, draft: TaskDraft) -> TaskForm:
    """A suggestion as a form, ready to be taken as it stands or edited."""
    due = plan_drafts.due_of(draft, clock.now())
    given = {"gap_key": draft.gap_key, "title": draft.title, "detail": draft.detail, "due_on": due}
    return TaskForm(gaps=gap_choices(plan), prefix=f"draft-{draft.pk}", initial=given)


def task_edit(plan: ChallengePlan, task: ChallengeTask) -> TaskForm:
    """A task as a form."""
    given = {"gap_key": task.gap_key, "title": task.title, "detail": task.detail, "due_on": task.due_on}
    return TaskForm(gaps=gap_choices(plan), prefix=f"edit-{task.pk}", initial=given)


def meeting_form(meeting: PlanMeeting) -> MeetingForm:
    """A meeting as a form."""
    local = timezone.localtime(meeting.starts_at)
    names = ("minutes", "place", "online_url", "people", "notes", "next_step")
    given = {name: getattr(meeting, name) for name in names}
    return MeetingForm(
        prefix=f"meeting-{meeting.pk}", initial={**given, "day": local.date(), "clock": f"{local:%H:%M}"}
    )


def page(request: PersonRequest, plan: ChallengePlan, *, wrong: Form | None = None, status: int = 200) -> HttpResponse:
    """The plan. `wrong`: a form that was refused; it takes the place of the fresh one with its prefix."""
    at, today = clock.now(), clock.today()
    agreed = advisers.is_agreed(plan)
    work = plan_work.work(plan)
    facts = plan_work.facts([plan], at=at)[plan.pk]
    writable = plan.state in challenge.WRITING

    def form(fresh: Form) -> Form:
        return wrong if wrong is not None and wrong.prefix == fresh.prefix else fresh

    meetings = plan_parts.meetings(work, today=today)
    values: dict[str, Any] = {
        "plan": plan,
        "application": plan.application,
        "firm": plan.application.business,
        "programme": plan.application.round.frozen.name,
        "heading": str(HEADINGS[plan.state]),
        "label": desk.label(plan.state),
        "answer_by": plan_parts.day_text(plan.answer_by),
        "agreed": agreed,
        "writable": writable,
        "steps": plan_parts.steps(
            [facts], plan_steps.for_adviser, plan_parts.adviser_words({plan.pk: plan}), today=today
        ),
        "gaps": [_gap(gap, plan, writable, form, wrong) for gap in plan_parts.gaps(plan, work)] if agreed else [],
        "removed": work.removed,
        "left": len(facts.open_tasks),
        "has_tasks": bool(work.tasks),
        "total": plan_parts.total(work.tasks),
        "task_form": form(TaskForm(gaps=gap_choices(plan), prefix="task")),
        "message_form": form(MessageForm(prefix="message")),
        "words_form": form(WordsForm(prefix="words")),
        "meeting_form": form(MeetingForm(prefix="meeting")),
        "hand_over": form(HandOverForm(prefix="hand", people=advisers.others(plan))),
        "meetings": [_meeting(row, writable, form, wrong) for row in meetings["coming"]],
        "past_meetings": [_meeting(row, writable, form, wrong) for row in meetings["past"]],
        "checks": plan_parts.checks(plan, work),
        "terms": work.terms,
        "words": work.words if agreed else (),
        "state": plan.state.value,
        "today": today,
        "wrong": wrong,
        "wrong_prefix": (wrong.prefix or "") if wrong is not None else "",
    }
    return render(request, "advise/plan.html", values, status=status)


def _gap(gap: dict[str, Any], plan: ChallengePlan, writable: bool, form: Any, wrong: Form | None) -> dict[str, Any]:
    prefix = wrong.prefix if wrong is not None else None
    tasks = [
        {
            "task": task,
            "due": plan_parts.day_text(task.due_on),
            "late": plan_parts.is_late(task, clock.today()),
            "done_form": form(DoneForm(prefix=f"done-{task.pk}")) if writable and task.done_at is None else None,
            "done_open": prefix == f"done-{task.pk}",
            "edit_form": form(task_edit(plan, task)) if writable else None,
            "edit_open": prefix == f"edit-{task.pk}",
            "first": place == 0,
            "last": place == len(gap["tasks"]) - 1,
        }
        for place, task in enumerate(gap["tasks"])
    ]
    drafts = [
        {"draft": row, "form": form(draft_form(plan, row)), "open": prefix == f"draft-{row.pk}"}
        for row in gap["drafts"]
        if writable
    ]
    return {**gap, "tasks": tasks, "drafts": drafts}


def _meeting(row: PlanMeeting, writable: bool, form: Any, wrong: Form | None) -> dict[str, Any]:
    edit = form(meeting_form(row)) if writable and row.cancelled_at is None else None
    is_open = wrong is not None and wrong.prefix == f"meeting-{row.pk}"
    return {"meeting": row, "form": edit, "open": is_open, "unnoted": not row.notes and row.starts_at < clock.now()}
