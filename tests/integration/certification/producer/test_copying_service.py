"""Copying from an earlier application: whose, into what, what is written."""

import pytest

from certification.permissions import Denied
from certification.services import applications, copying
from core.domain.reason import Refused
from tests.factories import cast as people
from tests.factories import procedure
from tests.factories.cast import AT


@pytest.fixture
def fresh(cast, firm, call):
    return applications.start(call, firm, by=cast.sato, at=AT)


def test_answers_files_and_what_was_left(cast, sent, fresh):
    made = copying.copy(fresh, sent, by=cast.sato, at=AT)
    assert copying.copy(fresh, sent, by=cast.sato, at=AT) == made
    assert fresh.answers["name"] == sent.answers["name"]
    assert fresh.product_name == sent.product_name
    assert fresh.touched["name"] == fresh.revision
    assert applications.files_of(fresh) == applications.files_of(sent)
    assert [row["label"] for row in made.left] == ["市内で販売しています。"]
    assert (fresh.previous, fresh.attempt, fresh.gap_answers) == (None, 1, {})


def test_a_withdrawn_one_and_another_programme_serve_too(cast, firm, sent, now):
    applications.withdraw(sent, by=cast.sato, at=AT)
    other = procedure.open_round(cast, procedure.programme("test-goods", name="別の制度"))
    new = applications.start(other, firm, by=cast.sato, at=AT)
    copying.copy(new, sent, by=cast.sato, at=AT)
    assert new.answers["story"] == sent.answers["story"]


def test_nothing_typed_is_replaced(cast, sent, fresh):
    applications.save(fresh, {"name": "自分で書いた名前"}, base=fresh.revision, by=cast.sato, at=AT)
    copying.copy(fresh, sent, by=cast.sato, at=AT)
    assert fresh.answers["name"] == "自分で書いた名前"
    assert fresh.answers["contents"] == sent.answers["contents"]


def test_a_declined_one_makes_the_next_attempt(cast, firm, now):
    scene = procedure.released_scene(cast, firm)
    later = procedure.open_round(cast, scene.round.programme, name="次の回")
    new = applications.start(later, firm, by=cast.sato, at=AT)
    copying.copy(new, scene.poor, by=cast.sato, at=AT)
    assert (new.previous, new.attempt) == (scene.poor, 2)


def test_a_near_miss_is_not_linked_its_plan_does_that(cast, firm, now):
    scene = procedure.released_scene(cast, firm)
    later = procedure.open_round(cast, scene.round.programme, name="次の回")
    new = applications.start(later, firm, by=cast.sato, at=AT)
    copying.copy(new, scene.near, by=cast.sato, at=AT)
    assert (new.previous, new.attempt) == (None, 1)


def test_two_sources_another_firm_and_a_sent_one_are_refused(cast, firm, call, sent, draft, fresh):
    copying.copy(fresh, sent, by=cast.sato, at=AT)
    with pytest.raises(Refused, match="もう別の申請"):
        copying.copy(fresh, draft, by=cast.sato, at=AT)
    with pytest.raises(Denied):
        copying.copy(sent, draft, by=cast.sato, at=AT)
    theirs = people.business(cast.sato, name="架空の二号店")
    other = procedure.submitted(call, theirs, cast.sato)
    with pytest.raises(Refused, match="同じ事業者"):
        copying.copy(draft, other, by=cast.sato, at=AT)
