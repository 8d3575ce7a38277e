"""`migrate` for machines that start together: one runs it, the others wait and then find nothing left to do."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, connection

LOCK = 7_203_554_401  # any number, the same everywhere


class Command(BaseCommand):
    help = "Wait for the database, then migrate under a lock that only one process holds."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--wait", type=int, default=60, help="seconds to wait for the database (default 60)")

    def handle(self, *args: Any, **options: Any) -> None:
        wait_for_database(options["wait"])
        with lock():
            call_command("migrate", interactive=False, verbosity=options["verbosity"], stdout=self.stdout)


def wait_for_database(seconds: int) -> None:
    """Until the database takes a connection. Raises OperationalError when it does not in time."""
    end = time.monotonic() + seconds
    while True:
        try:
            connection.ensure_connection()
        except OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(1)
        else:
            return


@contextmanager
def lock() -> Iterator[None]:
    """An advisory lock of PostgreSQL, or a locked file beside the SQLite database; gone with the process."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
        return
    name = Path(str(connection.settings_dict["NAME"]))
    with name.with_suffix(".migrate.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
