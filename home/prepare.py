"""Bringing an empty machine to a full demonstration, and knowing the second time that nothing is left to do.

Each step is a command and the files that decide its outcome. What was done stands in var/prepared.json; a database that
is new or gone has everything done again. All commands are safe to repeat.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connection

ROOT = Path(settings.BASE_DIR)
STAMPS = Path(settings.VAR_DIR) / "prepared.json"


@dataclass(frozen=True, slots=True)
class Step:
    """One command, its arguments, what is said while it runs, and the files that make it necessary again."""

    sentence: str
    command: str
    arguments: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


STEPS = (
    Step("Preparing the database", "migrate", ("--verbosity", "0"), ("*/migrations/*.py", "uv.lock")),
    Step("Setting up roles", "sync_roles", (), ("core/roles.py", "core/services/roles.py")),
    Step("Laying out the site", "ensure_site", (), ("home/data/site.json", "home/bootstrap.py")),
    Step("Loading the public records", "load_products", ("catalog/data/products.csv",), ("catalog/data/*",)),
    Step("Playing the demonstration round", "load_demo", (), ("home/demo/**/*", "certification/data/*")),
    Step("Building the search index", "rebuild_search", (), ("catalog/data/*", "home/demo/**/*", "search/**/*.py")),
)


def prepare(say: Callable[[str], None]) -> None:
    """Run the steps that are due. A failing step raises what its command raised; the ones before it stay done."""
    done = stamps()
    for step in STEPS:
        key = fingerprint(step)
        if done.get(step.command) == key:
            continue
        if step.command not in get_commands():
            say(f"{step.sentence}: skipped, there is no command {step.command}.")
            continue
        say(f"{step.sentence} …")
        call_command(step.command, *step.arguments)
        done[step.command] = key
        STAMPS.parent.mkdir(parents=True, exist_ok=True)
        STAMPS.write_text(json.dumps({"database": database(), "steps": done}, indent=1))


def stamps() -> dict[str, str]:
    """What was done to this database: command → fingerprint. Empty for a new one."""
    try:
        kept = json.loads(STAMPS.read_text())
    except (OSError, ValueError):
        return {}
    known: dict[str, str] = kept.get("steps", {}) if kept.get("database") == database() else {}
    return known if known and "core_user" in connection.introspection.table_names() else {}


def database() -> str:
    """Which database the stamps speak of; without its password."""
    values = connection.settings_dict
    return " ".join(str(values[name]) for name in ("ENGINE", "HOST", "PORT", "NAME"))


def fingerprint(step: Step) -> str:
    """Changes with any of the step's files."""
    total = hashlib.sha256(f"{step.command} {step.arguments} {settings.ELASTICSEARCH_URL}".encode())
    for file in files_of(step):
        total.update(file.relative_to(ROOT).as_posix().encode())
        total.update(file.read_bytes())
    return total.hexdigest()


def files_of(step: Step) -> Iterator[Path]:
    """The step's files, in a fixed order."""
    found = {file for pattern in step.files for file in ROOT.glob(pattern) if file.is_file()}
    yield from sorted(file for file in found if "__pycache__" not in file.parts and ".venv" not in file.parts)
