"""Reminders of the day: sheets still open, drafts before the window closes; run hourly."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import localtime

from certification.services import reminders
from core import clock

FROM_HOUR = 8  # nobody is written to at night


class Command(BaseCommand):
    help = "Queue the reminders that this day asks for, one mail per person and day."

    def handle(self, *args: Any, **options: Any) -> None:
        """Safe to repeat."""
        at = clock.now()
        count = reminders.send_due(at=at) if localtime(at).hour >= FROM_HOUR else 0
        self.stdout.write(f"{count} reminders queued.")
