"""Saved views a person may use: one's own and those shared with the office."""

from django.db.models import Q, QuerySet

from certification.models import SavedView
from core.models import User


def visible(user: User, screen: str) -> QuerySet[SavedView]:
    """One's own first, then the shared ones of others."""
    rows = SavedView.objects.filter(Q(owner=user) | Q(shared=True), screen=screen)
    return rows.select_related("owner").order_by("name", "pk")


def start_of(user: User, screen: str) -> SavedView | None:
    """The view the person's list opens with, as long as they may see it."""
    return visible(user, screen).filter(default_for=user).first()
