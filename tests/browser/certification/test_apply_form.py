"""A page of the application form alive: what was typed is forgotten by the device only when the server has it."""

import pytest
from playwright.sync_api import expect

from core import clock
from tests.factories import procedure
from tests.factories.cast import business, cast

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "#id_f-name"


@pytest.fixture
def form(db):
    people = cast()
    at = clock.now()
    round_ = procedure.open_round(people, at=at)
    draft = procedure.draft(round_, business(people.sato), people.sato, at=at)
    return people.sato, draft, f"/apply/a/{draft.code}/basics/"


def test_p6_text_of_a_press_without_network_is_offered_again(new_page, form):
    person, draft, address = form
    page = new_page(user=person)
    page.goto(address)
    page.context.set_offline(True)
    page.fill(NAME, "押しても届かない名前")
    page.click("button[value=next]:visible")
    page.wait_for_url("chrome-error://**")
    page.context.set_offline(False)
    page.goto(address)
    page.click("[data-recover-use]")
    expect(page.locator(NAME)).to_have_value("押しても届かない名前")
    page.click("button[value=next]:visible")
    page.wait_for_url("**/making/")
    draft.refresh_from_db()
    assert draft.product_name == "押しても届かない名前"


def test_p6_text_of_a_press_that_was_turned_down_is_offered_again(new_page, form):
    person, _draft, address = form
    page = new_page(user=person)
    page.goto(address)
    page.context.clear_cookies(name="csrftoken")
    page.fill(NAME, "ログインが変わった後の名前")
    page.click("button[value=next]:visible")
    expect(page.locator("h1")).to_have_text("送信を受け付けられませんでした")
    page.goto(address)
    page.click("[data-recover-use]")
    expect(page.locator(NAME)).to_have_value("ログインが変わった後の名前")


def test_text_the_server_saved_is_not_offered_again_even_when_it_was_tidied(new_page, form):
    person, draft, address = form
    page = new_page(user=person)
    page.goto(address)
    page.fill(NAME, "　架空の　ゼリー　")
    page.click("button[value=next]:visible")
    page.wait_for_url("**/making/")
    page.goto(address)
    expect(page.locator(NAME)).to_have_value("架空の ゼリー")
    expect(page.locator("[data-recover]")).to_be_hidden()
    draft.refresh_from_db()
    assert draft.product_name == "架空の ゼリー"


def test_error_of_several_lines_stands_beside_its_bullet(new_page, form):
    person, _draft, address = form
    page = new_page(user=person, width=360)
    page.goto(address)
    page.fill("#id_f-price_yen", "たかい")
    page.click(".apply-save button[value=save]")
    link = page.locator(".error-summary li a").first
    expect(link).to_be_visible()
    assert link.evaluate("a => getComputedStyle(a).display") == "block"  # inline-block puts the bullet at its last line
