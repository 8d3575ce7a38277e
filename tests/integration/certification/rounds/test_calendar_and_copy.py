"""Key dates in the round's form, on the hub, as ICS; next year's round with its list of what to check."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from certification.models import PanelMember, Round, RoundDate
from certification.selectors import round_checks, round_dates
from certification.services import round_copies, rounds
from core.domain.reason import Refused
from core.models import AuditEvent
from tests.factories import procedure
from tests.factories.cast import AT

TOKYO = ZoneInfo("Asia/Tokyo")


def rows(*given: dict[str, str]) -> dict[str, str]:
    """The rows of dates as the browser posts them."""
    data = {"dates-TOTAL_FORMS": str(len(given)), "dates-INITIAL_FORMS": "0"}
    for place, row in enumerate(given):
        blank = {"id": "", "DELETE": "", "label": "", "starts": "", "ends": "", "place": "", "public": "on"}
        data |= {f"dates-{place}-{key}": value for key, value in {**blank, **row}.items()}
    return data


def form(found: Round, **more: str) -> dict[str, str]:
    closes = found.closes_at.astimezone(TOKYO)
    return {"closes_at": f"{closes:%Y-%m-%d %H:%M}", "review_on": "", "release_on": "", "contact": "", **more}


def test_dates_are_rows_of_the_form_and_keep_the_seconds_of_the_deadline(office, call):
    call.closes_at = datetime(2099, 12, 1, 23, 59, 59, tzinfo=TOKYO)
    call.save()
    here = f"/cms/rounds/edit/{call.pk}/"
    given = rows(
        {"kind": "briefing", "held_on": "2026-12-05", "starts": "13:30", "ends": "15:00", "place": "架空会館"},
        {"kind": "other", "label": "資料の発送", "held_on": "2026-12-20", "public": ""},
    )
    assert office.post(here, {**form(call), **given}).status_code == 302
    call.refresh_from_db()
    assert call.closes_at == datetime(2099, 12, 1, 23, 59, 59, tzinfo=TOKYO)
    assert [(str(row), row.public) for row in call.dates.all()] == [("説明会", True), ("資料の発送", False)]
    words = office.get(f"/cms/rounds/{call.pk}/").content.decode()
    assert "2026年12月5日（土） 13:30–15:00" in words
    assert "公開しない" in words


def test_date_that_ends_before_it_begins_is_told_and_kept_as_typed(office, call):
    given = rows({"kind": "other", "held_on": "2026-12-05", "starts": "15:00", "ends": "13:30", "place": "打った場所"})
    response = office.post(f"/cms/rounds/edit/{call.pk}/", {**form(call), **given})
    words = response.content.decode()
    assert response.status_code == 200
    assert "終了の時刻は、開始の時刻より後にしてください" in words
    assert "「その他」の日程には、名前を付けてください。" in words
    assert "打った場所" in words
    assert not RoundDate.objects.exists()


def test_form_that_says_nothing_of_dates_leaves_them(office, call):
    RoundDate.objects.create(round=call, kind="ceremony", held_on=date(2027, 2, 1))
    assert office.post(f"/cms/rounds/edit/{call.pk}/", form(call, contact="産業振興課")).status_code == 302
    assert call.dates.count() == 1


def test_calendar_of_the_office_has_every_round_and_what_is_not_public(office, call, cast):
    RoundDate.objects.create(round=call, kind="briefing", held_on=date(2026, 12, 5), starts=time(13, 30), ends=time(15))
    RoundDate.objects.create(round=call, kind="other", label="発送", held_on=date(2026, 12, 20), public=False)
    response = office.get("/cms/rounds/calendar.ics")
    assert response["Content-Type"].startswith("text/calendar")
    events = {str(event["summary"]): event for event in Calendar.from_ical(response.content).walk("VEVENT")}
    briefing = events["架空ブランド 令和8年度 第1回 説明会"]
    assert briefing["dtstart"].dt == datetime(2026, 12, 5, 13, 30, tzinfo=TOKYO)
    assert briefing["dtend"].dt == datetime(2026, 12, 5, 15, tzinfo=TOKYO)
    assert events["架空ブランド 令和8年度 第1回 発送"]["dtstart"].dt == date(2026, 12, 20)
    assert events["架空ブランド 令和8年度 第1回 受付の締切"]["dtstart"].dt == call.closes_at
    assert len({str(event["uid"]) for event in events.values()}) == 4


def test_copy_moves_every_date_and_is_one_however_often_pressed(office, call, cast):
    procedure.seat_panel(call, cast)
    call.review_on, call.release_on = date(2028, 2, 29), date(2027, 3, 1)
    call.contact = "産業振興課"
    call.save()
    RoundDate.objects.create(round=call, kind="ceremony", held_on=date(2027, 3, 20), starts=time(14), place="架空広場")
    here = f"/cms/rounds/{call.pk}/copy/"
    assert "2028年3月20日（月）" in office.get(here).content.decode()
    assert "春分の日" in office.get(here).content.decode()
    first = office.post(here)
    made = Round.objects.get(copied_from=call)
    assert first.url == office.post(here).url == f"/cms/rounds/{made.pk}/"
    assert (made.fiscal_year, made.name, made.contact, made.opened_at, made.rules) == (
        2027,
        "第1回",
        "産業振興課",
        None,
        None,
    )
    assert made.opens_at.astimezone(TOKYO) == call.opens_at.astimezone(TOKYO).replace(year=2027)
    assert (made.review_on, made.release_on) == (date(2029, 2, 28), date(2028, 3, 1))
    ceremony = made.dates.get()
    assert (ceremony.held_on, ceremony.starts, ceremony.place) == (date(2028, 3, 20), time(14), "架空広場")
    assert not PanelMember.objects.filter(round=made).exists()
    assert AuditEvent.objects.filter(verb="round.copied").count() == 1
    words = office.get(f"/cms/rounds/{made.pk}/").content.decode()
    assert "「認証式」の2028年3月20日（月）は、春分の日です。" in words
    assert "審査委員がまだ委嘱されていません。" in words
    assert "前の回の審査委員（3人）に委嘱する" in words


def test_copy_takes_another_name_where_next_year_has_one(cast, call):
    Round.objects.create(programme=call.programme, fiscal_year=2027, name="第1回", opens_at=AT)
    assert round_copies.copy_to_next_year(call, by=cast.suzuki, at=AT).name == "第1回（2）"


def test_old_panel_is_offered_and_only_the_ticked_are_appointed(office, call, cast):
    procedure.seat_panel(call, cast)
    made = round_copies.copy_to_next_year(call, by=cast.suzuki, at=AT)
    here = f"/cms/rounds/{made.pk}/panel/again/"
    assert cast.tanaka.display_name in office.get(here).content.decode()
    assert office.post(here, {"user": []}).url == here
    assert office.post(here, {"user": [cast.tanaka.pk]}).url == f"/cms/rounds/{made.pk}/panel/"
    assert [seat.user for seat in PanelMember.objects.filter(round=made)] == [cast.tanaka]
    with pytest.raises(Refused, match="一覧が変わっています"):
        round_copies.appoint_again(made, [cast.tanaka.pk], by=cast.suzuki, at=AT)


def test_checks_name_a_closed_window_first(cast):
    made = procedure.programme(defaults_to_confirm={"quorum": "仮の値です。"})
    found = procedure.planned_round(made, closes_at=AT, opens_at=AT.replace(year=2025))
    lines = round_checks.checks(found, AT)
    assert (lines[0].code, lines[0].must) == ("window_closed", True)
    assert {"defaults", "no_panel", "no_contact", "no_release", "letters"} <= {row.code for row in lines}
    with pytest.raises(Refused, match="過ぎています"):
        rounds.open_round(found, by=cast.suzuki, at=AT)


def test_dates_in_the_wrong_order_are_named(cast):
    found = procedure.planned_round(procedure.programme(), review_on=date(2026, 11, 22), release_on=date(2026, 11, 1))
    assert round_dates.wrong_order(found) == [("受付の締切", "審査会"), ("審査会", "結果の公表")]
