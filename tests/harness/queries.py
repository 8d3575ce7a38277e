"""Counting what a view asks the database, with literals."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

NOT_COUNTED = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT", "BEGIN", "COMMIT", "PRAGMA")
NOT_COUNTED += ("SELECT PG_ADVISORY_XACT_LOCK",)  # SQLite's one writer needs no lock: both count alike


@contextmanager
def exact_queries(expected: int) -> Iterator[list[str]]:
    """Fail unless the block sends exactly `expected` statements (transaction marks are not counted); lists them all."""
    statements: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield statements
    statements += [query["sql"] for query in captured if not query["sql"].upper().startswith(NOT_COUNTED)]
    listing = "\n".join(f"{number:3} {sql[:300]}" for number, sql in enumerate(statements, 1))
    assert len(statements) == expected, f"{len(statements)} queries, expected {expected}:\n{listing}"
