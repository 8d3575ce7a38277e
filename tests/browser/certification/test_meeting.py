"""The meeting's screens in a browser: → and ← walk through the applications, by links without JavaScript."""

import pytest

from tests.factories import cast as people
from tests.factories import procedure


@pytest.mark.parametrize("javascript", [True, False])
def test_meeting_walks_by_key_and_by_link(new_page, transactional_db, javascript):
    cast = people.cast()
    scene = procedure.scored_scene(cast, people.business(cast.sato))
    page = new_page(width=1280, user=cast.suzuki, javascript=javascript)

    def forward(row):
        if javascript:
            page.keyboard.press("ArrowRight")
        else:
            page.locator("a[rel=next]").click()
        page.wait_for_url(f"**/{row.code}/")

    page.goto(f"/cms/rounds/{scene.round.pk}/screen/")
    seen = []
    for row in scene.all:
        forward(row)
        seen.append(page.locator("h1").inner_text())
    assert seen == [row.product_name for row in scene.all]
    assert page.locator("a[rel=next]").count() == 0
    if javascript:
        page.keyboard.press("ArrowLeft")
        page.wait_for_url(f"**/{scene.near.code}/")
        page.keyboard.press("Home")
        page.wait_for_url("**/screen/")
