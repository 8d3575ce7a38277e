"""Open data of the catalog: the columns of the CSV, the entries of the feed. Public facts, CC BY 4.0."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date

from django.conf import settings
from django.urls import reverse

from catalog.selectors import products
from catalog.selectors.products import Card

COLUMNS = [
    "code",
    "name",
    "name_kana",
    "producer",
    "municipality",
    "category",
    "programme",
    "certificate_number",
    "status",
    "certified_on",
    "valid_until",
    "fiscal_year",
    "price_yen",
    "description",
    "record",
    "url",
]
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
BATCH = 500


class _Line:
    """A file that gives back what is written: the csv module needs one."""

    def write(self, text: str) -> str:
        return text


def safe(value: object) -> str:
    """A cell no spreadsheet takes for a formula: an apostrophe before the signs one begins with."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def lines(codes: Iterable[str], on: date) -> Iterator[str]:
    """The CSV line by line, with a byte order mark for Excel; a product with two marks has two lines."""
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(COLUMNS)
    batch: list[str] = []
    for code in codes:
        batch.append(code)
        if len(batch) == BATCH:
            yield from (writer.writerow(row) for row in _rows(batch, on))
            batch = []
    yield from (writer.writerow(row) for row in _rows(batch, on))


def _rows(codes: list[str], on: date) -> Iterator[list[str]]:
    for card in products.cards(codes, on):
        for mark in card.marks:
            values = (
                card.code,
                card.name,
                card.name_kana,
                card.maker,
                card.municipality,
                card.category,
                mark.name,
                mark.number,
                mark.status,
                mark.certified_on,
                mark.valid_until,
                mark.fiscal_year,
                card.price_yen,
                card.line,
                "public_record" if card.record else "",
                address(card),
            )
            yield [safe(value) for value in values]


def address(card: Card) -> str:
    """The full address of a product's page."""
    return settings.SITE_URL + reverse("catalog:product", args=[card.slug])
