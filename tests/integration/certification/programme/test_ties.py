"""Ties on the board go by the programme's own rule."""

import pytest

from certification.models import Application
from certification.selectors import board as boards
from certification.services import rounds
from core.models import Business
from tests.factories import procedure
from tests.factories.cast import AT, Cast

EQUAL = ({"taste": "5", "origin": "3"}, {"taste": "5", "origin": "3"}, {"taste": "0", "origin": "0"})


def judged(cast: Cast, firm: Business, tie_rule: str) -> tuple[object, list[Application]]:
    """Three applications, the first two with equal totals."""
    round_ = procedure.open_round(cast, procedure.programme(tie_rule=tie_rule))
    rows = [procedure.submitted(round_, firm, cast.sato, answers={"name": f"架空の菓子{n}号"}) for n in (1, 2, 3)]
    for row in rows:
        procedure.accept(row, cast)
    procedure.in_review(round_, rows, cast)
    for row, marks in zip(rows, EQUAL, strict=True):
        for reviewer in cast.reviewers:
            procedure.score(row, reviewer, marks=marks)
    rounds.close_scoring(round_, by=cast.suzuki, at=AT)
    return round_, rows


@pytest.mark.parametrize("tie_rule", ["shared", "committee"])
def test_c1_committee_is_asked_only_where_the_programme_says_so(cast, firm, now, office, tie_rule) -> None:
    round_, rows = judged(cast, firm, tie_rule)

    words = office.get(f"/cms/rounds/{round_.pk}/board/").content.decode()

    assert ("順位を委員会で決めます" in words) is (tie_rule == "committee")
    assert (f"1位：{rows[0].receipt_number}、{rows[1].receipt_number}" in words) is (tie_rule == "committee")


def test_c1_board_orders_by_the_rules_that_were_frozen(cast, firm, now) -> None:
    round_, rows = judged(cast, firm, "shared")

    found = {row.application.pk: row.rank for row in boards.board(round_).rows}

    assert found == {rows[0].pk: 1, rows[1].pk: 1, rows[2].pk: 3}
