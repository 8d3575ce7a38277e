"""manage.py clear_expired: what goes by itself when its time is over; safe to repeat."""

from typing import Any

from django.core.management.base import BaseCommand

from certification.services import draft_history, exports, retention
from core import clock
from core.services import uploads


class Command(BaseCommand):
    help = "Clear parts of uploads, copies of own data and histories of drafts whose time is over; finish destructions."

    def handle(self, *args: Any, **options: Any) -> None:
        at = clock.now()
        done = {
            "parts of uploads": uploads.clear_stale(at=at),
            "copies of own data": exports.clear_expired(at=at),
            "steps of drafts": draft_history.prune(at=at),
            "things destroyed": retention.carry_on(at=at),
        }
        if options["verbosity"]:
            self.stdout.write(", ".join(f"{count} {what}" for what, count in done.items()))
