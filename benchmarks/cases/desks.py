"""Pages of the desks beside pretalx: the decision board, a reviewer's sheet, the assignments."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks import databases, places, timing
from benchmarks.record import Figures, Result
from benchmarks.side import Side

PER = 5


@contextmanager
def both(name: str, size: int, *, handed_in: bool = True) -> Iterator[tuple[Side, Side]]:
    """Both sides, seeded with the same marks."""
    mine, theirs = databases.ours(name), databases.pretalx(str(size))
    with (
        Side("site", env=places.site_environment(mine)) as ours,
        Side("pretalx", env=places.pretalx_environment(theirs), python=places.pretalx_python()) as peer,
    ):
        ours.ask("seed", applications=size, reviewers_per=PER, handed_in=handed_in)
        peer.ask("seed", applications=size, reviewers_per=PER)
        yield ours, peer


def compare(ours: Side, peer: Side, page: str, *, each: tuple[int, int]) -> tuple[Figures, Figures]:
    """Times in turns, then one more request of each for what can be counted. Raises on anything but a page."""
    mine, theirs = timing.alternate(
        lambda times: ours.ask("get", page=page, times=times),
        lambda times: peer.ask("get", page=page, times=times),
        each=each,
    )
    left, right = ours.ask("look", page=page), peer.ask("look", page=page)
    assert left["status"] == right["status"] == 200, (left, right)
    return _figures(mine, left), _figures(theirs, right, f"pretalx {places.PRETALX}")


def _figures(samples: list[float], seen: dict[str, Any], name: str = "") -> Figures:
    return Figures(
        tuple(samples), seen["queries"], seen["bytes"], name, {"rows": seen["rows"], "processor_s": seen["processor_s"]}
    )


def board(name: str) -> Result:
    """The decision board: 250 lines a page on both sides."""
    size = int(name.rpartition("-")[2])
    with both(name, size) as (ours, peer):
        mine, theirs = compare(ours, peer, "board", each=(10, 3))
    assert mine.more["rows"] == theirs.more["rows"] == min(size, 250), (mine.more, theirs.more)
    ratio = timing.median(theirs.samples) / timing.median(mine.samples)
    return Result(
        name=name,
        size=f"{size:,} applications × {PER} sheets × 4 criteria, {mine.more['rows']} lines on the page",
        ours=mine,
        peer=theirs,
        wanted="≥ 30×, ≤ 20 queries",
        met=ratio >= 30 and (mine.queries or 0) <= 20,
        note="The peer's review dashboard as its administrator, ours as the secretariat; warm on both sides.",
        versions={"pretalx": places.PRETALX},
    )


def sheet(name: str) -> Result:
    """One reviewer's sheet in a round of 1,000."""
    with both(name, 1000, handed_in=False) as (ours, peer):
        mine, theirs = compare(ours, peer, "sheet", each=(10, 6))
    ratio = timing.median(theirs.samples) / timing.median(mine.samples)
    return Result(
        name=name,
        size=f"one sheet in a round of 1,000 × {PER}; the reviewer has about 200",
        ours=mine,
        peer=theirs,
        wanted="≥ 5×, ≤ 15 queries",
        met=ratio >= 5 and (mine.queries or 0) <= 15,
        note="The same reviewer on both sides.",
        versions={"pretalx": places.PRETALX},
    )


def assignment(name: str) -> Result:
    """The table of assignments of a round of 1,000."""
    with both(name, 1000, handed_in=False) as (ours, peer):
        mine, theirs = compare(ours, peer, "assignment", each=(8, 2))
        pages = -(-1000 // mine.more["rows"])
        mine.more["all_pages_s"] = round(ours.ask("pages", page="assignment", count=pages), 4)
    ratio = timing.median(theirs.samples) / timing.median(mine.samples)
    return Result(
        name=name,
        size=f"1,000 applications × 25 reviewers; ours shows {mine.more['rows']} lines a page, the peer all",
        ours=mine,
        peer=theirs,
        wanted="≥ 10×, ≤ 150 kB",
        met=ratio >= 10 and (mine.bytes or 0) <= 150_000,
        note=f"All {pages} pages of ours one after another: {mine.more['all_pages_s']:.2f} s.",
        versions={"pretalx": places.PRETALX},
    )
