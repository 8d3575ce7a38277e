"""Renewal: started from what is certified today, released as one product with a new certificate, or nothing changes."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from catalog.models import Product, ProductCertificate
from certification import invariants
from certification.domain.outcome import Outcome
from certification.domain.states import CertificateStatus
from certification.models import Application
from certification.permissions import Denied
from certification.services import applications, certificates, renewals
from core.domain.reason import Refused
from tests.factories import procedure
from tests.factories.cast import AT
from tests.factories.certificates import DUE, complete, judge


def start(held, cast):
    return renewals.start(held.certificate, held.call, by=cast.sato, at=DUE)


def test_renewal_is_one_draft_filled_from_the_certified_version(cast, held):
    made = start(held, cast)
    assert start(held, cast) == made
    assert (made.kind, made.renews, made.round) == ("renewal", held.certificate, held.call)
    assert made.answers["name"] == held.application.answers["name"]
    assert "statement.sold" not in made.answers
    assert applications.files_of(made) == applications.files_of(held.application)
    assert [row["label"] for row in made.copy.left] == ["市内で販売しています。"]


def test_one_live_renewal_is_kept_by_the_database(cast, firm, held):
    start(held, cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.create(
            round=held.call, business=firm, started_at=DUE, started_by=cast.sato, saved_at=DUE, saved_by=cast.sato,
            kind="renewal", renews=held.certificate,
        )  # fmt: skip


def test_a_withdrawn_renewal_can_be_started_again_and_the_old_one_runs_on(cast, held):
    first = start(held, cast)
    applications.withdraw(first, by=cast.sato, at=DUE)
    assert start(held, cast) != first
    held.certificate.refresh_from_db()
    assert held.certificate.state is CertificateStatus.RENEWAL_DUE


def test_a_released_renewal_renews_the_old_one_and_counts_on_from_its_end(cast, held):
    made = start(held, cast)
    complete(made, cast)
    judge(made, cast)
    new, old = made.certificate, held.certificate
    old.refresh_from_db()
    assert old.state is CertificateStatus.RENEWED
    assert old.transitions.get(target="renewed").by == cast.suzuki
    assert (new.valid_from, new.valid_until) == (date(2030, 4, 1), date(2033, 3, 31))
    assert new.number != old.number
    assert list(invariants.breaches()) == []


def test_the_catalog_shows_one_product_with_the_new_certificate(cast, held):
    before = Product.objects.get()
    made = start(held, cast)
    applications.save(made, {"price_yen": "1500"}, base=made.revision, by=cast.sato, at=DUE)
    complete(made, cast)
    judge(made, cast)
    certificates.publish_pending(by=None, at=DUE)
    product = Product.objects.get()
    assert (product.pk, product.slug, product.price_yen) == (before.pk, before.slug, 1500)
    numbers = set(ProductCertificate.objects.filter(product=product).values_list("number", "status"))
    assert numbers == {(held.certificate.number, "valid"), (made.certificate.number, "valid")}


def test_a_declined_renewal_leaves_the_old_one_to_its_end(cast, held):
    made = start(held, cast)
    complete(made, cast)
    judge(made, cast, outcome=Outcome.DECLINED)
    held.certificate.refresh_from_db()
    assert held.certificate.state is CertificateStatus.RENEWAL_DUE
    assert held.certificate.valid_until == date(2030, 3, 31)


def test_a_revoked_renewal_ends_the_days_left_of_the_old_one_too(cast, held):
    made = start(held, cast)
    complete(made, cast)
    judge(made, cast)
    certificates.publish_pending(by=None, at=DUE)
    made.certificate.refresh_from_db()
    certificates.revoke(made.certificate, reason="表示の誤り", by=cast.kimura, at=DUE)
    assert set(ProductCertificate.objects.values_list("status", flat=True)) == {"revoked"}


def test_before_the_window_the_first_day_is_named(cast, firm):
    scene = procedure.released_scene(cast, firm)
    with pytest.raises(Refused, match="2029年9月30日"):
        renewals.start(scene.good.certificate, scene.round, by=cast.sato, at=AT)


def test_an_ended_certificate_is_not_renewed(cast, held):
    certificates.surrender(held.certificate, reason="終了", by=cast.suzuki, at=DUE)
    with pytest.raises(Refused, match="有効な証書だけ"):
        start(held, cast)


def test_readers_and_strangers_start_no_renewal(cast, held, reader):
    for who in (reader, cast.stranger, cast.suzuki):
        with pytest.raises(Denied):
            renewals.start(held.certificate, held.call, by=who, at=DUE)


def test_renewals_do_not_use_up_the_most_a_firm_may_apply_for(cast, firm, held):
    held.call.rules = {**held.call.rules, "max_per_firm": 1}
    held.call.save(update_fields=["rules"])
    start(held, cast)
    applications.start(held.call, firm, by=cast.sato, at=DUE)
    with pytest.raises(Refused, match="1件まで"):
        applications.start(held.call, firm, by=cast.sato, at=DUE)
