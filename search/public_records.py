"""Rows of the public records (products.csv) as SearchDocuments, and the seed tables: files, no database."""

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from search import analyser
from search.domain.lexicon import Lexicon, SynonymRow, build
from search.domain.meaning import Allergens, allergens_of
from search.values import SearchDocument, compose_body

DATA: Final = Path(__file__).parent / "data"


def rows_of(path: Path | str) -> list[dict[str, str]]:
    """Rows of a CSV file with a header, UTF-8 with or without BOM."""
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def document_of(row: Mapping[str, str], code: str) -> SearchDocument:
    """One row of products.csv as the index sees it; facet values are the words of the file."""
    year = row.get("certified_fiscal_year", "")
    price = row.get("price_yen", "")
    facets = {
        "programme": [row.get("programme", "")],
        "category": [row.get("category", "")],
        "area": [row.get("municipality", "")],
        "maker": [row.get("business_name", "")],
    }
    return SearchDocument(
        code=code,
        name=row.get("product_name", ""),
        kana=row.get("product_kana", ""),
        maker=row.get("business_name", ""),
        body=compose_body(
            description=row.get("description_ja", ""),
            ingredients=row.get("ingredients_local", ""),
            contents=row.get("contents", ""),
            places=f"{row.get('municipality', '')} {row.get('locality', '')}",
            category=row.get("category", ""),
            programme=row.get("programme", ""),
        ),
        facets={facet: [v for v in values if v] for facet, values in facets.items()},
        price_yen=int(price) if price.isdigit() else None,
        year=int(year) if year.isdigit() else None,
        certified_on=f"{year}-04-01" if year.isdigit() else "",
    )


def documents_of(path: Path | str) -> Iterator[SearchDocument]:
    """All rows of products.csv; the code is the row's number."""
    for number, row in enumerate(rows_of(path), 1):
        yield document_of(row, f"{number:06d}")


def _words(cell: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in cell.split("|") if word.strip())


def seed_synonyms() -> Iterator[tuple[SynonymRow, str]]:
    """General food and craft words: rows and their notes."""
    for row in rows_of(DATA / "synonyms.csv"):
        yield SynonymRow(row["kind"], _words(row["words"]), _words(row["expands_to"] or "")), row["note"] or ""


def seed_readings() -> list[tuple[str, str]]:
    """(reading, writing) pairs an analyser gets wrong."""
    return [(row["reading"], row["writing"]) for row in rows_of(DATA / "readings.csv")]


@cache
def seed_lexicon() -> Lexicon:
    """The lexicon of the seed files alone."""
    return build(
        (row for row, _ in seed_synonyms()), readings=seed_readings(), version="seed", read=analyser.reading_of
    )


@cache
def allergens() -> Allergens:
    """Words by allergen."""
    rows = rows_of(DATA / "allergen_words.csv")
    return allergens_of((row["slug"], row["kind"], word) for row in rows for word in _words(row["words"]))
