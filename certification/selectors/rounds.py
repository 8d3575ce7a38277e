"""Rounds as the public and the desks see them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from certification.models import Round
from core import clock


@dataclass(frozen=True, slots=True)
class Call:
    """A call now open, in public words. `days_left` counts today as 0; None for rolling intake."""

    round: Round
    programme: str
    slug: str
    word: str
    accent: str
    summary: str
    closes_at: datetime | None
    days_left: int | None


def taking_applications(at: datetime) -> QuerySet[Round]:
    """Rounds that take applications at this instant."""
    in_time = Q(closes_at__isnull=True) | Q(closes_at__gt=at)
    return (
        Round.objects.filter(in_time, opened_at__isnull=False, opens_at__lte=at)
        .select_related("programme")
        .order_by("closes_at", "pk")
    )


def open_calls(at: datetime) -> tuple[Call, ...]:
    """The calls now open, the one that closes first at the head; one query."""
    return tuple(_call(row, at) for row in taking_applications(at))


def _call(row: Round, at: datetime) -> Call:
    days = None if row.closes_at is None else (clock.on(row.closes_at) - clock.on(at)).days
    programme = row.programme
    return Call(
        row, programme.name, programme.slug, programme.word, programme.accent, programme.summary, row.closes_at, days
    )
