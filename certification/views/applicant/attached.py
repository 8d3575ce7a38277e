"""Papers sent along with a message or a notice: taken in one by one, each no beside the form."""

from django.utils.translation import gettext as _

from certification.services import applications
from certification.views.person import PersonRequest
from core import clock, files, throttle
from core.domain.reason import Reason
from core.models import StoredFile

RATE = 60  # files a person may send in an hour


def take(request: PersonRequest, *, most: int, name: str = "files") -> tuple[list[StoredFile], list[Reason]]:
    """The files of this request that were kept, and why the others were not."""
    kept: list[StoredFile] = []
    errors: list[Reason] = []
    uploads = request.FILES.getlist(name)
    if len(uploads) > most:
        sentence = _("書類は1回に{n}件までです。選び直してください。").format(n=most)
        return [], [Reason("upload.many", sentence, field=name)]
    for upload in uploads:
        if not throttle.allow(f"upload:{request.user.pk}", rate=RATE, per_seconds=3600, at=clock.now()):
            sentence = _("短い間にたくさん送られました。しばらくしてから続けてください。")
            errors.append(Reason("upload.often", sentence, field=name))
            break
        try:
            kept.append(applications.take_upload(upload, "document", by=request.user, at=clock.now()))
        except files.Refused as refused:
            errors.append(Reason("upload.refused", refused.sentence, field=name))
    if errors:
        for stored in kept:
            files.discard(stored)
        kept = []
    return kept, errors
