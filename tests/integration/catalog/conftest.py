"""Published products and listings for the catalog's tests."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PIL import Image

from catalog.domain.entry import CatalogEntry, CertificateFacts, Photo, ProducerFacts, ShopFacts
from catalog.models import DonationListing, Product
from catalog.services import donation_listings, publishing
from search import api
from tests.factories.cast import AT, Cast, cast


def entry(number: int = 1, **changes: Any) -> CatalogEntry:
    """A plainly fictional product; `changes` replace fields, `status` and `valid_until` those of its certificate."""
    status, until = changes.pop("status", "valid"), changes.pop("valid_until", date(2030, 3, 31))
    values: dict[str, Any] = {
        "code": f"P-{number}",
        "name": f"架空の蜜柑ジャム{number}",
        "name_kana": "かくうのみかんじゃむ",
        "description": "架空の工房の蜜柑ジャム。",
        "category": "fruit-products",
        "producer": ProducerFacts("B-1", "架空工房", "カクウコウボウ", "架空市", "北地区"),
        "certificate": CertificateFacts(
            f"DEMO-2026-{number:03}", "demo", "見本ブランド", "認証", "mikan", 2026, date(2026, 11, 1), until, status
        ),
        "price_yen": 864,
        "allergens": {"wheat": "no", "milk": "yes"},
        "shops": (ShopFacts("架空商店", "架空市1-1"),),
        "fictional": True,
    }
    return CatalogEntry(**(values | changes))


def picture(colour: str = "orange") -> Photo:
    file = io.BytesIO()
    Image.new("RGB", (800, 600), colour).save(file, "JPEG")
    return Photo("a.jpg", file.getvalue(), "皿に盛ったジャム")


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


@pytest.fixture
def published(people: Cast) -> Callable[..., Product]:
    """`published(number, **changes)`: a product on the public site and in the index."""

    def make(number: int = 1, **changes: Any) -> Product:
        product = publishing.publish(entry(number, **changes), by=people.suzuki, at=AT)
        api.rebuild()
        return product

    return make


LAWFUL: dict[str, Any] = {
    "portal": "choice",
    "url": "https://portal.example.jp/gift/1",
    "code": "AA001",
    "municipality": "架空市",
    "prefecture": "架空県",
    "donation_yen": 9000,
    "contents": "150g×3",
    "procurement_yen": 2592,
    "shipping_yen": 800,
    "other_yen": 700,
    "handling_yen": 300,
    "clause": "3",
    "reason": "市内の工場で全工程を行う",
    "made_in": "架空市北地区",
    "value_a_yen": 2592,
    "value_b_yen": 900,
    "evidence_confirmed_on": date(2026, 11, 2),
}


@pytest.fixture
def listed(people: Cast) -> Callable[..., DonationListing]:
    """`listed(product, **changes)`: entered by 鈴木, listed by 木村."""

    def make(product: Product, **changes: Any) -> DonationListing:
        listing = donation_listings.create(product, by=people.suzuki, at=AT, **(LAWFUL | changes))
        donation_listings.check(listing, by=people.suzuki, at=AT)
        return donation_listings.publish(listing, by=people.kimura, at=AT)

    return make
