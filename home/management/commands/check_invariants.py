"""Every rule that must hold over the whole database; run it after imports, restores and faults."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from home import invariants


class Command(BaseCommand):
    help = "Check every rule that must hold over the whole database: exit 1 and one line per breach."

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for found, sentence in enumerate(invariants.breaches(), 1):  # noqa: B007 -- the last number is the count
            self.stdout.write(sentence)
        if found:
            raise CommandError(f"{found} breaches.")
        self.stdout.write("0 breaches.")
