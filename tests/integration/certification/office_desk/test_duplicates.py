"""Applications that look like one product: shown, compared side by side, ruled on with a reason that stays."""

from collections.abc import Callable

import pytest

from catalog.models import ProductCertificate
from certification.models import Application, DuplicateRuling, Round
from certification.selectors import screening as lists
from certification.services import applications, certificates, duplicates
from core import clock
from core.domain.reason import Refused
from core.models import Business
from tests.factories import cast as people
from tests.factories import procedure
from tests.factories.cast import AT, Cast
from tests.factories.procedure import Scene
from tests.harness.client import StrictClient


@pytest.fixture
def pair(open_round: Round, firm: Business, cast: Cast) -> tuple[Application, Application]:
    names = (
        {"name": "福来ぽんず", "name_kana": "フクレポンズ"},
        {"name": "福来ポン酢 200ml", "name_kana": "フクレポンズ"},
    )
    first, second = (procedure.submitted(open_round, firm, cast.sato, answers=answers) for answers in names)
    return first, second


def test_spelling_variants_are_shown_on_list_and_detail(
    office: StrictClient, pair: tuple[Application, Application]
) -> None:
    assert "重複？" in office.get("/cms/applications/results/?flag=duplicate").content.decode()
    words = office.get(f"/cms/applications/{pair[0].code}/").content.decode()
    assert "同じ商品かもしれないもの" in words
    assert f"/cms/applications/{pair[0].code}/like/{pair[1].code}/" in words


def test_other_firms_are_compared_too(open_round: Round, pair: tuple[Application, Application], cast: Cast) -> None:
    rival = people.business(cast.stranger, name="架空別店")
    third = procedure.submitted(
        open_round, rival, cast.stranger, answers={"name": "福来ポンズ", "name_kana": "フクレポンズ"}
    )
    found = lists.twins([third.pk], today=clock.today())[third.pk]
    assert {twin.other.pk for twin in found if twin.other} == {pair[0].pk, pair[1].pk}
    assert all("事業者は違います。" in twin.likeness.reasons for twin in found)


def test_side_by_side_shows_both_and_why(office: StrictClient, pair: tuple[Application, Application]) -> None:
    words = office.get(f"/cms/applications/{pair[0].code}/like/{pair[1].code}/").content.decode()
    assert "福来ぽんず" in words
    assert "福来ポン酢 200ml" in words
    assert "事業者も同じです" in words
    assert office.get(f"/cms/applications/{pair[0].code}/like/{pair[0].code}/").status_code == 404


def test_another_product_is_said_with_a_reason_and_kept(
    office: StrictClient, pair: tuple[Application, Application], clients: Callable[[str], StrictClient]
) -> None:
    here = f"/cms/applications/{pair[1].code}/like/{pair[0].code}/"
    assert office.post(here, {"reason": " ", "verdict": "different"}).status_code == 422
    assert clients("kobayashi").post(here, {"reason": "x"}).status_code == 403
    office.post(here, {"reason": "容量ではなく製法が違う", "verdict": "different"})
    ruling = DuplicateRuling.objects.get()
    assert (ruling.application_id, ruling.other_id) == (pair[0].pk, pair[1].pk)
    assert "重複？" not in office.get("/cms/applications/results/?all=1").content.decode()
    assert "容量ではなく製法が違う" in office.get(f"/cms/applications/{pair[0].code}/").content.decode()
    office.post(here, {"reason": "同じ写真だった", "verdict": "open"})
    assert DuplicateRuling.objects.count() == 2
    assert "重複？" in office.get("/cms/applications/results/?all=1").content.decode()


def test_ruling_without_a_reason_is_refused(pair: tuple[Application, Application], cast: Cast) -> None:
    with pytest.raises(Refused, match="判断の理由を書いてください"):
        duplicates.rule(pair[0], other=pair[1], verdict="different", reason=" ", by=cast.suzuki, at=AT)


def test_certified_products_are_compared(office: StrictClient, released: Scene, cast: Cast) -> None:
    certificates.publish_pending(by=None, at=AT)
    assert ProductCertificate.objects.count() == 1
    later = procedure.open_round(cast, released.round.programme, name="第2回", fiscal_year=2027)
    again = procedure.submitted(later, released.firm, cast.sato, answers={"name": "架空の菓子 1号（6個入り）"})
    found = lists.twins([again.pk], today=clock.on(AT))[again.pk]
    assert [twin.product.name for twin in found if twin.product] == ["架空の菓子1号"]
    code = found[0].product.code if found[0].product else ""
    here = f"/cms/applications/{again.code}/like-product/{code}/"
    assert "架空の菓子1号" in office.get(here).content.decode()
    office.post(here, {"reason": "中身が違う", "verdict": "different"})
    assert not lists.twins([again.pk], today=clock.on(AT))[again.pk][0].is_open
    assert office.get(f"/cms/applications/{again.code}/like-product/none/").status_code == 404


def test_its_own_certificate_is_no_duplicate(released: Scene, cast: Cast) -> None:
    certificates.publish_pending(by=None, at=AT)
    good = released.good
    assert not any(twin.product for twin in lists.twins([good.pk], today=clock.on(AT))[good.pk])


def test_a_withdrawn_application_is_no_duplicate(pair: tuple[Application, Application], cast: Cast) -> None:
    applications.withdraw(pair[1], by=cast.sato, at=AT, reason="重なったため")
    assert lists.twins([pair[0].pk], today=clock.today()) == {pair[0].pk: []}
