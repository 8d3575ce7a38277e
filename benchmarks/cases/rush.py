"""The last minute before the deadline: 200 producers save and submit over HTTP, every fifth presses twice."""

import random
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from benchmarks import databases, places, timing
from benchmarks.record import Figures, Result
from benchmarks.server import WORKERS, Visitor, gunicorn
from benchmarks.side import Side

PRODUCERS = 200
MINUTE = 60.0
DESCRIPTION = "f-description"
WORDS = "締切の直前に書き直した紹介文です。"


def rush(name: str) -> Result:
    """Nothing lost, nothing twice; how long a request takes. There is no peer."""
    database = databases.ours(name)
    env = places.site_environment(database)
    with Side("rush", env=env) as ours:
        people = ours.ask("seed", producers=PRODUCERS)
        with gunicorn(env, places.folder("logs") / "gunicorn.log") as port:
            Visitor(port).get("/")
            ours.ask("close_in", seconds=MINUTE)
            log = _play(port, people)
        found = ours.ask("arrived", words=WORDS, saved=sorted(log.saved), told=sorted(log.told))
    spent = log.spent
    p99 = timing.percentile(spent, 0.99)
    more = {**found, "p99_s": round(p99, 4), "max_s": round(max(spent), 4), "wrong_answers": len(log.wrong)}
    return Result(
        name=name,
        size=f"{PRODUCERS} producers over {MINUTE:.0f} s, gunicorn with {WORKERS} workers, SQLite, "
        f"{len(spent)} requests",
        ours=Figures(tuple(spent), None, None, "", more),
        peer=None,
        wanted="0 lost, 0 duplicated, p99 ≤ 1 s",
        met=not found["lost"] and not found["duplicated"] and p99 <= 1,
        note=f"Lost {found['lost']}, duplicated {found['duplicated']}, p99 {p99:.2f} s; {found['submitted']} handed in,"
        f" {found['late']} came after the deadline and stayed drafts with their words. The visitors run on the same"
        " machine as the server.",
    )


@dataclass(slots=True)
class Log:
    """What the visitors saw: seconds of every request, answers of another status, and what the site promised them:
    codes of the applications it said were saved, and were handed in.
    """

    spent: list[float] = field(default_factory=list)
    wrong: list[int] = field(default_factory=list)
    saved: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)

    def timed(self, expected: int, call: Callable[..., tuple[int, str]], *arguments: Any) -> str:
        """One request; its body."""
        started = time.perf_counter()
        status, body = call(*arguments)
        self.spent.append(time.perf_counter() - started)
        if status != expected:
            self.wrong.append(status)
        return body


def _play(port: int, people: list[dict[str, str]]) -> Log:
    chance = random.Random(1)
    log = Log()
    start = time.monotonic()
    threads = [
        threading.Thread(target=_one, args=(port, each, start + chance.uniform(0, MINUTE - 5), number % 5 == 0, log))
        for number, each in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return log


def _one(port: int, each: dict[str, str], begin: float, twice: bool, log: Log) -> None:
    """One producer: opens the form, changes a text, saves, opens the last page, hands in, reads the answer."""
    visitor = Visitor(port, {"sessionid": each["session"]})
    time.sleep(max(0.0, begin - time.monotonic()))
    form = [pair for pair in fields(log.timed(200, visitor.get, each["form"])) if pair[0] != DESCRIPTION]
    before = len(log.wrong)
    log.timed(302, visitor.post, each["form"], [*form, (DESCRIPTION, WORDS), ("do", "review")])
    if len(log.wrong) == before:
        log.saved.add(each["code"])
    log.timed(200, visitor.get, each["review"])
    pressed = [("declare", "yes")]
    again = threading.Thread(
        target=log.timed, args=(302, Visitor(port, visitor.cookies).post, each["review"], pressed), daemon=True
    )
    if twice:
        again.start()
    log.timed(302, visitor.post, each["review"], pressed)
    if twice:
        again.join()
    if each["prefix"] in log.timed(200, visitor.get, each["page"]):
        log.told.add(each["code"])


def fields(page: str) -> list[tuple[str, str]]:
    """What a browser would send of the page's form of one section, untouched, names repeated where the form does."""
    found = re.search(r'<form id="section-form".*?</form>', page, re.DOTALL)
    reader = _Fields()
    reader.feed(found[0] if found else "")
    return [pair for pair in reader.found if pair[0] != "csrfmiddlewaretoken"]


class _Fields(HTMLParser):
    """Names and values of inputs, text areas and choices, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._area = ""
        self._choice = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        name, value, kind = values.get("name") or "", values.get("value") or "", values.get("type") or "text"
        ticked = kind not in ("checkbox", "radio") or "checked" in values
        if tag == "input" and name and kind not in ("file", "submit") and ticked:
            self.found.append((name, value))
        elif tag == "textarea":
            self._area = name
            self.found.append((name, ""))
        elif tag == "select":
            self._choice = name
        elif tag == "option" and "selected" in values:
            self.found.append((self._choice, value))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.found[-1] = (self._area, self.found[-1][1] + data.removeprefix("\n"))
