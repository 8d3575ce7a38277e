"""The public page of a call: what anybody reads in each phase, the deadline to the second, paper and calendar."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from certification.models import Round, RoundDate
from certification.services import call_papers, rounds
from tests.factories import procedure
from tests.factories.cast import AT

TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.fixture
def now(travel_to):
    travel_to(AT)


@pytest.fixture
def open_call(cast, now):
    made = procedure.programme(summary="架空の制度です。", criteria_text="おいしいこと。", max_per_firm=2)
    row = made.statements.get()
    row.evidence, row.evidence_required = "販売の様子の写真", True
    row.save()
    closes = datetime(2026, 12, 1, 23, 59, 59, tzinfo=TOKYO)
    found = procedure.planned_round(made, closes_at=closes, contact="架空産業課", review_on=date(2027, 1, 10))
    RoundDate.objects.create(
        round=found, kind="briefing", held_on=date(2026, 11, 25), starts=time(13), place="架空会館"
    )
    RoundDate.objects.create(round=found, kind="other", label="内部の打合せ", held_on=date(2026, 11, 26), public=False)
    rounds.open_round(found, by=cast.suzuki, at=AT)
    return found


def test_open_call_says_everything_to_anybody(open_call, client):
    words = client.get(f"/calls/{open_call.pk}/").content.decode()
    for said in (
        "募集中", "架空の制度です。", "おいしいこと。", "市内で販売しています。", "販売の様子の写真",
        "必ず付けてください", "2026年12月1日（火）23:59:59（日本時間）", "説明会", "架空会館", "架空産業課", "2件まで",
        "あと10日", "/apply/check/",
    ):  # fmt: skip
        assert said in words, said
    assert "内部の打合せ" not in words
    assert f'data-now="{AT.isoformat()}"' in words
    assert 'data-countdown="2026-12-01T14:59:59+00:00"' in words


def test_call_keeps_what_was_frozen_at_its_opening(open_call, client):
    programme = open_call.programme
    programme.name, programme.criteria_text = "別の名前", "別の基準"
    programme.save()
    programme.statements.update(text="別の資格")
    words = client.get(f"/calls/{open_call.pk}/").content.decode()
    assert "架空ブランド" in words
    assert "おいしいこと。" in words
    assert "別の" not in words


def test_rolling_call_has_no_countdown(cast, client, now):
    found = procedure.open_round(cast, procedure.programme(intake="rolling"), closes_at=None)
    words = client.get(f"/calls/{found.pk}/").content.decode()
    assert "随時受付" in words
    assert "data-countdown" not in words
    assert "締切はありません" in words


def test_planned_call_is_hidden_until_announced_and_then_says_only_what_is_public(cast, client, now):
    made = procedure.programme(criteria_text="おいしいこと。")
    found = procedure.planned_round(made, opens_at=AT + timedelta(days=30), closes_at=AT + timedelta(days=60))
    here = f"/calls/{found.pk}/"
    assert client.get(here).status_code == 404
    Round.objects.filter(pk=found.pk).update(announced=True, review_on=date(2027, 3, 1))
    words = client.get(here).content.decode()
    assert "まもなく" in words
    assert "おいしいこと。" in words
    for secret in ("市内で販売しています。", "2027年3月1日", "締切", "call.pdf", "calendar.ics"):
        assert secret not in words, secret
    for name in ("call.pdf", "calendar.ics"):
        assert client.get(f"{here}{name}").status_code == 404
    assert "まもなく" in client.get("/calls/").content.decode()


def test_closed_call_says_so_and_shows_the_next_one(open_call, cast, client, travel_to):
    travel_to(AT + timedelta(days=30))
    assert "募集は終わりました" in client.get(f"/calls/{open_call.pk}/").content.decode()
    again = procedure.open_round(cast, open_call.programme, at=AT + timedelta(days=29), name="第2回")
    words = client.get(f"/calls/{open_call.pk}/").content.decode()
    assert f'href="/calls/{again.pk}/"' in words


def test_deadline_counts_to_its_last_second(open_call, client, travel_to):
    here = f"/calls/{open_call.pk}/"
    travel_to(open_call.closes_at - timedelta(seconds=1))
    assert "あと0分1秒" in client.get(here).content.decode()
    travel_to(open_call.closes_at)
    assert "募集は終わりました" in client.get(here).content.decode()


def test_paper_of_a_call_is_set_once_for_the_same_content(open_call, client, monkeypatch):
    set_ = []
    render = call_papers.pdf.render
    monkeypatch.setattr(call_papers.pdf, "render", lambda *given: set_.append(1) or render(*given))
    here = f"/calls/{open_call.pk}/call.pdf"
    first = client.get(here)
    assert first["Content-Type"] == "application/pdf"
    assert first.content.startswith(b"%PDF-")
    assert client.get(here).content == first.content
    assert len(set_) == 1
    Round.objects.filter(pk=open_call.pk).update(contact="架空観光課")
    client.get(here)
    assert len(set_) == 2


def test_calendar_of_a_call_holds_its_public_dates(open_call, client):
    response = client.get(f"/calls/{open_call.pk}/calendar.ics")
    events = [str(event["summary"]) for event in Calendar.from_ical(response.content).walk("VEVENT")]
    assert events == [
        f"架空ブランド 令和8年度 第1回 {name}" for name in ("受付の開始", "説明会", "受付の締切", "審査会")
    ]


def test_list_of_calls_costs_the_same_for_one_and_three(open_call, cast, client, exact_queries):
    client.get("/calls/")
    with CaptureQueriesContext(connection) as one:
        client.get("/calls/")
    for n in (2, 3):
        procedure.open_round(cast, open_call.programme, name=f"第{n}回")
    with exact_queries(len(one)):
        words = client.get("/calls/").content.decode()
    assert words.count("call-card__left") == 3


def test_desks_and_front_lead_to_the_page(open_call, firm, cast, client_of):
    desk = client_of(cast.sato)
    assert f'href="/calls/{open_call.pk}/"' in desk.get("/apply/").content.decode()
    draft = procedure.draft(open_call, firm, cast.sato)
    words = desk.get(f"/apply/a/{draft.code}/").content.decode()
    assert "説明会" in words
    assert "内部の打合せ" not in words
    assert f"/calls/{open_call.pk}/calendar.ics" in words


def test_call_takes_nothing_but_a_look(open_call, client):
    assert client.post(f"/calls/{open_call.pk}/").status_code == 405
    assert client.get("/calls/999/").status_code == 404
