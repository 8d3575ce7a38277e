"""保留: left undecided with a reason, listed at the release, taken up and released later by an act of its own."""

import pytest

from certification.domain.outcome import Outcome
from certification.domain.states import Status
from certification.models import Decision, Hold, Letter, Release
from certification.services import decisions, holds
from core.domain.reason import Refused
from core.models import AuditEvent, OutboxMessage
from tests.factories.cast import AT
from tests.factories.procedure import Scene
from tests.harness.client import StrictClient


def hold_page(scene: Scene) -> str:
    return f"/cms/rounds/{scene.round.pk}/board/{scene.near.code}/hold/"


def test_c3_hold_keeps_its_reason_and_tells_nobody(office: StrictClient, scored: Scene) -> None:
    mails = OutboxMessage.objects.count()
    assert office.post(hold_page(scored), {"reason": "", "act": "hold"}).status_code == 422
    assert office.post(hold_page(scored), {"reason": "成分表の追加を待つ", "act": "hold"}).status_code == 302
    made = Hold.objects.get()
    assert (made.held, made.reason, made.made_by) == (True, "成分表の追加を待つ", scored.cast.suzuki)
    assert OutboxMessage.objects.count() == mails
    assert AuditEvent.objects.filter(verb="hold.begun").count() == 1
    words = office.get(f"/cms/rounds/{scored.round.pk}/board/").content.decode()
    assert "保留 1" in words
    assert "成分表の追加を待つ" in words


def test_hold_pressed_twice_is_one(office: StrictClient, scored: Scene) -> None:
    for _ in range(2):
        office.post(hold_page(scored), {"reason": "待つ", "act": "hold"})
    assert list(Hold.objects.values_list("held", flat=True)) == [True]


def test_c3_round_is_released_without_the_held_row_which_follows_later(office: StrictClient, decided: Scene) -> None:
    cast, here = decided.cast, f"/cms/rounds/{decided.round.pk}/release/"
    holds.hold(decided.near, reason="成分表の追加を待つ", by=cast.suzuki, at=AT)
    assert decided.near.state is Status.SCORED
    words = office.get(here).content.decode()
    assert "保留にしたもの" in words
    assert "成分表の追加を待つ" in words
    decisions.release(decided.round, even_though_open=True, by=cast.suzuki, at=AT)
    assert set(Release.objects.values_list("application", flat=True)) == {decided.good.pk, decided.poor.pk}
    assert not Letter.objects.filter(application=decided.near).exists()

    holds.end(decided.near, reason="成分表が届いた", by=cast.suzuki, at=AT)
    with pytest.raises(Refused, match="新しい決定案"):
        decisions.confirm([decided.decisions[1]], by=cast.kimura, at=AT)
    again = decisions.propose(decided.near, outcome=Outcome.CHALLENGE, by=cast.suzuki, at=AT)
    decisions.confirm([again], by=cast.kimura, at=AT)
    later = decisions.release(decided.round, even_though_open=True, by=cast.suzuki, at=AT)
    assert (later.applications, later.challenge) == (1, 1)
    assert OutboxMessage.objects.filter(kind="result").count() == 3  # one for each, never two
    assert Letter.objects.filter(application=decided.near).count() == 1


def test_held_row_is_neither_proposed_nor_confirmed(scored: Scene) -> None:
    cast = scored.cast
    made = decisions.propose(scored.near, outcome=Outcome.CHALLENGE, by=cast.suzuki, at=AT)
    holds.hold(scored.near, reason="待つ", by=cast.suzuki, at=AT)
    with pytest.raises(Refused, match="保留"):
        decisions.confirm([made], by=cast.kimura, at=AT)
    with pytest.raises(Refused, match="保留"):
        decisions.propose(scored.near, outcome=Outcome.DECLINED, by=cast.suzuki, at=AT)
    assert decisions.propose_all(scored.round, by=cast.suzuki, at=AT) == 2
    assert Decision.objects.filter(application=scored.near).count() == 1


def test_hold_of_what_is_over_is_refused(released: Scene) -> None:
    with pytest.raises(Refused, match="保留にできません"):
        holds.hold(released.near, reason="待つ", by=released.cast.suzuki, at=AT)
    with pytest.raises(Refused, match="保留になっていません"):
        holds.end(released.near, reason="待つ", by=released.cast.suzuki, at=AT)
