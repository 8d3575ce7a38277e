"""A fresh database: every migration from nothing, a new process each time."""

import subprocess
import time
from pathlib import Path

from benchmarks import databases, places, timing
from benchmarks.record import Figures, Result


def migrate(name: str) -> Result:
    """`manage.py migrate` on nothing, beside pretalx's, both on SQLite."""
    home = places.folder("migrate")
    mine, theirs = timing.alternate(
        lambda times: [_ours(home) for _ in range(times)], lambda times: [_pretalx(home) for _ in range(times)], each=1
    )
    return Result(
        name=name,
        size="SQLite, a new process and an empty file each time",
        ours=Figures(tuple(mine)),
        peer=Figures(tuple(theirs), name=f"pretalx {places.PRETALX} migrate"),
        wanted="≤ 20 s",
        met=timing.median(mine) <= 20,
        versions={"pretalx": places.PRETALX},
    )


def _ours(home: Path) -> float:
    path = home / "ours.sqlite3"
    _remove(path)
    start = time.perf_counter()
    databases.migrate(path)
    return time.perf_counter() - start


def _pretalx(home: Path) -> float:
    path = home / "pretalx.sqlite3"
    _remove(path)
    command = [places.pretalx_python(), "-m", "django", "migrate", "--verbosity", "0"]
    start = time.perf_counter()
    subprocess.run(
        command, cwd=home, env=places.pretalx_environment(path), check=True, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return time.perf_counter() - start


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        Path(f"{path}{ending}").unlink(missing_ok=True)
