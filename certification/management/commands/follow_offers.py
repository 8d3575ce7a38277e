"""The calendar's work on offers of challenge support; run daily."""

from typing import Any

from django.core.management.base import BaseCommand

from certification.services import challenge_offers
from core import clock


class Command(BaseCommand):
    help = "Close offers of challenge support past their last day, with a letter; remind of those about to end."

    def handle(self, *args: Any, **options: Any) -> None:
        """Safe to repeat."""
        at, today = clock.now(), clock.today()
        lapsed = challenge_offers.lapse_due(today=today, at=at)
        told = challenge_offers.remind_due(today=today, at=at)
        self.stdout.write(f"{lapsed} offers lapsed, {told} reminded of.")
