"""The only public face of the search: find, suggest, state, rebuild, apply_changes, register_source."""

import logging

from search import answering
from search.analyser import analyser_version
from search.engines import registry
from search.engines.base import Engine, EngineDown, NotBuilt
from search.public_records import allergens
from search.selectors import staff_words
from search.services import changes, staff_tables
from search.services import rebuild as rebuilding
from search.services.sources import Source
from search.services.sources import register as register_source
from search.values import Page, Query, State, Suggestion

__all__ = ["Source", "apply_changes", "find", "rebuild", "register_source", "state", "suggest"]
logger = logging.getLogger(__name__)


def find(query: Query) -> Page:
    """Answer a question; any text is allowed. An empty index gives an empty page, never an error."""
    lexicon = staff_words.lexicon()

    def ask(engine: Engine) -> Page:
        return answering.answer(query, engine, lexicon, allergens())

    first = registry.elasticsearch()
    try:
        if first is None:
            return ask(registry.embedded())
        return registry.breaker().ask(first, registry.embedded(), ask, first.healthy)
    except NotBuilt:
        return Page(engine=registry.embedded().name, page=max(1, query.page), page_size=query.page_size)


def suggest(text: str, limit: int = 8) -> tuple[Suggestion, ...]:
    """Completions of something half typed, also in the middle of kana input."""

    def ask(engine: Engine) -> tuple[Suggestion, ...]:
        return answering.suggest(text, engine, limit)

    first = registry.elasticsearch()
    try:
        if first is None:
            return ask(registry.embedded())
        return registry.breaker().ask(first, registry.embedded(), ask, first.healthy)
    except NotBuilt:
        return ()


def rebuild(engine: str | None = None, progress: rebuilding.Progress | None = None) -> dict[str, int]:
    """Rebuild one engine by name, or all: {engine: documents}. Seeds the staff's tables the first time.

    Raises LookupError for an engine that is not configured, EngineDown when it does not answer.
    """
    staff_tables.load_seed()
    chosen = [e for e in registry.engines() if engine in (None, e.name)]
    if not chosen:
        raise LookupError(engine)
    return {e.name: rebuilding.rebuild(e, progress) for e in chosen}


def apply_changes() -> dict[str, int | None]:
    """Bring every engine up to date with the change log: {engine: changes read, None while it is down}."""
    return changes.apply()


def state() -> State:
    """Who answers now and how current each engine is."""
    applied: dict[str, int | None] = {}
    versions: dict[str, str] = {}
    stale = False
    note = registry.breaker().reason
    for engine in registry.engines():
        try:
            status = engine.status()
        except EngineDown as error:
            applied[engine.name] = None
            stale = stale or isinstance(error, NotBuilt)
            note = note or f"{engine.name}: {error}"
        else:
            applied[engine.name] = status.applied
            versions[engine.name] = status.version
            stale = stale or status.analyser != analyser_version()
    configured = "elasticsearch" if registry.elasticsearch() else "embedded"
    serving = configured if configured in versions and not registry.breaker().open else "embedded"
    return State(serving, configured, versions.get(serving, ""), applied, changes.last_number(), stale, note)
