"""The staff's words: synonyms, readings, stop words, words of purpose, pins. They act when asking, not in the index."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from search.domain import normal, romaji

TWO_WAY: Final = "two_way"
ONE_WAY: Final = "one_way"
SOFT: Final = "soft"  # a purpose (土産, 贈り物): ranks up, is not demanded beside other words
STOP: Final = "stop"
KINDS: Final = (TWO_WAY, ONE_WAY, SOFT, STOP)
MOST_MEMBERS: Final = 40
BOTH_WAYS: Final = 0.9
DOWNWARDS: Final = 0.7
WIDE: Final = 16  # a one-way row with more kinds than this says little about any of them


@dataclass(frozen=True, slots=True)
class SynonymRow:
    """One row of the synonym table; `expands_to` only for one-way rows."""

    kind: str
    words: tuple[str, ...]
    expands_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Expansion:
    """A word to try as well, and how much it weighs in the ordering against what was typed (1)."""

    text: str
    weight: float


@dataclass(slots=True)
class Lexicon:
    """Look-ups by folded text, reading or romaji key. `version` changes with its content."""

    version: str = ""
    synonyms: Mapping[str, tuple[Expansion, ...]] = field(default_factory=dict)
    soft: frozenset[str] = frozenset()
    parents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stop: frozenset[str] = frozenset()
    readings: Mapping[str, str] = field(default_factory=dict)
    pins: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def expansions(self, *forms: str) -> tuple[Expansion, ...]:
        """Members for the first of `forms` (folded text, reading, romaji key) that is known."""
        for form in forms:
            if form and form in self.synonyms:
                return self.synonyms[form]
        return ()

    def kin(self, word: str) -> tuple[str, ...]:
        """Folded words of the same kind: synonyms, what is above it in a one-way row, and what else is there."""
        folded = normal.squeeze(word)
        found = [normal.squeeze(e.text) for e in self.synonyms.get(folded, ()) if e.weight >= BOTH_WAYS]
        for parent in self.parents.get(folded, ()):
            found += [parent, *(normal.squeeze(e.text) for e in self.synonyms.get(parent, ()))]
        return tuple(dict.fromkeys(w for w in found if len(w) > 1 and w != folded))

    def respell(self, folded: str) -> str:
        """A kana text with known readings replaced by their writing; "" if none is in it."""
        for reading, written in self.readings.items():
            if reading in folded:
                return folded.replace(reading, written)
        return ""

    def respell_key(self, key: str) -> str:
        """A romaji key that holds the key of a known reading: the writing; "" if none."""
        return next((w for r, w in self.readings.items() if len(k := romaji.kana_key(r)) > 3 and k in key), "")


def forms(text: str) -> tuple[str, ...]:
    """The forms a member is known by: folded text and, for kana and Latin words, the romaji key (≥ 3 letters)."""
    folded = normal.squeeze(text)
    key = romaji.kana_key(folded) if normal.is_kana(folded) else romaji.key(folded) if folded.isascii() else ""
    return (folded, f"~{key}") if len(key) > 2 else (folded,)


def _sound(reading: str) -> tuple[str, ...]:
    """A member is also known by its reading; two kana say too little (さけ is 酒 and 鮭)."""
    return forms(reading) if len(reading) > 2 else ()


def build(
    rows: Iterable[SynonymRow],
    *,
    readings: Iterable[tuple[str, str]] = (),
    pins: Iterable[tuple[str, str]] = (),
    version: str = "",
    read: Callable[[str], str] = lambda word: "",
) -> Lexicon:
    """A Lexicon of table rows. `readings`: (reading in kana, writing); `pins`: (query, code) in
    their order; `read`: the reading of a word in kana, "" if unknown.
    """
    members: dict[str, dict[str, float]] = {}
    soft: set[str] = set()
    stop: set[str] = set()
    parents: dict[str, tuple[str, ...]] = {}
    for row in rows:
        if row.kind in (SOFT, STOP):
            (soft if row.kind == SOFT else stop).update(form for word in row.words for form in forms(word))
        if row.kind == STOP:
            continue
        if row.kind == ONE_WAY and len(row.expands_to) <= WIDE:
            for child in row.expands_to:
                known_parents = parents.get(normal.squeeze(child), ())
                parents[normal.squeeze(child)] = (*known_parents, normal.squeeze(row.words[0]))
        targets = [(word, BOTH_WAYS) for word in row.words] + [(word, DOWNWARDS) for word in row.expands_to]
        for word in row.words:
            for form in {*forms(word), *_sound(read(word))}:
                known = members.setdefault(form, {})
                for target, weight in targets:
                    if normal.squeeze(target) != normal.squeeze(word):
                        known[target] = max(weight, known.get(target, 0))
    by_text = {
        form: tuple(Expansion(t, w) for t, w in sorted(known.items(), key=lambda i: -i[1])[:MOST_MEMBERS])
        for form, known in members.items()
    }
    longest = sorted(((normal.squeeze(r), w) for r, w in readings), key=lambda pair: -len(pair[0]))
    pinned: dict[str, tuple[str, ...]] = {}
    for text, code in pins:
        pinned[normal.squeeze(text)] = (*pinned.get(normal.squeeze(text), ()), code)
    return Lexicon(version, by_text, frozenset(soft), parents, frozenset(stop), dict(longest), pinned)
