"""Every benchmark by the name of interfaces.md."""

from collections.abc import Callable

from benchmarks.cases import catalog, desks, migrations, public_page, release, rush
from benchmarks.record import Result

CASES: dict[str, Callable[[str], Result]] = {
    "board-60": desks.board,
    "board-1000": desks.board,
    "sheet": desks.sheet,
    "assignment-1000": desks.assignment,
    "release-100": release.release,
    "catalog-embedded-100k": catalog.embedded,
    "catalog-elasticsearch-1m": catalog.node,
    "rebuild-1m": catalog.rebuild,
    "public-page": public_page.page,
    "rush-200": rush.rush,
    "migrate": migrations.migrate,
}
