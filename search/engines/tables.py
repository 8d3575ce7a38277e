"""The embedded engine's tables: made by the engine under a build number, not by migrations. Statements and writes."""

import json
import sqlite3
from collections.abc import Sequence
from typing import Final

from search.analyser import COLUMNS, Prepared

META: Final = "CREATE TABLE IF NOT EXISTS search_meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"
NAMES: Final = ("doc", "text", "gone", "key", "fts")
TABLES: Final = (
    """CREATE TABLE search_doc_{b} (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, version INTEGER NOT NULL,
    seq INTEGER NOT NULL, facets TEXT NOT NULL, price INTEGER, year INTEGER, certified TEXT NOT NULL,
    kana TEXT NOT NULL, length INTEGER NOT NULL)""",
    "CREATE INDEX search_doc_{b}_seq ON search_doc_{b} (seq)",
    "CREATE TABLE search_text_{b} (id INTEGER PRIMARY KEY, record TEXT NOT NULL, source TEXT NOT NULL)",
    "CREATE TABLE search_gone_{b} (id INTEGER PRIMARY KEY, seq INTEGER NOT NULL)",
    """CREATE TABLE search_key_{b} (key TEXT NOT NULL, length INTEGER NOT NULL, text TEXT NOT NULL, kind TEXT NOT NULL,
    doc INTEGER NOT NULL, PRIMARY KEY (key, length, text, kind, doc)) WITHOUT ROWID""",
    "CREATE INDEX search_key_{b}_doc ON search_key_{b} (doc)",
    f"""CREATE VIRTUAL TABLE search_fts_{{b}} USING fts5({", ".join(COLUMNS)},
    tokenize = 'unicode61 remove_diacritics 0')""",
)
KNOWN: Final = "SELECT id, version FROM search_doc_{b} WHERE code = ?"
LAST: Final = (
    "SELECT max((SELECT ifnull(max(id), 0) FROM search_doc_{b}), (SELECT ifnull(max(id), 0) FROM search_gone_{b}))"
)
UNKEY: Final = "DELETE FROM search_key_{b} WHERE doc = ?"
UNFTS: Final = "DELETE FROM search_fts_{b} WHERE rowid = ?"
UNDOC: Final = "DELETE FROM search_doc_{b} WHERE id = ?"
UNTEXT: Final = "DELETE FROM search_text_{b} WHERE id = ?"
GONE: Final = "INSERT OR REPLACE INTO search_gone_{b} VALUES (?, ?)"
DOC: Final = "INSERT OR REPLACE INTO search_doc_{b} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
TEXT: Final = "INSERT OR REPLACE INTO search_text_{b} VALUES (?, ?, ?)"
FTS_AT: Final = "INSERT INTO search_fts_{b} (rowid, nt, bt, nb, bb, nu, bu, kn, ro) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
KEY: Final = "INSERT OR IGNORE INTO search_key_{b} VALUES (?, ?, ?, ?, ?)"
OPTIMIZE: Final = "INSERT INTO search_fts_{b}(search_fts_{b}) VALUES ('optimize')"
MATCH: Final = "SELECT rowid FROM search_fts_{b} WHERE search_fts_{b} MATCH ?"
COUNT: Final = "SELECT count(*) FROM search_doc_{b}"
KEYS: Final = """SELECT k.length, text, kind, min(code) FROM search_key_{b} AS k JOIN search_doc_{b} ON id = doc
    WHERE key >= ? AND key < ? GROUP BY k.length, text, kind ORDER BY k.length, text, kind LIMIT ?"""
PUT_META: Final = "INSERT INTO search_meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
BUILDS: Final = "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'search\\_doc\\_%' ESCAPE '\\'"


def named(statement: str, build: str) -> str:
    """A statement with the build's table names; `build` is ours, hexadecimal."""
    return statement.replace("{b}", build)


def create(connection: sqlite3.Connection, build: str) -> None:
    """The tables of a build."""
    connection.execute(META)
    for statement in TABLES:
        connection.execute(named(statement, build))


def drop(connection: sqlite3.Connection, build: str) -> None:
    """Drop the tables of one build."""
    for name in NAMES:
        connection.execute(f"DROP TABLE IF EXISTS search_{name}_{build}")


def drop_others(connection: sqlite3.Connection, keep: str) -> None:
    """Drop every build but one."""
    for (table,) in connection.execute(BUILDS).fetchall():
        if (build := table.removeprefix("search_doc_")) != keep:
            drop(connection, build)


def put_meta(connection: sqlite3.Connection, **values: object) -> None:
    """Remember some values."""
    connection.executemany(PUT_META, [(name, str(value)) for name, value in values.items()])


def remove(connection: sqlite3.Connection, build: str, seq: int, deletes: Sequence[tuple[int, str]]) -> None:
    """Delete documents by (change number, code), unless a later change wrote them."""
    for number, code in deletes:
        row = connection.execute(named(KNOWN, build), (code,)).fetchone()
        if row is not None and row[1] <= number:
            for statement in (UNKEY, UNFTS, UNTEXT, UNDOC):
                connection.execute(named(statement, build), (row[0],))
            connection.execute(named(GONE, build), (row[0], seq))


def write(connection: sqlite3.Connection, build: str, seq: int, puts: Sequence[tuple[int, Prepared]]) -> None:
    """Store documents by (change number, document), unless a later change wrote them. Row ids are never used twice."""
    (last,) = connection.execute(named(LAST, build)).fetchone()
    for number, document in puts:
        known = connection.execute(named(KNOWN, build), (document.code,)).fetchone()
        if known is not None and known[1] > number:
            continue
        if known is None:
            last += 1
            row = last
        else:
            row = known[0]
            connection.execute(named(UNKEY, build), (row,))
            connection.execute(named(UNFTS, build), (row,))
        _store(connection, build, seq, row, number, document)


def _store(connection: sqlite3.Connection, build: str, seq: int, row: int, number: int, document: Prepared) -> None:
    facets = json.dumps(document.facets, ensure_ascii=False, sort_keys=True)
    numbers = (document.price_yen, document.year, document.certified_on, document.kana_sort, document.length)
    connection.execute(named(DOC, build), (row, document.code, number, seq, facets, *numbers))
    texts = (json.dumps(document.record, ensure_ascii=False), json.dumps(document.source, ensure_ascii=False))
    connection.execute(named(TEXT, build), (row, *texts))
    connection.execute(named(FTS_AT, build), (row, *(document.columns[column] for column in COLUMNS)))
    keys = [(key, len(text), text, kind, row) for key, text, kind in document.keys]
    connection.executemany(named(KEY, build), keys)
