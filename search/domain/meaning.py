"""Meaning before words: prices and allergens are read from the sentence and taken out of it (search.md §3.2).

Patterns of the language, never single queries. Allergen words: `search/data/allergen_words.csv` through `Allergens`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from search.domain import normal
from search.domain.words import Record
from search.values import BODY_PARTS, Meaning

_N: Final = r"(?:[¥￥]\s*)?(\d[\d,]*(?:\.\d+)?|[一二三四五六七八九])?(千|万|百)?"
_YEN: Final = r"\s*(?:円|えん|yen)"
_RANGE = re.compile(
    rf"{_N}(?:{_YEN})?\s*(?:から|より|[-ー〜~–—])\s*{_N}{_YEN}(?:まで|以内|以下|くらい|ぐらい|程度)?(?:の|で)?"
)
_BELOW = re.compile(rf"{_N}{_YEN}\s*(?:以下|以内|まで|迄|いか|いない|内)(?:の|で|に)?")
_UNDER = re.compile(rf"{_N}{_YEN}\s*(?:未満|より(?:安い|下)|を切る)(?:の|で)?")
_ABOVE = re.compile(rf"{_N}{_YEN}\s*(?:以上|から|より(?:高い|上)|超え|超)(?:の|で)?")
_BAND = re.compile(rf"{_N}{_YEN}\s*(?:台|代)(?:の|で)?")
_ABOUT = re.compile(rf"{_N}{_YEN}\s*(?:くらい|ぐらい|位|前後|程度|ほど|ごろ|頃|あたり)(?:の|で)?")
_ENGLISH_UNDER = re.compile(rf"(?:under|below|up to|less than)\s+{_N}{_YEN}?")
_KANJI: Final = {digit: value for value, digit in enumerate("一二三四五六七八九", 1)}
_UNIT: Final = {"百": 100, "千": 1000, "万": 10_000}
_ABOUT_SHARE: Final = 5  # くらい: a fifth below and above
HIGHEST: Final = 100_000_000

_WORD: Final = r"([^\s、。,・]{1,12}?)"
_FREE = (
    re.compile(
        _WORD + r"\s*アレルギー(?:が(?:ある|あって)|持ち|体質|の(?:人|方|子|子ども|子供))*"
        r"(?:でも|に|も|用|対応)*(?:(?:食べ|飲め|使え|安心)\S{0,4}?(?:る|た|て|な)(?=\s|$|の|お|[一-鿿]))?(?:の|に)?"
    ),
    re.compile(_WORD + r"(?:が|は|の|を|も)?\s*(?:入って(?:い)?ない|入らない|はいって(?:い)?ない"
               r"|含まない|含まれ(?:てい)?ない|使って(?:い)?ない|使わない|使用して(?:い)?ない|無し|なし|無使用|不使用|抜き|ぬき|フリー|ふりー|free)(?:の|で)?"),
    re.compile(r"(?:no|without)\s+([a-z]+)"),
    re.compile(r"([a-z]+)[\s-]*(?:free|allergy)"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Allergens:
    """Words by allergen slug: `names` call it by name, `foods` usually hold it."""

    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    foods: dict[str, tuple[str, ...]] = field(default_factory=dict)
    not_food: tuple[str, ...] = ()

    def slug(self, word: str) -> str:
        """The allergen a word names, or ""."""
        folded = normal.squeeze(word)
        return next((slug for slug, names in self.names.items() if folded in names), "")

    def held(self, slug: str, record: Record) -> int:
        """3 if it is no food, 2 if a text names the allergen, 1 if it names a food that usually holds it, else 0."""
        texts = (record.name, *record.lines)
        kind = record.lines[BODY_PARTS.index("category")] if len(record.lines) == len(BODY_PARTS) else ""
        if any(word in kind for word in self.not_food):  # who asks for allergens asks for food
            return 3
        if any(word in text for word in self.names.get(slug, ()) for text in texts):
            return 2
        return int(any(word in text for word in self.foods.get(slug, ()) for text in texts))


@dataclass(frozen=True, slots=True)
class Read:
    """What is left of the question, and what was understood."""

    text: str
    meanings: tuple[Meaning, ...]

    @property
    def price_min(self) -> int | None:
        """Lowest price asked for, in yen."""
        return max((m.price_min for m in self.meanings if m.price_min is not None), default=None)

    @property
    def price_max(self) -> int | None:
        """Highest price asked for, in yen."""
        return min((m.price_max for m in self.meanings if m.price_max is not None), default=None)

    @property
    def allergens(self) -> tuple[str, ...]:
        """Slugs of the allergens not wanted."""
        return tuple(dict.fromkeys(m.allergen for m in self.meanings if m.allergen))


def allergens_of(rows: Iterable[tuple[str, str, str]]) -> Allergens:
    """Allergens of (slug, "name" or "food", word) rows."""
    names: dict[str, list[str]] = {}
    foods: dict[str, list[str]] = {}
    for slug, kind, word in rows:
        (names if kind == "name" else foods).setdefault(slug, []).append(normal.squeeze(word))
    not_food = foods.pop("-", [])
    return Allergens({s: tuple(w) for s, w in names.items()}, {s: tuple(w) for s, w in foods.items()}, tuple(not_food))


def _yen(digits: str | None, unit: str | None) -> int | None:
    if not digits and not unit:
        return None
    number = float(_KANJI.get(digits, 0) or digits.replace(",", "")) if digits else 1.0
    return min(HIGHEST, round(number * _UNIT.get(unit or "", 1)))


def _price(text: str) -> tuple[str, Meaning | None]:
    if found := _RANGE.search(text):
        low, high = _yen(found[1], found[2]), _yen(found[3], found[4])
        if low is not None and high is not None:
            if not found[2] and found[4] and low < 10:  # 2〜3千円
                low *= _UNIT[found[4]]
            return _without(text, found), Meaning(found[0].strip(), "price", min(low, high), max(low, high))
    for pattern in (_BELOW, _UNDER, _BAND, _ABOUT, _ABOVE, _ENGLISH_UNDER):
        found = pattern.search(text)
        yen = _yen(found[1], found[2]) if found else None
        if found is None or yen is None:
            continue
        low, high = _bounds(pattern, yen, found[2])
        return _without(text, found), Meaning(found[0].strip(), "price", low, high)
    return text, None


def _bounds(pattern: re.Pattern[str], yen: int, unit: str | None) -> tuple[int | None, int | None]:
    if pattern in (_BELOW, _ENGLISH_UNDER):
        return None, yen
    if pattern is _UNDER:
        return None, max(0, yen - 1)
    if pattern is _ABOVE:
        return yen, None
    if pattern is _ABOUT:
        return yen - yen // _ABOUT_SHARE, yen + yen // _ABOUT_SHARE
    step = 1  # 3000円台: 3000–3999; 1500円台: 1500–1599; 1万円台: 10000–19999
    while yen and yen % (step * 10) == 0:
        step *= 10
    return yen, yen + max(step, 1) - 1


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}".strip()


def read(text: str, allergens: Allergens) -> Read:
    """Take prices and allergens out of a question already through `norm`."""
    meanings: list[Meaning] = []
    text, price = _price(text)
    if price:
        meanings.append(price)
    for pattern in _FREE:
        for _ in range(3):
            found = next((m for m in pattern.finditer(text) if allergens.slug(m[1])), None)
            if found is None:
                break
            meanings.append(Meaning(found[0].strip(), "allergen", allergen=allergens.slug(found[1])))
            text = _without(text, found)
    return Read(text, tuple(meanings))
