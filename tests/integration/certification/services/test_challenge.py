"""From the near miss to the next application."""

import pytest

from certification.domain.states import IllegalMove, PlanStatus, Status
from certification.permissions import Denied
from certification.services import applications, challenge
from core import mail
from core.domain.reason import Refused
from core.models import OutboxMessage
from tests.factories import procedure
from tests.factories.cast import AT


@pytest.fixture
def scene(cast, firm):
    return procedure.released_scene(cast, firm)


@pytest.fixture
def plan(cast, scene):
    found = scene.near.plan
    challenge.agree(found, by=cast.sato, at=AT)
    challenge.appoint_adviser(found, cast.yamamoto, by=cast.suzuki, at=AT)
    return found


def through(plan, cast):
    """Task made, started, done, ready."""
    task = challenge.add_task(plan, gap_key="origin", title="産地を表示する", by=cast.yamamoto, at=AT)
    challenge.start(plan, by=cast.yamamoto, at=AT)
    challenge.finish_task(task, note="表示を直しました。", by=cast.sato, at=AT)
    challenge.ready(plan, by=cast.yamamoto, at=AT)


def test_plan_holds_the_gap_and_only_the_words_to_the_applicant(scene):
    gaps = scene.near.plan.gaps
    assert [(gap["key"], gap["kind"], gap["had"], gap["needed"], gap["short"]) for gap in gaps] == [
        ("origin", "floor", "1.0", "2.0", "1.0")
    ]
    assert "内部メモ" not in str(gaps)


def test_only_near_misses_are_offered_support(scene):
    assert hasattr(scene.near, "plan")
    assert not hasattr(scene.good, "plan")
    assert not hasattr(scene.poor, "plan")


def test_starting_wants_a_task_and_ready_wants_them_done(cast, plan):
    with pytest.raises(Refused, match="課題を1つ以上"):
        challenge.start(plan, by=cast.yamamoto, at=AT)
    challenge.add_task(plan, gap_key="origin", title="産地を表示する", by=cast.yamamoto, at=AT)
    challenge.start(plan, by=cast.yamamoto, at=AT)
    with pytest.raises(Refused, match="終わっていない課題"):
        challenge.ready(plan, by=cast.yamamoto, at=AT)


@pytest.mark.parametrize("name", ["sato", "suzuki", "takahashi", "stranger"])
def test_only_the_appointed_adviser_makes_tasks(cast, plan, name):
    with pytest.raises(Denied):
        challenge.add_task(plan, gap_key="origin", title="課題", by=getattr(cast, name), at=AT)


def test_strangers_cannot_agree_report_or_write(cast, scene):
    plan = scene.near.plan
    with pytest.raises(IllegalMove):
        challenge.agree(plan, by=cast.stranger, at=AT)
    with pytest.raises(Denied):
        challenge.say(plan, "こんにちは", by=cast.stranger, at=AT)


def test_message_is_told_to_the_other_side_by_mail_without_its_words(cast, plan, scene):
    OutboxMessage.objects.all().delete()
    challenge.say(plan, "ラベルの写真を送ってください", by=cast.yamamoto, at=AT)
    assert [(row.kind, row.to) for row in OutboxMessage.objects.all()] == [("plan_message", cast.sato.email)]
    challenge.say(plan, "送りました", by=cast.sato, at=AT)
    last = OutboxMessage.objects.latest("pk")
    assert (last.kind, last.to) == ("plan_message", cast.yamamoto.email)
    subject, body = mail.render(last)
    assert scene.near.product_name in subject
    assert f"/advise/{plan.pk}/" in body
    assert "送りました" not in body


def test_a4_reapplication_starts_from_the_old_one_and_wants_every_gap_answered(cast, plan, scene, firm):
    """A4: the linked re-application cannot be handed in before each gap has an answer."""
    through(plan, cast)
    with pytest.raises(Refused, match="受付期間ではありません"):
        challenge.reapply(plan, scene.round, by=cast.sato, at=AT)
    again = procedure.open_round(cast, scene.round.programme, name="第2回")
    new = challenge.reapply(plan, again, by=cast.sato, at=AT)
    assert challenge.reapply(plan, again, by=cast.sato, at=AT).pk == new.pk
    assert (new.previous_id, new.attempt, new.state) == (scene.near.pk, 2, Status.DRAFT)
    assert new.answers["name"] == scene.near.answers["name"]
    assert "statement.sold" not in new.answers
    assert plan.state is PlanStatus.REAPPLIED
    applications.save(new, {"statement.sold": "yes"}, base=new.revision, by=cast.sato, at=AT)
    with pytest.raises(applications.NotReady) as raised:
        applications.submit(new, by=cast.sato, at=AT)
    assert [reason.field for reason in raised.value.reasons] == ["gap.origin"]
    applications.save_gap_answers(new, {"origin": "産地を大きく書きました。"}, base=new.revision, by=cast.sato, at=AT)
    applications.submit(new, by=cast.sato, at=AT)
    assert new.state is Status.SUBMITTED


def test_declined_offer_closes_the_plan(cast, scene):
    challenge.close(scene.near.plan, reason="今回は見送ります", by=cast.sato, at=AT)
    assert scene.near.plan.state is PlanStatus.CLOSED
