"""Files that arrive piece by piece and may go on after the line broke: begun, added to, made whole, given up.

Bytes lie in the private folder under the token of the row. Nothing of them is looked at before the file is whole.
"""

import contextlib
import logging
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from core.files import ACCEPTED, FULL, MAX_SIZE, MEGABYTE, Purpose, Refused, safe_name
from core.models import PartialUpload, User

logger = logging.getLogger(__name__)
STALE = timedelta(hours=24)  # a part nobody went on with
MOST_OPEN = 24  # parts one person may have under way


class NotHere(Exception):
    """The piece begins somewhere else than where the last one ended; `received` is how far it has come."""

    def __init__(self, received: int) -> None:
        super().__init__(str(received))
        self.received = received


class NoRoom(Refused):
    """The disk is full: nothing of this piece was kept, what came before stays."""


def path_of(part: PartialUpload) -> Path:
    """Where the bytes of a part lie."""
    return Path(settings.PRIVATE_ROOT) / "parts" / f"{part.token}.part"


def received(part: PartialUpload) -> int:
    """How much of it is here for certain: what was acknowledged and still lies on the disk."""
    try:
        return min(part.received, path_of(part).stat().st_size)
    except FileNotFoundError:
        return 0


def begin(*, place: str, name: str, size: int, purpose: Purpose, by: User, at: datetime) -> PartialUpload:
    """Announce a file. Raises Refused when it is empty, too large, or too many are under way."""
    name = safe_name(name)
    if size <= 0:
        raise Refused(_("「{name}」は空のファイルです。もう一度選んでください。").format(name=name))
    if size > MAX_SIZE[purpose]:
        words = _("「{name}」は{size}MBあり、大きすぎます。{limits}")
        raise Refused(words.format(name=name, size=f"{size / MEGABYTE:.1f}", limits=_(ACCEPTED[purpose])))
    if PartialUpload.objects.filter(owner=by).count() >= MOST_OPEN:
        raise Refused(_("送りかけのファイルが多すぎます。いま送っているものが終わってから続けてください。"))
    return PartialUpload.objects.create(place=place[:160], name=name, size=size, owner=by, begun_at=at, touched_at=at)


@transaction.atomic
def add(part: PartialUpload, data: bytes, *, offset: int, at: datetime) -> PartialUpload:
    """Write a piece at `offset`. Raises NotHere when it does not continue, NoRoom when the disk is full."""
    row = PartialUpload.objects.select_for_update().get(pk=part.pk)
    path = path_of(row)
    if offset != received(row) or offset + len(data) > row.size:
        raise NotHere(received(row))
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.truncate(offset)  # bytes of a piece that was never acknowledged
            file.seek(offset)
            file.write(data)
    except OSError as error:
        with contextlib.suppress(OSError):
            os.truncate(path, offset)
        if error.errno in FULL:
            logger.exception("no room for an upload")
            words = _("いま保存する場所が足りないため、「{name}」を受け取れません。時間をおいて続けてください。")
            raise NoRoom(words.format(name=row.name)) from error
        raise
    row.received = offset + len(data)
    row.touched_at = at
    row.save(update_fields=["received", "touched_at"])
    return row


@contextlib.contextmanager
def whole(part: PartialUpload) -> Iterator["UploadedFile[bytes]"]:
    """The finished file as an upload, for `core.files.accept`; afterwards the part is gone, taken or not."""
    try:
        with path_of(part).open("rb") as file:
            yield UploadedFile(file, name=part.name, size=part.size)
    finally:
        give_up(part)


def give_up(part: PartialUpload) -> None:
    """Forget a part and its bytes; once is enough."""
    path_of(part).unlink(missing_ok=True)
    PartialUpload.objects.filter(pk=part.pk).delete()


def clear_stale(*, at: datetime) -> int:
    """Give up parts nobody went on with for a day, and bytes without a row; returns how many parts went."""
    rows = list(PartialUpload.objects.filter(touched_at__lt=at - STALE))
    for row in rows:
        give_up(row)
    known = set(PartialUpload.objects.values_list("token", flat=True))
    folder = Path(settings.PRIVATE_ROOT) / "parts"
    for path in folder.glob("*.part") if folder.is_dir() else ():
        if path.stem not in known and path.stat().st_mtime < (at - STALE).timestamp():
            path.unlink(missing_ok=True)
    return len(rows)
