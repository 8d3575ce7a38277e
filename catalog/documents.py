"""Product → SearchDocument: what the search may know, public facts only. Registered as the search's source."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from django.db.models import Prefetch, QuerySet

from catalog.domain import allergens, categories, certificate
from catalog.models import DonationListing, Product, ProductCertificate
from catalog.selectors import listings, products
from core import clock
from core.domain.text import katakana
from search.values import SearchDocument, compose_body, price_band

BATCH = 1000


class Source:
    """What the search asks for documents."""

    def all(self) -> Iterator[SearchDocument]:
        """Every document, in batches: memory stays flat."""
        today = clock.today()
        last = 0
        while rows := list(_rows(products.public().filter(pk__gt=last))[:BATCH]):
            last = rows[-1].pk
            for product in rows:
                yield document(product, today)

    def get(self, codes: Iterable[str]) -> Mapping[str, SearchDocument]:
        """Documents by code; a product that is not public is absent."""
        today = clock.today()
        return {
            product.code: document(product, today) for product in _rows(products.public().filter(code__in=list(codes)))
        }


def _rows(rows: QuerySet[Product]) -> QuerySet[Product]:
    return (
        rows.select_related("producer")
        .prefetch_related(
            Prefetch(
                "certificates",
                ProductCertificate.objects.select_related("programme").order_by("-fiscal_year", "number"),
            ),
            Prefetch("listings", DonationListing.objects.filter(status="listed").order_by("pk")),
        )
        .order_by("pk")
    )


def document(product: Product, on: date) -> SearchDocument:
    """The document of a product fetched with producer, certificates and listings; no query."""
    rows: Sequence[ProductCertificate] = list(product.certificates.all())
    years = [row.fiscal_year for row in rows if row.fiscal_year]
    kind = categories.category(product.category)
    maker = product.producer
    body = compose_body(
        description=product.description,
        ingredients=product.ingredients,
        contents=product.contents,
        places=f"{product.municipality} {product.area}",
        category=kind.label,
        programme=" ".join(dict.fromkeys(row.programme.name for row in rows)),
    )
    certified_on = max((row.certified_on.isoformat() for row in rows if row.certified_on), default="")
    year = max(years, default=None)
    return SearchDocument(
        code=product.code,
        name=product.name,
        kana=product.name_kana,
        maker=maker.name if maker else "",
        maker_kana=maker.name_kana if maker else "",
        body=body,
        facets=facets(product, rows, on),
        price_yen=product.price_yen,
        year=year,
        certified_on=certified_on or (f"{year}-04-01" if year else ""),  # for the order "newest" only
        kana_sort=katakana(product.name_kana or product.name),
    )


def facets(product: Product, rows: Sequence[ProductCertificate], on: date) -> dict[str, tuple[str, ...]]:
    """The facets of interfaces.md; an absent fact gives no value."""
    places = [product.municipality]
    if product.municipality and product.area:
        places.append(f"{product.municipality} {product.area}")
    found = {
        "programme": [row.programme.slug for row in rows],
        "category": [product.category],
        "area": places,
        "maker": [product.producer.slug] if product.producer else [],
        "year": [str(row.fiscal_year) for row in rows if row.fiscal_year],
        "price": [price_band(product.price_yen)] if product.price_yen is not None else [],
        "temperature": [product.temperature],
        "furusato": ["yes"] if listings.shown(product, on) else [],
        "allergen_free": list(allergens.free_of(product.allergens)),
        "status": [certificate.best(row.status_on(on) for row in rows)],
    }
    return {name: tuple(dict.fromkeys(value for value in values if value)) for name, values in found.items()}
