"""A question becomes a tree (what must match) and terms (what the ordering weighs). See search.md §3.1.

Pure: the analyser is passed in, the staff's words come as a Lexicon.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from search.domain import normal, romaji
from search.domain.lexicon import BOTH_WAYS, Expansion, Lexicon
from search.domain.lexicon import forms as forms_of
from search.domain.tree import Node, Phrase, Prefix, Token, either, every, leaves
from search.domain.words import PREFIX, Analyse, Word

MOST_TERMS: Final = 16
MOST_LEAVES: Final = 3_000  # an engine refuses 8,192 clauses: beyond this, synonyms are left out
_PHRASE = re.compile('["“”]([^"“”]+)["“”]|「([^「」]+)」|『([^『』]+)』')
_EDGE = "のをがはでもにへとなや"
_GRAMS = ("nb", "bb", "kn")


@dataclass(frozen=True, slots=True)
class Form:
    """One way to say a term, for the ordering: folded writing, folded reading, romaji key, words, weight 0–1."""

    text: str
    reading: str
    key: str
    words: frozenset[str]
    weight: float = 1.0
    whole_words: bool = False  # a kind of what was asked: アイス is not in アイスバイン


@dataclass(frozen=True, slots=True)
class Term:
    """One demanded idea: its tree, the ways to say it, and its single words as weaker evidence."""

    text: str
    node: Node
    forms: tuple[Form, ...]
    parts: tuple[Node, ...] = ()
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """`strict` is None when the question is empty (browse) or says nothing that can be looked up."""

    text: str
    terms: tuple[Term, ...]
    strict: Node | None
    folded: str


def plan(text: str, lexicon: Lexicon, analyse: Analyse) -> Plan:
    """The plan of a question already through `clean` and `norm` and rid of prices and allergens."""
    phrases = [next(filter(None, found)) for found in _PHRASE.findall(text)]
    rest = _PHRASE.sub(" ", text)
    terms: list[Term] = [t for p in phrases if (t := _phrase(p)) is not None]
    typed = [w for w in normal.letters(rest).split() if not set(forms_of(w)) & lexicon.stop]
    planned = _terms(typed, lexicon, analyse)
    terms = (terms + planned)[:MOST_TERMS]
    if sum(leaves(t.node) for t in terms) > MOST_LEAVES:
        terms = [_base_term(t.text, analyse) or t for t in terms]
    firm = [t for t in terms if not t.soft] or terms
    strict = every(t.node for t in firm)
    return Plan(text, tuple(terms), strict, normal.squeeze(" ".join([*phrases, *typed])))


def _terms(typed: Sequence[str], lexicon: Lexicon, analyse: Analyse) -> list[Term]:
    """Terms of the typed words; the longest run of words known to the lexicon becomes one term."""
    terms: list[Term] = []
    at = 0
    while at < len(typed) and len(terms) < MOST_TERMS:
        for length in range(min(4, len(typed) - at), 1, -1):
            joined = " ".join(typed[at : at + length])
            if _members(joined, lexicon, analyse):
                terms += _expand(joined, lexicon, analyse)
                at += length
                break
        else:
            terms += _expand(typed[at], lexicon, analyse)
            at += 1
    return terms


def _members(text: str, lexicon: Lexicon, analyse: Analyse) -> tuple[Expansion, ...]:
    bare = re.sub("^[お御](?=.)", "", text)
    found = lexicon.expansions(*forms_of(text)) or lexicon.expansions(*forms_of(bare))
    if found:
        return found
    content = [w for w in analyse(text) if w.is_content and w.pos != PREFIX]
    if content and all(w.reading for w in content) and not text.isascii():
        reading = "".join(w.reading for w in content)
        return lexicon.expansions(reading) if len(reading) > 2 else ()
    return ()


def _is_soft(text: str, lexicon: Lexicon) -> bool:
    bare = re.sub("^[お御](?=.)", "", text)
    return bool({*forms_of(text), *forms_of(bare)} & lexicon.soft)


def _expand(text: str, lexicon: Lexicon, analyse: Analyse) -> list[Term]:
    """One typed word: itself and its synonyms; else its segments, where particles or synonyms divide it."""
    text = text.strip()
    base = _base_term(text, analyse)
    if base is None:
        return []
    members = _members(text, lexicon, analyse)
    if members:
        return [_with(base, members, lexicon, analyse, soft=_is_soft(text, lexicon))]
    if _is_soft(text, lexicon):
        return [Term(base.text, base.node, base.forms, base.parts, soft=True)]
    segments = _segments(text, lexicon, analyse)
    if len(segments) < 2:
        if segments and segments[0] != text:
            inner = _expand(segments[0], lexicon, analyse)
            if len(inner) == 1:
                node = either([base.node, inner[0].node]) or base.node
                return [Term(base.text, node, (*base.forms, *inner[0].forms), base.parts, inner[0].soft)]
        return [_respelled(base, lexicon, analyse)]
    inner_terms: list[Term] = []
    for segment in segments:
        part = _base_term(segment, analyse)
        if part is None:
            continue
        known = _members(segment, lexicon, analyse)
        soft = _is_soft(segment, lexicon)
        inner_terms.append(_with(part, known, lexicon, analyse, soft=soft) if known or soft else part)
    whole = either([base.node, every(t.node for t in inner_terms if not t.soft)]) or base.node
    if all(t.soft for t in inner_terms) or not inner_terms:
        return [base]
    firm = sum(not t.soft for t in inner_terms)
    if firm == 1 and len(inner_terms) == 1:
        return [Term(base.text, whole, (*base.forms, *inner_terms[0].forms), base.parts)]
    shared = [Term(t.text, either([base.node, t.node]) or t.node, t.forms, t.parts, t.soft) for t in inner_terms]
    first = shared[0]
    shared[0] = Term(first.text, first.node, (*first.forms, *base.forms), first.parts, first.soft)
    return shared


def _segments(text: str, lexicon: Lexicon, analyse: Analyse) -> list[str]:
    """Stretches between particles, divided further at the longest runs of morphemes the lexicon knows."""
    if text.isascii():
        return []
    stretches: list[list[Word]] = [[]]
    for word in analyse(text):
        if not word.is_content and word.surface != "ー":
            stretches.append([])
        else:
            stretches[-1].append(word)
    stretches = [s for s in stretches if s]
    if normal.is_hiragana(text):  # kana alone is mis-split: its particles are not to be trusted
        return []
    out: list[str] = []
    for stretch in stretches:
        at, plain = 0, ""
        while at < len(stretch):
            for end in range(len(stretch), at, -1):
                part = "".join(w.surface for w in stretch[at:end])
                if (
                    len(part) > 1
                    and (at or end < len(stretch))
                    and (lexicon.expansions(*forms_of(part)) or _is_soft(part, lexicon))
                ):
                    out += [plain] if plain else []
                    out.append(part)
                    plain, at = "", end
                    break
            else:
                plain += stretch[at].surface
                at += 1
        out += [plain] if plain else []
    return [s for s in out if s.strip(_EDGE) or len(s) > 1]


def _with(term: Term, members: Sequence[Expansion], lexicon: Lexicon, analyse: Analyse, *, soft: bool) -> Term:
    nodes: list[Node | None] = [term.node]
    forms = list(term.forms)
    for member in members:
        other = _base_term(normal.norm(member.text), analyse)
        if other is None:
            continue
        downwards = member.weight < BOTH_WAYS
        nodes.append(_kind(member.text, analyse) if downwards else other.node)
        forms += [replace(form, weight=member.weight, whole_words=downwards) for form in other.forms[:1]]
    return Term(term.text, either(nodes) or term.node, tuple(forms), term.parts, soft)


@lru_cache(maxsize=8192)
def _kind(text: str, analyse: Analyse) -> Node | None:
    """A word of a one-way row: its normalised words alone, neither grams nor readings (胡椒 is not 呼称)."""
    content = [w for w in analyse(normal.norm(text)) if w.is_content and w.pos != PREFIX]
    nodes = [
        either([Token(w.normal, ("nt", "bt")), *(Token(f"s{g}", ("nt", "bt")) for g in w.synonyms)]) for w in content
    ]
    if len(text) == 1:
        return _grams(normal.fold(text))
    return every(nodes)


def _respelled(term: Term, lexicon: Lexicon, analyse: Analyse) -> Term:
    folded = normal.squeeze(term.text)
    kana = folded if normal.is_kana(folded) else ""
    if not kana and not folded.isascii():
        return term
    written = lexicon.respell(kana) if kana else lexicon.respell_key(romaji.key(folded))
    other = _base_term(normal.norm(written), analyse) if written else None
    if other is None:
        return term
    return Term(term.text, either([term.node, other.node]) or term.node, (*term.forms, *other.forms), term.parts)


def _phrase(text: str) -> Term | None:
    node = _grams(normal.fold(text))
    if node is None:
        return None
    squeezed = normal.squeeze(text)
    return Term(text, node, (Form(squeezed, "", "", frozenset()),))


@lru_cache(maxsize=8192)
def _base_term(text: str, analyse: Analyse) -> Term | None:
    """The six alternatives a–f of search.md §3.1 for one typed word."""
    found = [w for w in analyse(text) if w.is_content]
    content = [w for w in found if w.pos != PREFIX] or found
    folded = normal.fold(text)
    squeezed = normal.squeeze(text)
    parts = [p for w in content if (p := _word(w)) is not None]
    nodes: list[Node | None] = [every(parts), _grams(folded)]
    key = romaji.key(text) if romaji.plain(text).isascii() else ""
    if len(key) >= 3:
        nodes.append(Prefix(key, ("ro",)))
    joined = normal.squeeze("".join(w.normal for w in found))
    if joined and joined != squeezed:
        nodes.append(_grams(joined))
    reading = "".join(w.reading for w in found) if found and all(w.reading for w in found) else ""
    if len(reading) > 1 and all(w.known for w in found) and reading != squeezed:
        nodes.append(_grams(reading))
    if normal.is_hiragana(text) and len(text) > 1:
        other = [w for w in analyse(normal.katakana(text)) if w.is_content]
        nodes.append(every(_word(w) for w in other))
        content = content + other
        reading = normal.hiragana(text)
    sound = squeezed if normal.is_kana(squeezed) else reading
    if sound and len(romaji.kana_key(sound)) >= 3:
        nodes.append(Token(romaji.kana_key(sound), ("ro",)))
    node = either(nodes)
    if node is None:
        return None
    words = frozenset(w.normal for w in content)
    form = Form(squeezed, sound, key or romaji.kana_key(sound), words)
    return Term(text, node, (form,), tuple(parts) if len(parts) > 1 else ())


def _word(word: Word) -> Node | None:
    if not word.normal:
        return None
    nodes: list[Node | None] = [Token(word.normal, ("nt", "bt"))]
    nodes += [Token(f"s{group}", ("nt", "bt")) for group in word.synonyms]
    if word.reading and (word.known or normal.is_kana(word.surface)):
        nodes.append(Token(f"r{word.reading}", ("nt", "bt")))
    if len(word.parts) > 1:
        nodes.append(every(Token(part, ("nt", "bt")) for part in word.parts))
    return either(nodes)


def _grams(folded: str) -> Node | None:
    nodes: list[Node | None] = []
    for run in normal.runs(folded):
        if run.isascii():
            nodes.append(Prefix(run, ("nb", "bb")) if len(run) > 2 else Token(run, ("nb", "bb")))
        elif len(run) == 1:
            nodes.append(Token(run, ("nu", "bu")))
        elif len(run) == 2:
            nodes.append(Token(run, _GRAMS))
        else:
            nodes.append(Phrase(tuple(normal.pairs(run)), _GRAMS))
    return every(nodes)
