"""A product page for a visitor without a login, over HTTP, beside a plain Wagtail page on the same server."""

import threading
import time

from benchmarks import databases, places
from benchmarks.record import Figures, Result
from benchmarks.server import WORKERS, Visitor, gunicorn
from benchmarks.side import Side

VISITORS, REQUESTS = 4, 50
WHY = (
    " The page named in our targets, of Wagtail's bakerydemo, is in no package registry: the peer is a page of one rich"
    " text with the same words in our own frame, on the same server."
)


def page(name: str) -> Result:
    """Pages a second, in turns."""
    env = places.site_environment(databases.ours(name), BENCH_PEER_APP="1")
    with Side("page", env=env) as side:
        urls = side.ask("seed")
        seen = {who: side.ask("look", url=url) for who, url in urls.items()}
        with gunicorn(env, places.folder("logs") / "gunicorn.log") as port:
            samples: dict[str, list[float]] = {"ours": [], "peer": []}
            spent = {"ours": 0.0, "peer": 0.0}
            for turn in range(5):
                for who, url in urls.items():
                    seconds, found = _load(port, url)
                    if turn:  # the first is the warm-up
                        spent[who] += seconds
                        samples[who] += found
    rates = len(samples["ours"]) / spent["ours"], len(samples["peer"]) / spent["peer"]
    assert all(row["status"] == 200 for row in seen.values()), seen
    mine, theirs = seen["ours"], seen["peer"]
    return Result(
        name=name,
        size=f"one product of the public records; {VISITORS} visitors at once, gunicorn with {WORKERS} workers, SQLite",
        ours=Figures(tuple(samples["ours"]), mine["queries"], mine["bytes"], "", _more(rates[0], mine)),
        peer=Figures(
            tuple(samples["peer"]), theirs["queries"], theirs["bytes"], "plain Wagtail page of equal words",
            _more(rates[1], theirs),
        ),
        wanted="≥ 2× the throughput, ≤ 12 queries cold, 0 warm",
        met=rates[0] >= 2 * rates[1] and mine["cold_queries"] <= 12 and mine["queries"] == 0,
        note=f"{rates[0]:.0f} pages a second beside {rates[1]:.0f}; {mine['cold_queries']} queries, nothing kept.{WHY}",
        rate=rates,
    )  # fmt: skip


def _more(rate: float, seen: dict[str, int]) -> dict[str, float]:
    return {"per_second": round(rate, 1), "cold_queries": seen["cold_queries"]}


def _load(port: int, url: str) -> tuple[float, list[float]]:
    """Seconds of all, and of each request."""
    found: list[float] = []

    def visit() -> None:
        visitor = Visitor(port)
        for _ in range(REQUESTS):
            start = time.perf_counter()
            status, _body = visitor.get(url)
            assert status == 200
            found.append(time.perf_counter() - start)

    threads = [threading.Thread(target=visit) for _ in range(VISITORS)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - start, found
