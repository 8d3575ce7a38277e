"""The embedded engine: SQLite FTS5 stores and matches the analyser's tokens; facets and orders are cut in Python."""

import heapq
import json
import sqlite3
import threading
import uuid
from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from search.analyser import Prepared, analyser_version, record_of
from search.domain.tree import And, Node, Or, Phrase, Prefix
from search.domain.words import Record
from search.engines import tables
from search.engines.arrays import Arrays
from search.engines.base import CANDIDATES, PER_SUGGESTION, Answer, Ask, Narrow, NotBuilt, Status
from search.engines.store import Store, default_store

_CACHED: Final = 64


def quoted(token: str) -> str:
    """A token as an FTS5 string."""
    return '"' + token.replace('"', '""') + '"'


def translate(node: Node) -> str:
    """The tree as an FTS5 expression."""
    if isinstance(node, And | Or):
        word = " AND " if isinstance(node, And) else " OR "
        return "(" + word.join(translate(child) for child in node.nodes) + ")"
    text = quoted(" ".join(node.tokens) if isinstance(node, Phrase) else node.text)
    return "{" + " ".join(node.columns) + "} : " + text + (" *" if isinstance(node, Prefix) else "")


class EmbeddedEngine:
    """One instance per store; arrays and matches are cached by index version."""

    name = "embedded"

    def __init__(self, store: Store | None = None) -> None:
        self._store = store
        self._arrays: Arrays | None = None
        self._place = ""
        self._matches: OrderedDict[tuple[object, ...], Any] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def store(self) -> Store:
        """The store given, or this installation's."""
        return self._store or default_store()

    # reading

    @contextmanager
    def _reading(self) -> Iterator[tuple[sqlite3.Connection, Arrays]]:
        """One snapshot: the arrays and the tables of one version."""
        connection = self.store.connection()
        own = not connection.in_transaction
        if own:
            connection.execute("BEGIN DEFERRED")
        try:
            yield connection, self._current(connection)
        finally:
            if own and connection.in_transaction:
                connection.execute("ROLLBACK")

    def _current(self, connection: sqlite3.Connection) -> Arrays:
        meta = self._meta(connection)
        place = self.store.place
        arrays = self._arrays
        if arrays is not None and arrays.version == meta["version"] and self._place == place:
            return arrays
        with self._lock:
            arrays = self._arrays
            if arrays is not None and arrays.version == meta["version"] and self._place == place:
                return arrays
            seq = int(meta["seq"])
            if arrays is None or self._place != place or arrays.build != meta["build"] or seq <= arrays.seq:
                arrays = Arrays(meta["build"])
            else:
                arrays = arrays.copy()
            arrays.load(connection, seq, meta["version"])
            self._arrays, self._place = arrays, place
            self._matches.clear()
            return arrays

    @staticmethod
    def _meta(connection: sqlite3.Connection) -> dict[str, str]:
        try:
            meta = dict(connection.execute("SELECT name, value FROM search_meta").fetchall())
        except sqlite3.OperationalError as error:
            raise NotBuilt(str(error)) from error
        if not meta.get("build"):
            raise NotBuilt("no index")
        return meta

    def _remember(self, key: tuple[object, ...], make: Any) -> Any:
        with self._lock:
            if key in self._matches:
                self._matches.move_to_end(key)
                return self._matches[key]
        value = make()
        with self._lock:
            self._matches[key] = value
            while len(self._matches) > _CACHED:
                self._matches.popitem(last=False)
        return value

    def _match(self, connection: sqlite3.Connection, arrays: Arrays, node: Node) -> list[int]:
        sql = tables.named(tables.MATCH, arrays.build)
        found: list[int] = self._remember(
            (arrays.version, node), lambda: [row for (row,) in connection.execute(sql, (translate(node),))]
        )
        return found

    def ask(self, ask: Ask) -> Answer:
        """Strict matches."""
        with self._reading() as (connection, arrays):
            rows = arrays.everything() if ask.node is None else self._match(connection, arrays, ask.node)
            passed, facets = self._remember(
                (arrays.version, ask.node, ask.narrow.key(), tuple(ask.facets)),
                lambda: arrays.counted(rows, ask.narrow, ask.facets),
            )
            position = arrays.position(ask.sort)
            end = ask.start + ask.size
            if ask.sort != "relevance":
                first = self._first(passed, end, position)
                return Answer(
                    len(passed), [arrays.codes[r] or "" for r in first[ask.start :]], [], facets, arrays.version
                )
            if ask.names is not None and len(passed) > CANDIDATES:
                named = set(self._match(connection, arrays, ask.names))
                base = len(arrays.codes)
                place = {r: position[r] + (0 if r in named else base) for r in passed}
                first = heapq.nsmallest(max(CANDIDATES, end), passed, key=place.__getitem__)
            else:
                first = self._first(passed, max(CANDIDATES, end), position)
            records = self._records(connection, arrays, first[:CANDIDATES])
            return Answer(
                len(passed), [arrays.codes[r] or "" for r in first[ask.start : end]], records, facets, arrays.version
            )

    @staticmethod
    def _first(rows: list[int], count: int, position: list[int]) -> list[int]:
        if len(rows) <= count * 4:
            return sorted(rows, key=position.__getitem__)[:count]
        return heapq.nsmallest(count, rows, key=position.__getitem__)

    def best(
        self, scored: Sequence[tuple[Node, int]], narrow: Narrow, limit: int, skip: Collection[str]
    ) -> list[Record]:
        """Documents matching any of the nodes, highest sum of weights first."""
        with self._reading() as (connection, arrays):
            sums: dict[int, int] = {}
            for node, weight in scored:
                for row in self._match(connection, arrays, node):
                    sums[row] = sums.get(row, 0) + weight
            gone = {arrays.rows[code] for code in skip if code in arrays.rows}
            rows = [row for row in sums if row not in gone]
            rows, _ = arrays.counted(rows, narrow, ())
            position = arrays.position("relevance")
            first = heapq.nsmallest(limit, rows, key=lambda r: (-sums[r], position[r]))
            return self._records(connection, arrays, first)

    def counts(self, nodes: Sequence[Node]) -> tuple[int, list[int]]:
        """Number of all documents, and of those that match each node."""
        with self._reading() as (connection, arrays):
            return len(arrays.rows), [len(self._match(connection, arrays, node)) for node in nodes]

    def records(self, codes: Sequence[str], narrow: Narrow) -> dict[str, Record]:
        """Records of codes that exist and pass the filters."""
        with self._reading() as (connection, arrays):
            rows, _ = arrays.counted([arrays.rows[c] for c in codes if c in arrays.rows], narrow, ())
            return {r.code: r for r in self._records(connection, arrays, rows)}

    def _records(self, connection: sqlite3.Connection, arrays: Arrays, rows: Sequence[int]) -> list[Record]:
        found = self._texts(connection, arrays, rows, "record")
        return [record_of(arrays.codes[row] or "", json.loads(found[row])) for row in rows if row in found]

    @staticmethod
    def _texts(connection: sqlite3.Connection, arrays: Arrays, rows: Sequence[int], column: str) -> dict[int, str]:
        found: dict[int, str] = {}
        for at in range(0, len(rows), 500):
            part = rows[at : at + 500]
            marks = ",".join("?" * len(part))
            sql = tables.named(f"SELECT id, {column} FROM search_text_{{b}} WHERE id IN ({marks})", arrays.build)  # noqa: S608 -- marks and our own names
            found.update(connection.execute(sql, part).fetchall())
        return found

    def sources(self, codes: Sequence[str]) -> dict[str, Mapping[str, str]]:
        """Texts as given, for highlights."""
        with self._reading() as (connection, arrays):
            rows = [arrays.rows[code] for code in codes if code in arrays.rows]
            found = self._texts(connection, arrays, rows, "source")
            return {arrays.codes[row] or "": json.loads(text) for row, text in found.items()}

    def suggest(self, keys: Sequence[str]) -> list[tuple[str, str, str]]:
        """(text, kind, code) of keys that begin so; short texts first."""
        with self._reading() as (connection, arrays):
            found: dict[tuple[int, str, str], str] = {}
            sql = tables.named(tables.KEYS, arrays.build)
            for key in keys:
                for length, text, kind, code in connection.execute(sql, (key, key + "\U0010ffff", PER_SUGGESTION)):
                    known = found.get((length, text, kind))
                    found[length, text, kind] = code if known is None else min(code, known)
            ordered = sorted(found.items())[:PER_SUGGESTION]
            return [(text, kind, code) for (_, text, kind), code in ordered]

    def status(self) -> Status:
        """Raises NotBuilt."""
        connection = self.store.connection()
        meta = self._meta(connection)
        (count,) = connection.execute(tables.named(tables.COUNT, meta["build"])).fetchone()
        return Status(meta["build"], meta["version"], int(meta["applied"]), meta["analyser"], count)

    # writing

    def apply(self, puts: Sequence[tuple[int, Prepared]], deletes: Sequence[tuple[int, str]], upto: int) -> None:
        """Write changes in one transaction; what a later change wrote stays."""
        with self.store.writing() as connection:
            meta = self._meta(connection)
            seq = int(meta["seq"]) + 1
            tables.remove(connection, meta["build"], seq, deletes)
            tables.write(connection, meta["build"], seq, puts)
            tables.put_meta(connection, seq=seq, applied=max(upto, int(meta["applied"])), version=uuid.uuid4().hex)

    def build(self, upto: int) -> "EmbeddedBuilder":
        """New tables beside the live ones."""
        return EmbeddedBuilder(self.store, upto)


class EmbeddedBuilder:
    """New tables under a new build number, filled in short transactions."""

    def __init__(self, store: Store, upto: int) -> None:
        self._store, self._upto, self._seq = store, upto, 1
        self._build = uuid.uuid4().hex[:12]
        with store.writing() as connection:
            tables.create(connection, self._build)

    def add(self, batch: Sequence[Prepared], version: int) -> None:
        """Store documents."""
        with self._store.writing() as connection:
            tables.write(connection, self._build, self._seq, [(version, document) for document in batch])

    def refresh(self) -> None:
        """Merge the segments."""
        with self._store.writing() as connection:
            connection.execute(tables.named(tables.OPTIMIZE, self._build))

    def apply(self, puts: Sequence[tuple[int, Prepared]], deletes: Sequence[tuple[int, str]], upto: int) -> None:
        """Changes logged meanwhile."""
        self._seq += 1
        with self._store.writing() as connection:
            tables.remove(connection, self._build, self._seq, deletes)
            tables.write(connection, self._build, self._seq, puts)
        self._upto = max(self._upto, upto)

    def swap(self) -> None:
        """Point the readers at the new tables and drop all others."""
        with self._store.writing() as connection:
            tables.put_meta(
                connection, build=self._build, seq=self._seq, applied=self._upto, version=uuid.uuid4().hex,
                analyser=analyser_version(),
            )  # fmt: skip
            tables.drop_others(connection, self._build)

    def discard(self) -> None:
        """Drop the new tables."""
        with self._store.writing() as connection:
            tables.drop(connection, self._build)
