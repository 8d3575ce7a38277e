"""What must hold over the whole catalog: one sentence per breach, none when all is well."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q

from catalog.domain import certificate
from catalog.domain.listing_states import ListingStatus
from catalog.models import DonationListing, Product, ProductCertificate, ProductPage
from catalog.selectors import listings, products
from core import clock


def breaches() -> Iterator[str]:
    """Every breach, in a few queries."""
    own = ProductCertificate.objects.filter(product=OuterRef("product"))
    for page in ProductPage.objects.filter(live=True).filter(~Exists(own)).select_related("product").order_by("pk"):
        yield f"page of {page.product.code} is public without a certificate"
    alive = own.exclude(status__in=(certificate.REVOKED, certificate.SURRENDERED))
    for page in (
        ProductPage.objects.filter(live=True)
        .filter(Exists(own), ~Exists(alive))
        .select_related("product")
        .order_by("pk")
    ):
        yield f"page of {page.product.code} is public though every certificate is withdrawn"
    for product in Product.objects.filter(page__isnull=True).order_by("pk"):
        yield f"product {product.code} has no page"
    for row in ProductCertificate.objects.filter(status=certificate.VALID, valid_until__lt=clock.today()).order_by(
        "pk"
    ):
        yield f"certificate {row.number} is past its last day but not stored as expired"
    yield from _listings()
    for product in Product.objects.filter(Q(record=True) & Q(fictional=True)).order_by("pk"):
        yield f"{product.code} is both a public record and fictional"


def _listings() -> Iterator[str]:
    today = clock.today()
    rows = listings.with_rules(DonationListing.objects.filter(status=ListingStatus.LISTED.value))
    for row in rows:
        statuses = [each.status_on(today) for each in row.product.certificates.all()]
        if certificate.best(statuses) not in certificate.MAY_BE_LISTED:
            yield f"listing {row.pk} is listed though {row.product.code} is not certified"
        shown = {each.pk for each in listings.shown(products.by_code(row.product.code) or row.product, today)}
        if (row.pk in shown) != listings.is_shown(row, statuses, today):
            yield f"listing {row.pk} shows differently on its page and at its link"
