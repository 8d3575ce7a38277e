"""A disposable database of any size, for benchmarks."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock
from home import bench_seed


class Command(BaseCommand):
    help = "Fill an empty database with a scored round of a given size."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many applications, how many sheets on each."""
        parser.add_argument("--applications", type=int, required=True)
        parser.add_argument("--reviewers-per", type=int, default=5)

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError on a database already in use."""
        try:
            made = bench_seed.seed(
                applications=options["applications"], reviewers_per=options["reviewers_per"], at=clock.now()
            )
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Round {made.pk}: {options['applications']} applications.")
