"""Two texts side by side, word by word: what stayed, what went, what came."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Mark = Literal["same", "gone", "new"]
LONGEST = 6000  # above this the whole text counts as replaced: the comparison would take seconds
# Japanese has no spaces: a run of one script is a word good enough to mark; long kanji runs and signs stand alone.
_WORDS = re.compile(
    r"\d+(?:[.,]\d+)*|[A-Za-z]+|[一-鿿々]{1,4}|[ァ-ヿｦ-ﾟ]+|[ぁ-ゟ]+|\s|.",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and whether it stayed."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Compared:
    """The two columns. `changed` says in one word for those who see no colour."""

    old: tuple[Piece, ...]
    new: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        return any(piece.mark != "same" for piece in (*self.old, *self.new))


def compare(old: str, new: str) -> Compared:
    """Both texts in pieces; joined, each column reads exactly as its text."""
    if max(len(old), len(new)) > LONGEST:
        same = old == new
        return Compared(tuple(_whole(old, "gone", same=same)), tuple(_whole(new, "new", same=same)))
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            left.append(Piece("same", "".join(before[a:b])))
            right.append(Piece("same", "".join(after[c:d])))
            continue
        if b > a:
            left.append(Piece("gone", "".join(before[a:b])))
        if d > c:
            right.append(Piece("new", "".join(after[c:d])))
    return Compared(tuple(left), tuple(right))


def _whole(text: str, mark: Mark, *, same: bool) -> Iterator[Piece]:
    if text:
        yield Piece("same" if same else mark, text)
