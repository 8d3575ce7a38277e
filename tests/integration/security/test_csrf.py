"""A form whose token is not the session's: our own page with what to do, and nothing written."""

from django.test import Client

from core.models import User
from tests.factories import cast as people
from tests.factories import procedure


def browser(user: User | None = None) -> Client:
    made = Client(enforce_csrf_checks=True)
    if user is not None:
        made.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return made


def test_form_without_its_token_is_turned_down_in_the_sites_words(db, travel_to):
    travel_to(people.AT)
    cast = people.cast()
    draft = procedure.draft(procedure.open_round(cast), people.business(cast.sato), cast.sato)
    address = f"/apply/a/{draft.code}/basics/"
    answer = browser(cast.sato).post(address, {"f-name": "別の名前"}, HTTP_REFERER=f"http://testserver{address}")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "送信を受け付けられませんでした" in page
    assert "この端末（いまのブラウザー）に残っています" in page
    assert f'href="{address}"' in page
    assert 'href="/desk/"' in page
    assert 'class="site-header"' in page
    assert 'href="/accounts/login/' not in page.split("<main")[1]
    draft.refresh_from_db()
    assert draft.product_name == "架空の福来みかんゼリー"


def test_script_is_told_in_one_sentence(db, travel_to):
    travel_to(people.AT)
    cast = people.cast()
    draft = procedure.draft(procedure.open_round(cast), people.business(cast.sato), cast.sato)
    answer = browser(cast.sato).post(f"/apply/a/{draft.code}/basics/", {}, HTTP_ACCEPT="application/json")
    assert answer.status_code == 403
    assert "画面を開き直してください" in answer.json()["sentence"]


def test_stranger_is_led_to_the_login_and_never_off_the_site(db):
    answer = browser().post("/accounts/login/", {"login": "a@example.com"}, HTTP_REFERER="https://evil.example/x/")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert 'href="/accounts/login/"' in page.split("<main")[1]
    assert "evil.example" not in page
    assert "この端末（いまのブラウザー）に残っています" not in page
