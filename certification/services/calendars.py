"""Dates as an iCalendar file (RFC 5545): a round's public dates, or every round of the office."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event

from certification.domain.key_dates import KeyDate

PRODUCT = "-//product-certification//rounds//JA"


@dataclass(frozen=True, slots=True)
class Entry:
    """One event. `uid` names it for ever, so that a calendar replaces it when it moves."""

    uid: str
    title: str
    date: KeyDate
    url: str = ""


def uid_of(round_pk: int, row: KeyDate) -> str:
    """The lasting name of a date of a round."""
    return f"round-{round_pk}-{row.key}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}"


def ics(entries: Iterable[Entry], *, name: str, at: datetime) -> bytes:
    """The file. Times are written in UTC, which every calendar reads the same; a day without times is a whole day."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(_event(entry, at))
    data: bytes = calendar.to_ical()
    return data


def _event(entry: Entry, at: datetime) -> Event:
    row, event = entry.date, Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", at.astimezone(UTC))
    event.add("summary", entry.title)
    if row.starts is None:
        event.add("dtstart", row.day)
        event.add("dtend", row.day + timedelta(days=1))
    else:
        event.add("dtstart", _instant(datetime.combine(row.day, row.starts)))
        if row.ends is not None:
            event.add("dtend", _instant(datetime.combine(row.day, row.ends)))
    if row.place:
        event.add("location", row.place)
    if entry.url:
        event.add("url", entry.url)
    return event


def _instant(local: datetime) -> datetime:
    """Tokyo's wall clock as UTC."""
    return timezone.make_aware(local.replace(tzinfo=None)).astimezone(UTC)
