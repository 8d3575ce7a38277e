"""Facet codes and sort keys of all documents as arrays, kept per process and index version (embedded engine)."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import compress
from operator import and_

from search.engines.base import Narrow
from search.values import ENDED, FACETS

_SELECT = "SELECT id, code, facets, price, year, certified, kana, length FROM search_doc_{build}"


@dataclass(slots=True)
class Arrays:
    """Lists by row id. A facet's list holds the number of a combination of values; `combos` says which."""

    build: str
    version: str = ""
    seq: int = 0
    codes: list[str | None] = field(default_factory=list)
    facets: dict[str, list[int]] = field(default_factory=dict)
    combos: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    numbers: dict[str, dict[tuple[str, ...], int]] = field(default_factory=dict)
    prices: list[int | None] = field(default_factory=list)
    years: list[int | None] = field(default_factory=list)
    certified: list[str] = field(default_factory=list)
    kana: list[str] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    positions: dict[str, list[int]] = field(default_factory=dict)
    alive: list[int] | None = None

    def load(self, connection: sqlite3.Connection, seq: int, version: str) -> None:
        """Read what changed since the last load (all of it the first time)."""
        sql = _SELECT.format(build=self.build)
        known: dict[str, dict[str, list[str]]] = {}
        if self.seq:
            for (row,) in connection.execute(f"SELECT id FROM search_gone_{self.build} WHERE seq > ?", (self.seq,)):  # noqa: S608 -- our own name
                if row < len(self.codes) and (code := self.codes[row]) is not None:
                    self.rows.pop(code, None)
                    self.codes[row] = None
            sql += " WHERE seq > ?"
        for row, code, facets, price, year, certified, kana, length in connection.execute(
            sql, (self.seq,) * bool(self.seq)
        ):
            self._grow(row + 1)
            self.codes[row] = code
            self.rows[code] = row
            self.prices[row], self.years[row] = price, year
            self.certified[row], self.kana[row], self.lengths[row] = certified, kana, length
            values = known.get(facets)
            if values is None:
                values = known[facets] = json.loads(facets)
            for facet, numbers in self.numbers.items():
                combo = tuple(values.get(facet, ()))
                number = numbers.get(combo)
                if number is None:
                    number = numbers[combo] = len(numbers)
                    self.combos[facet].append(combo)
                self.facets[facet][row] = number
        self.seq, self.version = seq, version
        self.positions, self.alive = {}, None

    def copy(self) -> "Arrays":
        """A copy to load into, while others still read this one."""
        return Arrays(
            self.build, self.version, self.seq, self.codes[:], {f: v[:] for f, v in self.facets.items()},
            {f: v[:] for f, v in self.combos.items()}, {f: dict(v) for f, v in self.numbers.items()},
            self.prices[:], self.years[:], self.certified[:], self.kana[:], self.lengths[:], dict(self.rows),
        )  # fmt: skip

    def _grow(self, size: int) -> None:
        if not self.facets:
            for facet in FACETS:
                self.facets[facet], self.combos[facet], self.numbers[facet] = [], [()], {(): 0}
        extra = size - len(self.codes)
        if extra > 0:
            self.codes += [None] * extra
            for values in (*self.facets.values(), self.lengths):
                values += [0] * extra
            self.prices += [None] * extra
            self.years += [None] * extra
            self.certified += [""] * extra
            self.kana += [""] * extra

    def everything(self) -> list[int]:
        """All rows."""
        if self.alive is None:
            self.alive = list(self.rows.values())
        return self.alive

    def position(self, sort: str) -> list[int]:
        """Place of each row in a sort order; `relevance` is the order of ties: short names first."""
        found = self.positions.get(sort)
        if found is None:
            rows = sorted(self.everything(), key=lambda r: self.codes[r] or "")
            if sort == "newest":
                rows.sort(key=lambda r: self.certified[r], reverse=True)
            elif sort == "kana":
                rows.sort(key=lambda r: self.kana[r])
            elif sort == "price":
                rows.sort(key=lambda r: (self.prices[r] is None, self.prices[r] or 0))
            elif sort == "price_desc":
                rows.sort(key=lambda r: (self.prices[r] is None, -(self.prices[r] or 0)))
            elif sort == "year":
                rows.sort(key=lambda r: (self.years[r] is None, -(self.years[r] or 0)))
            else:
                rows.sort(key=lambda r: self.lengths[r])
            found = [0] * len(self.codes)
            for place, row in enumerate(rows):
                found[row] = place
            self.positions[sort] = found
        return found

    def conditions(self, rows: Sequence[int], narrow: Narrow) -> dict[str, list[bool]]:
        """For each facet that narrows: which of the rows pass."""
        found: dict[str, list[bool]] = {}
        filters = dict(narrow.filters)
        for facet, wanted in filters.items():
            combos = self.combos.get(facet)
            if combos is None:
                found[facet] = [False] * len(rows)
                continue
            mask = [not wanted.isdisjoint(combo) for combo in combos]
            found[facet] = list(map(mask.__getitem__, map(self.facets[facet].__getitem__, rows)))
        if narrow.hide_ended and "status" not in filters and "status" in self.combos:
            mask = [ENDED.isdisjoint(combo) for combo in self.combos["status"]]
            if not all(mask):
                found["status"] = list(map(mask.__getitem__, map(self.facets["status"].__getitem__, rows)))
        if narrow.price_min is not None or narrow.price_max is not None:
            low, high = narrow.price_min or 0, narrow.price_max if narrow.price_max is not None else 1 << 60
            priced = [p is not None and low <= p <= high for p in map(self.prices.__getitem__, rows)]
            found["price"] = list(map(and_, found["price"], priced)) if "price" in found else priced
        return found

    def counted(
        self, rows: Sequence[int], narrow: Narrow, facets: Iterable[str]
    ) -> tuple[list[int], dict[str, dict[str, int]]]:
        """Rows that pass everything, and the counts of each facet over the rows that pass all the *other* facets."""
        conditions = self.conditions(rows, narrow)
        passed = _passing(rows, list(conditions.values()))
        counts: dict[str, dict[str, int]] = {}
        for facet in facets:
            if facet not in self.facets:
                counts[facet] = {}
                continue
            base = passed
            if facet in conditions:
                base = _passing(rows, [mask for name, mask in conditions.items() if name != facet])
            found: Counter[str] = Counter()
            for number, count in Counter(map(self.facets[facet].__getitem__, base)).items():
                for value in self.combos[facet][number]:
                    found[value] += count
            counts[facet] = dict(found)
        return passed, counts


def _passing(rows: Sequence[int], masks: list[list[bool]]) -> list[int]:
    if not masks:
        return list(rows)
    mask = masks[0]
    for other in masks[1:]:
        mask = list(map(and_, mask, other))
    return list(compress(rows, mask))
