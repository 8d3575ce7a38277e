"""Certified products of one day by name, for those who ask whether a product is certified already."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from catalog.domain import certificate
from catalog.models import ProductCertificate


@dataclass(frozen=True, slots=True)
class Certified:
    """A product with the numbers of its certificates in force. `maker` and `reading` may be empty."""

    code: str
    slug: str
    name: str
    reading: str
    maker: str
    programme: str
    numbers: frozenset[str]


def certified(today: date) -> list[Certified]:
    """Products certified today, and those known from public records without a last day; one query."""
    rows = ProductCertificate.objects.filter(status__in=(certificate.VALID, certificate.UNKNOWN)).filter(
        Q(valid_until=None) | Q(valid_until__gte=today)
    )
    found = rows.order_by("pk").values_list(
        "product__code", "product__slug", "product__name", "product__name_kana", "product__producer__name",
        "programme__name", "number",
    )  # fmt: skip
    by_code: dict[str, Certified] = {}
    for code, slug, name, reading, maker, programme, number in found:
        known = by_code[code].numbers if code in by_code else frozenset()
        by_code[code] = Certified(code, slug, name, reading, maker or "", programme, known | {number})
    return list(by_code.values())
