"""`make run`: prepare, then the site and its worker until Ctrl-C."""

import contextlib
import logging
import os
import socket
import sys
import time
import urllib.error
import urllib.request
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser

from home.prepare import prepare
from home.supervisor import Program, Supervisor

ANSWER_SECONDS = 60
PLACES = (
    ("the site", "/"),
    ("products", "/products/"),
    ("applying", "/apply/"),
    ("reviewing", "/review/"),
    ("advising", "/advise/"),
    ("the office", "/cms/"),
)


class Command(BaseCommand):
    help = "Prepare database, records, demonstration and index; then run the site and its worker on one machine."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--prepare-only", action="store_true", help="do not start anything")

    def handle(self, *args: Any, **options: Any) -> None:
        port = options["port"]
        if not options["prepare_only"]:
            refuse_taken(port)
        logging.getLogger("wagtail").setLevel(logging.WARNING)  # not a line for each page that is laid out
        prepare(self.say)
        if options["prepare_only"]:
            return
        env = {**os.environ, "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "home.settings.dev")}
        web = [sys.executable, "-m", "gunicorn", "home.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
        web += [
            "--preload",
            "--threads",
            "4",
            "--log-level",
            "warning",
            "--graceful-timeout",
            "3",
            "--no-control-socket",
        ]
        worker = [sys.executable, "manage.py", "work"]
        programs = (Program("site", web), Program("worker", worker, vital=False))
        code = Supervisor(programs, env, self.say).run(lambda: self.announce(port))
        self.say("Stopped.")
        if code:
            sys.exit(code)

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()

    def announce(self, port: int) -> None:
        """Addresses and demonstration logins, once the site answers."""
        address = f"http://127.0.0.1:{port}"
        wait_for(address)
        width = max(len(name) for name, _ in PLACES)
        self.say("\n" + "\n".join(f"  {name:{width}}  {address}{path}" for name, path in PLACES))
        if "load_demo" in get_commands():
            self.say("")
            call_command("load_demo", logins=True, stdout=self.stdout)
        folder = getattr(settings, "EMAIL_FILE_PATH", None)
        self.say(f"\n{f'Mail is written to {folder}. ' if folder else ''}Ctrl-C stops the site and its worker.")


def refuse_taken(port: int) -> None:
    """Raise CommandError with what to type when somebody listens there already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(f"Port {port} is taken. Choose another one: make run PORT={port + 1}") from error


def wait_for(address: str) -> None:
    """Until the site answers anything at all, bounded."""
    end = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < end:
        with contextlib.suppress(urllib.error.HTTPError), contextlib.suppress(OSError):
            urllib.request.urlopen(f"{address}/healthz", timeout=5)  # noqa: S310 -- our own address
            return
        time.sleep(0.3)
