"""The offer: its last day, the reminder, its end by itself, late acceptance, turned down with a reason, made again."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from certification.domain.states import PlanStatus
from certification.services import challenge, challenge_offers, support
from core import mail
from core.domain.reason import Refused
from core.models import OutboxMessage
from tests.factories import plans
from tests.factories.cast import AT

LAST = date(2026, 12, 21)  # 30 days after the release of the factories


def mails(kind):
    return list(OutboxMessage.objects.filter(kind=kind).order_by("pk"))


def test_release_gives_the_offer_a_last_day_marked_as_a_default(offer):
    assert (offer.plan.answer_by, offer.plan.answer_by_is_default) == (LAST, True)


def test_days_set_by_the_office_are_no_default_any_more(now):
    people = plans.cast()
    support.save_days(offer_days=14, remind_days=3, by=people.suzuki, at=AT)
    firm = plans.business(people.sato)
    scene = plans.procedure.released_scene(people, firm)
    plan = scene.near.plan
    assert (plan.answer_by, plan.answer_by_is_default) == (date(2026, 12, 5), False)


def test_reminder_goes_out_once_within_the_days_before(offer):
    assert challenge_offers.remind_due(today=LAST - timedelta(days=8), at=AT) == 0
    for day in (7, 6, 0):
        challenge_offers.remind_due(today=LAST - timedelta(days=day), at=AT)
    assert [row.to for row in mails("plan_offer_reminder")] == [offer.cast.sato.email]
    subject, body = mail.render(mails("plan_offer_reminder")[0])
    assert "2026年12月21日" in subject
    assert offer.code in body


def test_offer_lapses_by_itself_with_a_letter_and_only_after_its_day(offer):
    assert challenge_offers.lapse_due(today=LAST, at=AT) == 0
    assert challenge_offers.lapse_due(today=LAST + timedelta(days=1), at=AT) == 1
    assert challenge_offers.lapse_due(today=LAST + timedelta(days=2), at=AT) == 0
    plan = offer.reload()
    move = plan.transitions.get()
    assert plan.state is PlanStatus.CLOSED
    assert (move.by, move.reason) == (None, "返事の期限が過ぎた（2026年12月21日（月））")
    assert [row.to for row in mails("plan_lapsed")] == [offer.cast.sato.email]


def test_agreed_plan_never_lapses(support):
    assert challenge_offers.lapse_due(today=date(2030, 1, 1), at=AT) == 0
    assert challenge_offers.remind_due(today=LAST, at=AT) == 0


def test_command_of_the_calendar_closes_and_reminds(offer, travel_to):
    travel_to(AT + timedelta(days=40))
    out = StringIO()
    call_command("follow_offers", stdout=out)
    assert out.getvalue().strip() == "1 offers lapsed, 0 reminded of."


def test_late_acceptance_is_refused_in_a_sentence_before_and_after_the_calendar_closed_it(client_of, offer, travel_to):
    late = AT + timedelta(days=31)
    with pytest.raises(Refused, match="返事の期限（2026年12月21日（月））を過ぎた"):
        challenge.agree(offer.plan, by=offer.cast.sato, at=late)
    travel_to(late)
    client = client_of(offer.cast.sato)
    here = reverse("apply:plan", args=[offer.code])
    assert "支援を受けますか" not in client.get(here).content.decode()
    answer = client.post(reverse("apply:plan_agree", args=[offer.code]), follow=True).content.decode()
    assert "事務局に連絡してください" in answer
    challenge_offers.lapse_due(today=LAST + timedelta(days=1), at=late)
    answer = client.post(reverse("apply:plan_agree", args=[offer.code]), follow=True).content.decode()
    assert "返事の期限（2026年12月21日（月））を過ぎたため" in answer
    assert offer.reload().state is PlanStatus.CLOSED


def test_firm_turns_it_down_with_a_reason_and_what_was_typed_stays_on_a_fault(client_of, offer):
    client = client_of(offer.cast.sato)
    address = reverse("apply:plan_decline", args=[offer.code])
    wrong = client.post(address, {"decline-words": "人手が足りません"})
    assert wrong.status_code == 422
    assert "受けない理由を選んでください" in wrong.content.decode()
    assert "人手が足りません" in wrong.content.decode()
    client.post(address, {"decline-why": "busy", "decline-words": "人手が足りません"})
    move = offer.reload().transitions.get()
    assert move.reason == "事業者が辞退：いまは取り組む時間がない（人手が足りません）"
    assert client.post(address, {"decline-why": "busy"}).status_code == 302
    assert offer.plan.transitions.count() == 1


def test_office_moves_the_last_day_and_offers_again_what_nobody_had_accepted(client_of, offer):
    office = client_of(offer.cast.suzuki)
    day = reverse("plans:last_day", args=[offer.plan.pk])
    assert office.post(day, {"day": "2026-11-20"}).status_code == 422
    office.post(day, {"day": "2027-01-15"})
    assert (offer.reload().answer_by, offer.plan.answer_by_is_default) == (date(2027, 1, 15), False)
    challenge_offers.lapse_due(today=date(2027, 1, 16), at=AT)
    again = reverse("plans:offer_again", args=[offer.plan.pk])
    assert "もう一度案内する" in office.get(again).content.decode()
    assert office.post(again, {"day": "2027-02-01", "reason": ""}).status_code == 422
    office.post(again, {"day": "2027-02-01", "reason": "電話で申し出があった"})
    assert (offer.reload().state, offer.plan.answer_by) == (PlanStatus.OFFERED, date(2027, 2, 1))
    assert [row.context["until"] for row in mails("plan_offered_again")] == ["2027年2月1日（月）"]
    challenge.agree(offer.plan, by=offer.cast.sato, at=AT)
    assert offer.plan.state is PlanStatus.AGREED


def test_plan_that_had_been_agreed_is_not_offered_again(support):
    challenge.close(support.plan, reason="都合", by=support.cast.suzuki, at=AT)
    with pytest.raises(Refused, match="支援が始まったあとの計画"):
        challenge_offers.offer_again(support.plan, LAST, reason="x", by=support.cast.suzuki, at=AT)
