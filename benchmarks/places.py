"""Where benchmarks keep what they need: below var/bench, made when missing, safe to delete."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BENCH = ROOT / "var" / "bench"
RESULTS = ROOT / "benchmarks" / "results"
DOCUMENT = ROOT / "docs" / "benchmarks.md"
PRETALX = "2025.2.2"  # the newest release for Python 3.11 and 3.12; later ones need 3.13


class NotHere(Exception):
    """A part of the measurement is missing on this machine; the sentence says which."""


def folder(name: str) -> Path:
    """A folder below var/bench."""
    path = BENCH / name
    path.mkdir(parents=True, exist_ok=True)
    return path


def fingerprint(files: Iterable[Path]) -> str:
    """Twelve letters that change when one of the files does."""
    found = hashlib.sha256()
    for file in sorted(files):
        found.update(file.read_bytes())
    return found.hexdigest()[:12]


def site_environment(database: Path, **more: str) -> dict[str, str]:
    """The environment of a process that runs our site on a database of its own."""
    kept = {key: value for key, value in os.environ.items() if key not in ("ELASTICSEARCH_URL", "EMAIL_URL")}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "DATABASE_URL": f"sqlite:///{database}",
        "VAR_DIR": str(database.parent),
        "LOG_LEVEL": "ERROR",
        "PYTHONPATH": str(ROOT),
        **more,
    }


def pretalx_python() -> Path:
    """The interpreter of an environment with pretalx; made the first time."""
    home = BENCH / "pretalx"
    python = home / "bin" / "python"
    found = subprocess.run(
        [python, "-c", "import importlib.metadata as m; print(m.version('pretalx'))"],
        capture_output=True, text=True, check=False,
    ) if python.exists() else None  # fmt: skip
    if found is None or found.stdout.strip() != PRETALX:
        print(f"installing pretalx {PRETALX} …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        pip = [home / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", f"pretalx=={PRETALX}"]
        answer = subprocess.run(pip, capture_output=True, text=True, check=False)
        if answer.returncode:
            raise NotHere(f"pretalx {PRETALX} could not be installed: {answer.stderr[-500:]}")
    return python


def pretalx_environment(database: Path) -> dict[str, str]:
    """The environment of a process that runs pretalx on a SQLite database."""
    home = database.parent
    config = home / "pretalx.cfg"
    config.write_text(
        f"[filesystem]\ndata={home}\n[database]\nbackend=sqlite3\nname={database}\n"
        "[site]\nurl=http://localhost:8765\ndebug=False\n[logging]\nemail=\n"
    )
    kept = {key: value for key, value in os.environ.items() if key in ("PATH", "HOME", "LANG", "TMPDIR")}
    return {
        **kept,
        "PRETALX_CONFIG_FILE": str(config),
        "DJANGO_SETTINGS_MODULE": "benchmarks.peers.pretalx_settings",
        "PYTHONPATH": str(ROOT),
    }
