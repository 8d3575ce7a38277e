"""The term of documents: the worked table of docs/rules/retention.md, and cases that are not complete."""

from datetime import date

import pytest

from certification.domain.retention import Case, class_label, completed_on, is_due, kept_until
from tests.unit.certification.test_rule_pages import tables

ROWS = tables("retention")["retention"]
DAY = date(2026, 11, 21)


@pytest.mark.parametrize("row", ROWS)
def test_worked_table(row):
    completed, years = date.fromisoformat(row["completed on"]), int(row["class (years)"])
    last = kept_until(completed, years)
    assert (last.isoformat() if last else "for ever") == row["kept until"]
    for column, month, day in (("due on 31 March", 3, 31), ("due on 1 April", 4, 1)):
        year, answer = row[column].split()
        assert is_due(completed, years, date(int(year), month, day)) is (answer == "yes")


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (Case(DAY), DAY),
        (Case(None), None),
        (Case(DAY, followed=True), None),
        (Case(DAY, has_certificate=True), None),
        (Case(DAY, has_plan=True), None),
        (Case(DAY, has_certificate=True, certificate_ended_on=date(2029, 3, 31)), date(2029, 3, 31)),
        (Case(DAY, has_plan=True, plan_ended_on=date(2027, 5, 1)), date(2027, 5, 1)),
        (Case(DAY, has_plan=True, plan_ended_on=date(2025, 1, 1)), DAY),
    ],
)
def test_case_is_complete_when_its_last_part_ended(case, expected):
    assert completed_on(case) == expected
    if expected is None:
        assert not is_due(completed_on(case), 1, date(2099, 1, 1))


def test_classes_have_names():
    assert [class_label(years) for years in (0, 5)] == ["永年保存", "5年保存"]
