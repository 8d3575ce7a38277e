"""Chromium opens pages of the live server and sees what other threads commit."""

from core.models import User


def test_page_of_the_live_server_opens(new_page):
    page = new_page(javascript=False)
    answer = page.goto("/accounts/login/")
    assert answer.status == 200
    assert page.locator("form input[type=password]").count() >= 1


def test_page_of_a_logged_in_person_is_theirs(new_page, transactional_db):
    user = User.objects.create_user("satou@example.jp", "a-long-password")
    page = new_page(width=1280, user=user)
    page.goto("/accounts/email/")
    assert "satou@example.jp" in page.content()
