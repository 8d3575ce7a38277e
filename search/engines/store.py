"""Where the embedded engine's tables live: the SQLite main database, or a SQLite file of its own (WAL)."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.db import connection, transaction


class MainStore:
    """The site's own SQLite database: the same file, the same transaction as the caller's."""

    @property
    def place(self) -> str:
        """Which database this is, for caches."""
        return str(connection.settings_dict["NAME"])

    def connection(self) -> sqlite3.Connection:
        """This thread's connection."""
        connection.ensure_connection()
        return cast(sqlite3.Connection, cast(Any, connection).connection)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A write transaction, joined to the caller's if there is one."""
        with transaction.atomic():
            yield self.connection()


class FileStore:
    """A file of its own; one connection per thread."""

    def __init__(self, path: Path | str) -> None:
        self.place = str(path)
        self._local = threading.local()

    def connection(self) -> sqlite3.Connection:
        """This thread's connection, opened at need; a deleted file is opened anew."""
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is not None and Path(self.place).exists():
            return found
        if found is not None:
            found.close()
        Path(self.place).parent.mkdir(parents=True, exist_ok=True)
        opened = sqlite3.connect(self.place, timeout=20, isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "cache_size=-64000", "mmap_size=134217728"):
            opened.execute(f"PRAGMA {pragma}")
        self._local.connection = opened
        return opened

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """BEGIN IMMEDIATE … COMMIT."""
        opened = self.connection()
        opened.execute("BEGIN IMMEDIATE")
        try:
            yield opened
        except BaseException:
            opened.execute("ROLLBACK")
            raise
        opened.execute("COMMIT")

    def close(self) -> None:
        """Close this thread's connection."""
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is not None:
            found.close()
            self._local.connection = None


Store = MainStore | FileStore
_files: dict[str, FileStore] = {}


def default_store() -> Store:
    """The store of this installation."""
    if connection.vendor == "sqlite":
        return MainStore()
    return _files.setdefault(str(settings.SEARCH_FILE), FileStore(settings.SEARCH_FILE))
