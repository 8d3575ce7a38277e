"""What a benchmark found: its JSON file, its line on screen, the page docs/benchmarks.md."""

import json
import os
import platform
import sys
import time
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

from benchmarks import places, timing

HEAD = places.ROOT / "benchmarks" / "head.md"
COLUMNS = ("benchmark", "ours", "queries", "bytes", "peer", "peer's time", "queries", "bytes", "ratio", "wanted", "")


@dataclass(frozen=True, slots=True)
class Figures:
    """One side. `queries` and `bytes` of one request; None where the work has none. `samples` in seconds."""

    samples: tuple[float, ...]
    queries: int | None = None
    bytes: int | None = None
    name: str = ""
    more: dict[str, Any] = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        """The form of interfaces.md, and what else was counted."""
        found: dict[str, Any] = {"name": self.name} if self.name else {}
        found |= {"median_s": round(timing.median(self.samples), 6), "p95_s": round(timing.p95(self.samples), 6)}
        found |= {"queries": self.queries, "bytes": self.bytes, "samples": len(self.samples)}
        return found | self.more


@dataclass(frozen=True, slots=True)
class Result:
    """One benchmark. `size`: what was really measured; `rates`: the figures are per second, more is better."""

    name: str
    size: str
    ours: Figures
    peer: Figures | None
    wanted: str
    met: bool
    note: str = ""
    versions: dict[str, str] = field(default_factory=dict)
    rate: tuple[float, float] | None = None  # ours and the peer's, per second, where the work is a rate

    @property
    def ratio(self) -> float | None:
        """Peer's median ÷ ours; of rates, ours ÷ the peer's."""
        if self.rate is not None:
            return round(self.rate[0] / self.rate[1], 3)
        if self.peer is None:
            return None
        return round(timing.median(self.peer.samples) / timing.median(self.ours.samples), 3)

    def json(self) -> dict[str, Any]:
        """The content of benchmarks/results/<name>.json."""
        return {
            "name": self.name,
            "size": self.size,
            "measured_on": time.strftime("%Y-%m-%d"),
            "machine": machine(),
            "versions": versions() | self.versions,
            "ours": self.ours.json(),
            "peer": self.peer.json() if self.peer else None,
            "ratio": self.ratio,
            "wanted": self.wanted,
            "met": self.met,
            "note": self.note,
        }


def machine() -> dict[str, Any]:
    """What the figures were measured on, without its name. `load`: how busy it was, averaged over a minute."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "memory_gib": round(memory, 1),
        "load": round(os.getloadavg()[0], 1),
    }


def versions() -> dict[str, str]:
    """Of the ground we stand on."""
    names = ("django", "wagtail", "sudachipy")
    return {"python": platform.python_version()} | {name: metadata.version(name) for name in names}


def write(result: Result, folder: Path = places.RESULTS) -> Path:
    """Write the JSON file; returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{result.name}.json"
    path.write_text(json.dumps(result.json(), ensure_ascii=False, indent=2) + "\n")
    return path


def read(folder: Path = places.RESULTS) -> list[dict[str, Any]]:
    """All results there are."""
    return [json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))]


def seconds(value: float) -> str:
    """A time as people read it."""
    return f"{value * 1000:.1f} ms" if value < 1 else f"{value:.2f} s"


def line(found: dict[str, Any]) -> tuple[str, ...]:
    """One line of the table."""
    ours, peer = found["ours"], found["peer"]
    left = (found["name"], seconds(ours["median_s"]), _count(ours["queries"]), _count(ours["bytes"]))
    right = ("–", "–", "–", "–")
    if peer:
        right = (peer["name"], seconds(peer["median_s"]), _count(peer["queries"]), _count(peer["bytes"]))
    ratio = f"{found['ratio']:.3g}" if found["ratio"] is not None else "–"
    return (*left, *right, ratio, found["wanted"], "met" if found["met"] else "MISSED")


def _count(value: int | None) -> str:
    return "–" if value is None else f"{value:,}"


def table(results: list[dict[str, Any]]) -> str:
    """The table on screen."""
    rows = [COLUMNS, *(line(found) for found in results)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(COLUMNS))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def document(results: list[dict[str, Any]], head: str) -> str:
    """The page for the docs: prose, table, and under it what each line was measured on."""
    lines = [head.rstrip(), "", "| " + " | ".join(COLUMNS) + " |", "|" + "-|" * len(COLUMNS)]
    lines += ["| " + " | ".join(line(found)) + " |" for found in results]
    lines += ["", "## What each line was measured on", ""]
    for found in results:
        box = found["machine"]
        lines.append(
            f"- **{found['name']}**: {found['size']}. {found['note']} Measured {found['measured_on']}, {box['cores']} "
            f"cores, load {box['load']} at the end, {found['ours']['samples']} samples"
            f" (p95 {seconds(found['ours']['p95_s'])}).{_processor(found)}"
        )
    return "\n".join(lines) + "\n"


def _processor(found: dict[str, Any]) -> str:
    busy = found["ours"].get("processor_s"), (found["peer"] or {}).get("processor_s")
    if not busy[0] or not busy[1]:
        return ""
    return f" Processor time alone: {seconds(busy[0])} beside {seconds(busy[1])}, {busy[1] / busy[0]:.3g} ×."


def publish(names: list[str], out: Any = sys.stdout) -> None:
    """Print the table of these benchmarks; write the page from all results there are."""
    results = read()
    print(table([found for found in results if found["name"] in names]), file=out)
    places.DOCUMENT.write_text(document(results, HEAD.read_text()))
