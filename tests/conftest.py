"""The strict harness: what it refuses is listed in CONTRIBUTING.md, how it works stands in tests/harness/."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import time_machine
from django.conf import settings as django_settings
from django.core.cache import caches
from django.template import engines
from django.test import Client, TransactionTestCase
from django.utils import translation
from django_tasks import task_backends
from django_tasks.backends.dummy import DummyBackend
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from certification.selectors import standings
from search.engines.store import FileStore, default_store
from tests import servers
from tests.harness import database, parts
from tests.harness.browser import browser, chromium_path, complaints, new_page, site
from tests.harness.client import StrictClient
from tests.harness.queries import exact_queries as count_exactly
from tests.harness.templates import Undefined

__all__ = ["browser", "chromium_path", "complaints", "new_page", "site"]  # fixtures found here by pytest

FOLDERS = ("unit", "integration", "contract", "browser", "architecture")
DATABASE_FIXTURES = {
    "db",
    "transactional_db",
    "live_server",
    "django_db_reset_sequences",
    "django_db_serialized_rollback",
}
SERVERS = "TESTS_SERVERS_FOLDER"  # one folder for the session, shared by its xdist workers

turn = database.Turn()

hypothesis.settings.register_profile("here", deadline=None, max_examples=60)
hypothesis.settings.register_profile("ci", deadline=None, max_examples=200, derandomize=True, print_blob=True)


# ---------------------------------------------------------------- the session


def pytest_configure(config: pytest.Config) -> None:
    """Folders of this process; the servers' folder of the whole session."""
    hypothesis.settings.load_profile("ci" if parts.in_ci() else "here")
    django_settings.TEST_DIR.mkdir(parents=True, exist_ok=True)
    if not hasattr(config, "workerinput"):
        os.environ[SERVERS] = tempfile.mkdtemp(prefix="tests-servers-")
        os.environ["TESTS_SESSION"] = str(os.getpid())


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the servers, empty the folders."""
    shutil.rmtree(django_settings.TEST_DIR, ignore_errors=True)
    if not hasattr(config, "workerinput") and SERVERS in os.environ:
        folder = Path(os.environ.pop(SERVERS))
        servers.release(folder)
        shutil.rmtree(folder, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks by folder and by need; a unit test that wants a database is refused."""
    here = Path(__file__).parent
    for item in items:
        folder = item.path.relative_to(here).parts[0] if item.path.is_relative_to(here) else ""
        if folder in FOLDERS:
            item.add_marker(getattr(pytest.mark, folder))
        fixtures = set(getattr(item, "fixturenames", ()))
        if fixtures & DATABASE_FIXTURES or item.get_closest_marker("django_db"):
            if folder == "unit":
                raise pytest.UsageError(f"{item.nodeid} wants a database: move it to tests/integration.")
            item.add_marker(pytest.mark.database)
    _long_walks_first(items)


def _long_walks_first(items: list[pytest.Item]) -> None:
    """The walks of minutes stand at the head of each process's share, so that none runs alone at the end."""
    walks = [item for item in items if "whole_way" in item.path.parts]
    rest = [item for item in items if "whole_way" not in item.path.parts]
    shares = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    for number, walk in reversed(list(enumerate(walks))):
        rest.insert((number % shares) * len(rest) // shares, walk)
    items[:] = rest


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What was skipped for want of a part, said loudly."""
    skipped = {str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", ()) if report.longrepr}
    lacking = sorted(line.removeprefix("Skipped: ") for line in skipped if " is missing; install " in line)
    if lacking:
        terminalreporter.section("NOT TESTED on this machine", red=True, bold=True)
        for line in lacking:
            terminalreporter.line(line, red=True)


# ---------------------------------------------------------------- the database


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None, django_db_blocker: Any) -> bool:
    """Start from the kept copy of the migrated database, if the migrations are still the same."""
    turn.take(Path(os.environ[SERVERS]) / "database.lock")
    with django_db_blocker.unblock():
        return database.prepare()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_keepdb: bool, django_db_blocker: Any) -> Iterator[None]:
    """After a test that committed, put the database back as the migrations left it (instead of Django's flush)."""
    with django_db_blocker.unblock():
        snapshot = database.Snapshot()
    turn.give()
    flush = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda _: snapshot.restore()  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = flush  # type: ignore[method-assign]
    if django_db_keepdb:  # otherwise pytest-django removes what it made
        with django_db_blocker.unblock():
            snapshot.drop()


@pytest.fixture(scope="session", autouse=True)
def _undefined_variables_fail() -> None:
    engines["django"].engine.string_if_invalid = Undefined()


@pytest.fixture(autouse=True)
def _clean_slate(request: pytest.FixtureRequest) -> Iterator[None]:
    """Nothing of one test reaches the next: caches, language, queued tasks."""
    for cache in caches.all(initialized_only=True):
        if not cache.__class__.__module__.endswith("backends.db"):
            cache.clear()
    standings.forget()
    _forget_index()
    Undefined.allowed = request.node.get_closest_marker("undefined_allowed") is not None
    with translation.override(django_settings.LANGUAGE_CODE):
        yield
    if isinstance(task_backends["default"], DummyBackend):
        task_backends["default"].clear()


def _forget_index() -> None:
    """The embedded index beside PostgreSQL is a file, which no rollback empties."""
    store = default_store()
    if isinstance(store, FileStore) and Path(store.place).exists():
        store.close()
        for ending in ("", "-wal", "-shm"):
            Path(store.place + ending).unlink(missing_ok=True)


# ---------------------------------------------------------------- people at the keyboard


@pytest.fixture
def client(request: pytest.FixtureRequest) -> StrictClient:
    """A stranger's browser without JavaScript. A GET that writes fails; so does anything inline in our pages."""
    strict = StrictClient()
    strict.writes_on_get = request.node.get_closest_marker("writes_on_get") is not None
    return strict


@pytest.fixture
def client_of(request: pytest.FixtureRequest) -> Callable[[Any], StrictClient]:
    """`client_of(user)`: the same, logged in."""

    def make(user: Any) -> StrictClient:
        strict = StrictClient()
        strict.writes_on_get = request.node.get_closest_marker("writes_on_get") is not None
        strict.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return strict

    return make


@pytest.fixture
def plain_client() -> Client:
    """Django's own client, for what the strict one must not judge."""
    return Client()


# ---------------------------------------------------------------- counting, time, tasks


@pytest.fixture
def exact_queries(db: None) -> Callable[[int], Any]:
    """`with exact_queries(7):` fails on any other number and lists the statements."""
    return count_exactly


@pytest.fixture
def travel_to() -> Iterator[Callable[[Any], None]]:
    """`travel_to(tokyo(2026, 4, 1))`: the clock stands there until the test ends, or until the next call."""
    travels: list[Any] = []

    def go(moment: Any) -> None:
        while travels:
            travels.pop().stop()
        travel = time_machine.travel(moment, tick=False)
        travel.start()
        travels.append(travel)

    yield go
    while travels:
        travels.pop().stop()


@pytest.fixture
def run_tasks() -> Callable[[], int]:
    """Do what the worker would do now; returns how many tasks ran. In browser tests they wait in the database."""

    def run() -> int:
        backend, done = task_backends["default"], 0
        while results := getattr(backend, "results", []):
            result = results.pop(0)
            result.task.func(*result.args, **result.kwargs)
            done += 1
        for row in DBTaskResult.objects.ready() if isinstance(backend, DatabaseBackend) else ():
            row.claim("tests")
            row.task.func(*row.task_result.args, **row.task_result.kwargs)
            row.delete()
            done += 1
        return done

    return run


# ---------------------------------------------------------------- the real servers


def _server(name: str) -> str:
    try:
        return servers.shared(name, Path(os.environ[SERVERS]), int(os.environ["TESTS_SESSION"]))
    except servers.Missing as missing:
        parts.absent(str(missing))


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """DATABASE_URL of a real PostgreSQL: the one in the environment, or one started for this session."""
    given = os.environ.get("DATABASE_URL", "")
    return given if given.startswith("postgres") else _server("postgresql")


@pytest.fixture(scope="session")
def elasticsearch_url() -> str:
    """Address of a genuine Elasticsearch 8.19: the one in the environment, or one started for this session."""
    return os.environ.get("ELASTICSEARCH_URL") or _server("elasticsearch")
