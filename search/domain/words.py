"""What the analyser says of a text (Word) and what the last ordering knows of a document (Record)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

SKIPPED: Final = frozenset({"補助記号", "記号", "空白", "助詞", "助動詞"})
PREFIX: Final = "接頭辞"


@dataclass(frozen=True, slots=True)
class Word:
    """A morpheme: where it stands in the text given, and its forms. `reading` is folded, "" when unknown."""

    start: int
    end: int
    surface: str
    normal: str
    parts: tuple[str, ...]
    synonyms: tuple[int, ...]
    reading: str
    part_readings: tuple[str, ...]
    pos: str
    known: bool

    @property
    def is_content(self) -> bool:
        """Neither particle nor sign."""
        return self.pos not in SKIPPED and bool(self.normal)


@dataclass(frozen=True, slots=True)
class Record:
    """What the last ordering knows of a document: folded texts and the words of the name."""

    code: str
    name: str
    kana: str
    maker: str
    lines: tuple[str, ...]
    words: frozenset[str]
    category: str
    area: str
    everything: str = ""


Analyse = Callable[[str], Sequence[Word]]
