"""The only place that reads the clock; for views, tasks and commands. Everything below them is told the time."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """The present instant, aware."""
    return timezone.now()  # noqa: TID251 -- the one reader of the clock


def today() -> date:
    """Today's date in Tokyo."""
    return timezone.localdate(now())


def on(at: datetime) -> date:
    """The date in Tokyo of an instant: 1 April 08:00 there is still 31 March in UTC."""
    return timezone.localdate(at)
