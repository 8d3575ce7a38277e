"""The last page before handing in: everything at once, one error summary, the declaration, one button."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from certification import permissions
from certification.domain.states import OPEN, Status
from certification.models import Application
from certification.selectors import applicant as selectors
from certification.services import applications
from certification.services.applications import NotReady
from certification.views.applicant import answers, cards, deadline, everything, progress
from certification.views.applicant.application import fee_paid, find, is_late
from certification.views.person import PersonRequest
from core import clock
from core.domain.reason import Reason


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def review(request: PersonRequest, code: str) -> HttpResponseBase:
    """Show everything; hand in on POST, once however often the button is pressed."""
    application = find(request, code)
    here = progress.application_url(application)
    if request.method != "POST":
        if application.state not in OPEN:
            return redirect(here)
        return _page(request, application)
    if application.state in OPEN and (why := permissions.why_not_edit(request.user, application)):
        return answers.refuse(request, permissions.Denied(why), here)
    if not request.POST.get("declare") and application.state in OPEN:
        sentence = _("内容を確認して、チェックを入れてください。")
        reasons = (*applications.problems(application), Reason("declare", sentence, field="declare"))
        return _page(request, application, reasons, status=422)
    try:
        number = applications.submit(application, by=request.user, at=clock.now())
    except NotReady as error:
        return _page(request, application, error.reasons, declared=True, status=422)
    except answers.REFUSALS as error:
        return answers.refuse(request, error, here)
    messages.success(request, _("提出しました。受付番号は {number} です。").format(number=number))
    return redirect(here)


def _page(
    request: PersonRequest,
    application: Application,
    reasons: tuple[Reason, ...] = (),
    *,
    declared: bool = False,
    status: int = 200,
) -> HttpResponseBase:
    done = progress.of(application)
    errors = progress.error_links(application, [reason for reason in reasons if reason.field != "declare"])
    undeclared = next((reason.sentence for reason in reasons if reason.field == "declare"), "")
    if undeclared:
        errors.append({"href": "#id_declare", "text": undeclared})
    correction = selectors.open_correction(application) if application.state is Status.RETURNED else None
    context = {
        "application": application,
        "card": cards.card(application),
        "progress": done,
        "parts": everything.of_draft(application, {reason.field: reason.sentence for reason in reasons}),
        "errors": errors,
        "missing": progress.error_links(application, done.reasons) if not errors else [],
        "undeclared": undeclared,
        "declared": declared,
        "late": application.state is Status.DRAFT and is_late(application),
        "can_edit": permissions.can_edit(request.user, application),
        "correction": correction,
        "fee_paid": fee_paid(application),
        "now": clock.now().isoformat(),
        "closes": deadline.iso(application, at=clock.now()),
        "deadline": deadline.notice(application, at=clock.now()),
        "here": progress.review_url(application),
    }
    return render(request, "apply/review.html", context, status=status)
