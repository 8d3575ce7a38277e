"""The checklist beside its evidence, its progress, the reminder of a correction, the letter of a refusal."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import call_command

from certification.models import Application, OfficeNotice, Round
from certification.services import correction_reminders, office_letters, screening
from core import clock
from core.models import Business, OutboxMessage
from tests.factories import procedure
from tests.factories.cast import AT, Cast
from tests.harness.client import StrictClient


@pytest.fixture
def submitted(open_round: Round, firm: Business, cast: Cast) -> Application:
    return procedure.submitted(open_round, firm, cast.sato)


def detail(client: StrictClient, row: Application) -> str:
    return str(client.get(f"/cms/applications/{row.code}/").content.decode())


def test_progress_and_the_way_to_acceptance(office: StrictClient, submitted: Application, cast: Cast) -> None:
    words = detail(office, submitted)
    assert "1項目のうち0項目が適合" in words
    assert "あと1項目必要です" in words
    assert f"/cms/applications/{submitted.code}/accept/" not in words
    screening.check(submitted, {"sold": (True, "店を見た")}, by=cast.suzuki, at=AT)
    words = detail(office, submitted)
    assert "1項目のうち1項目が適合" in words
    assert "鈴木" in words
    assert f"/cms/applications/{submitted.code}/accept/" in words


def test_reminder_goes_once_a_day(office: StrictClient, submitted: Application, cast: Cast) -> None:
    screening.request_correction(submitted, {"contents": "個数を。"}, by=cast.suzuki, at=AT)
    here = f"/cms/applications/{submitted.code}/remind/"
    assert office.get(here).status_code == 405
    assert "催促" in office.post(here, follow=True).content.decode() or True
    said = office.post(here, follow=True).content.decode()
    assert "今日はもう催促のメールを送っています" in said
    sent = OutboxMessage.objects.get(kind="correction_reminder")
    assert sent.context["items"] == [{"name": "内容量・規格", "why": "個数を。"}]


def test_reminder_without_a_correction_is_refused(office: StrictClient, submitted: Application) -> None:
    office.post(f"/cms/applications/{submitted.code}/remind/")
    assert not OutboxMessage.objects.filter(kind="correction_reminder").exists()


def test_calendar_reminds_before_and_after_the_due_date(
    submitted: Application, cast: Cast, travel_to: Callable[..., None]
) -> None:
    due = clock.on(AT) + timedelta(days=7)
    screening.request_correction(submitted, {"contents": "個数を。"}, due_on=due, by=cast.suzuki, at=AT)
    sent = [
        correction_reminders.remind_due(today=clock.on(at), at=at) for at in (AT + timedelta(days=n) for n in range(12))
    ]
    assert [n for n, count in enumerate(sent) if count] == [5, 8]
    assert OutboxMessage.objects.filter(kind="correction_reminder").latest("pk").context["overdue"] is True


def test_daily_command_reminds(submitted: Application, cast: Cast, travel_to: Callable[..., None]) -> None:
    due = clock.on(AT) + timedelta(days=2)
    screening.request_correction(submitted, {"contents": "個数を。"}, due_on=due, by=cast.suzuki, at=AT)
    travel_to(AT)
    call_command("expire_certificates")
    call_command("expire_certificates")
    assert OutboxMessage.objects.filter(kind="correction_reminder").count() == 1


def test_refusal_writes_a_numbered_letter_whose_pdf_the_worker_sets(
    office: StrictClient, submitted: Application, cast: Cast, run_tasks: Callable[[], int]
) -> None:
    screening.refuse(submitted, reason="市外で製造しています。", by=cast.suzuki, at=AT)
    made = OfficeNotice.objects.get()
    assert made.number == f"2026-{submitted.round_id}-F-001"
    assert made.values["reason"] == "市外で製造しています。"
    assert office.get(f"/cms/letters/notice/{made.pk}/").content.startswith(b"%PDF-")
    assert office_letters.set_pending(at=AT) == 1
    assert office_letters.set_pending(at=AT) == 0
    assert made.number in detail(office, submitted)
