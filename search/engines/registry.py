"""The engines of this installation, one instance each per process and setting."""

from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

from search.engines.breaker import Breaker
from search.engines.embedded import EmbeddedEngine

if TYPE_CHECKING:
    from search.engines.elasticsearch import ElasticsearchEngine

_embedded = EmbeddedEngine()
_breaker = Breaker()


def embedded() -> EmbeddedEngine:
    """Always there, always kept current."""
    return _embedded


@lru_cache(maxsize=4)
def _elasticsearch(url: str, alias: str) -> "ElasticsearchEngine":
    from search.engines.elasticsearch import ElasticsearchEngine  # noqa: PLC0415 -- optional, slow

    return ElasticsearchEngine(url, alias)


def elasticsearch() -> "ElasticsearchEngine | None":
    """If ELASTICSEARCH_URL is set."""
    url = settings.ELASTICSEARCH_URL
    return _elasticsearch(url, settings.ELASTICSEARCH_INDEX) if url else None


def breaker() -> Breaker:
    """This process's breaker."""
    return _breaker


def engines() -> "list[EmbeddedEngine | ElasticsearchEngine]":
    """All that are kept current."""
    other = elasticsearch()
    return [_embedded, other] if other else [_embedded]
