"""催促: one mail a person and day with their open sheets; none to who is done; stopped for all or for one."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from certification.models import ReminderPlan
from certification.services import panel, reminders
from core import mail
from core.models import OutboxMessage
from tests.factories import procedure
from tests.factories.cast import AT

DUE = AT.date() + timedelta(days=3)


@pytest.fixture
def planned(desk):
    return reminders.plan(desk.round, due_on=DUE, days_before=[3, 1], draft_days_before=[], by=desk.cast.suzuki, at=AT)


def mails():
    return {row.to: "\n".join(mail.render(row)) for row in OutboxMessage.objects.filter(kind="review_reminder")}


def test_one_mail_a_person_and_day_listing_open_sheets_and_none_to_who_is_done(desk, planned):
    for row in (desk.first, desk.second):
        procedure.score(row, desk.cast.tanaka, marks=procedure.GOOD)
    procedure.score(desk.first, desk.cast.takahashi, marks=procedure.GOOD)
    panel.declare(desk.second, kind="family", by=desk.cast.watanabe, at=AT)

    assert reminders.send_due(at=AT) == 2
    assert reminders.send_due(at=AT + timedelta(hours=1)) == 0

    found = mails()
    assert set(found) == {"takahashi@example.org", "watanabe@example.org"}
    assert desk.second.receipt_number in found["takahashi@example.org"]
    assert desk.first.receipt_number not in found["takahashi@example.org"]
    assert desk.second.receipt_number not in found["watanabe@example.org"]
    assert "架空菓子店つむぎ" not in "".join(found.values())
    assert "2026年11月24日" in found["takahashi@example.org"]


def test_only_on_the_days_planned(desk, planned):
    assert reminders.send_due(at=AT + timedelta(days=1)) == 0
    assert reminders.send_due(at=AT + timedelta(days=2)) == 3


def test_stop_for_one_and_for_all_and_again(desk, planned, office):
    here = f"/cms/rounds/{desk.round.pk}/reminders/"
    html = office.get(here).content.decode()
    assert "いま届く人：3人" in html
    office.post(here, {"action": "stop_person", "person": desk.cast.tanaka.pk})
    assert "事務局が止めています" in office.get(here).content.decode()
    assert reminders.send_due(at=AT) == 2
    office.post(here, {"action": "stop"})
    assert reminders.send_due(at=AT + timedelta(days=2)) == 0
    office.post(here, {"action": "resume"})
    office.post(here, {"action": "resume_person", "person": desk.cast.tanaka.pk})
    assert reminders.send_due(at=AT + timedelta(days=2)) == 3


def test_absent_or_out_of_period_reviewers_are_left_alone(desk, planned):
    seats = {seat.user_id: seat for seat in desk.round.panel.all()}
    seat = seats[desk.cast.tanaka.pk]
    seat.until_on = AT.date() - timedelta(days=1)
    seat.save()
    seat = seats[desk.cast.takahashi.pk]
    seat.absent_from, seat.absent_at, seat.absent_by = AT.date(), AT, desk.cast.suzuki
    seat.save()
    assert reminders.send_due(at=AT) == 1
    assert set(mails()) == {"watanabe@example.org"}


def test_drafts_are_reminded_before_the_window_closes(desk):
    draft = procedure.draft(desk.round, desk.firm, desk.cast.sato, answers={"name": "下書きの品"})
    reminders.plan(desk.round, due_on=None, days_before=[], draft_days_before=[2], by=desk.cast.suzuki, at=AT)
    day = desk.round.closes_at - timedelta(days=2)
    assert reminders.send_due(at=day) == 1
    assert reminders.send_due(at=day) == 0
    row = OutboxMessage.objects.get(kind="draft_reminder")
    assert (row.to, row.subject_id) == ("sato@example.org", str(draft.pk))
    assert "下書きの品" in mail.render(row)[1]


def test_office_plans_by_the_page_and_bad_days_are_told(desk, office):
    here = f"/cms/rounds/{desk.round.pk}/reminders/"
    bad = office.post(here, {"action": "plan", "due_on": "2026-11-30", "days_before": "七日"})
    assert bad.status_code == 422
    assert "日数を、読点で区切って書いてください" in bad.content.decode()
    assert office.post(here, {"action": "plan", "days_before": "3"}).status_code == 422
    office.post(here, {"action": "plan", "due_on": "2026-11-30", "days_before": "7、3、3", "draft_days_before": ""})
    row = ReminderPlan.objects.get()
    assert (str(row.due_on), row.days_before) == ("2026-11-30", [7, 3])


def test_command_waits_for_the_morning_and_is_safe_to_repeat(desk, planned, travel_to):
    travel_to(AT - timedelta(hours=5))  # 5:00 in Tokyo
    call_command("send_reminders", verbosity=0)
    assert not mails()
    travel_to(AT)
    call_command("send_reminders", verbosity=0)
    call_command("send_reminders", verbosity=0)
    assert len(mails()) == 3
