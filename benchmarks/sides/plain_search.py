"""Wagtail's own search on SQLite with the same products: by relevance, a page of 24, counts of five facets."""

import time
from itertools import islice
from typing import Any

from django.db import connection
from wagtail.search.backends import get_search_backend

from benchmarks import products
from benchmarks.peers.plain.models import Item

BATCH = 5_000


def build(size: int) -> dict[str, Any]:
    """Make the table, fill it, index it."""
    with connection.schema_editor() as editor:
        editor.create_model(Item)
    stream = products.documents(size)
    while batch := list(islice(stream, BATCH)):
        Item.objects.bulk_create(
            Item(
                name=row.name[:255], kana=row.kana[:255], maker=row.maker[:255], body=row.body,
                **{facet: next(iter(row.facets[facet]), "") for facet in products.FACETS},
            )
            for row in batch
        )  # fmt: skip
    backend = get_search_backend()
    start = time.perf_counter()
    index = backend.get_index_for_model(Item)
    for first in range(0, size, BATCH):
        index.add_items(Item, list(Item.objects.order_by("pk")[first : first + BATCH]))
    spent = time.perf_counter() - start
    return {"seconds": round(spent, 2), "note": "indexed by its own backend, no prefix search"}


def find(question: str) -> list[float]:
    """Seconds of one page."""
    start = time.perf_counter()
    found = get_search_backend().search(question, Item.objects.all())
    list(found[:24])
    found.count()
    for facet in products.FACETS:
        found.facet(facet)
    return [time.perf_counter() - start]


OPERATIONS = {"build": build, "find": find}
