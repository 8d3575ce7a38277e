"""The repair for a worker or an engine that was not there when the catalog changed."""

from typing import Any

from django.core.management.base import BaseCommand

from search import api


class Command(BaseCommand):
    help = "Bring every search engine up to date with the change log; safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        for engine, read in api.apply_changes().items():
            if read or read is None or options["verbosity"] > 1:
                self.stdout.write(f"{engine}: {'down, its changes wait' if read is None else f'{read} changes'}")
