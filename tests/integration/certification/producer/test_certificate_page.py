"""A certificate's page, renewal with one press, 変更届 and 廃止届 from the form to the catalog."""

import pytest

from catalog.models import Product
from certification.models import Application, CertificateNotice
from certification.services import certificates, notices, renewals
from tests.factories import procedure
from tests.factories.cast import AT
from tests.factories.certificates import DUE, complete, judge

CHANGE = {
    "do": "file", "key": "abcdef123456", "pick": ["price_yen"], "shown": ["price_yen", "from_on", "reason"],
    "f-price_yen": "1,500円", "f-from_on_year": "2029", "f-from_on_month": "11", "f-from_on_day": "1",
    "f-reason": "材料の値上がりのため",
}  # fmt: skip


def page_of(held):
    return f"/apply/certificates/{held.certificate.number}/"


def test_the_desk_shows_the_certificate_and_its_time_of_renewal(cast, held, client_of):
    desk = client_of(cast.sato).get("/apply/").content.decode()
    assert "更新の時期です" in desk
    assert page_of(held) in desk


def test_one_press_starts_the_renewal_and_says_what_it_is(cast, held, client_of):
    client = client_of(cast.sato)
    assert "更新を申請する" in client.get(page_of(held)).content.decode()
    for _ in range(2):
        client.post(page_of(held) + "renew/", {"round": held.call.pk})
    made = Application.objects.get(renews=held.certificate)
    shown = client.get(f"/apply/a/{made.code}/").content.decode()
    assert "更新の申請" in shown
    assert held.certificate.number in shown
    assert "更新の申請を開く" in client.get(page_of(held)).content.decode()


def test_renewal_takes_accepted_changes_along(cast, held, client_of):
    client = client_of(cast.sato)
    client.post(page_of(held) + "change/", CHANGE)
    notices.accept(CertificateNotice.objects.get(), by=cast.suzuki, at=DUE)
    client.post(page_of(held) + "renew/", {"round": held.call.pk})
    assert Application.objects.get(renews=held.certificate).answers["price_yen"] == 1500


def test_a_closed_call_renews_nothing(cast, held, client_of):
    client_of(cast.sato).post(page_of(held) + "renew/", {"round": held.scene.round.pk})
    assert not Application.objects.filter(kind="renewal").exists()


def test_after_the_release_both_certificates_lead_to_each_other(cast, held, client_of):
    made = renewals.start(held.certificate, held.call, by=cast.sato, at=DUE)
    complete(made, cast)
    judge(made, cast)
    client = client_of(cast.sato)
    assert made.certificate.number in client.get(page_of(held)).content.decode()
    new = client.get(f"/apply/certificates/{made.certificate.number}/").content.decode()
    assert held.certificate.number in new
    assert "2030年4月1日" in new


def test_the_product_page_shows_one_mark_of_the_programme(cast, held, client_of, client):
    made = renewals.start(held.certificate, held.call, by=cast.sato, at=DUE)
    complete(made, cast)
    judge(made, cast)
    certificates.publish_pending(by=None, at=DUE)
    product = Product.objects.get()
    body = client.get(f"/products/{product.slug}/").content.decode()
    assert body.count('class="product__mark"') == 1
    assert made.certificate.number in body


def test_office_lists_tell_renewals_apart(cast, held, client_of):
    made = renewals.start(held.certificate, held.call, by=cast.sato, at=DUE)
    complete(made, cast)
    office = client_of(cast.suzuki)
    assert made.receipt_number in office.get("/cms/applications/?kind=renewal").content.decode()
    assert made.receipt_number not in office.get("/cms/applications/?kind=new").content.decode()
    assert f"更新（{held.certificate.number}）" in office.get(f"/cms/applications/{made.code}/").content.decode()


def test_choosing_fields_then_old_beside_new(cast, held, client_of):
    client = client_of(cast.sato)
    chooser = client.get(page_of(held) + "change/").content.decode()
    assert 'name="pick" value="price_yen"' in chooser
    assert 'value="story"' not in chooser
    form = client.get(page_of(held) + "change/?pick=price_yen&pick=shops&pick=allergens").content.decode()
    assert "いまの「販売価格（税込み）」" in form
    assert "1,200円" in form
    assert 'name="f-shops-0-name"' in form


def test_filed_once_shown_side_by_side_with_a_copy(cast, held, client_of):
    client = client_of(cast.sato)
    for _ in range(2):
        answer = client.post(page_of(held) + "change/", CHANGE)
    notice = CertificateNotice.objects.get()
    assert answer["Location"] == f"/apply/notices/{notice.code}/"
    shown = client.get(answer["Location"]).content.decode()
    assert "<del>1,200</del>" in shown
    assert "<ins>1,500</ins>" in shown
    assert client.get(f"/apply/notices/{notice.code}/copy.pdf").content.startswith(b"%PDF-")


def test_a_refused_notice_keeps_everything_typed(cast, held, client_of):
    bad = {**CHANGE, "f-price_yen": "高い", "f-from_on_month": "13", "f-reason": ""}
    answer = client_of(cast.sato).post(page_of(held) + "change/", bad)
    body = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="高い"' in body
    assert 'value="13"' in body
    assert "理由を書いてください" in body
    assert not CertificateNotice.objects.exists()


def test_more_rows_are_added_without_filing(cast, held, client_of):
    data = {**CHANGE, "do": "more:shops", "pick": ["shops"], "shown": ["shops", "from_on", "reason"],
            "f-shops-0-name": "架空の新しい店"}  # fmt: skip
    body = client_of(cast.sato).post(page_of(held) + "change/", data).content.decode()
    assert 'value="架空の新しい店"' in body
    assert 'name="f-shops-2-name"' in body
    assert not CertificateNotice.objects.exists()


def test_the_office_returns_the_firm_mends_the_office_accepts(cast, held, client_of):
    firm, office = client_of(cast.sato), client_of(cast.suzuki)
    firm.post(page_of(held) + "change/", CHANGE)
    notice = CertificateNotice.objects.get()
    assert "変更届・廃止届を確認する" in office.get("/cms/").content.decode()
    desk = f"/cms/certificate_notices/{notice.code}/"
    assert "<ins>1,500</ins>" in office.get(desk).content.decode()
    assert office.post(desk + "return/", {"reason": " "}).status_code == 422
    office.post(desk + "return/", {"reason": "値札の写真を付けてください。"})
    assert "値札の写真を付けてください。" in firm.get(f"/apply/notices/{notice.code}/").content.decode()
    assert 'value="1500"' in firm.get(f"/apply/notices/{notice.code}/edit/").content.decode()
    again = {**CHANGE, "f-price_yen": "1400", "files": procedure.picture("tag.jpg")}
    firm.post(f"/apply/notices/{notice.code}/edit/", again)
    office.post(desk + "accept/")
    notice.refresh_from_db()
    assert (notice.state, Product.objects.get().price_yen) == ("accepted", 1400)


def test_discontinuation_takes_the_product_out_of_the_catalog(cast, held, client_of):
    end = {**CHANGE, "pick": [], "shown": ["from_on", "reason"], "f-reason": "製造を終えるため"}
    client_of(cast.sato).post(page_of(held) + "end/", end)
    notice = CertificateNotice.objects.get()
    office = client_of(cast.suzuki)
    assert "元には戻せません" in office.get(f"/cms/certificate_notices/{notice.code}/accept/").content.decode()
    office.post(f"/cms/certificate_notices/{notice.code}/accept/")
    held.certificate.refresh_from_db()
    assert held.certificate.status == "surrendered"
    assert "廃止しました" in client_of(cast.sato).get(page_of(held)).content.decode()


def test_withdrawing_a_notice(cast, held, client_of):
    client = client_of(cast.sato)
    client.post(page_of(held) + "change/", CHANGE)
    notice = CertificateNotice.objects.get()
    for _ in range(2):
        client.post(f"/apply/notices/{notice.code}/withdraw/")
    notice.refresh_from_db()
    assert notice.state == "withdrawn"
    assert "取り下げました" in client.get(f"/apply/notices/{notice.code}/").content.decode()


@pytest.mark.parametrize("part", ["", "change/", "end/"])
def test_strangers_find_no_certificate_readers_only_read(cast, held, reader, client_of, part):
    for who in (cast.stranger, cast.takahashi, cast.suzuki):
        assert client_of(who).get(page_of(held) + part).status_code == 404
    assert client_of(reader).get(page_of(held) + part).status_code == (403 if part else 200)
    assert client_of(cast.sato).get(f"/apply/certificates/T-1/{part}").status_code == 404


def test_an_ended_certificate_takes_no_notice(cast, held, client_of):
    certificates.surrender(held.certificate, reason="終了", by=cast.suzuki, at=DUE)
    for part in ("change/", "end/"):
        assert client_of(cast.sato).get(page_of(held) + part)["Location"] == page_of(held)
    client_of(cast.sato).post(page_of(held) + "change/", CHANGE)
    assert not CertificateNotice.objects.exists()


def test_a_result_before_release_has_no_certificate_page(cast, firm, now, client_of):
    scene = procedure.decided_scene(cast, firm)
    assert not hasattr(scene.good, "certificate")
    assert "認証・認定された商品" not in client_of(cast.sato).get("/apply/").content.decode()
    assert AT
