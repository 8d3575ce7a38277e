"""Roman letters and kana meet in one key: ryokucha, ryokutya and りょくちゃ; also while half typed."""

import re

from search.domain.normal import hiragana

_ROWS = {
    "": "あいうえお", "k": "かきくけこ", "s": "さしすせそ", "t": "たちつてと", "n": "なにぬねの", "h": "はひふへほ",
    "m": "まみむめも", "r": "らりるれろ", "g": "がぎぐげご", "z": "ざじずぜぞ", "d": "だぢづでど", "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ",
}  # fmt: skip
_SYLLABLES = {kana: row + vowel for row, line in _ROWS.items() for kana, vowel in zip(line, "aiueo", strict=True)}
_SYLLABLES |= {"し": "shi", "ち": "chi", "つ": "tsu", "ふ": "fu", "じ": "ji", "ぢ": "ji", "づ": "zu", "ゔ": "bu"}
_SYLLABLES |= {"や": "ya", "ゆ": "yu", "よ": "yo", "わ": "wa", "ゐ": "i", "ゑ": "e", "を": "o", "ん": "n"}
_SYLLABLES |= {"ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o", "ゃ": "ya", "ゅ": "yu", "ょ": "yo", "ゎ": "wa"}
for _kana, _row in (("き", "ky"), ("に", "ny"), ("ひ", "hy"), ("み", "my"), ("り", "ry"), ("ぎ", "gy"), ("び", "by"),
                    ("ぴ", "py"), ("し", "sh"), ("ち", "ch"), ("じ", "j"), ("ぢ", "j")):  # fmt: skip
    _SYLLABLES |= {_kana + small: _row + vowel for small, vowel in zip("ゃゅょぇ", "auoe", strict=True)}
for _kana, _row in (("ふ", "f"), ("ゔ", "b"), ("う", "w"), ("つ", "ts"), ("て", "t"), ("で", "d"), ("く", "kw")):
    _SYLLABLES |= {_kana + small: _row + vowel for small, vowel in zip("ぁぃぇぉ", "aieo", strict=True)}
_SYLLABLES |= {"てゅ": "tyu", "でゅ": "dyu", "とぅ": "tu", "どぅ": "du", "ふゅ": "fyu", "いぇ": "ye"}

_MACRON = str.maketrans(
    {"ā": "a", "ī": "i", "ū": "uu", "ē": "e", "ō": "ou", "â": "a", "î": "i", "û": "uu", "ê": "e", "ô": "ou"}
)
_LATIN = re.compile("[a-zāīūēōâîûêô][a-z0-9āīūēōâîûêô'’-]+")
_OUT = re.compile("[^a-z0-9]")
_CHAIN = (
    *(("tchi", "tti"), ("cchi", "tti"), ("shi", "si"), ("chi", "ti"), ("tsu", "tu"), ("fu", "hu"), ("jy", "zy")),
    *(("ji", "zi"), ("di", "zi"), ("tch", "tty"), ("cch", "tty"), ("sh", "sy"), ("ch", "ty"), ("j", "zy")),
)
_O = re.compile("o[ou]+")
_U = re.compile("uu+")
_OH = re.compile("oh(?![aeiouy])")
_M = re.compile("m(?=[bmp])")
_TAILS = (("sh", "s"), ("ch", "t"), ("ts", "t"), ("tc", "t"), ("j", "z"))


def romaji(kana: str) -> str:
    """Hepburn of kana by syllable; っ doubles the next consonant, ー is dropped, other characters stay."""
    text, out, at, double = hiragana(kana), [], 0, False
    while at < len(text):
        syllable = _SYLLABLES.get(text[at : at + 2]) if at + 1 < len(text) else None
        step = 2 if syllable else 1
        syllable = syllable or _SYLLABLES.get(text[at])
        if syllable is None:
            if text[at] == "っ":
                double = True
            elif text[at] != "ー":
                out.append(text[at])
            at += 1
            continue
        if double and syllable[0] not in "aiueon":
            out.append("t" if syllable.startswith("ch") else syllable[0])
        out.append(syllable)
        at, double = at + step, False
    return "".join(out)


def plain(text: str) -> str:
    """Lower case without macrons: ō → ou, ū → uu."""
    return text.lower().translate(_MACRON)


def latin_words(text: str) -> list[str]:
    """Words in Latin letters, also with macrons, of a text already in lower case."""
    return _LATIN.findall(text)


def key(text: str) -> str:
    """One key for all romanisations of one reading, at most 200 letters; "" if nothing is left."""
    text = _OUT.sub("", plain(text))
    for old, new in _CHAIN:
        text = text.replace(old, new)
    text = _U.sub("u", _O.sub("o", text))
    return _M.sub("n", _OH.sub("o", text))[:200]


def kana_key(kana: str) -> str:
    """Key of a reading in kana."""
    return key(romaji(kana))


def typed_keys(typed: str) -> tuple[str, ...]:
    """Keys of something half typed in kana and Latin letters: 「ぶるーｂ」 → burub, 「にほんsh」 → nihons."""
    latin = plain(romaji(typed))
    if not _OUT.sub("", latin) or _OUT.sub("", latin.replace(" ", "")) != latin.replace(" ", ""):
        return ()
    for tail, reduced in _TAILS:
        if latin.endswith(tail):
            latin = latin[: -len(tail)] + reduced
            break
    found = [key(latin)]
    if latin.endswith("f"):
        found.append(key(latin[:-1] + "h"))
    if latin.endswith("m"):  # しm… may become しん before b, m, p
        found.append(key(latin[:-1]) + "n")
    return tuple(dict.fromkeys(k for k in found if k))
