"""The decision board on an ordinary screen: every column is in sight without moving the table sideways."""

from certification.models import Application
from certification.services import rounds
from tests.factories import cast as people
from tests.factories import procedure
from tests.factories.cast import AT


def test_board_fits_a_screen_of_1280(new_page, transactional_db):
    cast = people.cast()
    found = procedure.open_round(cast)
    firm = people.business(cast.sato, name="株式会社架空菓子製造販売つむぎ本店")
    row = procedure.submitted(found, firm, cast.sato, answers={"name": "架空の福来みかんと紫峰しょうゆのあわせゼリー"})
    procedure.accept(row, cast)
    procedure.in_review(found, [row], cast)
    for reviewer in cast.reviewers:
        procedure.score(row, reviewer, marks=procedure.NEAR, gate=False)
    rounds.close_scoring(found, by=cast.suzuki, at=AT)
    Application.objects.filter(pk=row.pk).update(attempt=2)
    page = new_page(width=1280, user=cast.suzuki)
    page.goto(f"/cms/rounds/{found.pk}/board/")
    table = page.locator(".office-scroll.board")
    assert "2回目" in table.inner_text()
    assert table.evaluate("box => box.scrollWidth - box.clientWidth") <= 0
