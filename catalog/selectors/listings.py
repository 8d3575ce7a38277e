"""Donation listings a visitor may see: listed, open and lawful on the day asked."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet

from catalog.domain import certificate, gift_rules
from catalog.domain.listing_states import PUBLIC, ListingStatus
from catalog.models import DonationListing, Product, ProductCertificate
from core.models import AuditEvent


@dataclass(frozen=True, slots=True)
class ShownListing:
    """A lawful offer. `url` is the portal's page; visitors get the counted address /go/<pk>/."""

    pk: int
    portal: str
    url: str
    donation_yen: int
    contents: str
    temperature: str
    municipality: str
    wording: str
    checked_at: datetime | None
    confirmed_on: date | None


def is_shown(listing: DonationListing, statuses: list[str], on: date) -> bool:
    """The one question behind every public link: may it be shown on this day?"""
    if (
        ListingStatus(listing.status) not in PUBLIC
        or not listing.url
        or not listing.open_on(on)
        or listing.link_problem
    ):
        return False
    return gift_rules.lawful(gift_rules.verdicts(listing.facts(certificate.best(statuses)), on))


def shown(product: Product, on: date) -> tuple[ShownListing, ...]:
    """The lawful offers of a product whose `listings` and `certificates` are prefetched, cheapest first. No query."""
    statuses = [row.status_on(on) for row in product.certificates.all()]
    rows = [row for row in product.listings.all() if is_shown(row, statuses, on)]
    return tuple(_shown(row) for row in sorted(rows, key=lambda row: (row.donation_yen or 0, row.pk)))


def to_follow(pk: int, on: date) -> DonationListing | None:
    """The listing behind /go/<pk>/, or None when it may not be shown. Two queries."""
    row = with_rules(DonationListing.objects.filter(pk=pk)).first() if 0 < pk < 2**63 else None
    if row is None or not is_shown(row, [each.status_on(on) for each in row.product.certificates.all()], on):
        return None
    return row


def with_rules(listings: QuerySet[DonationListing]) -> QuerySet[DonationListing]:
    """With what the verdicts ask about, in two queries."""
    certificates = Prefetch("product__certificates", ProductCertificate.objects.order_by("pk"))
    return listings.select_related("product").prefetch_related(certificates).order_by("pk")


def _shown(row: DonationListing) -> ShownListing:
    return ShownListing(
        pk=row.pk,
        portal=row.get_portal_display(),
        url=row.url,
        donation_yen=row.donation_yen or 0,
        contents=row.contents,
        temperature=row.get_temperature_display() if row.temperature else "",
        municipality=row.municipality,
        wording=row.wording,
        checked_at=row.link_checked_at,
        confirmed_on=row.evidence_confirmed_on,
    )


def last_check(listing: DonationListing) -> AuditEvent | None:
    """The newest record of the listing being checked (点検済み), with who did it."""
    moves = AuditEvent.objects.filter(
        verb="listing.moved", subject_type=listing._meta.label_lower, subject_id=str(listing.pk)
    )
    return moves.filter(facts__target="checked").select_related("by").order_by("-pk").first()
