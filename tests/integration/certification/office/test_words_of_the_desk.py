"""What the office reads before it acts: times in words, a round still open, a row without a suggestion, a mail."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from certification.models import Decision, Round
from certification.services import rounds, screening
from certification.viewsets.rounds import closing
from core import mail
from core.models import Business, OutboxMessage
from core.services import businesses
from tests.factories import procedure
from tests.factories.cast import AT, Cast
from tests.factories.procedure import Scene
from tests.harness.client import StrictClient


def text(response: Any) -> str:
    return str(response.content.decode())


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (AT - timedelta(days=2), "2026年12月1日（火）10:00"),
        (AT, "2026年12月1日（火）10:00 あと10日"),
        (AT + timedelta(days=9, hours=23), "2026年12月1日（火）10:00 きょうまで"),
        (AT + timedelta(days=10), "2026年12月1日（火）10:00"),
    ],
)
def test_closing_time_is_a_date_with_the_days_left(at: Any, words: str) -> None:
    found = Round(opened_at=AT, opens_at=AT - timedelta(days=1), closes_at=AT + timedelta(days=10))
    assert closing(found, at) == words


def test_list_of_rounds_shows_dates_and_rolling_intake(office: StrictClient, open_round: Round, travel_to: Any) -> None:
    travel_to(AT)
    page = text(office.get("/cms/rounds/"))
    assert "2026年12月1日（火）10:00 あと10日" in page
    assert "分前" not in page
    Round.objects.update(closes_at=None)
    assert "随時" in text(office.get("/cms/rounds/"))


def test_hub_of_a_round_shows_seconds_only_of_a_deadline_that_has_them(office: StrictClient, open_round: Round) -> None:
    """A deadline at 23:59:59 is told to the second, as the firms read it; a full minute carries none."""
    page = text(office.get(f"/cms/rounds/{open_round.pk}/"))
    assert "10:00</time>" in page
    assert "10:00:00</time>" not in page
    Round.objects.update(closes_at=AT.replace(second=58) + timedelta(days=10))
    assert "10:00:58</time>" in text(office.get(f"/cms/rounds/{open_round.pk}/"))


def in_review(cast: Cast, firm: Business, *, sheets: int) -> tuple[Round, Any]:
    """One application before three reviewers of whom some have handed in."""
    found = procedure.open_round(cast)
    row = procedure.submitted(found, firm, cast.sato)
    procedure.accept(row, cast)
    procedure.in_review(found, [row], cast)
    for reviewer in cast.reviewers[:sheets]:
        procedure.score(row, reviewer, marks=procedure.GOOD)
    return found, row


def test_row_without_a_suggestion_is_not_called_firm(office: StrictClient, firm: Business, cast: Cast) -> None:
    found, row = in_review(cast, firm, sheets=2)
    Round.objects.filter(pk=found.pk).update(rules={**found.rules, "quorum": 3})
    rounds.close_scoring(found, by=cast.suzuki, at=AT)
    page = text(office.get(f"/cms/rounds/{found.pk}/board/{row.code}/"))
    assert "規則による案は、まだありません。" in page
    assert "3人の審査委員のうち2人の審査票がそろっています" in page
    assert "案は変わりません" not in page


def test_closing_and_release_warn_while_the_window_is_open(
    office: StrictClient, firm: Business, cast: Cast, travel_to: Any
) -> None:
    found, _row = in_review(cast, firm, sheets=3)
    here = f"/cms/rounds/{found.pk}/close/"
    travel_to(AT)
    page = text(office.get(here))
    assert "この募集はまだ申請を受け付けています（締切 2026年12月1日（火）10:00（日本時間））" in page
    assert "同じ回にもう一度申請できます" in page
    travel_to(found.closes_at)
    assert "まだ申請を受け付けています" not in text(office.get(here))
    Round.objects.update(closes_at=None)
    travel_to(AT)
    assert "まだ申請を受け付けています" not in text(office.get(here))


def test_release_page_warns_while_the_window_is_open(office: StrictClient, decided: Scene, travel_to: Any) -> None:
    here, closes_at = f"/cms/rounds/{decided.round.pk}/release/", AT + timedelta(days=10)
    Round.objects.filter(pk=decided.round.pk).update(closes_at=closes_at)
    travel_to(AT)
    assert "この募集はまだ申請を受け付けています" in text(office.get(here))
    travel_to(closes_at)
    assert "まだ申請を受け付けています" not in text(office.get(here))


def test_nothing_is_ticked_for_confirmation_until_asked(
    office: StrictClient, approver: StrictClient, scored: Scene
) -> None:
    office.post(f"/cms/rounds/{scored.round.pk}/propose/", {"row": [row.pk for row in scored.all]})
    here = f"/cms/rounds/{scored.round.pk}/confirm/"
    page = text(approver.get(here))
    assert page.count('name="pick"') == 3
    assert "checked>" not in page
    assert "?pick=all" in page
    page = text(approver.get(f"{here}?pick=all"))
    assert page.count("checked>") == 3
    assert "選択をすべて外す" in page
    assert "決裁する案を1つ以上選んでください" in text(approver.get(f"{here}?preview=1"))
    assert Decision.objects.count() == 3


def test_board_tells_conflicts_and_attempts_beside_the_name(office: StrictClient, scored: Scene) -> None:
    type(scored.good).objects.filter(pk=scored.good.pk).update(attempt=2)
    response = office.get(f"/cms/rounds/{scored.round.pk}/board/")
    assert not {"相反", "回数"} & {head["name"] for head in response.context["headings"]}
    assert "<b>2回目</b>" in text(response)


def test_mail_is_read_as_it_goes_out(office: StrictClient, released: Scene) -> None:
    row = OutboxMessage.objects.filter(kind="result")[0]
    assert f"/cms/outbox/{row.pk}/" in text(office.get("/cms/outbox/"))
    page = text(office.get(f"/cms/outbox/{row.pk}/"))
    assert row.to in page
    assert "の審査の結果が出ました。結果の通知書と" in page
    assert "この内容で送ります" in page
    mail.deliver_one(row.pk, at=AT)
    page = text(office.get(f"/cms/outbox/{row.pk}/"))
    assert "送った内容から組み直して表示しています" in page
    assert office.post(f"/cms/outbox/{row.pk}/").status_code == 405
    assert office.get("/cms/outbox/999999/").status_code == 404


def test_invitations_secret_link_is_not_shown_to_the_office(
    clients: Callable[[str], StrictClient], firm: Business, cast: Cast
) -> None:
    invitation = businesses.invite(firm, email="new@example.org", role="editor", by=cast.sato, at=AT)
    row = OutboxMessage.objects.get(kind="invitation")
    for name in ("suzuki", "kobayashi"):
        page = text(clients(name).get(f"/cms/outbox/{row.pk}/"))
        assert "new@example.org" in page
        assert invitation.token not in page
        assert "受け取った人だけが見られます" in page


def test_correction_mail_says_its_date_in_words(cast: Cast, firm: Business) -> None:
    row = procedure.submitted(procedure.open_round(cast), firm, cast.sato)
    due = (AT + timedelta(days=19)).date()
    screening.request_correction(row, {"contents": "個数を書いてください。"}, due_on=due, by=cast.suzuki, at=AT)
    _subject, body = mail.render(OutboxMessage.objects.get(kind="correction"))
    assert "期限　2026年12月10日（木）" in body
    assert "2026-12-10" not in body
