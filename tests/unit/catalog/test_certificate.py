"""What a certificate is worth on a day, and how its number is read."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.domain import certificate

DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("status", "until", "expected"),
    [
        ("valid", date(2026, 11, 21), "valid"),
        ("valid", date(2026, 11, 20), "expired"),
        ("valid", None, "valid"),
        ("unknown", date(2020, 3, 31), "unknown"),
        ("revoked", date(2030, 3, 31), "revoked"),
        ("nonsense", None, "unknown"),
    ],
)
def test_effective_status_of_the_day(status, until, expected):
    assert certificate.effective(status, until, DAY) == expected


@pytest.mark.parametrize(
    ("until", "expected"),
    [(None, "unknown"), (date(2026, 11, 21), "valid"), (date(2026, 11, 20), "expired")],
)
def test_record_status_only_where_the_paper_names_the_day(until, expected):
    assert certificate.of_record(until, DAY) == expected


def test_best_of_several():
    assert certificate.best(["expired", "unknown", "revoked"]) == "unknown"
    assert certificate.best(["revoked", "valid"]) == "valid"
    assert certificate.best([]) == "unknown"


@pytest.mark.parametrize(
    "typed",
    [
        "TC-2026-001",
        "ｔｃ－２０２６－００１",
        " tc 2026".replace(" 2026", "-2026") + "-001 ",
        "TC—2026‐001",
        "ＴＣ-2026ー001",
    ],
)
def test_number_in_any_width_and_case(typed):
    assert certificate.normal_number(typed) == "TC-2026-001"


@given(st.text(max_size=300))
def test_number_never_fails_and_is_stable(text):
    once = certificate.normal_number(text)
    assert certificate.normal_number(once) == once or not once.isascii()
