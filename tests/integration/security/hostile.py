"""What people and machines send that no form asked for; every text begins with a word that must come back."""

import io
import re
import zipfile
from collections.abc import Iterable
from html import unescape
from typing import Any
from urllib.parse import quote

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

KEPT = "のこる言葉"
LONG = 100_000  # in a form; an address as long the web server refuses before us
# Percent-encoded bodies: some of these cannot be written as text at all.
TEXTS = {
    "nul": quote(KEPT) + "%00x",
    "surrogate": quote(KEPT) + "%ED%A0%80%ED%BF%BF",
    "broken_utf8": quote(KEPT) + "%FF%FE%C3",
    "long": quote(KEPT) + "a" * LONG,
    "zero_width": "%E2%80%8B%EF%BB%BF" + quote(KEPT),
    "half_kana": quote(KEPT + "ﾂｸﾊﾞｺﾚｸｼｮﾝ髙﨑㈱①"),
    "rtl": quote("\u202e" + KEPT + "\u2066"),
    "formula": quote("=cmd|' /C calc'!A0" + KEPT),
    "markup": quote("<script>alert(1)</script>{{ 7*7 }}" + KEPT),
    "path": quote("../../../etc/passwd" + KEPT),
    "blank": quote("　\t \r\n"),
    "empty": "",
}
NUMBERS = {
    "negative": "-1",
    "enormous": "9" * 5_000,
    "beyond_bigint": "99999999999999999999",
    "wide_digits": quote("９９９９９９９９９９９９９９９９９９９９"),
    "exponent": "1e309",
    "nan": "NaN",
    "infinity": "-Infinity",
    "wareki": quote("令和8年2月30日"),
    "impossible_day": "2026-02-30",
    "year_zero": "0000-00-00",
    "year_far": "99999-12-31",
    "json": quote('{"$gt": ""}'),
}
VALUES = TEXTS | NUMBERS
NAME = re.compile(r"<(?:input|textarea|select|button)\b[^>]*?\bname=\"([^\"]+)\"", re.DOTALL)
SAYS_NO = re.compile(r"error|warning|problem|critical|alert", re.IGNORECASE)
NOT_COUNTED = ("sessions.session", "django_tasks_database.dbtaskresult")


def fields(page: str) -> list[str]:
    """Names of everything the page's forms would send."""
    names = dict.fromkeys(unescape(name) for name in NAME.findall(page))
    return [name for name in names if name != "csrfmiddlewaretoken"]


def value(page: str, name: str) -> str:
    """What the page's hidden field of this name holds."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return quote(unescape(found[1]))


def body(names: Iterable[str], value: str, *, times: int = 1) -> str:
    """Every one of these names with this (already encoded) value."""
    return "&".join(f"{quote(name)}={value}" for name in names for _ in range(times))


def rows() -> dict[str, int]:
    """How many rows every table of ours holds."""
    models = [each for each in apps.get_models() if each._meta.app_label in ("core", "certification", "catalog")]
    return {each._meta.label_lower: each._default_manager.count() for each in models}


def files() -> dict[str, Any]:
    """Files that are not what they say, and one good one with a tricky name."""
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("a.txt", "x")
    bomb = io.BytesIO()
    Image.new("1", (10_000, 10_000)).save(bomb, "PNG")
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    return {
        "zip": SimpleUploadedFile("a.jpg", book.getvalue(), "image/jpeg"),
        "svg": SimpleUploadedFile("a.svg", svg, "image/svg+xml"),
        "svg_as_png": SimpleUploadedFile("a.png", svg, "image/png"),
        "pdf_with_script": SimpleUploadedFile(
            "a.pdf", b"%PDF-1.7 /OpenAction << /S /JavaScript /JS (x) >>", "image/jpeg"
        ),
        "empty": SimpleUploadedFile("a.jpg", b"", "image/jpeg"),
        "half": SimpleUploadedFile("a.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"),
        "pixels": SimpleUploadedFile("a.png", bomb.getvalue(), "image/png"),
        "program": SimpleUploadedFile("a.jpg", b"MZ\x90\x00" + b"\x00" * 64, "image/jpeg"),
        "html": SimpleUploadedFile("a.jpg", b"<html><script>1</script>", "image/jpeg"),
    }
