"""The offer of challenge support and its deadline: until when, when to remind, when it has lapsed.

The city has not published one: the days are marked defaults the office can change. Prose: docs/rules/challenge.md.
"""

from datetime import date, timedelta

DEFAULT_DAYS = 30
DEFAULT_REMIND_DAYS = 7
LAPSED = "返事の期限が過ぎた"  # how the record of a lapsed offer begins
DECLINED = {  # why a firm turns an offer down, as it stands on record
    "busy": "いまは取り組む時間がない",
    "alone": "自分たちで改善する",
    "no_more": "この商品での申請は考えていない",
    "other": "その他",
}


def answer_by(offered_on: date, days: int = DEFAULT_DAYS) -> date:
    """The last day on which the firm may answer; that whole day in Tokyo counts."""
    return offered_on + timedelta(days=days)


def has_lapsed(last_day: date | None, today: date) -> bool:
    """Is the offer over? One without a last day never is."""
    return last_day is not None and today > last_day


def reminder_due(last_day: date | None, today: date, days: int = DEFAULT_REMIND_DAYS) -> bool:
    """Is it time for the one reminder: within `days` of the last day, which has not gone by?"""
    return last_day is not None and last_day - timedelta(days=days) <= today <= last_day
