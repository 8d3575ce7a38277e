"""The change log: written by the catalog in its own transaction, applied to every engine after commit.

Numbers commit in order (on PostgreSQL by a lock held to the end of the transaction), so no engine passes one by.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django_tasks import default_task_backend

from search import analyser
from search.engines import registry
from search.engines.base import Builder, Engine, EngineDown, NotBuilt
from search.models import Change
from search.services import sources

logger = logging.getLogger(__name__)
BATCH: Final = 500
_LOCK: Final = 7_332_501  # any number, the same for all writers of the log


def put(code: str, *, at: datetime) -> None:
    """The document of `code` is new or different. Inside the caller's transaction."""
    put_many([code], at=at)


def put_many(codes: Iterable[str], *, at: datetime) -> None:
    """As put(), for a release of many: one insert."""
    _append([(code, Change.PUT) for code in codes], at)


def delete(code: str, *, at: datetime) -> None:
    """`code` is no longer public. Inside the caller's transaction."""
    _append([(code, Change.DELETE)], at)


@transaction.atomic
def _append(rows: list[tuple[str, str]], at: datetime) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    Change.objects.bulk_create([Change(code=code, action=action, at=at) for code, action in rows])


def wake() -> None:
    """Tell the worker; for transaction.on_commit. A lost call is mended by the next one or by `rebuild_search`."""
    from search.tasks import apply_changes  # noqa: PLC0415 -- the task needs the app registry ready

    default_task_backend.enqueue(apply_changes, [], {})


def last_number() -> int:
    """Number of the latest change, 0 if none."""
    return Change.objects.order_by("-id").values_list("id", flat=True).first() or 0


def apply_to(engine: Engine) -> int:
    """Bring one engine up to date; returns the number of changes read. Raises EngineDown."""
    applied = engine.status().applied
    return replay(engine, applied)


def replay(target: Engine | Builder, after: int) -> int:
    """Apply all changes after a number, in batches, the last change of each code in a batch."""
    done = 0
    source = sources.current()
    while rows := list(Change.objects.filter(id__gt=after).order_by("id").values_list("id", "code", "action")[:BATCH]):
        latest = {code: (number, action) for number, code, action in rows}
        wanted = [code for code, (_, action) in latest.items() if action == Change.PUT]
        documents = source.get(wanted) if source and wanted else {}
        puts = [(latest[code][0], analyser.prepare(documents[code])) for code in wanted if code in documents]
        deletes = [(number, code) for code, (number, _) in latest.items() if code not in documents]
        after = rows[-1][0]
        target.apply(puts, deletes, after)
        done += len(rows)
    return done


def apply() -> dict[str, int | None]:
    """Bring every engine up to date: {engine: changes read, None if down or not built}. What waits stays logged."""
    done: dict[str, int | None] = {}
    for engine in registry.engines():
        try:
            done[engine.name] = apply_to(engine)
        except NotBuilt:
            done[engine.name] = None
        except EngineDown as error:
            logger.warning("changes wait for %s: %s", engine.name, error)
            done[engine.name] = None
    return done


@transaction.atomic
def forget(*, before: datetime) -> int:
    """Delete log rows every engine has applied and that are older than a time; returns how many."""
    try:
        applied = min(engine.status().applied for engine in registry.engines())
    except EngineDown:
        return 0
    gone, _ = Change.objects.filter(id__lte=applied, at__lt=before - timedelta(0)).delete()
    return gone
