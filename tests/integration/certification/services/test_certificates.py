"""Certificates in the catalog: published, expired, revoked, surrendered."""

from datetime import date, timedelta

import pytest

from catalog.models import Product, ProductCertificate
from certification.domain.states import CertificateStatus
from certification.permissions import Denied
from certification.services import certificates
from core.domain.reason import Refused
from tests.factories import procedure
from tests.factories.cast import AT


@pytest.fixture
def certificate(cast, firm):
    scene = procedure.released_scene(cast, firm)
    certificates.publish_pending(by=None, at=AT)
    found = scene.good.certificate
    found.refresh_from_db()
    return found


def status_of(certificate):
    return ProductCertificate.objects.get(number=certificate.number).status


def test_published_entry_holds_public_facts_only(certificate):
    product = Product.objects.get()
    assert product.name == "架空の菓子1号"
    assert product.fictional is True
    assert status_of(certificate) == "valid"


def test_last_day_counts_and_the_next_expires(certificate):
    assert certificate.valid_until == date(2030, 3, 31)
    certificates.expire_due(today=date(2030, 3, 31), at=AT)
    certificate.refresh_from_db()
    assert certificate.state is CertificateStatus.RENEWAL_DUE
    certificates.expire_due(today=date(2030, 4, 1), at=AT + timedelta(days=1300))
    certificate.refresh_from_db()
    assert (certificate.state, status_of(certificate)) == (CertificateStatus.EXPIRED, "expired")


def test_expiry_is_safe_to_repeat(certificate):
    assert certificates.expire_due(today=date(2030, 4, 1), at=AT) == 1
    assert certificates.expire_due(today=date(2030, 4, 1), at=AT) == 0


def test_revocation_wants_the_approver_and_a_reason(cast, certificate):
    with pytest.raises(Denied):
        certificates.revoke(certificate, reason="誤り", by=cast.suzuki, at=AT)
    with pytest.raises(Refused, match="理由を書いてください"):
        certificates.revoke(certificate, reason="", by=cast.kimura, at=AT)
    certificates.revoke(certificate, reason="表示の誤り", by=cast.kimura, at=AT)
    assert (certificate.state, status_of(certificate)) == (CertificateStatus.REVOKED, "revoked")


def test_surrender_by_the_secretariat(cast, certificate):
    certificates.surrender(certificate, reason="製造終了", by=cast.suzuki, at=AT)
    assert status_of(certificate) == "surrendered"
