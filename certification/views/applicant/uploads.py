"""Files of a form page: taken in, taken away, put back. A refused file says why; the others stay."""

from collections.abc import Sequence

from django.contrib import messages
from django.utils.translation import gettext as _

from certification.domain.rules import Field
from certification.forms.applicant import questions, sections
from certification.forms.applicant.sections import Section
from certification.models import Application, Attachment
from certification.services import applications
from certification.services import uploads as service
from certification.views.applicant import rows
from certification.views.person import PersonRequest
from core import clock, throttle
from core.domain.reason import Reason
from core.domain.text import whole_number
from core.files import Refused

RATE = 60  # files a person may send in an hour
MOST_AT_ONCE = 12


def take(request: PersonRequest, application: Application, page: Section) -> list[Reason]:
    """Do what the page asks about files; returns what was refused, each beside its question."""
    _put_away_or_back(request, application, page)
    errors: list[Reason] = []
    for field in page.fields:
        uploads = request.FILES.getlist(questions.name_of(field.key) + "-files")[:MOST_AT_ONCE]
        if uploads:
            errors += _attach(request, application, field, uploads)
        elif request.POST.get("do") == f"upload:{field.key}":
            errors.append(Reason("upload.none", _("ファイルを選んでから押してください。"), field=field.key))
    return errors


def allowed(request: PersonRequest) -> bool:
    """May the person send one more file now? Counts it."""
    return throttle.allow(f"upload:{request.user.pk}", rate=RATE, per_seconds=3600, at=clock.now())


def too_often() -> str:
    """Said when they may not."""
    return _("短い間にたくさん送られました。しばらくしてから続けてください。")


def photos_of(application: Application) -> dict[str, str]:
    """{field key: label} of every photograph the form asks for."""
    return {
        each.key: each.label
        for page in sections.sections_of(application)
        for each in page.fields
        if each.kind == "photo"
    }


def _attach(request: PersonRequest, application: Application, field: Field, uploads: Sequence[object]) -> list[Reason]:
    errors = []
    photos = photos_of(application)
    for upload in uploads:
        if not service.room(application, field):
            errors.append(Reason("upload.full", service.full_sentence(field), field=field.key))
            break
        if not allowed(request):
            errors.append(Reason("upload.often", too_often(), field=field.key))
            break
        try:
            taken = service.take(
                application, field, upload, purpose=rows.purpose_of(field), photos=photos, by=request.user,
                at=clock.now(),
            )  # fmt: skip
        except Refused as refused:
            errors.append(Reason("upload.refused", refused.sentence, field=field.key))
            continue
        if taken.warning:
            messages.warning(request, taken.warning)
    return errors


def _put_away_or_back(request: PersonRequest, application: Application, page: Section) -> None:
    kind, _colon, text = request.POST.get("do", "").partition(":")
    number = whole_number(text)
    if kind not in ("detach", "restore") or number is None:
        return
    keys = [field.key for field in page.fields]
    rows_ = Attachment.objects.filter(application=application, field_key__in=keys).select_related("application")
    attachment = rows_.filter(pk=number).first()
    if attachment is None:
        return
    name = attachment.stored.original_name
    if kind == "detach":
        applications.detach(attachment, by=request.user, at=clock.now())
        messages.info(request, _("「{name}」を外しました。1時間のあいだは元に戻せます。").format(name=name))
    elif not Attachment.objects.filter(
        application=application, field_key=attachment.field_key, stored=attachment.stored_id, removed_at=None
    ).exists():
        applications.attach(application, attachment.field_key, attachment.stored, by=request.user, at=clock.now())
        messages.success(request, _("「{name}」を元に戻しました。").format(name=name))
