"""Files of an application that arrive piece by piece; at the end the same checks as a file sent at once."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from certification import permissions
from certification.domain.rules import Field
from certification.models import Application, Attachment
from certification.selectors import applicant as selectors
from certification.services import applications
from core import files
from core.domain.reason import Reason
from core.files import Purpose, Refused
from core.models import PartialUpload, StoredFile, User
from core.services import uploads

MOST_PER_FIELD = 10  # where a question names no number of its own


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that is in place now. `warning`: said although it was taken."""

    stored: StoredFile
    warning: str = ""


def place_of(application: Application, field_key: str) -> str:
    """What a part is for, as its row tells it."""
    return f"application:{application.pk}:{field_key}"


def parts(application: Application, *, by: User) -> list[PartialUpload]:
    """What a person has under way in an application."""
    rows = PartialUpload.objects.filter(owner=by, place__startswith=f"application:{application.pk}:")
    return list(rows.order_by("pk"))


def room(application: Application, field: Field) -> int:
    """How many more files a question takes."""
    held = Attachment.objects.filter(application=application, field_key=field.key, removed_at=None).count()
    return max(0, limit(field) - held)


def limit(field: Field) -> int:
    """How many files a question takes in all."""
    return int(field.maximum) if field.kind in ("photo", "file") and field.maximum is not None else MOST_PER_FIELD


def full_sentence(field: Field) -> str:
    """Said where there is no room for another file."""
    words = _("「{label}」は{most}点までです。入れ替えるときは、先に1つ外してください。")
    return words.format(label=field.label, most=limit(field))


def begin(
    application: Application, field: Field, *, name: str, size: int, purpose: Purpose, by: User, at: datetime
) -> PartialUpload:
    """Announce a file for a question. Raises Denied when the question is closed, core.files.Refused for the file."""
    permissions.require_can_edit(by, application)
    allowed = applications.unlocked(application)
    if allowed is not None and field.key not in allowed:
        raise permissions.Denied(Reason("application.locked", _("この項目は補正の対象ではないため、変更できません。")))
    if not room(application, field):
        raise Refused(full_sentence(field))
    return uploads.begin(place=place_of(application, field.key), name=name, size=size, purpose=purpose, by=by, at=at)


def add(
    part: PartialUpload,
    data: bytes,
    *,
    offset: int,
    application: Application,
    field: Field,
    purpose: Purpose,
    photos: dict[str, str],
    by: User,
    at: datetime,
) -> Taken | int:
    """Write a piece; returns how far it has come, or what was put in place once it is whole.

    The last piece and the attachment are one transaction: broken off in between, the last piece is sent again.
    Raises core.files.Refused (the part is gone then), uploads.NotHere, uploads.NoRoom (the part stays), Denied.
    """
    permissions.require_can_edit(by, application)
    refused: Refused | None = None
    taken: Taken | None = None
    with transaction.atomic():
        part = uploads.add(part, data, offset=offset, at=at)
        if not part.is_whole:
            return part.received
        try:
            with uploads.whole(part) as upload:
                taken = take(application, field, upload, purpose=purpose, photos=photos, by=by, at=at)
        except Refused as error:
            refused = error
    if refused is not None:
        raise refused
    assert taken is not None
    return taken


@transaction.atomic
def take(
    application: Application,
    field: Field,
    upload: object,
    *,
    purpose: Purpose,
    photos: dict[str, str],
    by: User,
    at: datetime,
) -> Taken:
    """Check a whole file and put it at a question; `photos`: {field key: label} of all photographs of the form.

    Raises core.files.Refused with a sentence, Denied when the question is closed to the person.
    """
    if not room(application, field):
        raise Refused(full_sentence(field))
    stored = applications.take_upload(upload, purpose, by=by, at=at)
    if field.kind == "photo":
        _refuse_twice(application, stored, photos)
    try:
        applications.attach(application, field.key, stored, by=by, at=at)
    except permissions.Denied:
        files.discard(stored)
        raise
    if field.kind == "photo" and files.is_small(stored):
        sentence = _(
            "「{name}」は受け取りましたが、小さい画像です（{width}×{height}）。短い辺が400ピクセル以上の写真のほうがきれいに見えます。"
        )
        return Taken(stored, sentence.format(name=stored.original_name, width=stored.width, height=stored.height))
    return Taken(stored)


def _refuse_twice(application: Application, stored: StoredFile, photos: dict[str, str]) -> None:
    """The same photograph stands in an application once. Raises Refused; the second copy is not kept."""
    there = selectors.same_file(application, stored, photos)
    if there is None:
        return
    files.discard(stored)
    sentence = _("「{name}」と同じ画像が、もう「{label}」に入っています。別の写真を選んでください。")
    raise Refused(sentence.format(name=stored.original_name, label=photos[there.field_key]))
