"""The test database: made once per state of the migrations, put back whole after tests that really commit.

Django's flush is replaced: history refuses DELETE (core/append_only.py), what migrations brought (pages, locales,
roles) would be gone, and search tables would keep stale rows. A copy of the fresh database has none of these faults.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import IO

import django
import wagtail
from django.conf import settings
from django.db import connection, connections
from django.db.backends.utils import CursorWrapper

TEMPLATE = "tests_migrated_"


@cache
def key() -> str:
    """Fingerprint of all that decides how a fresh database looks."""
    root = Path(settings.BASE_DIR)
    total = hashlib.sha256(f"{django.__version__} {wagtail.__version__} {sqlite3.sqlite_version}".encode())
    apps = ("core", "search", "catalog", "certification", "home")
    files = [root / "core" / "append_only.py", root / "uv.lock", root / "home" / "settings" / "base.py"]
    for app in apps:
        files += sorted((root / app / "migrations").glob("*.py"))
    for file in files:
        total.update(file.relative_to(root).as_posix().encode())
        total.update(file.read_bytes())
    return total.hexdigest()[:16]


def cached() -> Path:
    """Where the freshly migrated SQLite database of this state is kept between runs."""
    return Path(settings.VAR_DIR) / "test" / f"migrated-{key()}.sqlite3"


def template() -> str:
    """Its name on a PostgreSQL server, for as long as that server lives."""
    return f"{TEMPLATE}{key()}"


class Turn:
    """The processes of a session take turns at making the database: the first migrates, the others copy."""

    def __init__(self) -> None:
        self.file: IO[str] | None = None

    def take(self, file: Path) -> None:
        self.file = file.open("w")
        fcntl.flock(self.file, fcntl.LOCK_EX)

    def give(self) -> None:
        if self.file:
            self.file.close()
            self.file = None


def prepare() -> bool:
    """Put a copy of the kept database where the test database belongs; False when there is none yet."""
    if connection.vendor == "sqlite":
        target = Path(connection.settings_dict["TEST"]["NAME"])
        target.parent.mkdir(parents=True, exist_ok=True)
        if not cached().exists():
            return False
        shutil.copyfile(cached(), target)
        return True
    with maintenance() as cursor:
        if not exists(cursor, template()):
            return False
        recreate(cursor, connection.creation._get_test_db_name())
        return True


class Snapshot:
    """The state to which a test that committed is put back."""

    def __init__(self) -> None:
        self.name = str(connection.settings_dict["NAME"])
        if connection.vendor == "sqlite":
            if not cached().exists():
                keep_sqlite(cached())
            return
        connections.close_all()
        with maintenance() as cursor:
            if not exists(cursor, template()):
                cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{TEMPLATE}%"])
                for (old,) in cursor.fetchall():
                    cursor.execute(f'DROP DATABASE "{old}"')
                cursor.execute(f'CREATE DATABASE "{template()}" TEMPLATE "{self.name}"')

    def restore(self) -> None:
        """Make the test database equal to the snapshot."""
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            with contextlib.closing(sqlite3.connect(f"file:{cached()}?mode=ro&immutable=1", uri=True)) as source:
                source.backup(connection.connection)
            connection.close()
            return
        connections.close_all()
        with maintenance() as cursor:
            recreate(cursor, self.name)

    def drop(self) -> None:
        """The end of the session: the test database goes, the kept one stays for the next run."""
        connections.close_all()
        if connection.vendor == "postgresql":
            with maintenance() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')


def exists(cursor: CursorWrapper, name: str) -> bool:
    """Is there a database of this name?"""
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    return cursor.fetchone() is not None


def recreate(cursor: CursorWrapper, name: str) -> None:
    """A new copy of the kept database under this name."""
    cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template()}"')


def keep_sqlite(target: Path) -> None:
    """Keep a copy of the present database; older ones go."""
    part = target.with_suffix(f".{os.getpid()}")
    connection.ensure_connection()
    with contextlib.closing(sqlite3.connect(part)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    for old in target.parent.glob("migrated-*.sqlite3"):
        old.unlink(missing_ok=True)
    part.rename(target)


@contextlib.contextmanager
def maintenance() -> Iterator[CursorWrapper]:
    """A cursor on another database of the same PostgreSQL."""
    with connection._nodb_cursor() as cursor:
        yield cursor
