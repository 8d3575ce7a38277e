"""The fiscal year at its boundaries."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.fiscal_year import FiscalYear


@pytest.mark.parametrize(
    ("day", "start_year"),
    [
        (date(2026, 3, 31), 2025),
        (date(2026, 4, 1), 2026),
        (date(2026, 12, 31), 2026),
        (date(2027, 1, 1), 2026),
        (date(2024, 2, 29), 2023),
    ],
)
def test_fiscal_year_turns_on_1_april(day, start_year):
    assert FiscalYear.containing(day) == FiscalYear(start_year)


@pytest.mark.parametrize(
    ("start_year", "label"),
    [
        (1989, "平成元年度"),
        (2018, "平成30年度"),
        (2019, "令和元年度"),
        (2020, "令和2年度"),
        (2026, "令和8年度"),
    ],
)
def test_label_names_the_era(start_year, label):
    assert FiscalYear(start_year).label == label


@given(st.dates(date(1989, 4, 1), date(2200, 12, 31)))
def test_day_lies_in_its_fiscal_year_and_the_years_follow_one_another(day):
    year = FiscalYear.containing(day)

    assert year.starts_on <= day <= year.ends_on
    assert year.ends_on + timedelta(days=1) == (year + 1).starts_on
    assert year < year + 1
