"""One engine of each kind on a scratch index, for suites that hold both to the same answers."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from search import analyser, answering
from search.engines.base import Engine
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.embedded import EmbeddedEngine
from search.engines.store import FileStore
from search.public_records import allergens, seed_lexicon
from search.values import Page, Query, SearchDocument


def fill(engine: Engine, documents: Sequence[SearchDocument], upto: int = 1) -> None:
    """Replace the whole index by these documents."""
    builder = engine.build(upto)
    builder.add(analyser.prepare_many(list(documents)), upto)
    builder.refresh()
    builder.swap()


def ask(engine: Engine, text: str = "", **wanted: object) -> Page:
    """One question with the seed words."""
    return answering.answer(Query(text, **wanted), engine, seed_lexicon(), allergens())  # type: ignore[arg-type]


def strict(engine: Engine, text: str, **wanted: object) -> list[str]:
    """Codes of the strict matches, in order."""
    return [hit.code for hit in ask(engine, text, **wanted).hits if hit.tier <= 1]


@pytest.fixture(scope="session", params=["embedded", "elasticsearch"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An empty engine; each module fills it."""
    if request.param == "embedded":
        store = FileStore(tmp_path_factory.mktemp("search") / "scratch.sqlite3")
        yield EmbeddedEngine(store)
        store.close()
        return
    made = ElasticsearchEngine(
        request.getfixturevalue("elasticsearch_url"), f"scratch-{uuid.uuid4().hex[:10]}", timeout=30
    )
    yield made
    made.remove()


@pytest.fixture
def both(
    tmp_path: Path, elasticsearch_url: str
) -> Iterator[Callable[[Sequence[SearchDocument]], tuple[Engine, Engine]]]:
    """`both(documents)`: the two engines, filled alike."""
    store = FileStore(tmp_path / "both.sqlite3")
    pair = (
        EmbeddedEngine(store),
        ElasticsearchEngine(elasticsearch_url, f"scratch-{uuid.uuid4().hex[:10]}", timeout=30),
    )

    def make(documents: Sequence[SearchDocument]) -> tuple[Engine, Engine]:
        for one in pair:
            fill(one, documents)
        return pair

    yield make
    pair[1].remove()
    store.close()
