"""Databases to measure on: migrated once, copied for each benchmark."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks import places


def migrated() -> Path:
    """An empty, migrated SQLite database of our site, made again when a migration changes."""
    files = [path for app in ("core", "search", "catalog", "certification", "home") for path in
             (places.ROOT / app / "migrations").glob("*.py")]  # fmt: skip
    path = places.folder("empty") / f"{places.fingerprint(files)}.sqlite3"
    if not path.exists():
        made = path.with_suffix(f".{os.getpid()}")  # two runs may make it at once
        made.unlink(missing_ok=True)
        migrate(made)
        made.replace(path)
    return path


def migrate(path: Path, **more: str) -> None:
    """Run every migration on a new database."""
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    env = places.site_environment(path, **more)
    subprocess.run(command, cwd=places.ROOT, env=env, check=True, stdout=subprocess.DEVNULL)


def ours(name: str) -> Path:
    """A fresh copy of the migrated database, in a folder of its own."""
    home = places.BENCH / f"ours-{name}"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    return Path(shutil.copy(migrated(), home / "db.sqlite3"))


def pretalx(name: str) -> Path:
    """Where a database of pretalx is kept between runs; its side fills it. The name says what it was seeded with."""
    files = [places.ROOT / "benchmarks/sides/pretalx_seed.py", places.ROOT / "home/bench_marks.py"]
    return places.folder(f"pretalx-{name}-{places.fingerprint(files)}") / "db.sqlite3"
