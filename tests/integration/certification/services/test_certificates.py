"""Certificates in the catalog: published, expired, revoked, surrendered."""

from datetime import date, timedelta

import pytest

from catalog.models import Product, ProductCertificate
from certification.domain.states import CertificateStatus
from certification.models import Certificate
from certification.permissions import Denied
from certification.services import certificates
from core import mail
from core.domain.reason import Refused
from core.models import OutboxMessage
from tests.factories import cast as people
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


def letters(kind):
    """{address: subject and body} of the mails of a kind, as the worker would send them."""
    return {row.to: "\n".join(mail.render(row)) for row in OutboxMessage.objects.filter(kind=kind)}


def test_revocation_is_told_to_owners_and_editors_with_its_reason(cast, certificate, firm):
    people.join(firm, people.person("editor2"), "editor")
    people.join(firm, people.person("reader2"), "reader")
    rules = certificate.application.round.rules
    certificate.application.round.rules = {**rules, "appeal_text": "審査請求ができます。"}
    certificates.revoke(certificate, reason="表示の誤り", by=cast.kimura, at=AT)
    told = letters("revoked")
    assert len(told) == 2
    assert not any("reader2" in to for to in told)
    text = told[cast.sato.email]
    for words in (
        "認証を取り消しました", "架空の菓子1号", certificate.number, "2026年11月21日（土）に取り消しました",
        "表示の誤り",
        "2026年11月21日（土）から、この商品・サービスに認証マークと認証の表示は使えません", "審査請求ができます。",
        f"/apply/a/{certificate.application.code}/", f"/v/{certificate.number}/",
    ):  # fmt: skip
        assert words in text


def test_revocation_without_appeal_text_has_no_heading_for_it(cast, certificate):
    certificates.revoke(certificate, reason="表示の誤り", by=cast.kimura, at=AT)
    assert "教示" not in letters("revoked")[cast.sato.email]


def test_renewal_and_expiry_are_told_once(cast, certificate):
    for _again in range(2):
        certificates.expire_due(today=date(2030, 3, 1), at=AT + timedelta(days=1196))
    (due,) = letters("renewal_due").values()
    assert "有効期限は、2030年3月31日（日）です" in due
    assert "募集はまだ決まっていません" in due
    call = certificate.application.round
    type(call).objects.filter(pk=call.pk).update(closes_at=None)
    for _again in range(2):
        certificates.expire_due(today=date(2030, 4, 1), at=AT + timedelta(days=2))
    (ended,) = letters("expired").values()
    assert "2030年3月31日（日）で有効期限が終わりました" in ended
    assert "ラベル" in ended
    assert f"募集「{call}」に申請してください" in ended
    assert "受付の締切" not in ended
    assert "/apply/" in ended


def test_surrender_sends_nothing(cast, certificate):
    before = OutboxMessage.objects.count()
    certificates.surrender(certificate, reason="製造終了", by=cast.suzuki, at=AT)
    assert OutboxMessage.objects.count() == before


def test_letter_that_fails_takes_the_revocation_back(cast, certificate, monkeypatch):
    monkeypatch.setattr(certificates.certificate_mail, "tell", lambda *_a, **_k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        certificates.revoke(certificate, reason="表示の誤り", by=cast.kimura, at=AT)
    assert Certificate.objects.get().state is CertificateStatus.ACTIVE
