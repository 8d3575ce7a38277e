"""Our side of the desks: one seeded round, its pages and its release, by the test client, DEBUG off."""

import shutil
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from benchmarks.sides import serve
from certification.domain.outcome import Outcome
from certification.models import Application, Assignment, Decision, Letter, Round
from certification.selectors.board import board
from certification.services import decisions, documents
from core import clock
from core.models import OutboxMessage, User
from home import bench_seed

ROWS = {"board": r"架空の商品\d+</a>", "assignment": r"架空の商品\d+", "sheet": r'name="(mark[^"]*)"'}
database = Path(settings.DATABASES["default"]["NAME"])
_warm: dict[str, tuple[Client, str]] = {}


def seed(applications: int, reviewers_per: int, handed_in: bool = True) -> int:
    """Fill the migrated database once. Without `handed_in` the reviewers are at work: sheets are drafts."""
    if not Round.objects.exists():
        bench_seed.seed(applications=applications, reviewers_per=reviewers_per, at=clock.now(), handed_in=handed_in)
    return Application.objects.count()


def _client(email: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email), backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def _page(page: str) -> tuple[Client, str]:
    if page not in _warm:
        round_ = Round.objects.get()
        if page == "sheet":
            seat = Assignment.objects.filter(reviewer__email="reviewer0@example.org").order_by("pk")[0]
            _warm[page] = (_client("reviewer0@example.org"), reverse("review:sheet", args=[seat.application.code]))
        else:
            _warm[page] = (_client("office@example.org"), reverse(f"rounds:{page}", args=[round_.pk]))
    return _warm[page]


def get(page: str, times: int) -> list[float]:
    return serve.timed(*_page(page), times)


def look(page: str) -> dict[str, Any]:
    return serve.facts(*_page(page), ROWS[page])


def pages(page: str, count: int) -> float:
    """Seconds of all pages of a table, one after another."""
    client, url = _page(page)
    return sum(serve.timed(client, f"{url}?p={number}", 1)[0] for number in range(1, count + 1))


def decide() -> int:
    """Propose what the rules suggest (a decline where they suggest nothing) and confirm it; keep a copy."""
    office, chief = User.objects.get(email="office@example.org"), User.objects.get(email="chief@example.org")
    at = clock.now()
    for row in board(Round.objects.get()).rows:
        suggested = row.suggestion.outcome if row.suggestion else None
        words = "" if suggested else "計測のため"
        decisions.propose(
            row.application, outcome=suggested or Outcome.DECLINED, override_reason=words, public_reason=words,
            by=office, at=at,
        )  # fmt: skip
    done = decisions.confirm(list(Decision.objects.order_by("pk")), by=chief, at=at)
    connections.close_all()
    shutil.copy(database, database.with_suffix(".kept"))
    return done


def _fresh() -> tuple[Client, str, dict[str, Any]]:
    connections.close_all()
    for name in ("-wal", "-shm"):
        Path(f"{database}{name}").unlink(missing_ok=True)
    shutil.copy(database.with_suffix(".kept"), database)
    client = _client("office@example.org")
    url = reverse("rounds:release", args=[Round.objects.get().pk])
    client.get(url)
    return client, url, {"decision": list(Decision.objects.values_list("pk", flat=True))}


def release(times: int) -> list[dict[str, Any]]:
    """公表 over the office's page, each time on a fresh copy of the database."""
    found = []
    for _ in range(times):
        client, url, form = _fresh()
        start = time.perf_counter()
        answer = client.post(url, form)
        spent = time.perf_counter() - start
        found.append(
            {
                "seconds": spent, "status": answer.status_code,
                "released": Application.objects.filter(status="released").count(),
                "letters": Letter.objects.count(), "mails": OutboxMessage.objects.count(),
                "queued": DBTaskResult.objects.count(),
            }
        )  # fmt: skip
    return found


def release_queries() -> int:
    """Statements of one more release."""
    client, url, form = _fresh()
    with CaptureQueriesContext(connection) as captured:
        client.post(url, form)
    marks = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT", "PRAGMA")
    return sum(not query["sql"].upper().startswith(marks) for query in captured)


def papers() -> dict[str, Any]:
    """The PDFs the worker sets after the release, one after another in one process."""
    client, url, form = _fresh()
    client.post(url, form)
    start = time.perf_counter()
    done = documents.set_pending(at=clock.now())
    return {"papers": done, "seconds": time.perf_counter() - start}


OPERATIONS = {
    "seed": seed,
    "get": get,
    "look": look,
    "pages": pages,
    "decide": decide,
    "release": release,
    "release_queries": release_queries,
    "papers": papers,
}
