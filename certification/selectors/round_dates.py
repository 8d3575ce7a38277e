"""The calendar of a round: its own four dates, the rows the office added, the sessions of its second stage."""

from collections.abc import Mapping
from datetime import date

import holidays
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from certification.domain.key_dates import (
    ANNOUNCEMENT,
    BUILT_IN,
    CLOSES,
    COMMITTEE,
    OPENS,
    KeyDate,
    day_off,
    disorder,
    in_order,
)
from certification.models import Round


def with_dates(rounds: QuerySet[Round]) -> QuerySet[Round]:
    """The same rounds with everything `of_round` reads; two queries more, however many rounds."""
    return rounds.prefetch_related("dates", "sessions")


def of_round(round_: Round, *, public_only: bool = False) -> tuple[KeyDate, ...]:
    """The calendar in order. `public_only`: what the call page and the producer's desk may show."""
    rows = [*_own(round_), *_added(round_), *([] if public_only else _sessions(round_))]
    return in_order(row for row in rows if row.public or not public_only)


def _own(round_: Round) -> list[KeyDate]:
    opens = timezone.localtime(round_.opens_at)
    found = [KeyDate(OPENS, OPENS, gettext(BUILT_IN[OPENS]), opens.date(), opens.time())]
    if round_.closes_at is not None:
        closes = timezone.localtime(round_.closes_at)
        found.append(KeyDate(CLOSES, CLOSES, gettext(BUILT_IN[CLOSES]), closes.date(), closes.time()))
    for kind, day in ((COMMITTEE, round_.review_on), (ANNOUNCEMENT, round_.release_on)):
        if day is not None:
            found.append(KeyDate(kind, kind, gettext(BUILT_IN[kind]), day))
    return found


def _added(round_: Round) -> list[KeyDate]:
    return [
        KeyDate(f"date-{row.pk}", row.kind, str(row), row.held_on, row.starts, row.ends, row.place, public=row.public)
        for row in round_.dates.all()
    ]


def _sessions(round_: Round) -> list[KeyDate]:
    return [
        KeyDate(
            f"session-{row.pk}",
            row.kind,
            str(row.get_kind_display()),
            row.held_on,
            row.starts,
            place=row.place,
            public=False,
        )
        for row in round_.sessions.all()
    ]


def holidays_of(years: set[int]) -> Mapping[date, str]:
    """{day: name} of the national holidays of Japan in these years."""
    return dict(holidays.country_holidays("JP", years=sorted(years), language="ja").items())


def days_off(round_: Round) -> list[tuple[KeyDate, str]]:
    """Lines of the calendar that stand on a day offices are closed, each with why."""
    rows = of_round(round_)
    known = holidays_of({row.day.year for row in rows})
    return [(row, why) for row in rows if (why := day_off(row.day, known))]


def wrong_order(round_: Round) -> list[tuple[str, str]]:
    """Pairs of names of dates that stand in the wrong order."""
    pairs = disorder(
        timezone.localdate(round_.opens_at),
        timezone.localdate(round_.closes_at) if round_.closes_at else None,
        round_.review_on,
        round_.release_on,
    )
    return [(gettext(BUILT_IN[a]), gettext(BUILT_IN[b])) for a, _gt, b in (pair.partition(">") for pair in pairs)]
