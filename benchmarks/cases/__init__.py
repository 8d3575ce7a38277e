"""Every benchmark by the name of interfaces.md."""

from collections.abc import Callable

from benchmarks.cases import desks, migrations, release
from benchmarks.record import Result

CASES: dict[str, Callable[[str], Result]] = {
    "board-60": desks.board,
    "board-1000": desks.board,
    "sheet": desks.sheet,
    "assignment-1000": desks.assignment,
    "release-100": release.release,
    "migrate": migrations.migrate,
}
