"""Counting followed links: a number per listing and day, nothing about the person, programs not counted."""

import re
from datetime import date

from django.db import transaction
from django.db.models import F

from catalog.models import Click, DonationListing

_PROGRAM = re.compile(
    r"bot|crawl|spider|slurp|fetch|monitor|preview|scan|check|curl|wget|python|java/|go-http|httpx|axios|headless|lighthouse"
    r"|facebookexternalhit|line-poker|feed",
    re.IGNORECASE,
)


def is_program(user_agent: str) -> bool:
    """Does the browser's name belong to a program rather than to a person? An empty name does."""
    return not user_agent.strip() or bool(_PROGRAM.search(user_agent))


@transaction.atomic
def count(listing: DonationListing, *, on: date) -> None:
    """Add one to the day's row."""
    row, created = Click.objects.get_or_create(listing=listing, on=on, defaults={"count": 1})
    if not created:
        Click.objects.filter(pk=row.pk).update(count=F("count") + 1)
