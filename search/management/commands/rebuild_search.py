"""Rebuild the search index without a gap."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import api
from search.engines.base import EngineDown


class Command(BaseCommand):
    help = "Rebuild the search index of every engine, or of one; the old one answers until the new one is ready."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--engine", choices=("embedded", "elasticsearch"), help="only this engine")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = api.rebuild(options["engine"], self._progress if options["verbosity"] > 1 else None)
        except LookupError as error:
            raise CommandError("ELASTICSEARCH_URL is not set: only the embedded engine is there.") from error
        except EngineDown as error:
            raise CommandError(f"The engine does not answer; the old index stands. {error}") from error
        for engine, count in done.items():
            self.stdout.write(f"{engine}: {count} documents")

    def _progress(self, engine: str, count: int) -> None:
        self.stdout.write(f"{engine}: {count} …")
