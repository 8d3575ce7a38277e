"""Taking in a file: its size, what its bytes say it is, its fingerprint; photographs lose their position data.

Nothing here trusts the name or the browser's word for the type.
"""

import errno
import hashlib
import io
import logging
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import quote

import pillow_heif
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from core import antivirus
from core.models import StoredFile, User

logger = logging.getLogger(__name__)

pillow_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = 60_000_000
Purpose = Literal["photo", "label", "document"]
MEGABYTE = 1024 * 1024
MAX_SIZE = {"photo": 15 * MEGABYTE, "label": 15 * MEGABYTE, "document": 20 * MEGABYTE}
MAX_PIXELS = 50_000_000
ERASED_NAME = "（廃棄済み）"
FULL = (errno.ENOSPC, errno.EDQUOT)  # no room on the disk
LONGEST_SIDE = 4_000
SHORTEST_SIDE = 400  # below this a picture looks coarse on a page; taken with a warning
IMAGE_FORMATS = {"JPEG", "PNG", "WEBP", "HEIF", "AVIF", "MPO"}
ACCEPTED = {
    "photo": "写真は JPEG・PNG・WebP・HEIC、1枚15MBまでです。",
    "label": "ラベル画像は JPEG・PNG・WebP・HEIC、1枚15MBまでです。",
    "document": "書類は PDF か写真（JPEG・PNG・WebP・HEIC）、1件20MBまでです。",
}


class Refused(Exception):
    """The file is not taken; `sentence` says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class _Content:
    data: bytes
    content_type: str
    extension: str
    width: int | None = None
    height: int | None = None


def safe_name(name: str) -> str:
    """The name people see: no folders, no invisible characters, at most 120 characters."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    name = re.sub(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]", "", name).strip(" .")
    return name[-120:] or "file"


def accept(upload: "UploadedFile[bytes]", *, by: User | None, at: datetime, purpose: Purpose) -> StoredFile:
    """Check and keep an upload; returns the saved row. Raises Refused with a sentence.

    Photographs are turned upright and written anew, which removes EXIF with its position and anything hidden in
    the file; HEIC becomes JPEG.
    """
    name = safe_name(upload.name or "")
    if not upload.size:
        raise Refused(f"「{name}」は空のファイルです。もう一度選んでください。")
    if upload.size > MAX_SIZE[purpose]:
        size = upload.size / MEGABYTE
        raise Refused(f"「{name}」は{size:.1f}MBあり、大きすぎます。{ACCEPTED[purpose]}")
    data = upload.read()
    _scan(data, name)
    return keep(_read(data, name, purpose), name=name, by=by, at=at)


def keep(content: _Content, *, name: str, by: User | None, at: datetime) -> StoredFile:
    """Store checked content under a name nobody can guess."""
    row = StoredFile(
        original_name=name,
        content_type=content.content_type,
        extension=content.extension,
        size=len(content.data),
        sha256=hashlib.sha256(content.data).hexdigest(),
        width=content.width,
        height=content.height,
        uploaded_at=at,
        uploaded_by=by,
    )
    _write(row, ContentFile(content.data))
    return row


def _write(row: StoredFile, content: "File[bytes]") -> None:
    """The bytes and then the row; when either fails, neither stays. Raises Refused when the disk is full."""
    path = row.file.field.generate_filename(row, row.original_name)
    try:
        row.file.save(row.original_name, content, save=False)
        row.save()
    except OSError as error:
        row.file.storage.delete(path)
        if error.errno not in FULL:
            raise
        logger.exception("no room for a file")
        words = _("いま保存する場所が足りないため、「{name}」を受け取れません。時間をおいてお試しください。")
        raise Refused(words.format(name=row.original_name)) from error
    except Exception:
        row.file.storage.delete(path)
        raise


def keep_archive(
    content: "File[bytes]", *, name: str, size: int, sha256: str, by: User | None, at: datetime
) -> StoredFile:
    """Store a ZIP the system made itself, without reading it into memory."""
    row = StoredFile(
        original_name=name, content_type="application/zip", extension=".zip", size=size, sha256=sha256,
        uploaded_at=at, uploaded_by=by,
    )  # fmt: skip
    _write(row, content)
    return row


def keep_pdf(data: bytes, *, name: str, by: User | None, at: datetime) -> StoredFile:
    """Store a PDF the system made itself."""
    return keep(_Content(data, "application/pdf", ".pdf"), name=name, by=by, at=at)


def response(stored: StoredFile, *, download: bool = False) -> FileResponse:
    """The file as an answer. The caller has asked for permission."""
    answer = FileResponse(stored.file.open("rb"), content_type=stored.content_type)
    kind = "attachment" if download or not (stored.is_image or stored.extension == ".pdf") else "inline"
    answer["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(stored.original_name)}"
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return answer


def _scan(data: bytes, name: str) -> None:
    """Nothing is opened or kept that the virus scanner has not called clean; without one, nothing is asked."""
    if not settings.CLAMAV_URL:
        return
    try:
        malware = antivirus.found(data, settings.CLAMAV_URL)
    except antivirus.Unreachable as error:
        logger.exception("virus scan failed")
        raise Refused(
            f"いまウイルス検査ができないため、「{name}」を受け取れません。時間をおいてお試しください。"
        ) from error
    if malware:
        logger.warning("upload refused by the virus scanner: %s", malware)
        raise Refused(f"「{name}」からウイルスが見つかったため、受け取れません。お使いの機器を確かめてください。")


def _read(data: bytes, name: str, purpose: Purpose) -> _Content:
    if data.startswith(b"%PDF-"):
        if purpose != "document":
            raise Refused(f"「{name}」はPDFです。{ACCEPTED[purpose]}")
        if re.search(rb"/(JavaScript|JS|Launch|EmbeddedFile)\b", data):
            raise Refused(f"「{name}」には動作するプログラムが含まれています。印刷からPDFを作り直してください。")
        if not _whole_pdf(data):
            sentence = _("「{name}」は壊れているか、途中で切れています。PDFを作り直してから選んでください。")
            raise Refused(sentence.format(name=name))
        return _Content(data, "application/pdf", ".pdf")
    try:
        return _image(data, name)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused(f"「{name}」は画素数が多すぎます。5,000万画素までの画像にしてください。") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise Refused(f"「{name}」は開けない形式か、壊れています。{ACCEPTED[purpose]}") from error


def _whole_pdf(data: bytes) -> bool:
    """Does the file end as a PDF does (ISO 32000-1, 7.5.5), with its table of objects inside and a page in it?

    Pages of newer files may stand in compressed objects, where their number cannot be read from outside.
    """
    end = re.search(rb"startxref\s+(\d{1,12})\s+%%EOF\s*", data[-2048:])
    if end is None or not 0 < int(end[1]) < len(data):
        return False
    table = re.search(rb"(?<!start)xref\s", data) or re.search(rb"/XRef\b", data)
    return bool(table and re.search(rb"/(Page|Pages|ObjStm)\b", data))


def discard(stored: StoredFile) -> None:
    """Drop a file just taken in that nothing uses yet."""
    stored.file.delete(save=False)
    stored.delete()


def erase(stored: StoredFile, *, at: datetime) -> bool:
    """Destroy the bytes and the name; the row stays for the history that names it. False when it was done before."""
    if stored.erased_at is not None:
        return False
    stored.file.storage.delete(str(stored.file.name))
    stored.original_name, stored.sha256, stored.size, stored.erased_at = ERASED_NAME, "", 0, at
    stored.width = stored.height = None
    stored.save(update_fields=["original_name", "sha256", "size", "erased_at", "width", "height"])
    return True


def is_small(stored: StoredFile) -> bool:
    """Is the picture too small to print well (its short side)?"""
    return bool(stored.width and stored.height and min(stored.width, stored.height) < SHORTEST_SIDE)


def _image(data: bytes, name: str) -> _Content:
    with Image.open(io.BytesIO(data)) as image:
        if image.format not in IMAGE_FORMATS:
            raise UnidentifiedImageError(image.format)
        if image.width * image.height > MAX_PIXELS:
            raise Refused(f"「{name}」は画素数が多すぎます。5,000万画素までの画像にしてください。")
        image.load()
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        out = io.BytesIO()
        if upright.mode in ("RGBA", "LA", "P") and image.format in ("PNG", "WEBP", "AVIF"):
            upright.convert("RGBA").save(out, "PNG", optimize=False)
            return _Content(out.getvalue(), "image/png", ".png", *upright.size)
        upright.convert("RGB").save(out, "JPEG", quality=90)
        return _Content(out.getvalue(), "image/jpeg", ".jpg", *upright.size)
