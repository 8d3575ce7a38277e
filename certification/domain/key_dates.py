"""Named dates of a round as one calendar, and how they move when next year's round is made from this year's.

Prose with a worked table: docs/rules/rounds.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import pairwise

WEEKDAYS = "月火水木金土日"
SATURDAY = 5
OPENS, CLOSES, COMMITTEE, ANNOUNCEMENT = "opens", "closes", "committee", "announcement"


def _(text: str) -> str:
    """Marks a string for translation; views translate."""
    return text


BUILT_IN = {  # the dates every round has of its own, besides the rows the office adds
    OPENS: _("受付の開始"),
    CLOSES: _("受付の締切"),
    COMMITTEE: _("審査会"),
    ANNOUNCEMENT: _("結果の公表"),
}


@dataclass(frozen=True, slots=True)
class KeyDate:
    """One line of the calendar. `key` names it for ever (also in ICS); without `starts` it is a whole day. A deadline
    and an opening are instants: `starts` with seconds and no `ends`.
    """

    key: str
    kind: str
    label: str
    day: date
    starts: time | None = None
    ends: time | None = None
    place: str = ""
    public: bool = True

    @property
    def order(self) -> tuple[date, time, str]:
        return (self.day, self.starts or time.min, self.key)


def in_order(dates: Iterable[KeyDate]) -> tuple[KeyDate, ...]:
    """By day, whole days before times; what stands on the same day and time keeps an order of its own."""
    return tuple(sorted(dates, key=lambda each: each.order))


def relation(day: date, today: date) -> str:
    """past, today or ahead."""
    return "past" if day < today else "today" if day == today else "ahead"


def next_year(day: date) -> date:
    """The same calendar date one year on; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def moment_next_year(at: datetime) -> datetime:
    """The same wall-clock time on `next_year` of the same date, in the zone `at` is given in."""
    return datetime.combine(next_year(at.date()), at.timetz())


def moved(row: KeyDate) -> KeyDate:
    """A line of the calendar one year on."""
    return replace(row, day=next_year(row.day))


def day_off(day: date, holidays: Mapping[date, str]) -> str:
    """Why offices are closed that day: the holiday's name, 土曜日 or 日曜日; empty on a working day."""
    if day in holidays:
        return holidays[day]
    return f"{WEEKDAYS[day.weekday()]}曜日" if day.weekday() >= SATURDAY else ""


def disorder(opens: date, closes: date | None, committee: date | None, announced: date | None) -> tuple[str, ...]:
    """Which neighbours of the procedure stand in the wrong order: pairs as "closes>committee"."""
    steps = [(OPENS, opens), (CLOSES, closes), (COMMITTEE, committee), (ANNOUNCEMENT, announced)]
    given = [(name, day) for name, day in steps if day is not None]
    return tuple(f"{first}>{second}" for (first, a), (second, b) in pairwise(given) if a > b)
