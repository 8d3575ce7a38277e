"""目合わせ: everybody scores one example on the same sheet; the spread is seen after handing in; counted in nothing."""

import pytest
from django.urls import reverse

from certification.models import Calibration, CalibrationSheet, Sheet
from certification.selectors.panels import panels
from certification.services import calibration, sheets
from core.domain.reason import Refused
from tests.factories import procedure
from tests.factories.cast import AT
from tests.factories.cast import business as make_business
from tests.factories.cast import cast as everybody

MARKS = {"mark.taste": "5", "mark.origin": "4", "gate.safe": "yes", "base": "1"}


@pytest.fixture
def begun(desk, office):
    office.post(
        f"/cms/rounds/{desk.round.pk}/calibration/", {"title": "架空のせんべい", "text": "米だけで焼いた見本です。"}
    )
    return Calibration.objects.get()


def answer(desk, begun, person, taste, origin="4"):
    given = sheets.Input({"taste": {"value": taste}, "origin": {"value": origin}}, {"safe": True})
    calibration.save(begun, given, by=person, at=AT)
    return calibration.submit(begun, by=person, at=AT)


def test_example_typed_in_is_scored_on_the_same_sheet_and_the_spread_comes_after(desk, begun, client_of, office):
    answer(desk, begun, desk.cast.tanaka, "3")
    mine = client_of(desk.cast.takahashi)
    assert "目合わせ：架空のせんべい" in mine.get("/review/").content.decode()
    url = reverse("review:calibration", args=[begun.pk])
    page = mine.get(url).content.decode()
    assert "米だけで焼いた見本です。" in page
    assert ">提出する<" in page
    assert 'class="spread"' not in page
    mine.post(url, {**MARKS, "action": "save"})
    mine.post(url, {**MARKS, "base": "2", "action": "finish"})
    page = mine.get(url).content.decode()
    assert page.count('class="spread"') == 3
    assert "◀ あなた" in page
    assert "田中" not in page
    spread = mine.get(url).context["spread"][0]
    assert [(bar.face, bar.count, bar.mine) for bar in spread.bars if bar.count] == [("5", 1, True), ("3", 1, False)]
    html = office.get(f"/cms/rounds/{desk.round.pk}/calibration/").content.decode()
    assert "田中 優" in html
    assert "3人のうち2人が答えました" in html


def test_calibration_is_counted_in_nothing(desk, begun):
    for person in desk.cast.reviewers:
        answer(desk, begun, person, "5")
    assert not Sheet.objects.exists()
    found = panels([desk.first.pk])[desk.first.pk]
    assert (found.sheets, found.drafts) == ((), 0)


def test_incomplete_example_is_not_handed_in_and_each_gap_is_named(desk, begun, client_of):
    mine = client_of(desk.cast.takahashi)
    url = reverse("review:calibration", args=[begun.pk])
    html = mine.post(url, {"mark.taste": "5", "base": "1", "action": "finish"}, follow=True).content.decode()
    assert "「地域らしさ」がまだ採点されていません" in html
    assert CalibrationSheet.objects.get().submitted_at is None


def test_autosave_answers_with_the_running_total(desk, begun, client_of):
    url = reverse("review:calibration", args=[begun.pk])
    body = {"mark.taste": "5", "base": "1"}
    state = client_of(desk.cast.takahashi).post(url, body, headers={"Accept": "application/json"}).json()
    assert state["total"]["percent"] == "途中"
    stale = client_of(desk.cast.takahashi).post(url, {**MARKS, "base": "9"}, headers={"Accept": "application/json"})
    assert stale.status_code == 409


def test_handed_in_is_final_and_an_ended_one_is_closed(desk, begun, office, client_of):
    answer(desk, begun, desk.cast.takahashi, "5")
    with pytest.raises(Refused):
        calibration.save(begun, sheets.Input({"taste": {"value": "1"}}, {}), by=desk.cast.takahashi, at=AT)
    office.post(f"/cms/rounds/{desk.round.pk}/calibration/", {"action": "close"})
    url = reverse("review:calibration", args=[begun.pk])
    assert client_of(desk.cast.takahashi).get(url).status_code == 200
    assert client_of(desk.cast.tanaka).get(url).status_code == 404


@pytest.mark.parametrize("name", ["stranger", "sato", "yamamoto", "suzuki"])
def test_nobody_but_the_panel_finds_it(desk, begun, client_of, name):
    assert client_of(getattr(desk.cast, name)).get(reverse("review:calibration", args=[begun.pk])).status_code == 404


def test_r4_past_example_hides_its_firm_and_serves_only_what_a_reviewer_may_see(db, client_of):
    cast = everybody()
    scene = procedure.released_scene(cast, make_business(cast.sato), blind=False)
    now = procedure.open_round(cast, procedure.programme("now-food", blind=True))
    procedure.seat_panel(now, cast)
    office = client_of(cast.suzuki)
    office.post(f"/cms/rounds/{now.pk}/calibration/", {"source": scene.good.pk})
    begun = Calibration.objects.get()
    mine = client_of(cast.takahashi)
    html = mine.get(reverse("review:calibration", args=[begun.pk])).content.decode()
    assert scene.good.product_name in html
    assert "架空菓子店つむぎ" not in html
    photo = scene.good.attachments.get(field_key="photos").stored.token
    label = scene.good.attachments.get(field_key="label_image").stored.token
    assert mine.get(reverse("review:picture", args=[photo, 960])).status_code == 200
    paper = mine.get(reverse("review:file", args=[label]))
    b"".join(paper)  # reading to the end closes the file
    assert paper.status_code in (200, 404)  # read as a former reviewer
    calibration.close(begun, by=cast.suzuki, at=AT)
    with pytest.raises(Refused, match="採点を締め切った"):
        calibration.begin(scene.round, source=scene.good, by=cast.suzuki, at=AT)


def test_an_example_needs_a_source_or_words_and_only_one_is_open(desk, begun, office):
    here = f"/cms/rounds/{desk.round.pk}/calibration/"
    assert office.post(here, {"title": "名前だけ"}).status_code == 422
    assert office.post(here, {"title": "二つ目", "text": "説明"}).status_code == 422
    assert Calibration.objects.count() == 1
