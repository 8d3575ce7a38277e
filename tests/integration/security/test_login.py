"""One way in: the site's login with its second factor and its limits; Wagtail's own two doors are shut."""

import pytest
from django.test import Client

from tests.factories import cast as people
from tests.factories.cast import PASSWORD


@pytest.mark.parametrize("door", ["/cms/login/", "/_util/login/", "/en/_util/login/"])
def test_no_other_door_takes_a_password(door: str, db: None) -> None:
    cast = people.cast()
    browser = Client()
    answer = browser.post(door, {"username": cast.suzuki.email, "password": PASSWORD, "next": "/cms/"})
    assert answer.status_code == 302
    assert answer["Location"].startswith(("/accounts/login/", "/en/accounts/login/"))
    assert "_auth_user_id" not in browser.session
    assert browser.get("/cms/").status_code == 302
