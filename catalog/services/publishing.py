"""Products go public, change and leave: the only writer of products, certificates and their pages.

A write stores the read model, the page, the audit row and the change-log row of the search in one transaction; engines
and renditions follow after commit.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from catalog.domain import certificate
from catalog.domain.entry import CatalogEntry, ProducerFacts, ProgrammeFacts
from catalog.models import DonationListing, Producer, Product, ProductCertificate, ProgrammeMark, Shop
from catalog.services import donation_listings, page_tree, photos, registry, slugs
from core import audit, clock
from core.domain.reason import Reason, Refused
from core.models import AuditEvent, User
from search.services import changes

GONE = (certificate.REVOKED, certificate.SURRENDERED)  # the page is taken down; the number stays verifiable


@transaction.atomic
def put_programme(facts: ProgrammeFacts, *, by: User | None, at: datetime) -> ProgrammeMark:
    """Insert or update a programme's public words."""
    mark = registry.put_mark(facts)
    registry.put_picture(mark, facts.mark)
    audit.record("catalog.programme_put", mark, by=by, at=at, slug=facts.slug)
    return mark


def publish(entry: CatalogEntry, *, by: User | None, at: datetime) -> Product:
    """One product goes public; the same certificate number again updates it. See publish_many."""
    return publish_many([entry], by=by, at=at)[0]


@transaction.atomic
def publish_many(entries: Sequence[CatalogEntry], *, by: User | None, at: datetime) -> tuple[Product, ...]:
    """Publish products in a fixed number of queries; idempotent by certificate number. In the order of `entries`.

    A number that is already here keeps its product, so its code, address and page stay.
    """
    if not entries:
        return ()
    codes = _codes(entries)
    marks = registry.marks(_programme(entry) for entry in entries)
    producers = registry.put_producers([_producer(each) for each in _distinct(entries)])
    rows = {codes[entry.certificate.number]: _product(entry, codes, producers, at) for entry in entries}
    products = registry.put_products(list(rows.values()))
    registry.put_certificates(
        [_certificate(entry, products[codes[entry.certificate.number]], marks) for entry in entries]
    )
    published = tuple(products[codes[entry.certificate.number]] for entry in entries)
    _put_shops(entries, published)
    photos.put(entries, published)
    page_tree.add_missing(list(products.values()), at=at)
    page_tree.retitle(published)
    public = [p for p, e in zip(published, entries, strict=True) if e.certificate.status not in GONE]
    page_tree.set_live(public, live=True, at=at)
    AuditEvent.objects.bulk_create(
        [
            audit.event("catalog.published", product, by=by, at=at, number=entry.certificate.number)
            for product, entry in zip(published, entries, strict=True)
        ]
    )
    changes.put_many([product.code for product in products.values()], at=at)
    transaction.on_commit(changes.wake)
    return published


@transaction.atomic
def set_certificate_status(
    number: str, status: str, *, valid_until: date | None, by: User | None, at: datetime
) -> ProductCertificate:
    """A certificate is renewed, expires, is revoked or given up; page, listings and index follow at once.

    Raises Refused for an unknown number or status. The certificate stays, so its number can still be verified.
    """
    if status not in certificate.STATUSES:
        raise Refused(Reason("status", f"認証の状況「{status}」はありません。", field="status"))
    row = (
        ProductCertificate.objects.select_related("product")
        .filter(number_key=certificate.normal_number(number))
        .order_by("pk")
        .first()
    )
    if row is None:
        raise Refused(Reason("number", f"番号「{number}」の認証は公開されていません。", field="number"))
    before = row.status
    row.status, row.valid_until = status, valid_until
    row.save(update_fields=["status", "valid_until"])
    audit.record("catalog.certificate_status", row, by=by, at=at, before=before, after=status)
    _follow([row.product], by=by, at=at)
    return row


@transaction.atomic
def expire_due(*, by: User | None, at: datetime) -> int:
    """Store 期限満了 on every certificate whose last day has passed; returns how many. Safe to repeat."""
    due = list(
        ProductCertificate.objects.filter(status=certificate.VALID, valid_until__lt=clock.on(at))
        .select_related("product")
        .order_by("pk")
    )
    if not due:
        return 0
    ProductCertificate.objects.filter(pk__in=[row.pk for row in due]).update(status=certificate.EXPIRED)
    AuditEvent.objects.bulk_create(
        [
            audit.event("catalog.certificate_status", row, by=by, at=at, before=row.status, after=certificate.EXPIRED)
            for row in due
        ]
    )
    _follow([row.product for row in due], by=by, at=at)
    return len(due)


def _follow(products: Sequence[Product], *, by: User | None, at: datetime) -> None:
    """Page state, listings and index of products whose certificates changed."""
    on = clock.on(at)
    statuses: dict[int, list[str]] = {product.pk: [] for product in products}
    for row in ProductCertificate.objects.filter(product__in=products).order_by("pk"):
        statuses[row.product_id].append(row.status_on(on))
    best = {pk: certificate.best(each) for pk, each in statuses.items()}
    Product.objects.filter(pk__in=best).update(changed_at=at)
    page_tree.set_live([p for p in products if best[p.pk] in GONE], live=False, at=at)
    page_tree.set_live([p for p in products if best[p.pk] not in GONE], live=True, at=at)
    lapsed = [pk for pk, status in best.items() if status not in certificate.MAY_BE_LISTED]
    for listing in DonationListing.objects.filter(product_id__in=lapsed, status="listed").order_by("pk"):
        donation_listings.pause_by_system(listing, at=at, why="認証・認定が有効でなくなったため")
    changes.put_many([p.code for p in products if best[p.pk] not in GONE], at=at)
    for product in products:
        if best[product.pk] in GONE:
            changes.delete(product.code, at=at)
    transaction.on_commit(changes.wake)


def _codes(entries: Sequence[CatalogEntry]) -> dict[str, str]:
    """Certificate number → product code: the one it is published under, or the entry's."""
    numbers = [entry.certificate.number for entry in entries]
    known = dict(
        ProductCertificate.objects.filter(number__in=numbers).order_by("pk").values_list("number", "product__code")
    )
    return {entry.certificate.number: known.get(entry.certificate.number, entry.code) for entry in entries}


def _programme(entry: CatalogEntry) -> ProgrammeFacts:
    facts = entry.certificate
    return ProgrammeFacts(facts.programme_slug, facts.programme_name, facts.word, facts.accent)


def _distinct(entries: Sequence[CatalogEntry]) -> list[tuple[ProducerFacts, bool]]:
    return list({entry.producer.code: (entry.producer, entry.fictional) for entry in entries}.values())


def _producer(each: tuple[ProducerFacts, bool]) -> Producer:
    facts, fictional = each
    return Producer(
        code=facts.code,
        slug=slugs.slug(facts.name_kana, facts.code),
        name=facts.name,
        name_kana=facts.name_kana,
        municipality=facts.municipality,
        area=facts.area,
        website=facts.website,
        fictional=fictional,
    )


def _product(entry: CatalogEntry, codes: dict[str, str], producers: dict[str, Producer], at: datetime) -> Product:
    code = codes[entry.certificate.number]
    return Product(
        code=code,
        slug=slugs.slug(entry.name_kana, code),
        name=entry.name,
        name_kana=entry.name_kana,
        description=entry.description,
        category=entry.category,
        producer=producers[entry.producer.code],
        municipality=entry.producer.municipality,
        area=entry.producer.area,
        price_yen=entry.price_yen,
        contents=entry.contents,
        ingredients=entry.ingredients,
        allergens=dict(entry.allergens),
        storage=entry.storage,
        temperature=entry.temperature,
        fictional=entry.fictional,
        published_at=at,
        changed_at=at,
    )


def _certificate(entry: CatalogEntry, product: Product, marks: dict[str, ProgrammeMark]) -> ProductCertificate:
    facts = entry.certificate
    return ProductCertificate(
        number=facts.number,
        number_key=certificate.normal_number(facts.number),
        product=product,
        programme=marks[facts.programme_slug],
        status=facts.status,
        certified_on=facts.certified_on,
        valid_until=facts.valid_until,
        fiscal_year=facts.fiscal_year,
        source="",
    )


def _put_shops(entries: Sequence[CatalogEntry], products: Sequence[Product]) -> None:
    Shop.objects.filter(product__in=products).delete()
    Shop.objects.bulk_create(
        Shop(product=product, name=shop.name, address=shop.address, url=shop.url)
        for product, entry in zip(products, entries, strict=True)
        for shop in entry.shops
    )
