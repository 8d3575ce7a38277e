"""The calendar's work on certificates; run daily."""

from typing import Any

from django.core.management.base import BaseCommand

from catalog.services import publishing
from certification.services import certificates, correction_reminders, notices
from core import clock


class Command(BaseCommand):
    help = "Expire certificates past their last day, mark those due for renewal; listings and pages follow."

    def handle(self, *args: Any, **options: Any) -> None:
        """Safe to repeat."""
        at = clock.now()
        taken = notices.apply_due(today=clock.today(), at=at)
        changed = taken + certificates.expire_due(today=clock.today(), at=at) + publishing.expire_due(by=None, at=at)
        reminded = correction_reminders.remind_due(today=clock.today(), at=at)
        self.stdout.write(f"{changed} certificates changed, {reminded} firms reminded of a correction.")
