"""A certificate that ended, as the firm reads it and as a visitor finds it."""

from datetime import timedelta

import pytest

from catalog.models import Product
from certification.models import Certificate
from certification.selectors import applicant
from certification.services import certificates
from core import files
from tests.factories import procedure
from tests.factories.cast import AT


@pytest.fixture
def certificate(cast, firm, now):
    scene = procedure.released_scene(cast, firm)
    certificates.publish_pending(by=None, at=AT)
    return Certificate.objects.get(application=scene.good)


def pages(client, certificate):
    """The result page as text, and the answer to the certificate's PDF."""
    here = f"/apply/a/{certificate.application.code}/"
    return client.get(here).content.decode(), client.get(f"{here}certificate.pdf")


def test_revoked_certificate_is_the_headline_with_day_and_reason(cast, certificate, client_of):
    certificates.revoke(certificate, reason="表示の誤りが直らないため", by=cast.kimura, at=AT)
    page, paper = pages(client_of(cast.sato), certificate)
    assert "認証は取り消されました" in page
    assert "2026年11月21日（土）" in page
    assert "表示の誤りが直らないため" in page
    assert "認証されました" not in page
    assert "certificate.pdf" not in page
    assert paper.status_code == 403
    assert "認証は取り消されました。証書（PDF）はもうお渡しできません" in paper.content.decode()


def test_surrendered_certificate_keeps_the_offices_note_to_itself(cast, certificate, client_of):
    certificates.surrender(certificate, reason="電話で確認", by=cast.suzuki, at=AT)
    page, paper = pages(client_of(cast.sato), certificate)
    assert "認証は廃止されました" in page
    assert "電話で確認" not in page
    assert paper.status_code == 403


def test_certificate_past_its_last_day_has_expired_before_the_worker_says_so(cast, certificate, client_of, travel_to):
    day = certificate.valid_until
    travel_to(AT.replace(year=day.year, month=day.month, day=day.day))
    assert pages(client_of(cast.sato), certificate)[1].status_code == 200
    travel_to(AT.replace(year=day.year, month=day.month, day=day.day) + timedelta(days=1))
    page, paper = pages(client_of(cast.sato), certificate)
    assert "認証の有効期限が終わりました" in page
    assert "2030年3月31日（日）" in page
    assert paper.status_code == 403


def test_kept_paper_of_a_revoked_certificate_is_no_private_file_any_more(cast, certificate):
    paper = files.keep_pdf(b"%PDF-1.7", name="certificate.pdf", by=None, at=AT)
    Certificate.objects.filter(pk=certificate.pk).update(pdf=paper)
    assert applicant.own_file(cast.sato, paper.token) == paper
    certificates.revoke(certificate, reason="表示の誤り", by=cast.kimura, at=AT)
    assert applicant.own_file(cast.sato, paper.token) is None


def test_products_address_leads_to_the_verification_once_revoked(cast, certificate, client):
    product = Product.objects.get()
    address = f"/products/{product.slug}/"
    assert client.get(address).status_code == 200
    certificates.revoke(certificate, reason="表示の誤り", by=cast.kimura, at=AT)
    answer = client.get(address)
    assert answer.url == f"/v/{certificate.number}/"
    assert "取消" in client.get(answer.url).content.decode()
