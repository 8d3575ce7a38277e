"""What an engine is asked and what it answers; both engines keep to this and to nothing more."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from search.analyser import Prepared
from search.domain.tree import Node
from search.domain.words import Record

CANDIDATES: Final = 200  # documents the last ordering (domain/rerank.py) looks at
PER_SUGGESTION: Final = 60


class EngineDown(Exception):
    """The engine does not answer now: connection, timeout, overload. Another may."""


class RequestRefused(Exception):
    """The engine calls a request of ours wrong: a fault of the code, not of the machine."""


class NotBuilt(EngineDown):
    """The engine has no index yet."""


@dataclass(frozen=True, slots=True)
class Narrow:
    """Facet filters, a price range and whether ended certificates are hidden."""

    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    price_min: int | None = None
    price_max: int | None = None
    hide_ended: bool = True

    def key(self) -> tuple[object, ...]:
        """For a cache."""
        filters = tuple(sorted((f, tuple(sorted(v))) for f, v in self.filters.items()))
        return (filters, self.price_min, self.price_max, self.hide_ended)


@dataclass(frozen=True, slots=True)
class Ask:
    """One question to an engine: strict matches of `node` (None: everything), narrowed, sorted, with facet counts.

    Sorted by relevance, matches of `names` come first, then short names, then `code`; the engine gives the records of
    the first CANDIDATES, and for pages beyond them the codes in that order.
    """

    node: Node | None
    narrow: Narrow
    sort: str
    start: int
    size: int
    facets: Sequence[str]
    names: Node | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """`records`: candidates in the engine's order (relevance only). `codes`: the slice asked for."""

    total: int
    codes: Sequence[str]
    records: Sequence[Record]
    facets: Mapping[str, Mapping[str, int]]
    version: str


@dataclass(frozen=True, slots=True)
class Status:
    """What an engine remembers: its build, a version that changes with every write, the last change applied."""

    build: str
    version: str
    applied: int
    analyser: str
    documents: int


class Builder(Protocol):
    """A new index beside the live one."""

    def add(self, batch: Sequence[Prepared], version: int) -> None:
        """Store documents."""

    def refresh(self) -> None:
        """Make them visible; before replaying changes."""

    def apply(self, puts: Sequence[tuple[int, Prepared]], deletes: Sequence[tuple[int, str]], upto: int) -> None:
        """Changes logged since the rebuild began: (number, document) and (number, code)."""

    def swap(self) -> None:
        """Become the live index, in one step."""

    def discard(self) -> None:
        """Forget it."""


class Engine(Protocol):
    """Stores, matches, counts."""

    name: str

    def ask(self, ask: Ask) -> Answer:
        """Strict matches."""

    def best(
        self, scored: Sequence[tuple[Node, int]], narrow: Narrow, limit: int, skip: Collection[str]
    ) -> list[Record]:
        """Documents matching any of the nodes, highest sum of weights first, then short names, then code."""

    def counts(self, nodes: Sequence[Node]) -> tuple[int, list[int]]:
        """Number of all documents, and of those that match each node."""

    def records(self, codes: Sequence[str], narrow: Narrow) -> dict[str, Record]:
        """Records of codes that exist and pass the filters."""

    def sources(self, codes: Sequence[str]) -> dict[str, Mapping[str, str]]:
        """Texts as given (name, kana, maker, body), for highlights."""

    def suggest(self, keys: Sequence[str]) -> list[tuple[str, str, str]]:
        """(text, kind, code) of keys that begin with one of these; at most PER_SUGGESTION, short texts first."""

    def apply(self, puts: Sequence[tuple[int, Prepared]], deletes: Sequence[tuple[int, str]], upto: int) -> None:
        """Write changes and remember the number `upto`, unless a later one is already remembered."""

    def status(self) -> Status:
        """Raises NotBuilt, EngineDown."""

    def build(self, upto: int) -> Builder:
        """Begin a rebuild that holds the changes up to a number."""


def in_batches(items: Iterable[Prepared], size: int) -> Iterable[list[Prepared]]:
    """Lists of at most `size`."""
    batch: list[Prepared] = []
    for item in items:
        batch.append(item)
        if len(batch) >= size:
            yield batch
            batch = []
    if batch:
        yield batch
