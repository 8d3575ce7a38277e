"""The door of the desk: which application a reviewer means, and why it may be closed to them."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from certification.models import Application
from certification.selectors import reviewer as reviewers
from certification.views.person import PersonRequest
from core import clock


def application_of(request: PersonRequest, code: str) -> Application:
    """404 for what is not theirs; 403 with the sentence when the period of the appointment is over or not yet begun."""
    application = get_object_or_404(reviewers.applications(request.user), code=code)
    if (closed := reviewers.why_closed(application, clock.today())) is not None:
        raise PermissionDenied(closed.sentence)
    return application
