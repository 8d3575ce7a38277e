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
