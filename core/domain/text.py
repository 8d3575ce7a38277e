"""Cleaning what people type, without ever refusing a name for its width or old form."""

import re
import unicodedata

# Control and invisible characters: C0 and C1 but tab and line feed, zero width, bidirectional marks, byte order mark.
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")


def clean(text: str, *, lines: bool = False) -> str:
    """Drop invisible characters and lone surrogates, trim; keep line ends only when `lines`."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _INVISIBLE.sub("", text).encode("utf-8", "ignore").decode("utf-8")
    if not lines:
        text = " ".join(text.split())
    return text.strip()


def digits(text: str) -> str:
    """Only the digits of the text, half-width."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isascii() and char.isdigit())


def whole_number(text: str) -> int | None:
    """A number typed in digits of any width that a database column can hold; None for anything else."""
    plain = unicodedata.normalize("NFKC", text[:40]).strip()
    return int(plain) if len(text) <= 40 and plain.isascii() and plain.isdigit() and len(plain) <= 18 else None


def katakana(text: str) -> str:
    """Full-width katakana of kana in any width and script; other characters stay as NFKC gives them."""
    wide = unicodedata.normalize("NFKC", text)
    return "".join(chr(ord(char) + 0x60) if "ぁ" <= char <= "ゖ" else char for char in wide)


_KANA = re.compile(r"[ァ-ヺヽヾー・ ]+")
_DASHES = re.compile("[\u2010-\u2015\u2212\u30fc\uff70\ufe63\uff0d]")
_PHONE = re.compile(r"(?:0|\+81-?)\d+(?:-\d+)*")


def is_kana(text: str) -> bool:
    """Is the text, once through `katakana`, a reading: katakana with its marks and spaces alone?"""
    return bool(_KANA.fullmatch(text))


def phone(text: str) -> str:
    """A Japanese telephone number in half-width digits and hyphens; empty when it is none.

    Inside the country 10 or 11 digits with the leading 0; with +81 instead of the 0, 9 or 10 after it.
    """
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", clean(text)))
    plain = re.sub(r"-{2,}", "-", re.sub(r"[()\s]+", "-", plain)).strip("-")
    if not _PHONE.fullmatch(plain):
        return ""
    count = len(digits(plain))
    return plain if count in ((11, 12) if plain.startswith("+") else (10, 11)) else ""
