"""Counting questions by day, without the person. GET never writes: the caller is a task or a POST."""

from datetime import date

from django.db import transaction
from django.db.models import F

from search.domain import normal
from search.models import QueryLog


@transaction.atomic
def count(text: str, *, found: bool, on: date) -> None:
    """One more time this was asked."""
    folded = normal.norm(normal.clean(text, normal.QUERY_LENGTH)).strip()
    if not folded:
        return
    QueryLog.objects.get_or_create(text=folded[:200], on=on)
    missed = 0 if found else 1
    QueryLog.objects.filter(text=folded[:200], on=on).update(
        asked=F("asked") + 1, without_hit=F("without_hit") + missed
    )
