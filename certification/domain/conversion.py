"""What became of the offers of support: offered → agreed → in progress → ready → reapplied → certified.

Every figure is a count of plans; a stage counts every plan that ever reached it. Prose: docs/rules/challenge.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median

STAGES = ("offered", "agreed", "in_progress", "ready", "reapplied", "certified")


@dataclass(frozen=True, slots=True)
class PlanStory:
    """One plan as the figures see it. `reached`: stages after the offer; `gaps`: {key: name} that it was offered for;
    `left`: keys still missed at the re-application's result, None while there is none; `certified_on`: of the
    re-application or a later attempt; `closed`: "declined", "lapsed", "office" or empty.
    """

    plan: int
    fiscal_year: int
    programme: str
    offered_on: date
    reached: frozenset[str]
    gaps: dict[str, str] = field(default_factory=dict)
    left: frozenset[str] | None = None
    certified_on: date | None = None
    closed: str = ""
    adviser: int | None = None

    def stages(self) -> tuple[bool, ...]:
        """Reached or not, in the order of STAGES. A later stage holds the earlier ones of the same road."""
        held = {"offered", *self.reached} | ({"certified"} if self.certified_on else set())
        last = max(STAGES.index(stage) for stage in held)
        return tuple(place <= last for place in range(len(STAGES)))


@dataclass(frozen=True, slots=True)
class Funnel:
    """Counts by stage, how offers ended without support, and the days from offer to certificate."""

    counts: tuple[int, ...]
    declined: int
    lapsed: int
    ended: int
    median_days: float | None
    timed: int

    def share(self, place: int) -> int | None:
        """Percent of the offers that reached the stage; None without an offer."""
        return round(100 * self.counts[place] / self.counts[0]) if self.counts[0] else None


def funnel(stories: Sequence[PlanStory]) -> Funnel:
    """The figures of these plans together."""
    rows = [story.stages() for story in stories]
    days = [(story.certified_on - story.offered_on).days for story in stories if story.certified_on]
    return Funnel(
        counts=tuple(sum(row[place] for row in rows) for place in range(len(STAGES))),
        declined=sum(story.closed == "declined" for story in stories),
        lapsed=sum(story.closed == "lapsed" for story in stories),
        ended=sum(story.closed == "office" for story in stories),
        median_days=float(median(days)) if days else None,
        timed=len(days),
    )


def by_year_and_programme(stories: Iterable[PlanStory]) -> list[tuple[int, str, Funnel]]:
    """A funnel for every fiscal year of the offer and programme, the newest year first."""
    groups: dict[tuple[int, str], list[PlanStory]] = {}
    for story in stories:
        groups.setdefault((story.fiscal_year, story.programme), []).append(story)
    return [(year, name, funnel(groups[year, name])) for year, name in sorted(groups, key=lambda k: (-k[0], k[1]))]


@dataclass(frozen=True, slots=True)
class Blocker:
    """A criterion that kept products from being certified. `judged`: plans whose re-application has a result;
    `cured`: of those, where it is no longer missed.
    """

    name: str
    missed: int
    judged: int
    cured: int


def blockers(stories: Iterable[PlanStory]) -> list[Blocker]:
    """By criterion (its key, under the name it last had), the one missed most first."""
    names: dict[str, str] = {}
    counts: dict[str, list[int]] = {}
    for story in stories:
        for key, name in story.gaps.items():
            names[key] = name
            row = counts.setdefault(key, [0, 0, 0])
            row[0] += 1
            if story.left is not None:
                row[1] += 1
                row[2] += key not in story.left
    found = [Blocker(names[key], *row) for key, row in counts.items()]
    return sorted(found, key=lambda row: (-row.missed, -row.cured, row.name))


@dataclass(frozen=True, slots=True)
class AdviserFigures:
    """Of one adviser: plans ever carried (as their present adviser), ready ones, certified ones."""

    adviser: int
    plans: int
    ready: int
    certified: int


def by_adviser(stories: Iterable[PlanStory]) -> dict[int, AdviserFigures]:
    """{adviser: figures}."""
    groups: dict[int, list[PlanStory]] = {}
    for story in stories:
        if story.adviser is not None:
            groups.setdefault(story.adviser, []).append(story)
    ready, certified = STAGES.index("ready"), STAGES.index("certified")
    return {
        adviser: AdviserFigures(
            adviser, len(rows), sum(row.stages()[ready] for row in rows), sum(row.stages()[certified] for row in rows)
        )
        for adviser, rows in groups.items()
    }
