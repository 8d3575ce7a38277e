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

from search.analyser import COLUMNS, Prepared, analyser_version, record_of
from search.domain.tree import And, Node, Or, Phrase, Prefix
from search.domain.words import Record
from search.engines.arrays import Arrays
from search.engines.base import CANDIDATES, PER_SUGGESTION, Answer, Ask, Narrow, NotBuilt, Status
from search.engines.store import Store, default_store

_CACHED: Final = 64
_META = "CREATE TABLE IF NOT EXISTS search_meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"
_TABLES: Final = (
    "CREATE TABLE search_doc_{b} (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, version INTEGER NOT NULL,"
    " seq INTEGER NOT NULL, facets TEXT NOT NULL, price INTEGER, year INTEGER, certified TEXT NOT NULL,"
    " kana TEXT NOT NULL, length INTEGER NOT NULL)",
    "CREATE INDEX search_doc_{b}_seq ON search_doc_{b} (seq)",
    "CREATE TABLE search_text_{b} (id INTEGER PRIMARY KEY, record TEXT NOT NULL, source TEXT NOT NULL)",
    "CREATE TABLE search_gone_{b} (id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, version INTEGER NOT NULL,"
    " code TEXT NOT NULL)",
    "CREATE TABLE search_key_{b} (key TEXT NOT NULL, length INTEGER NOT NULL, text TEXT NOT NULL, kind TEXT NOT NULL,"
    " doc INTEGER NOT NULL, PRIMARY KEY (key, length, text, kind, doc)) WITHOUT ROWID",
    "CREATE INDEX search_key_{b}_doc ON search_key_{b} (doc)",
    "CREATE VIRTUAL TABLE search_fts_{b} USING fts5(" + ", ".join(COLUMNS) + ","
    " tokenize = 'unicode61 remove_diacritics 0')",
)
_NAMES: Final = ("doc", "text", "gone", "key", "fts")


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
        sql = f"SELECT rowid FROM search_fts_{arrays.build} WHERE search_fts_{arrays.build} MATCH ?"  # noqa: S608 -- our own name
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
                return Answer(len(passed), [arrays.codes[r] or "" for r in first[ask.start :]], [], facets)
            if ask.names is not None and len(passed) > CANDIDATES:
                named = set(self._match(connection, arrays, ask.names))
                base = len(arrays.codes)
                place = {r: position[r] + (0 if r in named else base) for r in passed}
                first = heapq.nsmallest(max(CANDIDATES, end), passed, key=place.__getitem__)
            else:
                first = self._first(passed, max(CANDIDATES, end), position)
            records = self._records(connection, arrays, first[:CANDIDATES])
            return Answer(len(passed), [arrays.codes[r] or "" for r in first[ask.start : end]], records, facets)

    @staticmethod
    def _first(rows: list[int], count: int, position: list[int]) -> list[int]:
        if len(rows) <= count * 4:
            return sorted(rows, key=position.__getitem__)[:count]
        return heapq.nsmallest(count, rows, key=position.__getitem__)

    def best(self, scored: Sequence[tuple[Node, int]], narrow: Narrow, limit: int, skip: Collection[str]) -> list[Record]:
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
            sql = f"SELECT id, {column} FROM search_text_{arrays.build} WHERE id IN ({marks})"  # noqa: S608 -- our own names
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
            sql = (
                f"SELECT length, text, kind, min(code) FROM search_key_{arrays.build} JOIN search_doc_{arrays.build}"  # noqa: S608 -- our own names
                " ON id = doc WHERE key >= ? AND key < ? GROUP BY length, text, kind ORDER BY length, text, kind LIMIT ?"
            )
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
        (count,) = connection.execute(f"SELECT count(*) FROM search_doc_{meta['build']}").fetchone()  # noqa: S608 -- our own name
        return Status(meta["build"], meta["version"], int(meta["applied"]), meta["analyser"], count)

    # writing

    def apply(self, puts: Sequence[tuple[int, Prepared]], deletes: Sequence[tuple[int, str]], upto: int) -> None:
        """Write changes in one transaction; what a later change wrote stays."""
        with self.store.writing() as connection:
            meta = self._meta(connection)
            seq = int(meta["seq"]) + 1
            _write(connection, meta["build"], seq, puts, deletes)
            _put_meta(connection, seq=seq, applied=max(upto, int(meta["applied"])), version=uuid.uuid4().hex)

    def build(self, upto: int) -> "EmbeddedBuilder":
        """New tables beside the live ones."""
        return EmbeddedBuilder(self.store, upto)


class EmbeddedBuilder:
    """New tables under a new build number, filled in short transactions."""

    def __init__(self, store: Store, upto: int) -> None:
        self._store, self._upto, self._seq = store, upto, 1
        self._build = uuid.uuid4().hex[:12]
        with store.writing() as connection:
            connection.execute(_META)
            for sql in _TABLES:
                connection.execute(sql.format(b=self._build))

    def add(self, batch: Sequence[Prepared], version: int) -> None:
        """Store documents."""
        with self._store.writing() as connection:
            _write(connection, self._build, self._seq, [(version, p) for p in batch], ())

    def refresh(self) -> None:
        """Merge the segments."""
        with self._store.writing() as connection:
            connection.execute(f"INSERT INTO search_fts_{self._build}(search_fts_{self._build}) VALUES ('optimize')")  # noqa: S608 -- our own name

    def apply(self, puts: Sequence[tuple[int, Prepared]], deletes: Sequence[tuple[int, str]], upto: int) -> None:
        """Changes logged meanwhile."""
        self._seq += 1
        with self._store.writing() as connection:
            _write(connection, self._build, self._seq, puts, deletes)
        self._upto = max(self._upto, upto)

    def swap(self) -> None:
        """Point the readers at the new tables and drop all others."""
        with self._store.writing() as connection:
            _put_meta(
                connection, build=self._build, seq=self._seq, applied=self._upto, version=uuid.uuid4().hex,
                analyser=analyser_version(),
            )  # fmt: skip
            _drop(connection, keep=self._build)

    def discard(self) -> None:
        """Drop the new tables."""
        with self._store.writing() as connection:
            for name in _NAMES:
                connection.execute(f"DROP TABLE IF EXISTS search_{name}_{self._build}")


def _put_meta(connection: sqlite3.Connection, **values: object) -> None:
    rows = [(name, str(value)) for name, value in values.items()]
    connection.executemany("INSERT INTO search_meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", rows)


def _drop(connection: sqlite3.Connection, *, keep: str) -> None:
    sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'search\\_doc\\_%' ESCAPE '\\'"
    for (table,) in connection.execute(sql).fetchall():
        build = table.removeprefix("search_doc_")
        if build != keep:
            for name in _NAMES:
                connection.execute(f"DROP TABLE IF EXISTS search_{name}_{build}")


def _write(
    connection: sqlite3.Connection,
    build: str,
    seq: int,
    puts: Sequence[tuple[int, Prepared]],
    deletes: Sequence[tuple[int, str]],
) -> None:
    for version, code in deletes:
        row = connection.execute(f"SELECT id, version FROM search_doc_{build} WHERE code = ?", (code,)).fetchone()  # noqa: S608 -- our own name
        if row is not None and row[1] <= version:
            for table, column in (("doc", "id"), ("text", "id"), ("key", "doc"), ("fts", "rowid")):
                connection.execute(f"DELETE FROM search_{table}_{build} WHERE {column} = ?", (row[0],))  # noqa: S608 -- our own names
            connection.execute(f"INSERT OR REPLACE INTO search_gone_{build} VALUES (?, ?, ?, ?)", (row[0], seq, version, code))  # noqa: S608 -- our own name
    columns = ", ".join(COLUMNS)
    for version, document in puts:
        sql = f"SELECT id, version FROM search_doc_{build} WHERE code = ?"  # noqa: S608 -- our own name
        row = connection.execute(sql, (document.code,)).fetchone()
        if row is not None and row[1] > version:
            continue
        if row is None:
            (last,) = connection.execute(
                f"SELECT max((SELECT ifnull(max(id), 0) FROM search_doc_{build}),"  # noqa: S608 -- our own names
                f" (SELECT ifnull(max(id), 0) FROM search_gone_{build}))"
            ).fetchone()
            number = last + 1
        else:
            number = row[0]
            connection.execute(f"DELETE FROM search_key_{build} WHERE doc = ?", (number,))  # noqa: S608 -- our own name
            connection.execute(f"DELETE FROM search_fts_{build} WHERE rowid = ?", (number,))  # noqa: S608 -- our own name
        connection.execute(
            f"INSERT OR REPLACE INTO search_doc_{build} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 -- our own name
            (number, document.code, version, seq, json.dumps(document.facets, ensure_ascii=False), document.price_yen,
             document.year, document.certified_on, document.kana_sort, document.length),
        )  # fmt: skip
        connection.execute(
            f"INSERT OR REPLACE INTO search_text_{build} VALUES (?, ?, ?)",  # noqa: S608 -- our own name
            (number, json.dumps(document.record, ensure_ascii=False), json.dumps(document.source, ensure_ascii=False)),
        )
        connection.execute(
            f"INSERT INTO search_fts_{build} (rowid, {columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 -- our own names
            (number, *(document.columns[c] for c in COLUMNS)),
        )
        connection.executemany(
            f"INSERT OR IGNORE INTO search_key_{build} VALUES (?, ?, ?, ?, ?)",  # noqa: S608 -- our own name
            [(key, len(text), text, kind, number) for key, text, kind in document.keys],
        )
