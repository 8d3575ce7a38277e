"""What the firm puts into its plan by itself: goals in its own words, photographs, self-checks; meetings as a file."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certification import permissions
from certification.domain.states import Actor
from certification.models import ChallengePlan, PlanMeeting, PlanPhoto
from certification.selectors import plan_work
from certification.services import challenge
from certification.services import plan_work as services
from certification.views import plan_parts
from certification.views.applicant import answers, plan_page
from certification.views.applicant.plan_tasks import take_files
from certification.views.person import PersonRequest
from core import clock
from core.domain.reason import Reason, Refused
from core.domain.text import whole_number
from core.files import Refused as FileRefused


@require_POST
def goal(request: PersonRequest, code: str) -> HttpResponseBase:
    """めざすこと about one gap. When somebody else wrote meanwhile, both texts are shown and nothing is lost."""
    plan = plan_page.find_to_write(request, code)
    key, words = request.POST.get("gap", ""), request.POST.get("goal", "")
    base = whole_number(request.POST.get("revision", "")) or 0
    typed = {"goal_of": key, "goal": words, "href": f"#id_goal_{key}"}
    try:
        services.save_goal(plan, key, words, base=base, by=request.user, at=clock.now())
    except services.GoalStale as stale:
        sentence = _(
            "同じ点について、別の画面（または別の人）が先に書きました。両方の文を見て、残す文に直してから保存してください。"
        )
        clash = {"theirs": stale.clash.theirs, "revision": str(stale.clash.revision), "sentence": sentence}
        return plan_page.page(request, plan, typed={**typed, **clash}, status=409)
    except answers.REFUSALS as error:
        return plan_page.page(request, plan, typed={**typed, "sentence": answers.sentence_of(error)}, status=422)
    messages.success(request, _("保存しました。専門家も読めます。"))
    return redirect(f"{plan_page.url(code)}#gap-{key}")


@require_POST
def photo(request: PersonRequest, code: str) -> HttpResponseBase:
    """A pair of photographs, or its first half."""
    plan = plan_page.find_to_write(request, code)
    form = plan_page.photo_form(plan, request.POST, request.FILES)
    if not form.is_valid():
        return plan_page.page(request, plan, photo=form, status=422)
    given = form.cleaned_data
    try:
        if plan.state not in challenge.WRITING:
            raise Refused(Reason("plan.closed", _("この計画はいま変更できません。")))
        kept = {
            half: take_files(request, [given[half]], "photo")[0] if given[half] else None
            for half in ("before", "after")
        }
        services.add_photo(
            plan,
            gap_key=given["gap_key"],
            caption=given["caption"],
            before=kept["before"],
            after=kept["after"],
            by=request.user,
            at=clock.now(),
        )
    except FileRefused as refused:
        form.add_error("before" if given["before"] else "after", refused.sentence)
        return plan_page.page(request, plan, photo=form, status=422)
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error(reason.field if reason.field in form.fields else None, reason.sentence)
        return plan_page.page(request, plan, photo=form, status=422)
    messages.success(request, _("写真を入れました。位置の情報は取り除いてあります。"))
    return redirect(f"{plan_page.url(code)}#gap-{given['gap_key']}")


@require_POST
def photo_half(request: PersonRequest, code: str, number: int) -> HttpResponseBase:
    """The missing half of a pair (`picture`), or the pair taken out (`remove`)."""
    plan = plan_page.find_to_write(request, code)
    row = get_object_or_404(PlanPhoto.objects.select_related("plan__application"), pk=number, plan=plan)
    here = f"{plan_page.url(code)}#gap-{row.gap_key}"
    try:
        if "remove" in request.POST:
            services.remove_photo(row, by=request.user, at=clock.now())
            messages.success(request, _("写真を外しました。"))
            return redirect(here)
        uploads = request.FILES.getlist("picture")[:1]
        if not uploads:
            raise FileRefused(_("写真を選んでください。"))
        stored = take_files(request, uploads, "photo")[0]
        services.complete_photo(row, stored=stored, by=request.user, at=clock.now())
    except FileRefused as refused:
        typed = {"half_of": str(number), "href": f"#id_half_{number}", "sentence": refused.sentence}
        return plan_page.page(request, plan, typed=typed, status=422)
    except answers.REFUSALS as error:
        return answers.refuse(request, error, here)
    messages.success(request, _("写真を入れました。位置の情報は取り除いてあります。"))
    return redirect(here)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def check(request: PersonRequest, code: str) -> HttpResponseBase:
    """自己点検: the criteria with their steps and a note, beside what the panel's letter told."""
    if request.method != "POST":
        return _check_page(request, plan_page.find(request, code), None, {})
    plan = plan_page.find_to_write(request, code)
    typed = {
        row.key: {"value": request.POST.get(f"value-{row.key}", ""), "note": request.POST.get(f"note-{row.key}", "")}
        for row in plan.application.round.frozen.criteria
    }
    try:
        services.check_oneself(plan, typed, by=request.user, at=clock.now())
    except Refused as refused:
        if plan.state not in challenge.WRITING:
            return answers.refuse(request, refused, plan_page.url(code))
        errors = {reason.field: reason.sentence for reason in refused.reasons}
        return _check_page(request, plan, typed, errors, status=422)
    messages.success(request, _("点検の結果を残しました。専門家も見られます。審査委員には見えません。"))
    return redirect("apply:plan_check", code)


def _check_page(
    request: PersonRequest,
    plan: ChallengePlan,
    typed: dict[str, dict[str, str]] | None,
    errors: dict[str, str],
    *,
    status: int = 200,
) -> HttpResponse:
    work = plan_work.work(plan)
    rules = plan.application.round.frozen
    last = work.checks[-1].marks if work.checks else {}
    shown: dict[str, Any] = typed if typed is not None else last
    checks = plan_parts.checks(plan, work)
    by_key = {line.key: line for line in checks["lines"]}
    missed = {row["key"] for row in plan.gaps}
    values = {
        "plan": plan,
        "application": plan.application,
        "checks": checks,
        "rows": [
            {
                "criterion": row,
                "line": by_key[row.key],
                "missed": row.key in missed,
                "value": str(shown.get(row.key, {}).get("value", "")),
                "note": str(shown.get(row.key, {}).get("note", "")),
                "steps": [{"value": str(step.value), "step": step} for step in row.steps],
                "error": errors.get(f"value-{row.key}", ""),
                "note_error": errors.get(f"note-{row.key}", ""),
            }
            for row in rules.criteria
        ],
        "errors": [
            {"href": f"#id_{field}{'_0' if field.startswith('value') else ''}", "text": words}
            for field, words in errors.items()
        ],
        "may_write": plan.state in challenge.WRITING
        and Actor.APPLICANT in permissions.plan_actors_of(request.user, plan),
    }
    return render(request, "apply/plan/check.html", values, status=status)


@require_safe
def meeting(request: PersonRequest, code: str, number: int) -> HttpResponseBase:
    """A meeting as a file for a calendar."""
    plan = plan_page.find(request, code)
    row = get_object_or_404(PlanMeeting.objects.select_related("plan__application"), pk=number, plan=plan)
    return plan_parts.calendar(row, url=settings.SITE_URL + reverse("apply:plan", args=[code]))
