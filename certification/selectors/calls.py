"""Calls (募集) a firm may still apply to."""

from datetime import datetime

from django.db.models import Q

from certification.models import Round


def next_call(programme_id: int, at: datetime) -> Round | None:
    """The programme's call that is open at this instant or opens next; None while none is announced."""
    rows = Round.objects.filter(Q(closes_at=None) | Q(closes_at__gt=at), programme=programme_id, opened_at__lte=at)
    return rows.order_by("opens_at", "pk").first()
