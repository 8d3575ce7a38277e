"""How long a renewal is good: the table of docs/rules/validity.md."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from certification.domain.rules import Rules
from certification.domain.validity import renewed_until

PAGE = Path(__file__).parents[4] / "docs" / "rules" / "validity.md"
RULES = Rules("demo", "見本制度", "認証", (), (), (), ())


def examples():
    lines = PAGE.read_text(encoding="utf-8").split("<!-- example: renewal -->\n")[1].split("\n\n")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines][2:]


@pytest.mark.parametrize("row", examples())
def test_the_worked_table_holds(row):
    rule, years, old, decided, until = row
    rules = replace(RULES, validity_kind=rule, validity_years=int(years))
    found = renewed_until(rules, date.fromisoformat(old), date.fromisoformat(decided))
    assert found == date.fromisoformat(until)


@pytest.mark.parametrize("fixed", ["2027-03-31", "2026-03-31"])
def test_a_rule_without_a_later_day_renews_nothing(fixed):
    rules = replace(RULES, validity_kind="fixed_date", validity_fixed_on=fixed)
    assert renewed_until(rules, date(2027, 3, 31), date(2026, 11, 21)) is None
