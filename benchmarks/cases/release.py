"""Releasing 100 decisions beside pretalx's bulk accept, each sample on a fresh copy of the database."""

from typing import Any

from benchmarks import places, timing
from benchmarks.cases.desks import PER, both
from benchmarks.record import Figures, Result
from benchmarks.side import Side

SIZE = 100


def release(name: str) -> Result:
    """公表: letters, certificates, mails and offers in one request; the PDFs follow in the worker."""
    with both(name, SIZE) as (ours, peer):
        assert ours.ask("decide") == SIZE
        told: dict[str, Any] = {}
        mine, theirs = timing.alternate(
            lambda times: _seconds(ours, times, "released", told),
            lambda times: _seconds(peer, times, "accepted", told),
            each=(3, 1),
        )
        queries = ours.ask("release_queries"), peer.ask("release_queries")
        papers = ours.ask("papers")
    rate = papers["papers"] / papers["seconds"]
    ratio = timing.median(theirs) / timing.median(mine)
    return Result(
        name=name,
        size=f"{SIZE} decisions × {PER} sheets",
        ours=Figures(tuple(mine), queries[0], None, "", {"made": told["released"], "pdf_per_second": round(rate, 1)}),
        peer=Figures(tuple(theirs), queries[1], None, f"pretalx {places.PRETALX}", {"made": told["accepted"]}),
        wanted="≥ 10×, ≤ 60 queries, ≥ 20 PDFs a second",
        met=ratio >= 10 and queries[0] <= 60 and rate >= 20,
        note=f"The request of the office's page; {papers['papers']} PDFs afterwards in one process:"
        f" {rate:.0f} a second.",
        versions={"pretalx": places.PRETALX},
    )


def _seconds(side: Side, times: int, done: str, told: dict[str, Any]) -> list[float]:
    found = side.ask("release", times=times)
    for row in found:
        assert row[done] == SIZE, row
    told[done] = {key: value for key, value in found[-1].items() if key not in ("seconds", "status")}
    return [row["seconds"] for row in found]
