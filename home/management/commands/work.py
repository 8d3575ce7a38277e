"""The worker: queued tasks, and beside them the calendar of repair and expiry commands."""

import logging
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import close_old_connections, connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

log = logging.getLogger(__name__)
SIGN_OF_LIFE = Path(tempfile.gettempdir()) / "worker.alive"  # read by docker/healthy.py


@dataclass(frozen=True, slots=True)
class Job:
    """A command that is safe to repeat, and how often it is repeated."""

    command: str
    every_seconds: int


CALENDAR = (
    Job("send_outbox", 60),
    Job("apply_search_changes", 60),
    Job("finish_releases", 300),
    Job("publish_scheduled", 600),
    Job("expire_certificates", 3600),
    Job("send_reminders", 3600),
    Job("clear_expired", 3600),
    Job("follow_offers", 3600),
    Job("check_listings", 86_400),
    Job("clearsessions", 86_400),
)


class Command(BaseCommand):
    help = "Run queued tasks until stopped, and the calendar: mail, search changes, releases, expiry, links."

    def handle(self, *args: Any, **options: Any) -> None:
        threading.Thread(target=keep_calendar, daemon=True, name="calendar").start()
        if options["verbosity"] < 2:
            logging.getLogger("django_tasks").setLevel(logging.WARNING)  # a failed task is an error there
        worker = Worker(
            queue_names=["default"],
            interval=1,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        worker.configure_signals()
        worker.run()


def keep_calendar() -> None:
    """Repeat the jobs; one that fails is logged and tried again at its next turn."""
    jobs = [job for job in CALENDAR if job.command in get_commands()]
    due = {job.command: time.monotonic() + min(job.every_seconds, 60) for job in jobs}
    while True:
        SIGN_OF_LIFE.touch()
        for job in jobs:
            if time.monotonic() >= due[job.command]:
                run(job)
                due[job.command] = time.monotonic() + job.every_seconds
        time.sleep(1)


def run(job: Job) -> None:
    """One job; it must never end the worker."""
    close_old_connections()
    try:
        call_command(job.command, verbosity=0)
    except Exception:
        log.exception("%s failed", job.command)
    finally:
        connections.close_all()
