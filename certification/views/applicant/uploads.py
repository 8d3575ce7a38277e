"""Files of a form page: taken in, taken away, put back. A refused file says why; the others stay."""

from collections.abc import Sequence

from django.contrib import messages
from django.utils.translation import gettext as _

from certification.domain.rules import Field
from certification.forms.applicant import questions, sections
from certification.forms.applicant.sections import Section
from certification.models import Application, Attachment
from certification.selectors import applicant as selectors
from certification.services import applications
from certification.views.applicant import rows
from certification.views.person import PersonRequest
from core import clock, files, throttle
from core.domain.reason import Reason
from core.domain.text import whole_number
from core.files import Refused
from core.models import StoredFile

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


def _attach(request: PersonRequest, application: Application, field: Field, uploads: Sequence[object]) -> list[Reason]:
    errors = []
    room = _room(application, field)
    for upload in uploads:
        if room <= 0:
            sentence = _("「{label}」は{most}点までです。入れ替えるときは、先に1つ外してください。")
            errors.append(
                Reason("upload.full", sentence.format(label=field.label, most=field.maximum), field=field.key)
            )
            break
        if not throttle.allow(f"upload:{request.user.pk}", rate=RATE, per_seconds=3600, at=clock.now()):
            errors.append(
                Reason(
                    "upload.often", _("短い間にたくさん送られました。しばらくしてから続けてください。"), field=field.key
                )
            )
            break
        try:
            stored = applications.take_upload(upload, rows.purpose_of(field), by=request.user, at=clock.now())
            _refuse_twice(application, field, stored)
        except Refused as refused:
            errors.append(Reason("upload.refused", refused.sentence, field=field.key))
            continue
        applications.attach(application, field.key, stored, by=request.user, at=clock.now())
        if field.kind == "photo" and files.is_small(stored):
            sentence = _(
                "「{name}」は受け取りましたが、小さい画像です（{width}×{height}）。短い辺が400ピクセル以上の写真のほうがきれいに見えます。"
            )
            messages.warning(
                request, sentence.format(name=stored.original_name, width=stored.width, height=stored.height)
            )
        room -= 1
    return errors


def _refuse_twice(application: Application, field: Field, stored: StoredFile) -> None:
    """The same photograph stands in an application once. Raises Refused; the second copy is not kept."""
    if field.kind != "photo":
        return
    photos = {
        each.key: each.label
        for page in sections.sections_of(application)
        for each in page.fields
        if each.kind == "photo"
    }
    if there := selectors.same_file(application, stored, photos):
        files.discard(stored)
        sentence = _("「{name}」と同じ画像が、もう「{label}」に入っています。別の写真を選んでください。")
        raise Refused(sentence.format(name=stored.original_name, label=photos[there.field_key]))


def _room(application: Application, field: Field) -> int:
    most = int(field.maximum) if field.kind in questions.FILES and field.maximum is not None else 10
    return most - Attachment.objects.filter(application=application, field_key=field.key, removed_at=None).count()


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
