"""Writing the read models many at a time: marks, producers, products, certificates. Upserts by their stable codes."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Model

from catalog.domain.entry import Photo, ProgrammeFacts
from catalog.models import Producer, Product, ProductCertificate, ProgrammeMark

M = TypeVar("M", bound=Model)

PRODUCER_FIELDS = ("name", "name_kana", "municipality", "area", "website", "fictional")
PRODUCT_FIELDS = [
    "name",
    "name_kana",
    "description",
    "category",
    "producer",
    "municipality",
    "area",
    "price_yen",
    "price_note",
    "contents",
    "ingredients",
    "allergens",
    "storage",
    "temperature",
    "furusato_note",
    "fictional",
    "record",
    "sources",
    "changed_at",
]
CERTIFICATE_FIELDS = (
    "number_key",
    "product",
    "programme",
    "status",
    "certified_on",
    "valid_until",
    "fiscal_year",
    "source",
)
MARK_FIELDS = ("name", "word", "accent", "summary", "criteria_text", "municipality")


def _upsert(model: type[M], rows: Sequence[M], key: str, fields: Sequence[str]) -> dict[str, M]:
    """Insert or update by `key`; returns the stored rows by key. Three statements at most."""
    manager = model._default_manager
    manager.bulk_create(rows, update_conflicts=True, unique_fields=[key], update_fields=list(fields))
    keys = [getattr(row, key) for row in rows]
    return {getattr(row, key): row for row in manager.filter(**{f"{key}__in": keys}).order_by("pk")}


def put_producers(rows: Sequence[Producer]) -> dict[str, Producer]:
    """By code; the slug of one already there stays."""
    return _upsert(Producer, rows, "code", PRODUCER_FIELDS)


def put_products(rows: Sequence[Product]) -> dict[str, Product]:
    """By code; slug and first publication of one already there stay."""
    return _upsert(Product, rows, "code", PRODUCT_FIELDS)


def put_certificates(rows: Sequence[ProductCertificate]) -> dict[str, ProductCertificate]:
    """By number."""
    return _upsert(ProductCertificate, rows, "number", CERTIFICATE_FIELDS)


def put_mark(facts: ProgrammeFacts) -> ProgrammeMark:
    """Insert or update one programme's mark."""
    return _upsert(ProgrammeMark, [_mark(facts)], "slug", MARK_FIELDS)[facts.slug]


def put_picture(mark: ProgrammeMark, picture: Photo | None) -> None:
    """The mark's public picture, named by its bytes; None takes it away."""
    name, alt = "", ""
    if picture is not None:
        suffix = picture.name.rsplit(".", 1)[-1].lower()
        name, alt = f"marks/{hashlib.sha256(picture.content).hexdigest()[:24]}.{suffix}", picture.alt
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(picture.content))
    if (mark.picture.name or "", mark.picture_alt) != (name, alt):
        mark.picture, mark.picture_alt = name, alt
        mark.save(update_fields=["picture", "picture_alt"])


def marks(known: Iterable[ProgrammeFacts]) -> dict[str, ProgrammeMark]:
    """The marks of these programmes by slug; a missing one is made, one already there is left as it is."""
    wanted = {facts.slug: facts for facts in known}
    found = {mark.slug: mark for mark in ProgrammeMark.objects.filter(slug__in=wanted).order_by("pk")}
    missing = [_mark(facts) for slug, facts in wanted.items() if slug not in found]
    if missing:
        ProgrammeMark.objects.bulk_create(missing)
        found.update({mark.slug: mark for mark in missing})
    return found


def _mark(facts: ProgrammeFacts) -> ProgrammeMark:
    return ProgrammeMark(
        slug=facts.slug,
        name=facts.name,
        word=facts.word,
        accent=facts.accent,
        summary=facts.summary,
        criteria_text=facts.criteria_text,
        municipality=facts.municipality,
    )
