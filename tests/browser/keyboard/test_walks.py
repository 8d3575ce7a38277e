"""Each desk's main task by keyboard alone: Tab, Space, Enter and letters; the focus is in sight at every stop."""

import pytest
from playwright.sync_api import Page, expect

from certification.domain.states import PlanStatus, Status
from certification.models import ChallengeTask, Sheet
from certification.services import challenge
from core import clock
from tests.factories import procedure
from tests.factories.cast import business, cast

pytestmark = pytest.mark.django_db(transaction=True)
MOST_STOPS = 250
IN_SIGHT = """() => {
  const found = document.activeElement
  if (!found || found === document.body) return true
  const box = found.closest("label") || found
  const seen = [found, found.nextElementSibling, box, found.parentElement].filter(Boolean).some(one => {
    const style = getComputedStyle(one)
    return style.outlineStyle !== "none" || style.boxShadow !== "none"
  })
  return seen || found.outerHTML.slice(0, 200)
}"""


def reach(page: Page, selector: str) -> None:
    """Tab forward until the focus stands on it."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        assert page.evaluate(IN_SIGHT) is True
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab on {page.url}")


def enter(page: Page, selector: str) -> None:
    """Go there by Tab, press Enter, wait for the next page."""
    reach(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_applicant_fills_a_page_and_hands_in_by_keyboard(new_page):
    people = cast()
    at = clock.now()
    draft = procedure.draft(procedure.open_round(people, at=at), business(people.sato), people.sato, at=at)
    page = new_page(width=1280, user=people.sato)
    page.goto(f"/apply/a/{draft.code}/basics/")
    reach(page, "#id_f-name")
    page.keyboard.press("Control+A")
    page.keyboard.type("鍵盤で直したゼリー")
    enter(page, "button[value=next]")
    draft.refresh_from_db()
    assert draft.product_name == "鍵盤で直したゼリー"
    page.goto(f"/apply/a/{draft.code}/review/")
    reach(page, "#id_declare")
    page.keyboard.press("Space")
    enter(page, "main form.form button[type=submit]")
    draft.refresh_from_db()
    assert draft.state is Status.SUBMITTED


def test_reviewer_declares_scores_and_hands_in_by_keyboard(new_page):
    people = cast()
    at = clock.now()
    round_ = procedure.open_round(people, at=at)
    row = procedure.submitted(round_, business(people.sato), people.sato, at=at)
    procedure.accept(row, people, at=at)
    procedure.in_review(round_, [row], people, at=at)
    page = new_page(width=1280, user=people.takahashi)
    page.goto(f"/review/{row.code}/declare/")
    reach(page, "input[type=radio][value=none]")
    page.keyboard.press("Space")
    enter(page, "main form button[type=submit]")
    page.goto(f"/review/{row.code}/")
    for key, digit in (("taste", "4"), ("origin", "5")):
        reach(page, f"input[type=radio][id^=mark-{key}]")
        page.keyboard.press(digit)
    reach(page, "input[type=radio][name*=safe]")
    page.keyboard.press("ArrowDown")  # from "not answered yet" round to the first answer
    expect(page.locator("[data-total=answered]")).to_have_text("2項目中2項目")
    enter(page, "button[value=finish]")
    enter(page, "main form[action$='/submit/'] button[type=submit]")
    assert Sheet.objects.get().submitted_at is not None


def test_office_checks_and_accepts_by_keyboard(new_page):
    people = cast()
    at = clock.now()
    row = procedure.submitted(procedure.open_round(people, at=at), business(people.sato), people.sato, at=at)
    page = new_page(width=1280, user=people.suzuki)
    page.goto(f"/cms/applications/{row.code}/")
    reach(page, "input[name*=sold][type=radio], input[name*=sold][type=checkbox]")
    page.keyboard.press("Space")
    enter(page, "form[action$='/check/'] button[type=submit]")
    page.goto(f"/cms/applications/{row.code}/accept/")
    enter(page, "#main form button[type=submit], main form button[type=submit]")
    row.refresh_from_db()
    assert row.state is Status.ACCEPTED


def test_adviser_adds_a_task_by_keyboard(new_page):
    people = cast()
    at = clock.now()
    scene = procedure.released_scene(people, business(people.sato), at=at)
    plan = scene.near.plan
    challenge.agree(plan, by=people.sato, at=at)
    challenge.appoint_adviser(plan, people.yamamoto, by=people.suzuki, at=at)
    page = new_page(width=1280, user=people.yamamoto)
    page.goto(f"/advise/{plan.pk}/")
    reach(page, "form[action$='/tasks/'] input[type=radio]")
    page.keyboard.press("Space")
    reach(page, "form[action$='/tasks/'] input[name$=title]")
    page.keyboard.type("鍵盤で足した課題")
    enter(page, "form[action$='/tasks/'] button[type=submit]")
    assert ChallengeTask.objects.filter(title="鍵盤で足した課題").exists()
    plan.refresh_from_db()
    assert plan.state is PlanStatus.AGREED
