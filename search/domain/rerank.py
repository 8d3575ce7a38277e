"""The last order, one for both engines: how closely a document says what was asked, from folded texts and name words.

No engine score enters, so the same candidates come in the same order whoever found them.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Final

from search.domain.planner import Form, Term
from search.domain.words import Record

NAME_IS: Final = 12.0
NAME_HOLDS: Final = 7.0
NAME_ENDS: Final = 1.5  # the head of a Japanese compound stands last: 味噌アイス is an ice, 黒豆味噌 a miso
KANA_HOLDS: Final = 6.5
NAME_WORDS: Final = 6.0
MAKER_HOLDS: Final = 2.5
ELSEWHERE: Final = 1.0
LINE_WEIGHTS: Final = (2.6, 4.2, 1.5, 2.6, 3.4, 1.0)  # description, ingredients, contents, places, category, programme
SOFT: Final = 0.6


def form_score(form: Form, record: Record) -> float:
    """How well one way of saying a term fits a document, 0–14."""
    best = 0.0
    text = form.text
    if text and not form.whole_words:
        if record.name == text:
            best = NAME_IS
        elif text in record.name:
            best = NAME_HOLDS + 2 * len(text) / len(record.name) + (NAME_ENDS if record.name.endswith(text) else 0)
    reading = "" if form.whole_words else form.reading
    if reading and len(reading) > 1 and best < KANA_HOLDS + 2:
        for kana in record.kana.split():
            if kana == reading:
                best = max(best, NAME_IS - 1)
            elif reading in kana and len(reading) > 2:
                ends = NAME_ENDS if kana.endswith(reading) else 0
                best = max(best, KANA_HOLDS + 2 * len(reading) / len(kana) + ends)
    if form.words and form.words <= record.words:
        best = max(best, NAME_WORDS + 2 * len("".join(form.words)) / max(1, len(record.name)))
        if form.whole_words:  # シフォン and 米シフォン are cakes; アイスバイン is no ice
            best += NAME_ENDS if record.name.endswith(text) else -NAME_ENDS
    if best:
        return best * form.weight + _body(text, record) * 0.1
    if text and record.maker and text in record.maker:
        best = MAKER_HOLDS
    return max(best, _body(text, record)) * form.weight


def _body(text: str, record: Record) -> float:
    if not text or text not in record.everything:
        return 0.0
    lines = record.lines
    if len(lines) != len(LINE_WEIGHTS):
        return 2.0 if any(text in line for line in lines) else 0.0
    hits = [weight for weight, line in zip(LINE_WEIGHTS, lines, strict=True) if text in line]
    return max(hits) + 0.15 * (sum(hits) - max(hits)) if hits else 0.0


def term_score(term: Term, record: Record) -> float:
    """The best of its forms, and a little for each further one that fits."""
    scores = sorted((s for form in term.forms if (s := form_score(form, record))), reverse=True)
    if not scores:
        return ELSEWHERE
    return scores[0] + 0.08 * sum(scores[1:4])


def rarities(total: int, counts: Sequence[int]) -> list[float]:
    """Weight of each term by how few documents match it: 0.3 for one that is everywhere, 2.3 from a hundredth on."""
    return [0.3 + math.log10(max(1.0, total / max(1.0, total / 100, count))) for count in counts]


def order(records: Sequence[Record], terms: Sequence[Term], weights: Sequence[float]) -> list[Record]:
    """Strict matches, best first; equal ones by short name, then code."""
    scores: dict[str, float] = {}
    for record in records:
        total = 0.0
        for term, weight in zip(terms, weights, strict=True):
            total += term_score(term, record) * weight * (SOFT if term.soft else 1)
        scores[record.code] = round(total, 4)
    return sorted(records, key=lambda r: (-scores[r.code], len(r.name), r.code))


def pinned_first(codes: Sequence[str], pins: Sequence[str], known: Mapping[str, object]) -> list[str]:
    """Codes with the pinned ones before all others, in the staff's order."""
    first = [code for code in pins if code in known]
    return [*first, *(code for code in codes if code not in first)]
