"""Builders of rules, sheets and panels for the tests of scoring."""

from dataclasses import replace
from decimal import Decimal

from certification.domain.rules import Criterion, Rules, Step
from certification.domain.scoring import Mark, SheetMarks, panel_result


def criterion(key, weight="1", steps="5 4 3 1 0", *, floor=None, allow_na=False):
    return Criterion(
        key=key,
        name=key.upper(),
        description="",
        weight=Decimal(weight),
        steps=tuple(Step(Decimal(value), value) for value in steps.split()),
        floor=None if floor is None else Decimal(floor),
        allow_na=allow_na,
    )


def rules_of(*criteria, gates=(), **more):
    return Rules("demo", "見本制度", "認証", tuple(criteria), tuple(gates), (), (), **more)


def sheet(reviewer, gates=None, /, **marks):
    """Marks as text; None is blank, "na" not applicable."""
    made = {
        key: Mark(None, na=True) if value == "na" else Mark(None if value is None else Decimal(str(value)))
        for key, value in marks.items()
    }
    return SheetMarks(reviewer, made, gates or {})


FOUR = rules_of(criterion("a", "1"), criterion("b", "2"), criterion("c", "3"), criterion("d", "4"))
PERCENT = rules_of(criterion("a", "1", " ".join(str(n) for n in range(101))))


def percents(*values, **more):
    """The panel result of sheets with these percentages."""
    rules = replace(PERCENT, **more)
    return panel_result(rules, [sheet(n, a=value) for n, value in enumerate(values)], of=len(values))
