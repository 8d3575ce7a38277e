"""One act on several applications: a preview that says what will happen, then all or none (peers S3, S5)."""

import re
from datetime import timedelta

import pytest

from certification.domain.states import Status
from certification.models import Application, ApplicationMessage, Correction, OfficeNotice, Round
from certification.services import applications, screening
from core import clock
from core.models import AuditEvent, Business, OutboxMessage
from tests.factories import procedure
from tests.factories.cast import AT, Cast
from tests.harness.client import StrictClient

BULK = "/cms/applications/bulk/"


@pytest.fixture
def rows(open_round: Round, firm: Business, cast: Cast) -> list[Application]:
    made = [procedure.submitted(open_round, firm, cast.sato, answers={"name": f"架空の品{n}号"}) for n in (1, 2, 3)]
    for row in made[:2]:
        screening.check(row, {"sold": (True, "")}, by=cast.suzuki, at=AT)
    return made


def preview(client: StrictClient, act: str, rows: list[Application]) -> str:
    response = client.get(BULK, {"act": act, "pick": [row.pk for row in rows]})
    assert response.status_code == 200
    return str(response.content.decode())


def tokens(page: str) -> list[str]:
    return re.findall(r'name="row" value="([^"]+)"', page)


def mails(kind: str) -> int:
    return OutboxMessage.objects.filter(kind=kind).count()


def test_s3_preview_lists_rows_effect_skipped_and_why(office: StrictClient, rows: list[Application]) -> None:
    page = preview(office, "accept", rows)
    assert len(tokens(page)) == 2
    assert "応募資格の点検が1項目残っています" in page
    assert "受理になり、受理のメールが届きます" in page
    assert mails("accepted") == 0


def test_s3_all_are_accepted_with_one_mail_each(office: StrictClient, rows: list[Application]) -> None:
    page = preview(office, "accept", rows)
    rehearsed = office.post(BULK, {"act": "accept", "row": tokens(page)})
    assert rehearsed.status_code == 200
    assert "受理しました" in rehearsed.content.decode() or "送るメール（1通目）" in rehearsed.content.decode()
    assert mails("accepted") == 0
    assert Application.objects.filter(status=Status.ACCEPTED.value).count() == 0
    office.post(BULK, {"act": "accept", "row": tokens(page), "sure": "1"})
    assert [row.state for row in Application.objects.order_by("pk")] == [
        Status.ACCEPTED, Status.ACCEPTED, Status.SUBMITTED,
    ]  # fmt: skip
    assert mails("accepted") == 2


def test_s3_a_row_changed_since_is_refused_and_none_is_touched(
    office: StrictClient, rows: list[Application], cast: Cast
) -> None:
    page = preview(office, "accept", rows)
    screening.request_correction(rows[1], {"contents": "個数を。"}, by=cast.suzuki, at=AT)
    applications.save(rows[1], {"contents": "8個"}, base=rows[1].revision, by=cast.sato, at=AT)
    applications.submit(rows[1], by=cast.sato, at=AT)
    before = mails("accepted"), AuditEvent.objects.count()
    said = office.post(BULK, {"act": "accept", "row": tokens(page), "sure": "1"}, follow=True).content.decode()
    assert "変わった申請があるため、何もしませんでした" in said
    assert rows[1].receipt_number in said
    assert (mails("accepted"), AuditEvent.objects.count()) == before
    assert not Application.objects.filter(status=Status.ACCEPTED.value).exists()


def test_s4_pressing_twice_sends_nothing_twice(office: StrictClient, rows: list[Application]) -> None:
    page = preview(office, "accept", rows)
    for _ in range(2):
        office.post(BULK, {"act": "accept", "row": tokens(page), "sure": "1"})
    assert mails("accepted") == 2


def test_correction_goes_to_all_with_the_same_words(office: StrictClient, rows: list[Application]) -> None:
    page = preview(office, "correction", rows)
    due = clock.today() + timedelta(days=7)
    given = {
        "act": "correction",
        "row": tokens(page),
        "fields": ["contents"],
        "why": "個数を書いてください。",
        "due_on": due,
    }
    office.post(BULK, {**given, "sure": "1"})
    assert Correction.objects.filter(fields={"contents": "個数を書いてください。"}, due_on=due).count() == 3
    assert mails("correction") == 3


def test_correction_with_gaps_keeps_what_was_typed(office: StrictClient, rows: list[Application]) -> None:
    page = preview(office, "correction", rows)
    given = {"act": "correction", "row": tokens(page), "why": "個数を書いてください。", "due_on": "2020-01-01"}
    response = office.post(BULK, given)
    assert response.status_code == 422
    words = response.content.decode()
    assert "個数を書いてください。" in words
    assert "期限は今日以後の日にしてください" in words
    assert len(tokens(words)) == 3
    assert not Correction.objects.exists()


def test_refusal_is_rehearsed_with_its_mail_then_done_with_a_letter_each(
    office: StrictClient, rows: list[Application]
) -> None:
    page = preview(office, "refuse", rows)
    given = {"act": "refuse", "row": tokens(page), "reason": "市外で製造しています。"}
    rehearsed = office.post(BULK, given).content.decode()
    assert "送るメール（1通目）" in rehearsed
    assert "市外で製造しています。" in rehearsed
    assert (OfficeNotice.objects.count(), mails("refused")) == (0, 0)
    office.post(BULK, {**given, "sure": "1"})
    assert (OfficeNotice.objects.count(), mails("refused")) == (3, 3)
    assert [row.number[-5:] for row in OfficeNotice.objects.all()] == ["F-001", "F-002", "F-003"]


def test_s5_message_and_reminder_change_no_state(office: StrictClient, rows: list[Application], cast: Cast) -> None:
    page = preview(office, "message", rows)
    given = {"act": "message", "row": tokens(page), "text": "説明会があります。", "key": "abcd1234", "sure": "1"}
    office.post(BULK, given)
    office.post(BULK, given)
    assert ApplicationMessage.objects.filter(text="説明会があります。").count() == 3
    assert set(Application.objects.values_list("status", flat=True)) == {"submitted"}
    screening.request_correction(rows[0], {"contents": "個数を。"}, by=cast.suzuki, at=AT)
    page = preview(office, "remind", rows)
    assert len(tokens(page)) == 1
    for _ in range(2):
        office.post(BULK, {"act": "remind", "row": tokens(page), "sure": "1"})
    assert mails("correction_reminder") == 1


def test_all_rows_of_the_filter_may_be_meant(office: StrictClient, rows: list[Application]) -> None:
    page = office.get(BULK, {"act": "accept", "scope": "all", "query": "q=1号"}).content.decode()
    assert len(tokens(page)) == 1
    assert rows[0].receipt_number in page


def test_nothing_chosen_is_said(office: StrictClient, rows: list[Application]) -> None:
    words = office.get(BULK, {"act": "accept"}, follow=True).content.decode()
    assert "対象の申請を1件以上選んでください" in words
    words = office.get(BULK, {"pick": rows[0].pk}, follow=True).content.decode()
    assert "することを選んでください" in words
    assert office.post(BULK, {"act": "accept", "row": "x:y:z"}).status_code == 302
