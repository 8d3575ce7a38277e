"""Elasticsearch away, wrong or back: the embedded engine answers, the state says so, no update is lost."""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

import pytest

from search import api
from search.engines import registry
from search.engines.base import EngineDown, NotBuilt
from search.engines.breaker import FAILURES, PAUSE, Breaker
from search.services import changes, sources
from search.values import Query, SearchDocument

AT = datetime(2026, 4, 1, tzinfo=UTC)


class Named:
    def __init__(self, name: str) -> None:
        self.name = name


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def asked(*errors: Exception | None) -> Callable[[Named], str]:
    waiting = list(errors)

    def question(engine: Named) -> str:
        if engine.name == "first" and waiting and (error := waiting.pop(0)):
            raise error
        return engine.name

    return question


def test_breaker_falls_back_then_opens_then_probes() -> None:
    clock = Clock()
    breaker = Breaker(clock=clock)
    first, second = Named("first"), Named("second")
    question = asked(*[EngineDown("out")] * FAILURES)
    for _ in range(FAILURES):
        assert breaker.ask(first, second, question, lambda: False) == "second"  # type: ignore[arg-type]
    assert breaker.open
    assert breaker.ask(first, second, question, lambda: True) == "second"  # type: ignore[arg-type]
    clock.now += PAUSE + 1
    assert breaker.ask(first, second, question, lambda: False) == "second"  # type: ignore[arg-type]
    clock.now += PAUSE + 1
    assert breaker.ask(first, second, question, lambda: True) == "first"  # type: ignore[arg-type]
    assert (breaker.open, breaker.reason) == (False, "")


def test_missing_index_does_not_open_the_breaker() -> None:
    breaker = Breaker()
    question = asked(*[NotBuilt("none")] * 9)
    for _ in range(9):
        assert breaker.ask(Named("first"), Named("second"), question, lambda: True) == "second"  # type: ignore[arg-type]
    assert not breaker.open


class Shelf:
    names = {"a": "いちごジャム"}  # noqa: RUF012

    def all(self) -> Iterator[SearchDocument]:
        return iter(self.get(list(self.names)).values())

    def get(self, codes: Sequence[str]) -> Mapping[str, SearchDocument]:
        return {code: SearchDocument(code, self.names[code]) for code in codes if code in self.names}


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    before = sources.current()
    made = Shelf()
    made.names = dict(Shelf.names)
    api.register_source(made)
    monkeypatch.setattr(registry, "_breaker", Breaker())
    yield made
    sources._registered[:] = [before] if before else []


@pytest.mark.django_db
def test_elasticsearch_that_is_away_is_answered_for(shelf: Shelf, settings) -> None:  # type: ignore[no-untyped-def]
    api.rebuild("embedded")
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    for _ in range(FAILURES):
        page = api.find(Query("ジャム"))
        assert (page.engine, page.total) == ("embedded", 1)
    assert api.suggest("いち")[0].text == "いちごジャム"
    state = api.state()
    assert (state.engine, state.configured, state.applied["elasticsearch"]) == ("embedded", "elasticsearch", None)
    assert state.note
    changes.put("a", at=AT)
    assert api.apply_changes() == {"embedded": 1, "elasticsearch": None}
    with pytest.raises(EngineDown):
        api.rebuild("elasticsearch")


@pytest.mark.django_db
def test_what_was_missed_in_an_outage_is_replayed(shelf: Shelf, settings, elasticsearch_url: str) -> None:  # type: ignore[no-untyped-def]
    settings.ELASTICSEARCH_INDEX = f"scratch-{uuid.uuid4().hex[:10]}"
    settings.ELASTICSEARCH_URL = elasticsearch_url
    engine = registry.elasticsearch()
    assert engine is not None
    try:
        assert api.rebuild() == {"embedded": 1, "elasticsearch": 1}
        assert api.find(Query("ジャム")).engine == "elasticsearch"
        settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
        shelf.names["b"] = "ゆずジャム"
        changes.put("b", at=AT)
        changes.delete("a", at=AT)
        del shelf.names["a"]
        assert api.apply_changes() == {"embedded": 2, "elasticsearch": None}
        settings.ELASTICSEARCH_URL = elasticsearch_url
        assert api.apply_changes() == {"embedded": 0, "elasticsearch": 2}
        page = api.find(Query("ジャム"))
        assert (page.engine, [hit.code for hit in page.hits if hit.tier == 1]) == ("elasticsearch", ["b"])
        engine.writer.indices.delete_alias(index=f"{engine.alias}-*", name=engine.alias)
        changes.put("b", at=AT)
        assert api.apply_changes()["elasticsearch"] is None
        assert api.find(Query("ジャム")).engine == "embedded"
        assert engine.indexes() == {name for name in engine.indexes() if name.startswith(f"{engine.alias}-")}
        assert not engine.writer.indices.exists(index=engine.alias)
        assert api.rebuild("elasticsearch") == {"elasticsearch": 1}
        assert len(engine.indexes()) == 1
    finally:
        engine.remove()
