"""The one Japanese analyser (SudachiPy): documents and questions become the same tokens, whatever the engine.

No Django here: the processes of a rebuild import this module alone.
"""

import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from typing import Any, Final

from sudachipy import Dictionary, SplitMode

from search.domain import normal, romaji
from search.domain.words import Record, Word
from search.values import SearchDocument, price_band

COLUMNS: Final = ("nt", "bt", "nb", "bb", "nu", "bu", "kn", "ro")
METHOD: Final = "1"  # raise it when the tokens change: the indexes ask for a rebuild
BREAK: Final = "0x"  # between two stretches of the kana column, so that no phrase runs across
_PIECE: Final = 15_000  # characters given to the tokenizer at once; it refuses 49,149 bytes
_BODY: Final = 1_200  # characters of the body kept for the last ordering

_dictionary: list[Dictionary] = []
_guard = threading.Lock()
_local = threading.local()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document ready for either engine."""

    code: str
    columns: Mapping[str, str]
    record: Mapping[str, Any]
    source: Mapping[str, str]
    facets: Mapping[str, list[str]]
    keys: tuple[tuple[str, str, str], ...]  # (key, text, kind)
    price_yen: int | None
    year: int | None
    certified_on: str
    kana_sort: str
    length: int


def analyser_version() -> str:
    """Method, analyser and dictionary: part of the index."""
    return f"{METHOD}/{version('sudachipy')}/{version('sudachidict_core')}"


def _tokenizer() -> Any:
    tokenizer = getattr(_local, "tokenizer", None)
    if tokenizer is None:
        with _guard:
            if not _dictionary:
                _dictionary.append(Dictionary(dict="core"))
            tokenizer = _local.tokenizer = _dictionary[0].tokenizer(mode=SplitMode.C)
    return tokenizer


def _pieces(text: str) -> Iterator[str]:
    while len(text) > _PIECE:
        cut = max(text.rfind(mark, 0, _PIECE) for mark in "。\n 、") + 1 or _PIECE
        yield text[:cut]
        text = text[cut:]
    yield text


@lru_cache(maxsize=50_000)
def _forms(surface: str, raw: str) -> tuple[str, str]:
    bare = normal.letters(normal.norm(raw)).replace(" ", "")[: normal.TOKEN_LENGTH]
    return bare, surface


def _reading(surface: str, reading: str, known: bool) -> str:
    bare = normal.letters(surface).replace(" ", "")
    if not bare or bare.isdigit() or (len(bare) == 1 and bare.isascii()):
        return ""
    if normal.is_kana(bare):
        return normal.hiragana(bare)
    return normal.hiragana(reading) if known and normal.is_kana(reading) else ""


def words(text: str) -> list[Word]:
    """Morphemes of a text already through `norm`, mode C with its A parts, in order."""
    found, base = [], 0
    for piece in _pieces(text):
        for m in _tokenizer().tokenize(piece):
            surface = sys.intern(m.surface())
            known = not m.is_oov()
            split = m.split(SplitMode.A) if len(surface) > 1 else []
            parts = [(p.surface(), p.normalized_form(), p.reading_form(), not p.is_oov()) for p in split]
            if len(parts) < 2:
                parts = []
            found.append(
                Word(
                    start=base + m.begin(),
                    end=base + m.end(),
                    surface=surface,
                    normal=_forms(surface, m.normalized_form())[0],
                    parts=tuple(f for p in parts if (f := _forms(p[0], p[1])[0])),
                    synonyms=tuple(m.synonym_group_ids()),
                    reading=_reading(surface, m.reading_form(), known),
                    part_readings=tuple(r for p in parts if (r := _reading(p[0], p[2], p[3]))),
                    pos=m.part_of_speech()[0],
                    known=known,
                )
            )
        base += len(piece)
    return found


def tokens(found: Iterable[Word]) -> list[str]:
    """Index tokens of the content words: normalised forms, `s` synonym groups, `r` readings; no repeats."""
    out: dict[str, None] = {}
    for word in found:
        if not word.is_content:
            continue
        out[word.normal] = None
        for part in word.parts:
            out[part] = None
        for group in word.synonyms:
            out[f"s{group}"] = None
        for reading in (word.reading, *word.part_readings):
            if reading:
                out[f"r{reading}"] = None
    return list(out)


def joined_readings(found: Iterable[Word]) -> list[str]:
    """Readings joined over each stretch without space or sign; a stretch holding an unknown reading is left out."""
    out: list[str] = []
    stretch: list[str] = []
    broken = False
    for word in (*found, None):
        if word is None or not normal.letters(word.surface).strip():
            if stretch and not broken:
                out.append("".join(stretch))
            stretch, broken = [], False
        elif word.reading:
            stretch.append(word.reading)
        else:
            broken = True
    return list(dict.fromkeys(out))


def reading_of(text: str) -> str:
    """The reading of a whole word in hiragana, "" if any part of it is unknown."""
    found = joined_readings(words(normal.norm(text)))
    return found[0] if len(found) == 1 and " " not in text.strip() else ""


def _kana_column(kana: str, readings: list[str]) -> str:
    stretches = list(dict.fromkeys([*normal.runs(normal.fold(kana)), *readings]))
    out: list[str] = []
    for stretch in stretches:
        out += [*normal.pairs(stretch), BREAK]
    return " ".join(out)


def _romaji_keys(document: SearchDocument, name: list[Word], body: list[Word], readings: list[str]) -> str:
    folded = normal.fold(document.kana)
    readings_of_names = [r for w in name for r in (w.reading, *w.part_readings) if r]
    known_of_body = [w.reading for w in body if w.is_content and w.known and w.reading]
    latin = [run for w in (*name, *body) if len(run := normal.letters(w.surface).strip()) > 1 and run.isascii()]
    latin += romaji.latin_words(normal.norm(document.name))
    found = [romaji.kana_key(folded), *(romaji.kana_key(part) for part in folded.split())]
    found += [_kana_key(reading) for reading in (*readings_of_names, *readings, *known_of_body)]
    found += [romaji.key(word) for word in latin]
    return " ".join(dict.fromkeys(key for key in found if key))


@lru_cache(maxsize=50_000)
def _kana_key(reading: str) -> str:
    return romaji.kana_key(reading)


def suggestion_keys(text: str, kana: str, kind: str) -> Iterator[tuple[str, str, str]]:
    """(key, text, kind): folded writing, folded kana and romaji key, each also from every word start."""
    found = words(normal.norm(text))
    starts = [w.start for w in found if w.is_content]
    base = normal.norm(text)
    keys = {normal.squeeze(base[start:]): None for start in (0, *starts)}
    tails = [normal.fold(kana)] if kana else []
    tails += [part for part in normal.fold(kana).split()[1:] if part]
    for at, word in enumerate(found):
        if word.is_content and word.reading:
            tails += joined_readings(found[at:])[:1]
    for tail in tails:
        keys[normal.squeeze(tail)] = None
        keys[romaji.kana_key(tail)] = None
    for key in keys:
        if key:
            yield key[:60], text, kind


def prepare(document: SearchDocument) -> Prepared:
    """Everything the engines store of one document."""
    name, body = normal.norm(normal.clean(document.name)), normal.norm(normal.clean(document.body))
    maker = normal.norm(normal.clean(document.maker))
    name_words, body_words = words(name), words(f"{body}\n{maker}")
    extra = [w for run in normal.hiragana_runs(name) for w in words(normal.katakana(run))]
    name_tokens = tokens((*name_words, *extra))
    readings = joined_readings(name_words)
    folded_name, folded_body = normal.fold(name), normal.fold(f"{body}\n{maker}")
    kana = f"{document.kana} {document.maker_kana}".strip()
    columns = {
        "nt": " ".join(name_tokens),
        "bt": " ".join(tokens(body_words)),
        "nb": " ".join(normal.bigrams(folded_name)),
        "bb": " ".join(normal.bigrams(folded_body)),
        "nu": " ".join(normal.unigrams(folded_name)),
        "bu": " ".join(normal.unigrams(folded_body)),
        "kn": _kana_column(kana, readings),
        "ro": _romaji_keys(document, name_words, body_words, readings),
    }
    facets = {facet: list(values) for facet, values in document.facets.items() if values}
    if document.price_yen is not None:
        facets.setdefault("price", [price_band(document.price_yen)])
    if document.year is not None:
        facets.setdefault("year", [str(document.year)])
    folded_kana = normal.squeeze(document.kana)
    joined = "".join(readings)
    keys = [*suggestion_keys(document.name, document.kana, "product")]
    keys += [*suggestion_keys(document.maker, document.maker_kana, "maker")] if document.maker else []
    return Prepared(
        code=document.code,
        columns=columns,
        record={
            "n": normal.squeeze(document.name),
            "k": " ".join(k for k in dict.fromkeys((folded_kana, joined)) if k),
            "m": normal.squeeze(document.maker),
            "b": [normal.squeeze(line) for line in document.body[:_BODY].split("\n")],
            "w": name_tokens,
            "c": next(iter(document.facets.get("category", ())), ""),
            "a": next(iter(document.facets.get("area", ())), ""),
        },
        source={"name": document.name, "kana": document.kana, "maker": document.maker, "body": document.body[:4000]},
        facets=facets,
        keys=tuple(dict.fromkeys(keys)),
        price_yen=document.price_yen,
        year=document.year,
        certified_on=document.certified_on,
        kana_sort=(document.kana_sort or normal.squeeze(document.kana or document.name))[:200],
        length=len(normal.squeeze(document.name)),
    )


def prepare_many(documents: list[SearchDocument]) -> list[Prepared]:
    """prepare() of a batch, for a process pool."""
    return [prepare(document) for document in documents]


def record_of(code: str, data: Mapping[str, Any]) -> Record:
    """The stored record as a value."""
    return Record(
        code=code,
        name=data["n"],
        kana=data["k"],
        maker=data["m"],
        lines=tuple(data["b"]),
        words=frozenset(data["w"]),
        category=data["c"],
        area=data["a"],
        everything="\n".join((data["n"], data["k"], data["m"], *data["b"])),
    )
