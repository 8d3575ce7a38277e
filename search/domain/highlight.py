"""What matched, as stretches of the text as it was given: NFKC changes lengths, so a map leads back."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from search.domain import normal
from search.domain.planner import Term
from search.domain.words import Analyse


@lru_cache(maxsize=16_384)
def _folded(character: str) -> str:
    return normal.squeeze(character)


def folded_with_map(text: str) -> tuple[str, list[int]]:
    """The folded letters and digits of a text, and for each the index of the character it came from."""
    out: list[str] = []
    places: list[int] = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and (unicodedata.combining(text[end]) or text[end] in "ﾞﾟ"):
            end += 1
        piece = _folded(text[at:end])
        if not piece and out and text[at] in "-‐‑‒–—―−~〜～" and normal.is_kana(out[-1]):
            piece = "ー"
        for character in piece:
            out.append(character)
            places.append(at)
        at = end
    return "".join(out), places


def marks(
    text: str, terms: Sequence[Term], analyse: Analyse, *, by_reading: bool = True
) -> tuple[tuple[int, int], ...]:
    """Stretches [start, end) of `text` that answer the terms: the writing itself, else whole words read or meant so."""
    folded, places = folded_with_map(text)
    found: list[tuple[int, int]] = []
    if not folded:
        return ()
    for form in (form for term in terms for form in term.forms):
        start = folded.find(form.text) if form.text else -1
        while start >= 0:
            found.append((places[start], _end(text, places, start + len(form.text) - 1)))
            start = folded.find(form.text, start + len(form.text))
    if by_reading:
        found += _words(text, terms, analyse)
    return merged(found)


def _end(text: str, places: list[int], last: int) -> int:
    return (
        places[last + 1]
        if last + 1 < len(places) and places[last + 1] > places[last]
        else _character_end(text, places[last])
    )


def _character_end(text: str, at: int) -> int:
    end = at + 1
    while end < len(text) and (unicodedata.combining(text[end]) or text[end] in "ﾞﾟ"):
        end += 1
    return end


def _words(text: str, terms: Sequence[Term], analyse: Analyse) -> list[tuple[int, int]]:
    base = normal.norm(text)
    if len(base) != len(text):  # lengths changed: words cannot be placed exactly
        return []
    forms = [form for term in terms for form in term.forms]
    readings = {f.reading for f in forms if len(f.reading) > 1}
    meant = set().union(*(f.words for f in forms)) if forms else set()
    words = [w for w in analyse(base) if w.is_content]
    found = [(w.start, w.end) for w in words if w.normal in meant or (w.reading and w.reading in readings)]
    for at in range(len(words)):  # kana or romaji: the whole stretch of words read so
        joined = ""
        for end in range(at, min(at + 6, len(words))):
            joined += words[end].reading
            if joined in readings:
                found.append((words[at].start, words[end].end))
    return found


def merged(found: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Overlapping and touching stretches as one, in order."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return tuple(out)
