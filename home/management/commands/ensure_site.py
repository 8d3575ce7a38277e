"""The front page and its first pages, in both languages."""

from typing import Any

from django.core.management.base import BaseCommand

from home import bootstrap


class Command(BaseCommand):
    help = "Create the front page, the brand and the first pages where they are missing; safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        """Changes nothing that exists."""
        bootstrap.ensure_site()
        self.stdout.write("The site is in place.")
