"""The demonstration: plainly fictional firms with an application in every state."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from certification.models import Certificate
from certification.services import certificates, documents, programmes
from core import clock, mail
from core.models import Business
from core.services import roles
from home.demo import acts, offers, stage


class Command(BaseCommand):
    help = "Load the demonstration round of fictional firms; a second call changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--logins only prints who may log in."""
        parser.add_argument("--logins", action="store_true", help="print the demonstration logins and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        """All of it or nothing, then what the worker would do."""
        if options["logins"]:
            for email, password, who in stage.logins():
                self.stdout.write(f"{who:<36}{email:<26}{password}")
            return
        if Business.objects.filter(fictional=True).exists():
            self.stdout.write("The demonstration is already there.")
            return
        now = clock.now()
        with transaction.atomic():
            self._load(now)
        self.stdout.write("The demonstration is loaded.")

    def _load(self, now: Any) -> None:
        roles.sync()
        made = stage.build(now)
        ready = {row.scope: row for row in programmes.load_all_ready(by=made.people["suzuki"], at=now)}
        acts.play(made, ready)
        certificates.publish_pending(by=None, at=now)
        documents.set_pending(at=now)
        codes = _codes()
        offers.play(made, *codes)
        mail.deliver_due(at=now)


def _codes() -> tuple[str, str]:
    """Product codes of the jelly and the jam of the last released round."""
    found = Certificate.objects.filter(status="active", application__business__fictional=True).order_by("pk")
    codes = [row.application.code for row in found.select_related("application")]
    return codes[0], codes[1]
