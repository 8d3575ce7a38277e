"""Public pages and the gallery in a browser: accessible, narrow and wide, with and without scripts."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from home.bootstrap import ensure_site

PAGES = ("/", "/about/", "/accounts/login/", "/accounts/signup/", "/gallery/", "/gallery/404/")


@pytest.fixture
def pages(transactional_db, settings):
    settings.DEBUG = True
    ensure_site()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("address", PAGES)
def test_page_has_no_barrier_and_does_not_scroll_sideways(pages, new_page, address, width):
    page = new_page(width=width)
    page.goto(address)
    found = Axe().run(page).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_confirm_opens_in_place_without_scripts(pages, new_page):
    page = new_page(javascript=False)
    page.goto("/gallery/")
    page.locator("#c1 summary").click()
    assert page.locator("#c1 .confirm__title").is_visible()


def test_confirm_is_a_dialog_that_gives_the_focus_back(pages, new_page):
    page = new_page()
    page.goto("/gallery/")
    page.locator("#c1 summary").click()
    assert page.locator("dialog[open] .confirm__title").is_visible()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_error_summary_takes_the_focus_and_leads_to_the_field(pages, new_page):
    page = new_page()
    page.goto("/accounts/signup/")
    page.locator("main form button[type=submit]").click()
    page.wait_for_selector("#error-summary")
    assert page.evaluate("document.activeElement.id") == "error-summary"
    page.locator("#error-summary a").first.click()
    assert page.evaluate("document.activeElement.id") == "id_last_name"


def test_menu_opens_on_a_phone_without_scripts(pages, new_page):
    page = new_page(javascript=False, width=360)
    page.goto("/")
    page.get_by_role("button", name="メニュー").click()
    assert page.locator("#menu").is_visible()
