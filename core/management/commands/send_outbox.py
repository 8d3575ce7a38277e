"""Deliver queued mail: the repair for a worker that was not there."""

from typing import Any

from django.core.management.base import BaseCommand

from core import clock, mail


class Command(BaseCommand):
    help = "Send what is due in the outbox."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{mail.deliver_due(at=clock.now())} sent.")
