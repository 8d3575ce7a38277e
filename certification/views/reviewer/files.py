"""Pictures and papers of an application, for the reviewer who declared no conflict; under neutral names."""

from urllib.parse import quote

from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from certification import permissions
from certification.models import Attachment
from certification.selectors import reviewer as reviewers
from certification.selectors import reviewer_material
from certification.views.person import PersonRequest
from core import files
from core.models import StoredFile, User


@require_safe
def file(request: PersonRequest, token: str) -> FileResponse:
    """404 for everything that is not of an opened application or not to be seen in its round."""
    found = _seen(request.user, token)
    if found is None:
        raise Http404
    stored, name = found
    answer = files.response(stored)
    answer["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    answer["Cache-Control"] = "private, max-age=300"  # a sheet is saved often; the picture need not travel each time
    answer["Vary"] = "Cookie"
    return answer


def _seen(user: User, token: str) -> tuple[StoredFile, str] | None:
    """The file and its neutral name; a re-application may hold the same file as the one before."""
    holders = Attachment.objects.filter(stored__token=token).values("application")
    for application in reviewers.applications(user).filter(pk__in=holders).order_by("-pk"):
        declared = permissions.declaration_of(user, application)
        if declared is None or declared.recuses:
            continue
        if found := reviewer_material.file_of(application, application.round.frozen, token):
            return found
    return None
