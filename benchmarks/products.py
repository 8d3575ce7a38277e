"""Any number of products recombined from the public records: real words in new company. No Django."""

import csv
import random
from collections.abc import Iterator
from functools import cache

from benchmarks import places
from search.values import SearchDocument, compose_body, price_band

FACETS = ("programme", "category", "area", "year", "price")


@cache
def records() -> tuple[dict[str, str], ...]:
    """The rows of catalog/data/products.csv."""
    with (places.ROOT / "catalog/data/products.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def documents(count: int) -> Iterator[SearchDocument]:
    """`count` documents, the same ones each time, streamed. `version` stays 0."""
    rows = records()
    for number in range(count):
        chance = random.Random(number)
        yield _document(number, [chance.choice(rows) for _ in range(4)], chance)


def _document(number: int, parts: list[dict[str, str]], chance: random.Random) -> SearchDocument:
    first, second, maker, place = parts
    price, year = chance.randrange(1, 160) * 100, chance.randrange(2008, 2027)
    head, tail = first["product_name"].split()[0], second["product_name"].split()[-1]
    kana = f"{first['product_kana'].split(' ')[0]} {second['product_kana'].split(' ')[-1]}".strip()
    area = f"{place['municipality']} {place['locality']}".strip()
    return SearchDocument(
        code=f"r{number:07d}",
        name=f"{head} {tail}",
        kana=kana,
        maker=f"{maker['business_name']}",
        body=compose_body(
            description=second["description_ja"],
            ingredients=first["ingredients_local"],
            contents=first["contents"],
            places=area,
            category=second["category"],
            programme=first["programme"],
        ),
        facets={
            "programme": (first["programme"],),
            "category": (second["category"],),
            "area": (place["municipality"],),
            "maker": (maker["business_name"],),
            "year": (str(year),),
            "price": (price_band(price),),
            "status": (("valid", "valid", "unknown", "expired")[number % 4],),
        },
        price_yen=price,
        year=year,
        certified_on=f"{year}-04-01",
        kana_sort=kana,
    )
