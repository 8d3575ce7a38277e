"""Reading producers: those with at least one public product."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from catalog.models import Producer
from catalog.selectors import products
from catalog.selectors.products import Card


@dataclass(frozen=True, slots=True)
class ProducerView:
    """A producer's page."""

    producer: Producer
    cards: tuple[Card, ...]


def public() -> QuerySet[Producer]:
    """Producers of public products, with `product_count`, by place and reading."""
    count = Count("products", filter=Q(products__page__live=True))
    return (
        Producer.objects.annotate(product_count=count)
        .filter(product_count__gt=0)
        .order_by("municipality", "name_kana", "name", "pk")
    )


def by_slug(slug: str, on: date) -> ProducerView | None:
    """One public producer with the cards of its products."""
    producer = public().filter(slug=slug).first()
    if producer is None:
        return None
    codes = (
        products.public().filter(producer=producer).order_by("name_kana", "name", "pk").values_list("code", flat=True)
    )
    return ProducerView(producer, products.cards(list(codes), on))
