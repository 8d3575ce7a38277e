"""The repository's own files, for the tests of the house rules."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("core", "search", "catalog", "certification", "home")


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is, or would be, in the repository."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if answer.returncode == 0:
        return tuple(sorted(ROOT / name for name in answer.stdout.split("\0") if name and (ROOT / name).is_file()))
    hidden = {".git", ".venv", "var", "__pycache__", "node_modules"}  # an unpacked archive has no git
    return tuple(sorted(path for path in ROOT.rglob("*") if path.is_file() and not hidden & set(path.parts)))


def name(path: Path) -> str:
    """A file's name inside the repository."""
    return path.relative_to(ROOT).as_posix()


def files(*suffixes: str, under: tuple[str, ...] = ()) -> tuple[Path, ...]:
    """Tracked files with these endings, below these top folders (all when none is given)."""
    return tuple(
        path
        for path in tracked()
        if path.suffix in suffixes and (not under or path.relative_to(ROOT).parts[0] in under)
    )


def modules(*, under: tuple[str, ...] = APPS, migrations: bool = False) -> tuple[Path, ...]:
    """Python modules, by default of the five apps and without migrations."""
    return tuple(path for path in files(".py", under=under) if migrations or "migrations" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    """A parsed module."""
    return ast.parse(path.read_text())


def calls(path: Path) -> Iterator[ast.Call]:
    """Every call in a module."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))
