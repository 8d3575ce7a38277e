"""Publishing: one product per certificate, few queries, page, index and listings follow the certificate."""

from datetime import UTC, date, datetime

import pytest
from wagtail.models import Page

from catalog import invariants
from catalog.models import Product, ProductCertificate, ProductPage, ProductPhoto
from catalog.services import publishing
from core.domain.reason import Refused
from core.models import AuditEvent
from search.models import Change
from tests.factories.cast import AT
from tests.integration.catalog.conftest import entry, picture


def test_publish_twice_is_one_product(people):
    first = publishing.publish(entry(), by=people.suzuki, at=AT)
    again = publishing.publish(entry(name="架空の新しい名前"), by=people.suzuki, at=AT)
    assert (first.pk, first.slug) == (again.pk, again.slug)
    assert Product.objects.count() == ProductPage.objects.count() == ProductCertificate.objects.count() == 1
    assert ProductPage.objects.get().title == "架空の新しい名前"


def test_publish_writes_audit_and_change_log(people):
    publishing.publish(entry(), by=people.suzuki, at=AT)
    assert list(AuditEvent.objects.filter(verb="catalog.published").values_list("facts", flat=True)) == [
        {"number": "DEMO-2026-001"}
    ]
    assert list(Change.objects.order_by("pk").values_list("code", "action")) == [("P-1", "put")]


@pytest.mark.parametrize("count", [2, 20])
def test_publish_many_asks_the_same_number_of_queries(people, exact_queries, count):
    publishing.publish(entry(999), by=people.suzuki, at=AT)
    with exact_queries(22):
        publishing.publish_many([entry(number) for number in range(1, count + 1)], by=people.suzuki, at=AT)


def test_page_tree_is_sound_after_many(people):
    publishing.publish_many([entry(number) for number in range(1, 5)], by=people.suzuki, at=AT)
    publishing.publish_many([entry(number) for number in range(3, 9)], by=people.suzuki, at=AT)
    assert Page.find_problems() == ([], [], [], [], [])
    assert ProductPage.objects.live().count() == 8


def test_revoked_certificate_takes_the_page_down(people, published):
    product = published()
    publishing.set_certificate_status("demo-2026-001", "revoked", valid_until=None, by=people.suzuki, at=AT)
    assert not ProductPage.objects.get(product=product).live
    assert Change.objects.order_by("-pk").values_list("action", flat=True)[0] == "delete"
    publishing.set_certificate_status("DEMO-2026-001", "valid", valid_until=date(2030, 3, 31), by=people.suzuki, at=AT)
    assert ProductPage.objects.get(product=product).live


def test_unknown_number_and_status_are_refused(people):
    with pytest.raises(Refused, match="NOPE"):
        publishing.set_certificate_status("NOPE", "valid", valid_until=None, by=people.suzuki, at=AT)
    with pytest.raises(Refused, match="golden"):
        publishing.set_certificate_status("NOPE", "golden", valid_until=None, by=people.suzuki, at=AT)


def test_expiry_takes_page_state_and_link(published, listed, travel_to, client):
    product = published(valid_until=date(2027, 3, 31))
    listing = listed(product)
    day = datetime(2027, 3, 31, 15, 0, tzinfo=UTC)  # 1 April 00:00 in Tokyo
    travel_to(day)
    page = client.get(f"/products/{product.slug}/").content.decode()
    assert f"/go/{listing.pk}/" not in page
    assert "期限満了" in page
    assert client.get(f"/go/{listing.pk}/").status_code == 404
    assert publishing.expire_due(by=None, at=day) == 1
    assert publishing.expire_due(by=None, at=day) == 0
    listing.refresh_from_db()
    assert listing.status == "paused"


def test_photographs_are_made_by_the_task_and_not_in_the_request(published, run_tasks, client):
    product = published(photos=(picture(),))
    assert "/patterns/P-1.svg" in client.get(f"/products/{product.slug}/").content.decode()
    assert run_tasks() >= 1
    assert ProductPhoto.objects.get().renditions_ready
    page = client.get(
        f"/products/{product.slug}/"
    ).content.decode()  # the strict client fails if this GET makes a rendition
    assert "avif" in page
    assert "/patterns/P-1.svg" not in page.split("same")[0]
    assert client.get("/products/").status_code == 200


def test_invariants_hold_after_all_this(published, listed):
    listed(published())
    published(2, status="revoked")
    publishing.set_certificate_status("DEMO-2026-002", "revoked", valid_until=None, by=None, at=AT)
    assert list(invariants.breaches()) == []
