"""The change log: nothing is lost by an outage, a rebuild or a second worker."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from django_tasks import default_task_backend

from search import api
from search.engines import registry
from search.engines.base import EngineDown
from search.engines.embedded import EmbeddedEngine
from search.models import Change, Synonym
from search.services import changes, rebuild, sources, staff_tables
from search.values import Query, SearchDocument

AT = datetime(2026, 4, 1, tzinfo=UTC)
pytestmark = pytest.mark.django_db


class Shelf:
    """A source as the catalog registers one."""

    def __init__(self, **names: str) -> None:
        self.names = names
        self.while_streaming: list[tuple[str, str]] = []

    def all(self) -> Iterator[SearchDocument]:
        yield from [SearchDocument(code, name) for code, name in self.names.items()]
        for code, name in self.while_streaming:
            self.names[code] = name
            changes.put(code, at=AT)

    def get(self, codes: Sequence[str]) -> Mapping[str, SearchDocument]:
        return {code: SearchDocument(code, self.names[code]) for code in codes if code in self.names}


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    before = sources.current()
    made = Shelf(a="いちごジャム", b="くるみパン")
    api.register_source(made)
    yield made
    sources._registered[:] = [before] if before else []


def strict(text: str) -> list[str]:
    return [hit.code for hit in api.find(Query(text)).hits if hit.tier == 1]


def test_before_the_first_build_the_page_is_empty(shelf: Shelf) -> None:
    assert api.find(Query("ジャム")).hits == ()
    assert api.suggest("じゃ") == ()
    assert api.apply_changes() == {"embedded": None}
    assert api.state().rebuild_needed


def test_rebuild_builds_from_the_source_and_seeds_the_words(shelf: Shelf) -> None:
    assert api.rebuild() == {"embedded": 2}
    assert strict("ジャム") == ["a"]
    assert Synonym.objects.filter(is_seed=True).exists()
    state = api.state()
    assert (state.engine, state.rebuild_needed, state.applied) == ("embedded", False, {"embedded": 0})


def test_changes_reach_the_index_in_order(shelf: Shelf) -> None:
    api.rebuild()
    shelf.names |= {"c": "ゆずジャム"}
    changes.put("c", at=AT)
    del shelf.names["a"]
    changes.delete("a", at=AT)
    assert api.apply_changes() == {"embedded": 2}
    assert strict("ジャム") == ["c"]
    assert api.apply_changes() == {"embedded": 0}


def test_put_of_something_no_longer_public_removes_it(shelf: Shelf) -> None:
    api.rebuild()
    del shelf.names["a"]
    changes.put("a", at=AT)
    api.apply_changes()
    assert strict("ジャム") == []


def test_writes_during_a_rebuild_are_replayed(shelf: Shelf) -> None:
    shelf.while_streaming = [("late", "レモンジャム")]
    api.rebuild()
    assert strict("レモン") == ["late"]
    assert api.state().applied == {"embedded": changes.last_number()}


def test_failed_rebuild_leaves_the_old_index(shelf: Shelf) -> None:
    api.rebuild()

    class Broken(Shelf):
        def all(self) -> Iterator[SearchDocument]:
            yield SearchDocument("x", "壊れた品")
            raise OSError("disk")

    api.register_source(Broken())
    with pytest.raises(OSError, match="disk"):
        rebuild.rebuild(registry.embedded())
    assert strict("ジャム") == ["a"]


def test_changes_wait_while_an_engine_is_down(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    api.rebuild()
    shelf.names |= {"c": "ゆずジャム"}
    changes.put("c", at=AT)

    class Down(EmbeddedEngine):
        def status(self):  # type: ignore[no-untyped-def]
            raise EngineDown("out")

    with monkeypatch.context() as patch:
        patch.setattr(registry, "_embedded", Down())
        assert api.apply_changes() == {"embedded": None}
    assert api.apply_changes() == {"embedded": 1}
    assert strict("ゆず") == ["c"]


def test_many_changes_are_one_insert(shelf: Shelf, exact_queries: Callable[[int], Any]) -> None:
    with exact_queries(1):
        changes.put_many([f"p{n}" for n in range(100)], at=AT)
    assert Change.objects.count() == 100


def test_wake_queues_the_worker(shelf: Shelf) -> None:
    changes.wake()
    assert [result.task.func.__name__ for result in default_task_backend.results] == ["apply_changes"]


def test_log_is_forgotten_only_when_applied_and_old(shelf: Shelf) -> None:
    api.rebuild()
    changes.put("a", at=AT)
    assert changes.forget(before=datetime(2026, 5, 1, tzinfo=UTC)) == 0
    api.apply_changes()
    assert changes.forget(before=AT) == 0
    assert changes.forget(before=datetime(2026, 5, 1, tzinfo=UTC)) == 1


def test_search_asks_few_queries_with_one_and_three_hits(shelf: Shelf, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    api.rebuild()
    for names in ({"a": "いちごジャム"}, {"a": "いちごジャム", "b": "ゆずジャム", "c": "梅ジャム"}):
        shelf.names = dict(names)
        api.rebuild()
        api.find(Query("ジャム"))
        with django_assert_num_queries(1):  # the version of the staff's tables; the index is read beside the ORM
            api.find(Query("ジャム"))


def test_unconfigured_engine_is_refused(shelf: Shelf) -> None:
    with pytest.raises(LookupError):
        api.rebuild("elasticsearch")


def test_staff_synonym_acts_without_a_rebuild(shelf: Shelf) -> None:
    shelf.names = {"a": "手づくり甘夏スプレッド"}
    api.rebuild()
    assert strict("マーマレード") == []
    row = Synonym(kind="two_way", words="マーマレード、スプレッド")
    staff_tables.save(row)
    assert strict("マーマレード") == ["a"]
    staff_tables.delete(row)
    assert strict("マーマレード") == []
