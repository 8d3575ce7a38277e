"""`python -m tests.harness.killed FILE ACT ARGUMENTS`: do an act in a child that is killed (-9) at several points.

Each child works on a copy of FILE; after each death the copy is looked at and the act done again. One line per point.
"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import django

WRITES = ("INSERT", "UPDATE", "DELETE")
LAST = -1  # killed when everything is written and nothing committed
AFTER = -2  # killed right after the commit, before anyone is told


def open_copy(file: Path) -> None:
    """This process works on `file` from here on."""
    from django.db import connection  # noqa: PLC0415 -- after django.setup

    connection.close()
    connection.settings_dict["NAME"] = connection.settings_dict["TEST"]["NAME"] = str(file)


def in_child(file: Path, call: Callable[[], Any]) -> tuple[int, Any]:
    """(signal that ended it, or 0; what it returned) of a call in a child of its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        open_copy(file)
        answer = json.dumps(call()).encode()
        os.write(writing, answer)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read()
    _pid, status = os.waitpid(child, 0)
    return (os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0), json.loads(answer) if answer else None


def counting(act: Callable[[], Any]) -> int:
    """How many writes the act makes."""
    from django.db import connection  # noqa: PLC0415 -- after django.setup

    seen = 0

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal seen
        seen += sql.lstrip().upper().startswith(WRITES)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        act()
    return seen


def until(point: int, act: Callable[[], Any]) -> None:
    """Do the act and die at its n-th write, at its last moment before the commit, or right after it."""
    from django.db import connection  # noqa: PLC0415 -- after django.setup

    seen = 0

    def die(*_arguments: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal seen
        answer = execute(sql, params, many, context)
        seen += sql.lstrip().upper().startswith(WRITES)
        if seen == point:
            die()
        return answer

    connection.ensure_connection()
    commit = connection._commit

    def committing() -> None:
        if point == LAST:
            die()
        commit()
        if point == AFTER:
            die()

    connection._commit = committing
    with connection.execute_wrapper(wrapper):
        act()


def warm() -> None:
    """Load what every child would load for itself: the addresses of the site."""
    from django.urls import reverse  # noqa: PLC0415 -- after django.setup

    reverse("apply:index")


def main() -> None:
    """FILE, "module:name" of the scene (act, look), JSON of its arguments, how many points."""
    file, where, arguments, points = Path(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3]), int(sys.argv[4])
    django.setup()
    warm()
    module, _, name = where.partition(":")
    act, look = getattr(import_module(module), name)(**arguments)
    copy = file.with_suffix(".copy")
    shutil.copy(file, copy)
    died, total = in_child(copy, lambda: counting(act))
    if died or not total:
        raise SystemExit(f"The act itself failed ({died}).")
    chosen = sorted({max(1, round(total * n / points)) for n in range(1, points + 1)})
    for point in [*chosen, LAST, AFTER]:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{copy}{suffix}").unlink(missing_ok=True)
        shutil.copy(file, copy)
        died, _nothing = in_child(copy, lambda point=point: until(point, act))  # type: ignore[misc]
        _died, left = in_child(copy, look)
        _died, _done = in_child(copy, lambda: [act(), None][1])
        _died, again = in_child(copy, look)
        sys.stdout.write(json.dumps({"point": point, "signal": died, "left": left, "again": again}) + "\n")


if __name__ == "__main__":
    main()
