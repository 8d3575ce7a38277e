"""The test database: made once per state of the migrations, put back whole after tests that really commit.

Django's flush is replaced: history refuses DELETE (core/append_only.py), what migrations brought (pages, locales,
roles) would be gone, and search tables would keep stale rows. A copy of the fresh database has none of these faults.
"""

import contextlib
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import django
import wagtail
from django.conf import settings
from django.db import connection, connections
from django.db.backends.utils import CursorWrapper


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


def prepare_sqlite() -> bool:
    """Put the kept database where the test database belongs; False when there is none yet."""
    target, source = Path(connection.settings_dict["TEST"]["NAME"]), cached()
    target.parent.mkdir(parents=True, exist_ok=True)
    if not source.exists():
        return False
    shutil.copyfile(source, target)
    return True


class Snapshot:
    """The state to which a test that committed is put back."""

    def __init__(self) -> None:
        self.name = str(connection.settings_dict["NAME"])
        if connection.vendor == "sqlite":
            self.template = str(cached())
            if not Path(self.template).exists():
                keep_sqlite(Path(self.template))
        else:
            self.template = f"{self.name}_template"
            connections.close_all()
            with maintenance() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{self.template}"')
                cursor.execute(f'CREATE DATABASE "{self.template}" TEMPLATE "{self.name}"')

    def restore(self) -> None:
        """Make the test database equal to the snapshot."""
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            with contextlib.closing(sqlite3.connect(f"file:{self.template}?mode=ro&immutable=1", uri=True)) as source:
                source.backup(connection.connection)
            connection.close()
            return
        connections.close_all()
        with maintenance() as cursor:
            cursor.execute(f'DROP DATABASE "{self.name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"')

    def drop(self) -> None:
        """Forget the snapshot (PostgreSQL; the SQLite one is kept for the next run)."""
        if connection.vendor == "postgresql":
            with maintenance() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{self.template}"')


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
