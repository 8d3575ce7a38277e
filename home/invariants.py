"""Collects what must hold over the whole database: `breaches()` of every app's `invariants` module."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

APPS = ("core", "search", "catalog", "certification")


def breaches() -> Iterator[str]:
    """One sentence per breach, each opening with its app's name."""
    for app in APPS:
        if find_spec(f"{app}.invariants"):
            for sentence in import_module(f"{app}.invariants").breaches():
                yield f"{app}: {sentence}"
