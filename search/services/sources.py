"""Where documents come from: the catalog registers itself, search imports nothing of it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from search.values import SearchDocument


class Source(Protocol):
    """All documents; some by code."""

    def all(self) -> Iterable[SearchDocument]:
        """Every document that is public now; streamed."""

    def get(self, codes: Sequence[str]) -> Mapping[str, SearchDocument]:
        """Documents by code; what is no longer public is left out."""


_registered: list[Source] = []


def register(source: Source) -> None:
    """Make `source` the one source; a later call replaces it."""
    _registered[:] = [source]


def current() -> Source | None:
    """The source, or None before one is registered."""
    return _registered[0] if _registered else None
