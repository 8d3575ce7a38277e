"""Writes to the staff's tables: every edit gives them a new version, or other processes would not notice."""

import uuid
from typing import Any

from django.db import transaction

from search.models import Pin, Reading, Synonym, TableVersion
from search.public_records import seed_readings, seed_synonyms

EDITABLE = (Synonym, Reading, Pin)


@transaction.atomic
def save(row: Synonym | Reading | Pin) -> None:
    """Check and store a row. Raises ValidationError with the sentences to show."""
    row.full_clean()
    row.save()
    touch()


@transaction.atomic
def delete(row: Synonym | Reading | Pin) -> None:
    """Remove a row."""
    row.delete()
    touch()


def touch() -> None:
    """Tell every process that the tables changed."""
    TableVersion.objects.update_or_create(id=1, defaults={"token": uuid.uuid4().hex})


@transaction.atomic
def load_seed() -> int:
    """Put the seed words into empty tables; what the staff changed or removed stays so. Returns rows written."""
    if TableVersion.objects.exists():
        return 0
    rows: list[Any] = [
        Synonym(
            kind=row.kind, words="、".join(row.words), expands_to="、".join(row.expands_to), note=note, is_seed=True
        )
        for row, note in seed_synonyms()
    ]
    Synonym.objects.bulk_create(rows)
    readings = [Reading(reading=reading, writing=writing, is_seed=True) for reading, writing in seed_readings()]
    Reading.objects.bulk_create(readings, ignore_conflicts=True)
    touch()
    return len(rows) + len(readings)
