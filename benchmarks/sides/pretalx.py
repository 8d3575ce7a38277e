"""Pretalx beside us, in its own environment: the same marks, the same sizes, the same pages.

Imports nothing of ours but `home.bench_marks` and the loop.
"""

import re
import shutil
import time
from importlib import metadata
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_scopes import scopes_disabled
from pretalx.mail.models import QueuedMail
from pretalx.person.models import User
from pretalx.submission.models import Submission

from benchmarks.sides import pretalx_seed, serve

PAGES = {
    "board": "/orga/event/scheme/reviews/",
    "assignment": "/orga/event/scheme/reviews/assign/",
    "sheet": "/orga/event/scheme/submissions/{code}/reviews/",
}
database = Path(settings.DATABASES["default"]["NAME"])


def seed(applications: int, reviewers_per: int) -> str:
    """Fill the database once; later calls find it filled. Returns pretalx's version."""
    done = database.with_suffix(".seeded")  # written last: a run that was stopped begins again
    if not done.exists():
        database.unlink(missing_ok=True)
        call_command("migrate", verbosity=0)
        with transaction.atomic():
            pretalx_seed.fill(applications, reviewers_per)
        done.touch()
    return metadata.version("pretalx")


def _client(email: str) -> Client:
    client = Client(HTTP_HOST="localhost:8765")
    with scopes_disabled():
        client.force_login(User.objects.get(email=email))
    return client


_warm: dict[str, tuple[Client, str]] = {}


def _page(page: str) -> tuple[Client, str]:
    if page not in _warm:
        client = _client("r0@example.org" if page == "sheet" else "admin@example.org")
        with scopes_disabled():
            code = Submission.objects.filter(assigned_reviewers__email="r0@example.org").order_by("pk").first().code
        _warm[page] = (client, PAGES[page].format(code=code))
    return _warm[page]


def get(page: str, times: int) -> list[float]:
    return serve.timed(*_page(page), times)


def look(page: str) -> dict[str, Any]:
    """`rows`: proposals on the page; on the form, the groups of marks."""
    patterns = {"sheet": r'name="(score_\d+|[^"]*score[^"]*)"'}
    return serve.facts(*_page(page), patterns.get(page, r"Product \d+"))


def release(times: int) -> list[dict[str, Any]]:
    """Accept 100 from the dashboard, each time on a fresh copy of the database."""
    kept = database.with_suffix(".kept")
    if not kept.exists():
        connections.close_all()
        shutil.copy(database, kept)
    return [_release(kept) for _ in range(times)]


def _release(kept: Path) -> dict[str, Any]:
    connections.close_all()
    shutil.copy(kept, database)
    client = _client("admin@example.org")
    with scopes_disabled():
        codes = list(Submission.objects.filter(state="submitted").order_by("code").values_list("code", flat=True)[:100])
        before = QueuedMail.objects.count()
    form = {f"s-{code}": "accept" for code in codes}
    client.get(PAGES["board"])
    start = time.perf_counter()
    answer = client.post(PAGES["board"], form)
    spent = time.perf_counter() - start
    with scopes_disabled():
        accepted = Submission.objects.filter(state="accepted").count()
        mails = QueuedMail.objects.count() - before
    return {"seconds": spent, "status": answer.status_code, "accepted": accepted, "mails": mails}


def release_queries() -> int:
    """Statements of one more release."""
    kept = database.with_suffix(".kept")
    connections.close_all()
    shutil.copy(kept, database)
    client = _client("admin@example.org")
    with scopes_disabled():
        codes = list(Submission.objects.filter(state="submitted").order_by("code").values_list("code", flat=True)[:100])
    with CaptureQueriesContext(connection) as captured:
        client.post(PAGES["board"], {f"s-{code}": "accept" for code in codes})
    return sum(not re.match("BEGIN|COMMIT|SAVEPOINT|RELEASE|PRAGMA", query["sql"]) for query in captured)


OPERATIONS = {"seed": seed, "get": get, "look": look, "release": release, "release_queries": release_queries}
