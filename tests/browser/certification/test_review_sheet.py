"""The score sheet alive: saved while it is filled in, by keyboard, offline, after an expired session, in two tabs."""

import pytest
from playwright.sync_api import expect

from certification.models import Sheet
from certification.services import panel
from tests.factories import procedure
from tests.factories.cast import AT, business, cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def before_panel(db):
    people = cast()
    firm = business(people.sato)
    round_ = procedure.open_round(people)
    application = procedure.submitted(round_, firm, people.sato)
    procedure.accept(application, people)
    procedure.in_review(round_, [application], people)
    panel.declare(application, kind="none", by=people.takahashi, at=AT)
    return people.takahashi, f"/review/{application.code}/"


def test_sheet_saves_itself_and_shows_the_servers_total(new_page, before_panel):
    reviewer, address = before_panel
    page = new_page(user=reviewer)
    page.goto(address)
    page.check("#mark-taste-2")
    expect(page.locator("[data-total=percent]")).to_have_text("途中")
    expect(page.locator("[data-total=so_far]")).to_have_text("答えた項目だけでは 80.0％")
    page.keyboard.press("5")
    expect(page.locator("[data-total=so_far]")).to_have_text("答えた項目だけでは 100.0％")
    page.keyboard.press("n")
    page.keyboard.press("3")
    expect(page.locator("[data-total=percent]")).to_have_text("70.0％")
    expect(page.locator("[data-total=answered]")).to_have_text("2項目中2項目")
    marks = Sheet.objects.get().marks
    assert (marks["taste"]["value"], marks["origin"]["value"]) == ("5", "3")


def test_p6_words_typed_without_network_are_kept_and_sent_later(new_page, before_panel):
    reviewer, address = before_panel
    page = new_page(user=reviewer)
    page.goto(address)
    page.context.set_offline(True)
    page.fill("#to_applicant-taste", "電波のない所での言葉")
    expect(page.locator("[data-trouble]")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("[data-trouble]")).to_be_hidden(timeout=15_000)
    assert Sheet.objects.get().marks["taste"]["to_applicant"] == "電波のない所での言葉"


def test_r1_words_typed_after_the_session_ended_are_offered_after_login(new_page, before_panel):
    reviewer, address = before_panel
    page = new_page(user=reviewer)
    page.goto(address)
    page.context.clear_cookies(name="sessionid")
    page.fill("#to_applicant-taste", "期限の後の言葉")
    expect(page.locator("[data-trouble-login]")).to_be_visible()
    again = new_page(user=reviewer)
    page.context.add_cookies([cookie for cookie in again.context.cookies() if cookie["name"] == "sessionid"])
    page.goto(address)
    page.click("[data-kept-use]")
    expect(page.locator("#to_applicant-taste")).to_have_value("期限の後の言葉")
    expect(page.locator("[data-saved]")).to_contain_text("に保存")
    assert Sheet.objects.get().marks["taste"]["to_applicant"] == "期限の後の言葉"


def test_two_tabs_never_overwrite_each_other(new_page, before_panel):
    reviewer, address = before_panel
    first, second = new_page(user=reviewer), new_page(user=reviewer)
    first.goto(address)
    second.goto(address)
    second.check("#mark-origin-1")
    expect(second.locator("[data-total=so_far]")).to_have_text("答えた項目だけでは 100.0％")
    first.check("#mark-origin-5")
    expect(first.locator("[data-trouble]")).to_contain_text("ほかの画面で先に保存されています")
    first.click("button[value=save]")
    expect(first.locator("#card-origin")).to_contain_text("点：5 とても良い")
    assert Sheet.objects.get().marks["origin"]["value"] == "5"
    first.click("button[value=save]")
    expect(first.get_by_text("保存しました。")).to_be_visible()
    assert Sheet.objects.get().marks["origin"]["value"] == "0"
