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


def local_text(at: datetime) -> str:
    """An instant as people read it, for example 2026年11月21日（土）14:05（日本時間）."""
    local = timezone.localtime(at)
    return f"{date_text(local.date())}{local:%H:%M}（日本時間）"


def date_text(day: date) -> str:
    """A date as people read it, for example 2026年11月21日（土）."""
    return f"{day.year}年{day.month}月{day.day}日（{'月火水木金土日'[day.weekday()]}）"
