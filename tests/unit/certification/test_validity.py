"""Validity and numbers of certificates."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.domain.rules import Rules
from certification.domain.validity import (
    certificate_number,
    check_character,
    is_in_force,
    is_well_formed,
    normalise,
    number_format_problem,
    renewal_due_on,
    valid_until,
    years_after,
)
from core.domain.fiscal_year import FiscalYear

RULES = Rules("demo", "見本制度", "認証", (), (), (), ())
THREE_YEARS = replace(RULES, validity_kind="years_to_31_march", validity_years=3)
TRIAL = replace(RULES, validity_kind="years_then_fiscal_year_end", validity_years=2)
FIXED = replace(RULES, validity_kind="fixed_date", validity_fixed_on="2027-03-31")
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("certified_on", "until"),
    [
        (date(2019, 3, 14), date(2022, 3, 31)),  # the public record
        (date(2012, 2, 6), date(2015, 3, 31)),
        (date(2019, 3, 31), date(2022, 3, 31)),
        (date(2019, 4, 1), date(2023, 3, 31)),
        (date(2020, 2, 29), date(2023, 3, 31)),
    ],
)
def test_years_to_31_march_counts_fiscal_years(certified_on, until):
    assert valid_until(THREE_YEARS, certified_on) == until


@pytest.mark.parametrize(
    ("certified_on", "until"),
    [
        (date(2022, 3, 31), date(2024, 3, 31)),
        (date(2022, 4, 1), date(2025, 3, 31)),
        (date(2022, 10, 1), date(2025, 3, 31)),
        (date(2024, 2, 29), date(2026, 3, 31)),
    ],
)
def test_years_then_fiscal_year_end_takes_the_corresponding_day(certified_on, until):
    assert valid_until(TRIAL, certified_on) == until


def test_fixed_date_is_that_day():
    assert valid_until(FIXED, date(2025, 1, 1)) == date(2027, 3, 31)


def test_fixed_date_before_the_certification_is_refused():
    with pytest.raises(ValueError, match="before the certification"):
        valid_until(FIXED, date(2027, 4, 1))


def test_fixed_date_that_is_missing_is_refused():
    with pytest.raises(ValueError, match="Invalid isoformat"):
        valid_until(replace(FIXED, validity_fixed_on=""), date(2025, 1, 1))


def test_unknown_validity_rule_is_refused():
    with pytest.raises(ValueError, match="Unknown validity rule"):
        valid_until(replace(RULES, validity_kind="forever"), date(2025, 1, 1))


@given(DAYS, st.integers(1, 10))
def test_validity_always_ends_on_31_march_after_full_years(day, years):
    three = valid_until(replace(THREE_YEARS, validity_years=years), day)
    trial = valid_until(replace(TRIAL, validity_years=years), day)

    assert (three.month, three.day, trial.month, trial.day) == (3, 31, 3, 31)
    assert years_after(day, years) <= trial < years_after(day, years) + timedelta(days=366)
    assert three == trial


@given(DAYS, st.integers(0, 10))
def test_years_after_keeps_month_and_day_but_29_february(day, years):
    later = years_after(day, years)

    assert (later.year, later.month) == (day.year + years, day.month)
    assert later.day == day.day or ((day.month, day.day), later.day) == ((2, 29), 28)


@pytest.mark.parametrize(
    ("until", "due"),
    [
        (date(2022, 3, 31), date(2021, 9, 30)),
        (date(2022, 8, 31), date(2022, 2, 28)),
        (date(2022, 12, 15), date(2022, 6, 15)),
        (date(2022, 6, 30), date(2021, 12, 30)),
    ],
)
def test_renewal_is_due_six_months_before(until, due):
    assert renewal_due_on(until) == due


def test_last_day_is_in_force():
    last = date(2022, 3, 31)

    assert [is_in_force(last, last + timedelta(days=n)) for n in (-1, 0, 1)] == [True, True, False]
    assert is_in_force(None, last)


# ---------------------------------------------------------------- numbers


def test_certificate_number_carries_prefix_year_serial_and_check_character():
    rules = replace(RULES, number_prefix="TC")

    assert certificate_number(rules, FiscalYear(2025), 7) == "TC-2025-007-" + check_character("TC-2025-007")


def test_check_character_is_iso_7064_mod_37_36():
    assert check_character("A1-2425G-ABC1234002") == "M"  # the published example of GRid, which uses the same rule


@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{0}\n"])
def test_number_is_well_formed_with_spaces_around(typed):
    assert is_well_formed(typed.format(certificate_number(RULES, FiscalYear(2025), 1)))


def test_normalise_takes_any_width_case_and_dash():
    number = certificate_number(RULES, FiscalYear(2025), 1)
    wide = number.translate({ord(c): ord(c) + 0xFEE0 for c in number if c != "-"})

    for typed in (number.lower(), wide, number.replace("-", "ー"), number.replace("-", "−"), number.replace("-", "")):
        assert normalise(typed) == number
    assert normalise(" c - 2025 - 001 ") == "C-2025-001"


@pytest.mark.parametrize("typed", ["", "-", "C", "C-2025-001", "認証1", "C-2025-001-", "C--2025", "'; --"])
def test_text_that_is_no_number_is_not_well_formed(typed):
    assert not is_well_formed(typed)


@given(st.integers(1, 9999), st.integers(2000, 2100), st.data())
def test_one_wrong_character_is_always_found(serial, year, data):
    number = certificate_number(RULES, FiscalYear(year), serial)
    place = data.draw(st.sampled_from([i for i, char in enumerate(number) if char != "-"]))
    other = data.draw(st.sampled_from([c for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" if c != number[place]]))

    assert is_well_formed(number)
    assert not is_well_formed(number[:place] + other + number[place + 1 :])


@pytest.mark.parametrize(
    ("number_format", "prefix", "wrong"),
    [
        ("{prefix}-{year}-{serial:03d}", "TC", False),
        ("{prefix}{year}-{serial:04d}", "TC", True),  # braces side by side run together
        ("{prefix}-{era}-{serial:04d}", "TC", False),
        ("{prefix}-{serial:03d}", "TC", True),  # would repeat next year
        ("{year}-{serial:03d}", "TC", True),  # would repeat another programme's
        ("{prefix}-{year}-{serial:099999999d}", "TC", True),
        ("{prefix!r}-{year}-{serial}", "TC", True),
        ("{prefix}-{year}", "TC", True),
        ("{prefix}-{serial}", "認", True),
        ("{prefix.__class__}-{serial}", "TC", True),
        ("{name}-{serial}", "TC", True),
        ("{prefix}-{serial", "TC", True),
        ("{}-{serial}", "TC", True),
        ("第{serial}号", "TC", True),
    ],
)
def test_number_format_problem_finds_what_would_break_numbers(number_format, prefix, wrong):
    assert (number_format_problem(number_format, prefix) is not None) is wrong


def test_certificate_number_of_a_broken_format_is_refused():
    with pytest.raises(ValueError, match="半角"):
        certificate_number(replace(RULES, number_format="第{prefix}-{year}-{serial}号"), FiscalYear(2025), 1)
