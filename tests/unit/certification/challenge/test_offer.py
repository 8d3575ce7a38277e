"""The offer's last day: counted in whole days, reminded of once, lapsed only after it."""

from datetime import date

import pytest

from certification.domain import offer

DAY = date(2026, 11, 21)


def test_last_day_is_so_many_days_after_the_offer():
    assert offer.answer_by(DAY) == date(2026, 12, 21)
    assert offer.answer_by(DAY, 7) == date(2026, 11, 28)


@pytest.mark.parametrize(
    ("today", "lapsed", "remind"),
    [
        (date(2026, 12, 13), False, False),
        (date(2026, 12, 14), False, True),
        (date(2026, 12, 21), False, True),
        (date(2026, 12, 22), True, False),
    ],
)
def test_offer_is_open_through_its_last_day_and_reminded_of_before(today, lapsed, remind):
    last = date(2026, 12, 21)
    assert offer.has_lapsed(last, today) is lapsed
    assert offer.reminder_due(last, today, 7) is remind


def test_offer_without_a_last_day_never_lapses():
    assert not offer.has_lapsed(None, date(2999, 1, 1))
    assert not offer.reminder_due(None, DAY)
