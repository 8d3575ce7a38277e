"""Instants in Tokyo, short to write in a test."""

from datetime import datetime
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")


def tokyo(year: int, month: int, day: int, hour: int = 9, minute: int = 0, second: int = 0) -> datetime:
    """An aware instant by the clock on the wall in Tokyo."""
    return datetime(year, month, day, hour, minute, second, tzinfo=TOKYO)
