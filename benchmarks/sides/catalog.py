"""Our search on any number of products: build, ask, and (on Elasticsearch) the same requests sent bare."""

import resource
import time
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from elasticsearch import helpers

from benchmarks import products
from search import analyser, answering, api
from search.engines import elasticsearch as node
from search.engines import registry
from search.engines.base import Ask
from search.public_records import allergens
from search.selectors import staff_words
from search.values import Query, SearchDocument

BARE = "bare-load"


class Many:
    """A source of recombined products."""

    def __init__(self, count: int) -> None:
        self.count = count

    def all(self) -> Iterable[SearchDocument]:
        return products.documents(self.count)

    def get(self, codes: Sequence[str]) -> Mapping[str, SearchDocument]:
        return {}


def build(size: int, engine: str = "embedded") -> dict[str, Any]:
    """Rebuild one engine. `memory_mib`: the most this process, or one of those it started, ever held."""
    api.register_source(Many(size))
    start = time.perf_counter()
    done = api.rebuild(engine)
    spent = time.perf_counter() - start
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {"documents": done[engine], "seconds": round(spent, 2), "memory_mib": round(peak / 1024)}


def _query(text: str) -> Query:
    return Query(text=text, facets=products.FACETS)


def find(questions: list[str], times: int) -> list[float]:
    """Seconds of a page, question by question."""
    found = []
    for _ in range(times):
        for text in questions:
            start = time.perf_counter()
            api.find(_query(text))
            found.append(time.perf_counter() - start)
    return found


def queries(questions: list[str]) -> int:
    """The most statements one question sends to the database."""
    most = 0
    for text in questions:
        with CaptureQueriesContext(connection) as captured:
            api.find(_query(text))
        most = max(most, len(captured))
    return most


class Recorder:
    """An engine that notes what it is asked."""

    def __init__(self, engine: Any) -> None:
        self.engine, self.asked = engine, []  # type: ignore[var-annotated]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.engine, name)

    def ask(self, ask: Ask) -> Any:
        self.asked.append(ask)
        return self.engine.ask(ask)


def bare(questions: list[str], times: int) -> list[float]:
    """Seconds of the one page request of each question, sent as it is by the client."""
    engine = registry.elasticsearch()
    assert engine is not None
    recorder = Recorder(engine)
    for text in questions:
        answering.answer(_query(text), recorder, staff_words.lexicon(), allergens())
    bodies = [node._body(engine.request(ask)) for ask in recorder.asked]
    found = []
    for _ in range(times):
        for body in bodies:
            start = time.perf_counter()
            engine.writer.search(index=engine.alias, **body)
            found.append(time.perf_counter() - start)
    return found


def bulk(size: int) -> float:
    """Seconds to load documents that are ready. What was prepared waits on disk in batches, so memory stays flat."""
    engine = registry.elasticsearch()
    assert engine is not None
    client = engine.writer
    client.indices.delete(index=BARE, ignore_unavailable=True)
    index = node.Product._index.clone(BARE)
    index.settings(refresh_interval="-1")
    body = index.to_dict()
    client.indices.create(index=BARE, mappings=body["mappings"], settings=body["settings"])
    stream, spent = products.documents(size), 0.0
    while batch := list(islice(stream, 5_000)):
        ready = [node._action(BARE, 1, row) for row in analyser.prepare_many(batch)]
        start = time.perf_counter()
        for _done in helpers.parallel_bulk(client, ready, thread_count=2, chunk_size=500):
            pass
        spent += time.perf_counter() - start
    start = time.perf_counter()
    client.indices.refresh(index=BARE)
    spent += time.perf_counter() - start
    client.indices.delete(index=BARE)
    return spent


OPERATIONS = {"build": build, "find": find, "queries": queries, "bare": bare, "bulk": bulk}
