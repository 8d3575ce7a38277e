"""Private files: served to the firm that gave them, to the office, and to advisers; reviewers have /review/files/."""

from django.http import Http404, HttpResponseBase
from django.views.decorators.http import require_safe

from certification import permissions
from certification.domain import visibility
from certification.domain.states import Status
from certification.models import Attachment
from certification.selectors import applicant as selectors
from certification.views.person import PersonRequest
from core import files
from core.models import StoredFile, User


@require_safe
def show(request: PersonRequest, token: str) -> HttpResponseBase:
    """The file, or 404 for whoever may not open it."""
    stored = selectors.own_file(request.user, token) or _for_work(request.user, token)
    if stored is None:
        raise Http404
    return files.response(stored, download="download" in request.GET)


def _for_work(user: User, token: str) -> StoredFile | None:
    """The file, for the office or an adviser who may see the field it answers."""
    for use in selectors.file_uses(token):
        if may_open(user, use):
            return use.stored
    if permissions.is_office(user) and (paper := selectors.office_paper(token)):
        return paper
    return selectors.plan_file(user, token, office=permissions.is_office(user))


def may_open(user: User, use: Attachment) -> bool:
    """May the person open this file where it stands? By domain/visibility.py.

    Reviewers never: here a file carries the name its firm gave it; their desk serves it under a neutral one.
    """
    application = use.application
    rules = application.round.frozen
    if permissions.is_office(user):
        return use.field_key in visibility.visible_fields(rules, "secretariat", application.state)
    plan = getattr(application, "plan", None)
    if plan is not None and plan.adviser_id == user.pk and application.state is Status.RELEASED:
        return use.field_key in visibility.visible_fields(rules, "adviser", application.state)
    return False
