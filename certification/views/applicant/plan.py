"""The challenge plan as the firm sees it: the offer, words with the adviser, applying again; tasks: plan_tasks.py."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from certification.domain.states import PlanStatus
from certification.forms.applicant.plan import DeclineForm
from certification.models import ChallengePlan
from certification.selectors import applicant as selectors
from certification.services import challenge, challenge_offers
from certification.views.applicant import answers, plan_page
from certification.views.person import PersonRequest
from core import clock
from core.domain.text import whole_number


@require_safe
@never_cache
def show(request: PersonRequest, code: str) -> HttpResponseBase:
    """The plan."""
    return plan_page.page(request, plan_page.find(request, code))


def _do(request: PersonRequest, code: str, act: Callable[[ChallengePlan], None], done: str) -> HttpResponseBase:
    plan = plan_page.find_to_write(request, code)
    try:
        act(plan)
    except answers.REFUSALS as error:
        return answers.refuse(request, error, plan_page.url(code))
    messages.success(request, done)
    return redirect(plan_page.url(code))


@require_POST
def agree(request: PersonRequest, code: str) -> HttpResponseBase:
    """Accept the support; pressed twice it stays accepted."""
    plan = plan_page.find_to_write(request, code)
    if plan.state in challenge.WRITING or plan.state is PlanStatus.REAPPLIED:
        return redirect(plan_page.url(code))
    done = _("支援を受けることを事務局に伝えました。担当の専門家が決まるまで、どう改善したいかを書いてお待ちください。")
    return _do(request, code, lambda plan: challenge.agree(plan, by=request.user, at=clock.now()), done)


@require_POST
def decline(request: PersonRequest, code: str) -> HttpResponseBase:
    """Turn the offer down, with the reason; pressed twice it stays so."""
    plan = plan_page.find_to_write(request, code)
    if plan.state is PlanStatus.CLOSED:
        return redirect(plan_page.url(code))
    if plan.state is not PlanStatus.OFFERED:
        messages.error(request, _("支援はもう始まっています。やめたいときは事務局に連絡してください。"))
        return redirect(plan_page.url(code))
    form = DeclineForm(request.POST, prefix="decline")
    if not form.is_valid():
        return plan_page.page(request, plan, decline=form, status=422)
    why, words = form.cleaned_data["why"], form.cleaned_data["words"]
    done = _("今回は支援を受けないことを伝えました。次の募集からいつでも申請できます。")
    return _do(
        request,
        code,
        lambda row: challenge_offers.decline(row, why=why, words=words, by=request.user, at=clock.now()),
        done,
    )


@require_POST
def say(request: PersonRequest, code: str) -> HttpResponseBase:
    """A message to the adviser."""
    plan = plan_page.find_to_write(request, code)
    text = request.POST.get("text", "")
    try:
        challenge.say(plan, text, by=request.user, at=clock.now())
    except answers.REFUSALS as error:
        typed = {"message": text, "sentence": answers.sentence_of(error), "href": "#id_text"}
        return plan_page.page(request, plan, typed=typed, status=422)
    messages.success(request, _("メッセージを送りました。"))
    return redirect(f"{plan_page.url(code)}#messages")


@require_POST
def reapply(request: PersonRequest, code: str) -> HttpResponseBase:
    """A new draft from the old application, the same one when pressed twice."""
    plan = plan_page.find_to_write(request, code)
    if plan.reapplication is not None:
        return redirect("apply:application", plan.reapplication.code)
    number = whole_number(request.POST.get("round", ""))
    round_ = None if number is None else selectors.open_rounds(at=clock.now()).filter(pk=number).first()
    if round_ is None:
        messages.error(request, _("この募集は受付期間ではありません。受付中の募集を選んでください。"))
        return redirect(plan_page.url(code))
    try:
        made = challenge.reapply(plan, round_, by=request.user, at=clock.now())
    except answers.REFUSALS as error:
        return answers.refuse(request, error, plan_page.url(code))
    messages.success(request, _("前の申請の内容を写しました。「前回からの改善」から始めてください。"))
    return redirect("apply:application", made.code)
