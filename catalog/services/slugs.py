"""Addresses of products and producers: readable where the reading is known, always unique through the code."""

import hashlib
import re

from search.domain import romaji

LONGEST_READING = 40


def slug(kana: str, code: str) -> str:
    """`fukure-ponzu-3f9e2a10`: the reading in Latin letters and eight signs of the code's hash; ASCII only, stable."""
    tail = hashlib.sha256(code.encode()).hexdigest()[:8]
    words = re.sub(r"[^a-z0-9]+", "-", romaji.romaji(kana).lower()).strip("-")
    return f"{words[:LONGEST_READING].strip('-')}-{tail}".strip("-")
