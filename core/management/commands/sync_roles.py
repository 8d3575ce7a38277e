"""Groups and rights of the roles; part of every start."""

from typing import Any

from django.core.management.base import BaseCommand

from core.services import roles


class Command(BaseCommand):
    help = "Create the roles' groups and set their rights; safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        roles.sync()
        self.stdout.write("Roles are in place.")
