"""Reading products for public pages: cards in the order of a search, one in full, a certificate by its number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.images.models import Image

from catalog import wording
from catalog.domain import allergens, categories, certificate
from catalog.domain.photo_sizes import SPECS
from catalog.models import DonationListing, Product, ProductCertificate, ProductPhoto, Shop
from catalog.models.product_certificate import STATUS_LABELS
from catalog.selectors import listings


@dataclass(frozen=True, slots=True)
class Mark:
    """A programme's mark on a product, with the certificate behind it."""

    slug: str
    name: str
    word: str
    accent: str
    number: str
    status: str
    status_label: str
    certified_on: date | None
    valid_until: date | None
    fiscal_year: int | None
    year_label: str
    source: str
    municipality: str
    summary: str
    criteria_text: str
    picture_address: str = ""
    picture_alt: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What a card of a product shows. `photo` None: the 文様 stands in its place."""

    code: str
    slug: str
    name: str
    name_kana: str
    maker: str
    maker_slug: str
    municipality: str
    place: str
    category: str
    category_slug: str
    line: str
    marks: tuple[Mark, ...]
    accent: str
    status: str
    status_label: str
    price_yen: int | None
    donation_yen: int | None
    offers: tuple[listings.ShownListing, ...]
    photo: ProductPhoto | None
    record: bool
    fictional: bool


@dataclass(frozen=True, slots=True)
class AllergenState:
    """One item of the allergen grid."""

    slug: str
    label: str
    state: str
    state_label: str


@dataclass(frozen=True, slots=True)
class Detail:
    """Everything a product's page shows beside its story."""

    product: Product
    card: Card
    facts: tuple[tuple[str, str], ...]
    food: bool
    allergens: tuple[AllergenState, ...]
    allergens_recommended: tuple[AllergenState, ...]
    allergens_known: bool
    shops: tuple[Shop, ...]
    listings: tuple[listings.ShownListing, ...]
    photos: tuple[ProductPhoto, ...]


def public() -> QuerySet[Product]:
    """Products with a live page: the only ones a visitor ever sees."""
    return Product.objects.filter(page__live=True)


def _full(products: QuerySet[Product]) -> QuerySet[Product]:
    images = Image.objects.order_by("pk").prefetch_renditions(*SPECS)
    return products.select_related("producer").prefetch_related(
        Prefetch(
            "certificates", ProductCertificate.objects.select_related("programme").order_by("-fiscal_year", "number")
        ),
        Prefetch("listings", DonationListing.objects.filter(status="listed").order_by("pk")),
        Prefetch("photos", ProductPhoto.objects.filter(renditions_ready=True).order_by("sort_order", "pk")),
        Prefetch("photos__image", images),
    )


def cards(codes: Sequence[str], on: date) -> tuple[Card, ...]:
    """Cards in the order of `codes`; a code that is not public is left out. A fixed number of queries."""
    found = {product.code: card(product, on) for product in _full(public().filter(code__in=codes).order_by("pk"))}
    return tuple(found[code] for code in codes if code in found)


def by_slug(slug: str) -> Product | None:
    """A product by the address of its page, live or not; with all its page needs."""
    return _with_page(Product.objects.filter(slug=slug))


def by_code(code: str) -> Product | None:
    """A public product by its code, with all its page needs."""
    return _with_page(public().filter(code=code))


def _with_page(products: QuerySet[Product]) -> Product | None:
    return _full(products).select_related("producer", "page").prefetch_related("shops").order_by("pk").first()


def card(product: Product, on: date) -> Card:
    """The card of a product fetched with all it needs; no query."""
    rows = list(product.certificates.all())
    marks = tuple(_mark(row, on) for row in rows if not _renewed(row, rows, on))
    status = certificate.best(mark.status for mark in marks)
    offers = listings.shown(product, on)
    photo = next(iter(product.photos.all()), None)
    return Card(
        code=product.code,
        slug=product.slug,
        name=product.name,
        name_kana=product.name_kana,
        maker=product.producer.name if product.producer else "",
        maker_slug=product.producer.slug if product.producer else "",
        municipality=product.municipality,
        place=product.municipality + product.area,
        category=wording.category(product.category),
        category_slug=product.category,
        line=product.description,
        marks=marks,
        accent=marks[0].accent if marks else "ai",
        status=status,
        status_label=str(STATUS_LABELS[status]),
        price_yen=product.price_yen,
        donation_yen=offers[0].donation_yen if offers else None,
        offers=offers,
        photo=photo,
        record=product.record,
        fictional=product.fictional,
    )


def detail(product: Product, on: date) -> Detail:
    """What the page of a product (from `by_slug`) shows; no query."""
    table = allergens.table(on)
    kind = categories.category(product.category)
    known = any(allergens.state(product.allergens, slug) != allergens.UNKNOWN for slug in allergens.BY_SLUG)
    found = card(product, on)
    return Detail(
        product=product,
        card=found,
        facts=_facts(product),
        food=kind.food,
        allergens=_states(product, table.mandatory),
        allergens_recommended=_states(product, table.recommended),
        allergens_known=known,
        shops=tuple(product.shops.all()),
        listings=found.offers,
        photos=tuple(product.photos.all()),
    )


def same_maker(product: Product, on: date, limit: int = 4) -> tuple[Card, ...]:
    """Other public products of the maker."""
    if product.producer_id is None:
        return ()
    rows = _full(public().filter(producer=product.producer).exclude(pk=product.pk).order_by("name_kana", "pk"))
    return tuple(card(row, on) for row in rows[:limit])


def goes_well_with(product: Product, on: date, limit: int = 4) -> tuple[Card, ...]:
    """Products of the same place and another category, then of the same programme; gone ones never."""
    if not product.municipality:
        return ()
    alive = Q(certificates__valid_until__isnull=True) | Q(certificates__valid_until__gte=on)
    rows = (
        public()
        .filter(alive, municipality=product.municipality, certificates__status__in=certificate.SHOWN_BY_DEFAULT)
        .exclude(Q(category=product.category) | Q(pk=product.pk))
        .distinct()
        .order_by("area", "name_kana", "pk")
    )
    if product.producer_id is not None:
        rows = rows.exclude(producer_id=product.producer_id)
    own = [row for row in _full(rows)[: limit * 3] if row.pk != product.pk]
    near = sorted(own, key=lambda row: (row.area != product.area, row.category))
    return tuple(card(row, on) for row in near[:limit])


def certificate_by_number(text: str) -> ProductCertificate | None:
    """The certificate a person typed, in any width and case; withdrawn ones too. One query."""
    key = certificate.normal_number(text)
    if not key or len(key) > 60:
        return None
    rows = ProductCertificate.objects.filter(number_key=key)
    return rows.select_related("programme", "product__producer", "product__page").order_by("pk").first()


def mark(row: ProductCertificate, on: date) -> Mark:
    """A certificate (with its programme) as shown on a day."""
    return _mark(row, on)


def _renewed(row: ProductCertificate, rows: Sequence[ProductCertificate], on: date) -> bool:
    """Does a certificate of the same programme, good on this day, last longer? The older number stays verifiable."""
    return row.valid_until is not None and any(
        other.pk != row.pk
        and other.programme_id == row.programme_id
        and other.status_on(on) == certificate.VALID
        and other.valid_until is not None
        and other.valid_until > row.valid_until
        for other in rows
    )


def _mark(row: ProductCertificate, on: date) -> Mark:
    status = row.status_on(on)
    return Mark(
        slug=row.programme.slug,
        name=row.programme.name,
        word=row.programme.word,
        accent=row.programme.accent,
        number=row.number,
        status=status,
        status_label=str(STATUS_LABELS[status]),
        certified_on=row.certified_on,
        valid_until=row.valid_until,
        fiscal_year=row.fiscal_year,
        year_label=wording.year(row.fiscal_year) if row.fiscal_year else "",
        source=row.source,
        municipality=row.programme.municipality,
        summary=row.programme.summary,
        criteria_text=row.programme.criteria_text,
        picture_address=row.programme.picture_address,
        picture_alt=row.programme.picture_alt,
    )


def _facts(product: Product) -> tuple[tuple[str, str], ...]:
    price = wording.yen(product.price_yen) if product.price_yen is not None else ""
    if price and product.price_note:
        price = f"{price}（{product.price_note}）"
    rows = (
        (_("分類"), wording.category(product.category)),
        (_("価格"), price),
        (_("内容量"), product.contents),
        (_("地元の原材料") if product.record else _("原材料"), product.ingredients),
        (_("保存方法"), product.storage),
        (_("配送温度"), wording.temperature(product.temperature)),
        (_("産地・所在"), product.municipality + product.area),
        (_("ふるさと納税"), product.furusato_note),
    )
    return tuple(row for row in rows if row[1])


def _states(product: Product, slugs: Iterable[str]) -> tuple[AllergenState, ...]:
    rows = []
    for slug in slugs:
        state = allergens.state(product.allergens, slug)
        rows.append(AllergenState(slug, wording.allergen(slug), state, str(wording.ALLERGEN_STATES[state])))
    return tuple(rows)
