"""Loosening, one rule for both engines: how much of a question a document holds, and what is like the best hits."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from search.domain import normal
from search.domain.planner import Plan
from search.domain.rerank import form_score
from search.domain.tree import Node, Token
from search.domain.words import Record

LEAST_SHARE: Final = 0.34  # of the weight of the terms, below which a document is not "some of the words"
MOST_GRAMS: Final = 60


@dataclass(frozen=True, slots=True)
class Loosened:
    """A document beyond the strict matches: its tier (2 some words, 3 similar writing) and its share 0–1."""

    record: Record
    tier: int
    share: float


def voiceless(text: str) -> str:
    """Kana without ゛ and ゜: ペ, ベ and ヘ are easily taken for one another."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if c not in "\u3099\u309a")


def grams(folded: str) -> tuple[str, ...]:
    """Distinct bigrams of a folded question."""
    return tuple(dict.fromkeys(normal.bigrams(folded)))[:MOST_GRAMS]


def gram_nodes(found: Sequence[str]) -> list[Node]:
    """Each bigram as something to look up."""
    return [Token(gram, ("nb", "bb", "kn")) for gram in found]


def overlap(found: Sequence[str], record: Record) -> tuple[int, float]:
    """The overlap rule: bigrams held anywhere, and the share held by the name alone or its reading (0–1).

    A document counts as similar from max(1, round(half of the bigrams)) on.
    """
    everywhere = " ".join((record.name, record.kana, *record.lines))
    held = sum(gram in everywhere for gram in found)
    names = (record.name, *(record.kana.split() or [""]))
    name = max(sum(g in text for g in found) for text in names)
    bare = [voiceless(gram) for gram in found]
    sounded = max(sum(g in text for g in bare) for text in map(voiceless, names))
    return held, (0.7 * name + 0.3 * sounded) / max(1, len(found))


def least(found: Sequence[str]) -> int:
    """Bigrams a similar document must hold."""
    return max(1, round(len(found) / 2))


def judge(
    plan: Plan, found: Sequence[str], units: Sequence[tuple[str, float]], records: Sequence[Record]
) -> list[Loosened]:
    """Documents that hold enough, best first. `units`: (folded word, weight by rarity) of the question's words."""
    whole = sum(weight for _, weight in units)
    out: list[tuple[float, Loosened]] = []
    for record in records:
        held, name_share = overlap(found, record)
        share = held / max(1, len(found))
        term_points, words_share = _terms(plan, units, record, whole)
        similar = held >= least(found)
        if not similar and words_share < LEAST_SHARE:
            continue
        closeness = 0.75 * share + 0.5 * name_share - 0.05 * _excess(found, record) if similar else 0.0
        strength = max(words_share, closeness) + 0.15 * min(words_share, closeness) + 0.02 * term_points
        tier = 3 if similar and closeness >= words_share else 2
        out.append((round(strength, 4), Loosened(record, tier, share)))
    out.sort(key=lambda item: (-item[0], len(item[1].record.name), item[1].record.code))
    return [loosened for _, loosened in out]


def _excess(found: Sequence[str], record: Record) -> float:
    return min(1.0, abs(len(record.name) - len(found) - 1) / 10)


def _terms(plan: Plan, units: Sequence[tuple[str, float]], record: Record, whole: float) -> tuple[float, float]:
    """Points of the terms that fit, and the share of the words' weight the document holds."""
    texts = (record.name, record.kana, record.maker, *record.lines)
    points, covered = 0.0, set[str]()
    for term in plan.terms:
        best = max((form_score(form, record) for form in term.forms), default=0.0)
        if best:
            points += best * (0.25 if term.soft else 1)
            covered.add(term.forms[0].text)
    held = 0.0
    for word, weight in units:
        owner = any(word in text for text in covered)
        if owner or any(word in text for text in texts):
            held += weight
    return points, held / whole if whole else 0.0


def like(
    best: Sequence[Record],
    candidates: Sequence[Record],
    rarity: Mapping[str, float],
    kin: Sequence[frozenset[str]],
) -> list[Record]:
    """Tier 4: same category, words of the name shared, of the same kind, same area; nearest to the best hits first.

    `kin`: per best hit, folded words of the same kind as the words of its name.
    """
    scores: dict[str, float] = {}
    for record in candidates:
        total = 0.0
        for at, model in enumerate(best):
            shared = sum(rarity.get(w, 0.0) for w in record.words & model.words)
            near = shared + 0.8 * (record.category == model.category) * bool(model.category)
            near += 0.3 * bool(model.maker and record.maker == model.maker)
            near += 0.2 * bool(model.area and record.area == model.area)
            near += 1.2 * any(word in record.everything for word in kin[at])
            total += near / (at + 1)
        scores[record.code] = round(total, 4)
    return sorted(candidates, key=lambda r: (-scores[r.code], len(r.name), r.code))


def did_you_mean(plan: Plan, found: Sequence[str], named: Sequence[tuple[str, Sequence[str]]]) -> tuple[str, ...]:
    """Name words (or whole short names) that hold most of the question's bigrams; at most three.

    `named`: per document its name and the words of it, as written.
    """
    scored: dict[str, float] = {}
    for name, words in named:
        for text in (name, *words):
            folded = normal.squeeze(text)
            own = set(normal.bigrams(folded))
            both = len(own & set(found))
            share = 2 * both / max(1, len(own) + len(set(found)))
            if share >= 0.5 and folded != plan.folded:
                scored[text] = max(share, scored.get(text, 0))
    return tuple(sorted(scored, key=lambda t: (-scored[t], len(t), t))[:3])
