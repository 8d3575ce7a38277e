"""PDF from a typst template and plain values; tagged (PDF/UA-1), in the vendored BIZ UD fonts."""

import json
import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent / "fonts"
_local = threading.local()


@lru_cache(maxsize=1)
def _glyphs() -> frozenset[int]:
    """Code points the Gothic face can draw."""
    with TTFont(next(FONTS.glob("BIZUDPGothic*Regular*.ttf"))) as font:
        return frozenset(font.getBestCmap())


def undrawable(text: str) -> list[str]:
    """Characters no vendored font can draw (typst prints a box without a word)."""
    return sorted({char for char in text if ord(char) not in _glyphs() and not char.isspace()})


def _compiler(template: str) -> typst.Compiler:
    """One per thread and template: a compiler serves one caller at a time, and a kept one is six times faster."""
    compilers: dict[str, typst.Compiler] = _local.__dict__.setdefault("compilers", {})
    if template not in compilers:
        compilers[template] = typst.Compiler(
            input=str(settings.BASE_DIR / template),
            root=str(settings.BASE_DIR),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
        )
    return compilers[template]


def render(template: str, values: dict[str, Any]) -> bytes:
    """PDF bytes. `template` is a path from the root (certification/pdf/letter.typ); `values` reach it as JSON in
    `sys.inputs.data`, never pasted into markup. Characters the fonts lack are replaced by 〓 and listed in
    `values["undrawable"]`.
    """
    text = json.dumps(values, ensure_ascii=False, default=str)
    missing = undrawable(text)
    for char in missing:
        text = text.replace(char, "〓")
    payload = json.loads(text)
    payload["undrawable"] = [f"U+{ord(char):04X}" for char in missing]
    compiler = _compiler(template)
    result = compiler.compile(
        format="pdf", sys_inputs={"data": json.dumps(payload, ensure_ascii=False)}, pdf_standards="ua-1"
    )
    if not isinstance(result, bytes):
        raise TypeError("typst returned pages instead of one document")
    return result
