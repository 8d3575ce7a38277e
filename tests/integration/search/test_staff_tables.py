"""The staff's tables: checks, seed, pins, readings, and the count of questions."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from search import api
from search.models import Pin, QueryLog, Reading, Synonym
from search.selectors import questions as asked
from search.selectors import staff_words
from search.services import questions, sources, staff_tables
from search.values import Query, SearchDocument

pytestmark = pytest.mark.django_db


class Shelf:
    def all(self):  # type: ignore[no-untyped-def]
        return [
            SearchDocument("a", "いちごジャム"),
            SearchDocument("b", "手づくりのゆずジャム"),
            SearchDocument("c", "福来氷"),
        ]

    def get(self, codes):  # type: ignore[no-untyped-def]
        return {d.code: d for d in self.all() if d.code in codes}


@pytest.fixture
def shelf():  # type: ignore[no-untyped-def]
    before = sources.current()
    api.register_source(Shelf())
    api.rebuild()
    yield
    sources._registered[:] = [before] if before else []


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (Synonym(kind="two_way", words="ひとつ"), "words"),
        (Synonym(kind="one_way", words="左"), "expands_to"),
        (Synonym(kind="other", words="a、b"), "kind"),
        (Reading(reading="漢字", writing="漢字"), "reading"),
    ],
)
def test_wrong_rows_are_refused_with_a_sentence(row: Synonym | Reading, field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        staff_tables.save(row)
    assert field in refused.value.message_dict


def test_seed_is_loaded_once_and_stays_as_the_staff_left_it() -> None:
    assert staff_tables.load_seed() > 50
    staff_tables.delete(Synonym.objects.order_by("id")[0])
    count = Synonym.objects.count()
    assert staff_tables.load_seed() == 0
    assert Synonym.objects.count() == count


def test_inactive_rows_do_not_act() -> None:
    staff_tables.save(Synonym(kind="two_way", words="甲、乙", is_active=False))
    assert staff_words.lexicon().expansions("甲") == ()


def test_pin_comes_first_and_only_there(shelf: None) -> None:
    staff_tables.save(Pin(text="ジャム", code="b"))
    assert [(hit.code, hit.tier) for hit in api.find(Query("ジャム")).hits][:2] == [("b", 0), ("a", 1)]
    assert api.find(Query("いちごジャム")).hits[0].code == "a"
    staff_tables.save(Pin(text="パン", code="gone"))
    assert all(hit.tier for hit in api.find(Query("パン")).hits)


def test_reading_row_respells_the_question(shelf: None) -> None:
    assert [hit.code for hit in api.find(Query("ふくれごおり")).hits if hit.tier == 1] == []
    staff_tables.save(Reading(reading="フクレゴオリ", writing="福来氷"))
    for text in ("ふくれごおり", "ﾌｸﾚｺﾞｵﾘ", "fukuregoori"):
        assert [hit.code for hit in api.find(Query(text)).hits if hit.tier == 1] == ["c"]


def test_questions_are_counted_by_day_without_the_person() -> None:
    day = date(2026, 4, 1)
    for found in (True, False, False):
        questions.count("ジャム\x00 ", found=found, on=day)
    questions.count(" ", found=False, on=day)
    assert list(QueryLog.objects.values_list("text", "asked", "without_hit")) == [("ジャム", 3, 2)]
    assert asked.without_hit(since=day) == [{"text": "ジャム", "asked": 3, "without_hit": 2}]
    assert asked.without_hit(since=date(2026, 4, 2)) == []
