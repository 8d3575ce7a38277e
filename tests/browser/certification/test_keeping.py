"""Nothing typed or sent is lost: uploads that go on after a break, a browser killed while typing, two tabs."""

import pytest
from playwright.sync_api import expect

from certification.models import FieldEdit
from certification.services import applications
from core import clock
from core.models import PartialUpload
from tests.factories import procedure
from tests.factories.cast import business, cast

pytestmark = pytest.mark.django_db(transaction=True)
DESCRIPTION = "#id_f-description"


@pytest.fixture
def form(db, settings, tmp_path):
    people = cast()
    at = clock.now()
    round_ = procedure.open_round(people, at=at)
    draft = procedure.draft(round_, business(people.sato), people.sato, at=at)
    return people.sato, draft


def photograph(tmp_path, name="大きい写真.jpg"):
    """About three megabytes, so that it travels in several pieces."""
    import random  # noqa: PLC0415

    from PIL import Image  # noqa: PLC0415

    pixels = random.Random(7).randbytes(1500 * 1100 * 3)
    path = tmp_path / name
    Image.frombytes("RGB", (1500, 1100), pixels).save(path, "JPEG", quality=95)
    assert path.stat().st_size > 1_500_000
    return path


def page_with_photos(page, draft):
    for slug in ("basics", "making", "selling", "programme", "photos"):
        page.goto(f"/apply/a/{draft.code}/{slug}/")
        if page.locator("input[data-field=photos]").count():
            return page.url
    raise AssertionError("no page asks for photographs")


def test_photograph_goes_on_after_the_line_broke_and_after_a_reload(new_page, complaints, form, tmp_path):
    person, draft = form
    path = photograph(tmp_path)
    page = new_page(user=person)
    address = page_with_photos(page, draft)
    expect(page.locator(".apply-upload", has=page.locator("input[data-field=photos]"))).to_contain_text(
        "点入れられます"
    )
    pieces = []

    def cut(route):
        if route.request.method == "PATCH":
            pieces.append(route.request.headers.get("upload-offset"))
            if len(pieces) > 1:
                route.abort()
                return
        route.continue_()

    page.route("**/uploads/**", cut)
    page.set_input_files("input[data-field=photos]", path)
    expect(page.locator(".apply-sending progress")).to_be_visible()
    for _turn in range(60):
        page.wait_for_timeout(250)
        part = PartialUpload.objects.first()
        if part and part.received and len(pieces) > 1:
            break
    assert 0 < part.received < part.size
    page.goto(address)
    page.unroute("**/uploads/**")
    part.refresh_from_db()
    complaints.clear()  # the pieces this test cut off
    expect(page.locator(".apply-form__main")).to_contain_text("まで届いています")
    offsets = []
    page.on(
        "request", lambda each: offsets.append(each.headers.get("upload-offset")) if each.method == "PATCH" else None
    )
    with page.expect_navigation():
        page.set_input_files("input[data-field=photos]", path)
    expect(page.locator(".apply-form__main")).to_contain_text("大きい写真.jpg")
    assert offsets[0] == str(part.received)
    assert not PartialUpload.objects.exists()


def test_two_files_are_sent_one_after_another_and_a_wrong_one_is_told(new_page, form, tmp_path):
    person, draft = form
    wrong = tmp_path / "ちがう.jpg"
    wrong.write_bytes(b"no picture at all" * 100)
    page = new_page(user=person)
    page_with_photos(page, draft)
    page.set_input_files("input[data-field=photos]", [photograph(tmp_path, "よい.jpg"), wrong])
    expect(page.locator(".apply-sending__no")).to_contain_text("壊れています")
    page.click("[data-upload-done]:visible")
    expect(page.locator(".apply-form__main")).to_contain_text("よい.jpg")


def test_upload_can_be_cancelled_and_leaves_nothing(new_page, form, tmp_path):
    person, draft = form
    page = new_page(user=person)
    page_with_photos(page, draft)
    page.route("**/uploads/*/", lambda route: None if route.request.method == "PATCH" else route.continue_())
    page.set_input_files("input[data-field=photos]", photograph(tmp_path))
    expect(page.locator(".apply-sending")).to_be_visible()
    page.wait_for_timeout(800)
    page.click(".apply-sending button")
    expect(page.locator(".apply-sending")).to_have_count(0)
    page.wait_for_timeout(500)
    assert not PartialUpload.objects.exists()


def test_file_is_sent_without_javascript(new_page, form, tmp_path):
    person, draft = form
    page = new_page(user=person, javascript=False)
    page_with_photos(page, draft)
    page.set_input_files("input[data-field=photos]", photograph(tmp_path))
    page.locator(".apply-upload", has=page.locator("input[data-field=photos]")).locator("[data-upload-button]").click()
    expect(page.locator(".apply-form__main")).to_contain_text("大きい写真.jpg")


def test_p6_browser_killed_while_typing_loses_nothing_older_than_five_seconds(new_page, form):
    person, draft = form
    page = new_page(user=person)
    page.goto(f"/apply/a/{draft.code}/basics/")
    page.fill(DESCRIPTION, "")
    page.locator(DESCRIPTION).press_sequentially(
        "止まらずに打ち続けた文" * 3, delay=200
    )  # over six seconds without a pause
    page.context.close()  # the browser is gone; nothing of its own is left
    draft.refresh_from_db()
    kept = draft.answers["description"]
    assert kept
    assert ("止まらずに打ち続けた文" * 3).startswith(kept)
    assert len(kept) >= 33 - 5 * 5  # five characters a second: at most five seconds are missing
    again = new_page(user=person)
    again.goto(f"/apply/a/{draft.code}/history/")
    expect(again.locator("#h-description")).to_contain_text("止まらずに")
    assert FieldEdit.objects.filter(application=draft, field_key="description").exists()


def test_p6_stale_tab_sees_both_texts_and_overwrites_nothing(new_page, form, complaints):
    person, draft = form
    page = new_page(user=person)
    page.goto(f"/apply/a/{draft.code}/basics/")
    draft.refresh_from_db()
    applications.save(draft, {"description": "同僚の文です。"}, base=draft.revision, by=person, at=clock.now())
    page.fill(DESCRIPTION, "自分の文です。")
    expect(page.locator("[data-save-status]")).to_contain_text("変更されています", timeout=15_000)
    page.click(".apply-save button[value=save]")
    expect(page.locator(".apply-clash")).to_contain_text("同僚の文です。")
    expect(page.locator(".apply-clash")).to_contain_text("自分の文です。")
    draft.refresh_from_db()
    assert draft.answers["description"] == "同僚の文です。"


def test_text_is_taken_back_from_the_history_with_the_keyboard(new_page, form):
    person, draft = form
    draft.refresh_from_db()
    applications.save(draft, {"description": "新しい文です。"}, base=draft.revision, by=person, at=clock.now())
    page = new_page(user=person)
    page.goto(f"/apply/a/{draft.code}/history/")
    page.locator("#h-description button").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("body")).to_contain_text("前の文に戻しました")
    draft.refresh_from_db()
    assert draft.answers["description"] == procedure.ANSWERS["description"]
