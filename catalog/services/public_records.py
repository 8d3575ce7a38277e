"""Loading public records (公開資料による記録) into the catalog: all of a file or nothing, and again without harm.

A record never becomes more than the paper says: valid or expired only where it names the last day.
"""

import csv
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from catalog.domain import certificate
from catalog.domain.entry import ProgrammeFacts
from catalog.domain.public_records import Reading, Record
from catalog.models import Producer, Product, ProductCertificate
from catalog.services import page_tree, registry, slugs
from core import audit, clock
from core.models import AuditEvent, User
from search.services import changes

PROGRAMMES = Path(__file__).resolve().parent.parent / "data" / "programmes.csv"


@dataclass(frozen=True, slots=True)
class Report:
    """How many products were new, changed, unchanged, and left out as not certified."""

    created: int
    changed: int
    unchanged: int
    left_out: int


@transaction.atomic
def load(reading: Reading, *, by: User | None, at: datetime) -> Report:
    """Store the records of a file without problems. Raises ValueError when it has some."""
    if reading.problems:
        raise ValueError("A file with problems is not loaded.")
    records = reading.records
    known = {each.code: each for each in Product.objects.filter(code__in=[r.code for r in records]).order_by("pk")}
    statuses = dict(
        ProductCertificate.objects.filter(number__in=list(known)).order_by("pk").values_list("number", "status")
    )
    marks = registry.marks(_programmes(records))
    by_name = {mark.name: mark for mark in marks.values()}
    producers = registry.put_producers(_producers(records))
    wanted = {record.code: _product(record, producers, at) for record in records}
    new_status = {record.code: certificate.of_record(record.valid_until, clock.on(at)) for record in records}
    touched = [
        product
        for code, product in wanted.items()
        if code not in known or _differs(product, known[code]) or statuses.get(code) != new_status[code]
    ]
    if touched:
        stored = registry.put_products(touched)
        registry.put_certificates(
            [
                ProductCertificate(
                    number=record.code,
                    number_key=certificate.normal_number(record.code),
                    product=stored[record.code],
                    programme=by_name[record.programme],
                    status=new_status[record.code],
                    valid_until=record.valid_until,
                    fiscal_year=record.fiscal_year,
                    source="公開資料による記録",
                )
                for record in records
                if record.code in stored
            ]
        )
        page_tree.add_missing(list(stored.values()), at=at)
        page_tree.retitle(stored.values())
        AuditEvent.objects.bulk_create(
            [audit.event("catalog.record_loaded", product, by=by, at=at, code=code) for code, product in stored.items()]
        )
        changes.put_many(list(stored), at=at)
        transaction.on_commit(changes.wake)
    created = sum(code not in known for code in wanted)
    return Report(created, len(touched) - created, len(wanted) - len(touched), reading.left_out)


def _differs(new: Product, old: Product) -> bool:
    names = [name for name in registry.PRODUCT_FIELDS if name not in ("changed_at", "producer")] + ["producer_id"]
    return any(getattr(new, name) != getattr(old, name) for name in names)


def _programmes(records: Sequence[Record]) -> list[ProgrammeFacts]:
    with PROGRAMMES.open(encoding="utf-8", newline="") as file:
        known = {
            row["name"]: ProgrammeFacts(
                row["slug"], row["name"], row["word"], row["accent"], row["summary"], "", row["municipality"]
            )
            for row in csv.DictReader(file)
        }
    return [known.get(name, _unknown_programme(name)) for name in dict.fromkeys(record.programme for record in records)]


def _unknown_programme(name: str) -> ProgrammeFacts:
    return ProgrammeFacts(f"programme-{_short_hash(name)}", name, "認定", "ai")


def _producer_code(record: Record) -> str:
    return f"R-{_short_hash(record.business, record.municipality).upper()}"


def _short_hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:10]


def _producers(records: Sequence[Record]) -> list[Producer]:
    rows: dict[str, Producer] = {}
    for record in records:
        code = _producer_code(record)
        if not record.business:
            continue
        row = rows.setdefault(
            code,
            Producer(
                code=code,
                slug=slugs.slug("", code),
                name=record.business,
                municipality=record.municipality,
                area=record.locality,
            ),
        )
        row.area = row.area or record.locality
    return list(rows.values())


def _product(record: Record, producers: dict[str, Producer], at: datetime) -> Product:
    return Product(
        code=record.code,
        slug=slugs.slug(record.name_kana, record.code),
        name=record.name,
        name_kana=record.name_kana,
        description=record.description,
        category=record.category,
        producer=producers[_producer_code(record)] if record.business else None,
        municipality=record.municipality,
        area=record.locality,
        price_yen=record.price_yen,
        price_note=record.price_note,
        contents=record.contents,
        ingredients=record.ingredients,
        furusato_note=record.furusato_note,
        record=True,
        sources=list(record.sources),
        published_at=at,
        changed_at=at,
    )
