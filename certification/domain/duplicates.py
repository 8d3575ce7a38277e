"""Do two names mean one product? A score from 0 to 100 with its reasons. Prose: docs/rules/duplicates.md.

Width, case, old characters, long vowels, ヴ, spaces, price and quantity words make no difference. A score is a question
for the office, never an answer: nothing is refused or merged because of it.
"""

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from search.domain import normal

SHOWN = 80  # marked default: from here on the office is asked, within one firm
SHOWN_ACROSS = 90  # marked default: the same between two firms, where like names are common
SHORTEST_ACROSS = 5  # sounds: 味噌 and みそ of two firms are two products

# One word a line, several writings; the first stands for all.
_SPELLINGS = (Path(__file__).parents[1] / "data" / "spellings.txt").read_text(encoding="utf-8").splitlines()[1:]
_TO_FIRST = {
    normal.hiragana(normal.norm(word)): normal.hiragana(normal.norm(row.split()[0]))
    for row in _SPELLINGS
    for word in row.split()[1:]
}
_WRITTEN = re.compile("|".join(re.escape(word) for word in sorted(_TO_FIRST, key=lambda word: -len(word))))
_UNITS = (
    "kg|g|mg|ml|l|cc|cm|mm|m|円|個|枚|本|袋|箱|缶|瓶|膳|食|切れ|切|粒|玉|包|束|人前|"
    "人分|杯|号瓶|合|升|キロ|グラム|リットル|パック|セット"
)
_UNIT = f"(?:{_UNITS})"
_QUANTITY = re.compile(
    rf"[¥\\]?\d[\d,.]*\s*{_UNIT}(?:入り?|セット|パック|詰め?)?(?:\s*[x×*]\s*\d+\s*{_UNIT}?)?(?!目)|[¥\\]\d[\d,.]*"
)
_PRICE_WORDS = re.compile(
    "送料無料|送料込み?|税込み?|税抜き?|お買い?得|特価|限定価格|お試し|お徳用|徳用|ご家庭用|家庭用|大容量|ギフト用|贈答用|化粧箱入り?|"
    "箱入り?|袋入り?|瓶入り?|缶入り?|新発売|大人気|人気の?|詰め替え用?"
)
_ADDED = re.compile(
    "特製|特選|特撰|極上|極み?|贅沢な?|ぜいたくな?|プレミアム|スペシャル|こだわりの?|自慢の?|手作りの?|手づくりの?|手造りの?|自家製の?|"
    "無添加の?|昔ながらの?|本格|元祖|名物|銘菓|の?ギフト|の?セット|オリジナル|完熟|の?詰め合わせ|の?詰合せ|純国産|国産"
)
_BRACKETS = re.compile(r"[(\[{〔【《〈「『](.*?)[)\]}〕】》〉」』]")
_NUMBER = re.compile(r"\d+|[一二三四五六七八九十]+(?=号|番|年)")
_KANJI = re.compile("[㐀-鿿々]")
_SMALL = str.maketrans("ぁぃぅぇぉゎづぢを", "あいうえおわずじお")
_LONG_O = re.compile("(?<=[おこそとのほもよろごぞどぼぽょ])う|(?<=[うくすつぬふむゆるぐずぶぷゅ])う")
_LONG_SAME = re.compile("([あいうえお])(?=\\1)")
_VOWELS = ("あかさたなはまやらわがざだばぱゃ", "いきしちにひみりぎじびぴ", "えけせてねへめれげぜでべぺ")
_ROWS = {char: row[0] for row in _VOWELS for char in row}


@dataclass(frozen=True, slots=True)
class Named:
    """A product as far as the question goes. `reading` in kana, "" if unknown; `firm` tells firms apart."""

    name: str
    reading: str = ""
    firm: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like two products are: 0 to 100, and why, as sentences for the office."""

    score: int
    reasons: tuple[str, ...] = ()
    same_firm: bool = False

    @property
    def is_shown(self) -> bool:
        """Is the office asked?"""
        return self.score >= (SHOWN if self.same_firm else SHOWN_ACROSS)


@dataclass(frozen=True, slots=True)
class _Forms:
    plain: str  # as written, width and case made equal
    bare: str  # without price and quantity
    base: str  # the same without what stands in brackets
    extra: str  # what stood there
    spelled: str  # one spelling for the words of the table
    words: tuple[str, ...]
    sound: str
    grams: frozenset[str]
    numbers: tuple[str, ...]
    kanji: frozenset[str]


def _squeezed(text: str) -> str:
    return normal.letters(normal.hiragana(text)).replace(" ", "")


def _respelled(text: str) -> str:
    return _WRITTEN.sub(lambda found: _TO_FIRST[found[0]], normal.hiragana(text))


def sound(kana: str) -> str:
    """A reading whose long vowels, small vowels, づ and ぢ make no difference: しょうゆ, しょーゆ → しょゆ."""
    text = _squeezed(normal.norm(kana)).translate(_SMALL).replace("ー", "")
    text = _LONG_O.sub("", text)
    kept = []
    for place, char in enumerate(text):
        before = text[place - 1] if place else ""
        if char in "あいえ" and before and _ROWS.get(before) == char:
            continue  # かあ, きい, ねえ: long
        kept.append(char)
    return _LONG_SAME.sub("", "".join(kept))


@lru_cache(maxsize=20_000)
def _forms(name: str, reading: str) -> _Forms:
    plain = normal.norm(name)
    bare = _PRICE_WORDS.sub(" ", _QUANTITY.sub(" ", plain))
    inside = " ".join(_BRACKETS.findall(bare))
    base = _BRACKETS.sub(" ", bare)
    spelled = _squeezed(_respelled(bare))
    heard = _heard(reading)
    spoken = sound(heard) if normal.is_kana(heard) and heard else (sound(spelled) if normal.is_kana(spelled) else "")
    words = tuple(sorted(word for word in normal.letters(_respelled(bare)).split() if word))
    run = spoken or spelled
    return _Forms(
        plain=_squeezed(plain),
        bare=_squeezed(bare),
        base=_squeezed(_respelled(base)),
        extra=_squeezed(_respelled(inside)),
        spelled=spelled,
        words=words,
        sound=spoken,
        grams=frozenset(run[place : place + 2] for place in range(max(1, len(run) - 1))),
        numbers=tuple(_NUMBER.findall(bare)),
        kanji=frozenset(_KANJI.findall(spelled)),
    )


def _heard(reading: str) -> str:
    """A reading without its price and quantity words, in hiragana."""
    text = _PRICE_WORDS.sub("", _QUANTITY.sub("", normal.norm(reading)))
    return _squeezed(_BRACKETS.sub("", text))


def compare(one: Named, other: Named) -> Likeness:
    """How like two products are; the order of the two makes no difference."""
    a, b = _forms(one.name, one.reading), _forms(other.name, other.reading)
    same_firm = bool(one.firm) and one.firm == other.firm
    if not a.bare or not b.bare:
        return Likeness(0, (), same_firm)
    score, why = _likeness(a, b)
    if not same_firm and min(len(a.sound or a.spelled), len(b.sound or b.spelled)) < SHORTEST_ACROSS:
        score = min(score, SHOWN_ACROSS - 1)
    if not why:
        return Likeness(score, (), same_firm)
    firm = "事業者も同じです。" if same_firm else "事業者は違います。"
    return Likeness(score, (why, firm), same_firm)


def _likeness(a: _Forms, b: _Forms) -> tuple[int, str]:
    if a.plain == b.plain:
        return 100, "名前が同じです（幅・大文字小文字・空白・記号の違いを除く）。"
    if a.numbers != b.numbers:
        return 40, ""  # 1号 and 2号 are two products
    if a.bare == b.bare:
        return 97, "量や価格の言葉を除くと、名前が同じです。"
    if a.extra and b.extra and a.extra != b.extra and a.base == b.base:
        return 60, ""  # （抹茶） and （プレーン）: one series, two products
    if a.spelled == b.spelled:
        return 95, "書き方だけが違います（漢字とかな、送りがな）。"
    if a.words == b.words or "".join(a.words) == "".join(b.words):
        return 92, "言葉の順だけが違います。"
    if a.sound and a.sound == b.sound:
        if a.kanji and b.kanji and not a.kanji & b.kanji:
            return 82, "読みは同じですが、漢字が違います。"
        return 94, "読みが同じです。"
    return _nearly(a, b)


def _nearly(a: _Forms, b: _Forms) -> tuple[int, str]:
    if a.base == b.base and (a.extra or b.extra):
        return 84, "かっこの中を除くと、名前が同じです。"
    if _without_praise(a.bare) == _without_praise(b.bare) != "":
        return 88, "「特製」「手作り」「ギフト」などの言葉を除くと、名前が同じです。"
    if (
        a.sound
        and b.sound
        and min(len(a.sound), len(b.sound)) >= 7
        and a.kanji == b.kanji
        and _one_slip(a.sound, b.sound)
    ):
        return 86, "1文字だけ違います（打ち間違いかもしれません）。"
    shared = len(a.grams & b.grams)
    alike = 200 * shared // (len(a.grams) + len(b.grams))
    if alike >= 88 and a.kanji == b.kanji:
        return 81, "名前がよく似ています。"
    return min(alike, SHOWN - 1), ""


_PRAISE = re.compile("|".join(_squeezed(normal.norm(word)) if "?" not in word else normal.hiragana(word)
                              for word in _ADDED.pattern.split("|")))  # fmt: skip


@lru_cache(maxsize=20_000)
def _without_praise(bare: str) -> str:
    return _squeezed(_respelled(_PRAISE.sub("", bare)))


def _one_slip(one: str, other: str) -> bool:
    """Is one letter added, lost or changed, or are two neighbours swapped? The first letter names the kind."""
    if abs(len(one) - len(other)) > 1 or one[0] != other[0]:
        return False
    short, long = sorted((one, other), key=len)
    place = next((at for at, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    if len(short) != len(long):
        return short[place:] == long[place + 1 :]
    swapped = short[place : place + 2] == long[place : place + 2][::-1] and short[place + 2 :] == long[place + 2 :]
    return swapped or (short[place + 1 :] == long[place + 1 :] and place >= 2)


class Pool:
    """Products to compare with, prepared once for many questions."""

    def __init__(self, items: Iterable[tuple[str, Named]]) -> None:
        self.items = [(key, named, _forms(named.name, named.reading)) for key, named in items]

    def alike(self, subject: Named, *, but: Container[str] = ()) -> list[tuple[str, Likeness]]:
        """(key, likeness) of those the office is asked about, the likest first; keys in `but` are left out."""
        mine = _forms(subject.name, subject.reading)
        found = []
        for key, other, theirs in self.items:
            if mine.numbers != theirs.numbers and mine.plain != theirs.plain:
                continue  # the commonest no, told first: see _likeness
            shared = len(mine.grams & theirs.grams)
            if 5 * shared < 2 * min(len(mine.grams), len(theirs.grams)) and mine.words != theirs.words:
                continue  # too little in common for any rule
            if key not in but and (likeness := compare(subject, other)).is_shown:
                found.append((key, likeness))
        return sorted(found, key=lambda row: -row[1].score)
