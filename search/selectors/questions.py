"""What people asked and did not find."""

from datetime import date
from typing import Any

from django.db.models import Sum

from search.models import QueryLog


def without_hit(*, since: date) -> list[dict[str, Any]]:
    """Questions that found nothing since a day: {"text", "asked", "without_hit"}, most frequent first."""
    counted = QueryLog.objects.filter(on__gte=since, without_hit__gt=0).values("text")
    rows = counted.annotate(asked=Sum("asked"), without_hit=Sum("without_hit")).order_by("-without_hit", "text")
    return [dict(row) for row in rows[:200]]
