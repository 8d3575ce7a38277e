"""Notices: every state × state × actor by hand; what may be changed; which fact holds on which day."""

from datetime import date
from pathlib import Path

import pytest

from certification.domain import notices
from certification.domain.common_fields import COMMON_FIELDS
from certification.domain.notices import IllegalNoticeMove, NoticeKind, NoticeState
from certification.domain.states import Actor

PAGE = Path(__file__).parents[4] / "docs" / "rules" / "notices.md"
MATRIX = """
          filed returned accepted withdrawn
filed     .     s        s        a
returned  a     .        .        a
accepted  .     .        .        .
withdrawn .     .        .        .
"""
LETTERS = {"a": Actor.APPLICANT, "s": Actor.SECRETARIAT}
TODAY = date(2026, 11, 21)


def moves():
    header, *rows = [line.split() for line in MATRIX.strip().splitlines()]
    return {
        (NoticeState(row[0]), NoticeState(target), actor): LETTERS.get(cell) is actor
        for row in rows
        for target, cell in zip(header, row[1:], strict=True)
        for actor in Actor
    }


def allowed(source, target, actor):
    try:
        notices.check_move(source, target, {actor})
    except IllegalNoticeMove:
        return False
    return True


def test_move_is_allowed_exactly_where_the_matrix_says():
    expected = moves()
    assert len(expected) == len(NoticeState) ** 2 * len(Actor)
    assert {key: allowed(*key) for key in expected} == expected


def test_the_picture_on_the_page_is_the_table():
    assert notices.mermaid() in PAGE.read_text(encoding="utf-8")


def examples():
    lines = PAGE.read_text(encoding="utf-8").split("<!-- example: overlay -->\n")[1].splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return rows[2:]


@pytest.mark.parametrize("row", examples())
def test_the_worked_table_holds(row):
    certified, first, second, on, reads = row
    changes = [each.split(" from ") for each in (first, second) if each != "–"]
    accepted = [(date.fromisoformat(day), {"price_yen": int(price)}) for price, day in changes]
    facts = notices.overlay({"price_yen": int(certified)}, accepted, on=date.fromisoformat(on))
    assert facts["price_yen"] == int(reads)


def test_an_accepted_change_never_reaches_what_was_judged():
    facts = notices.overlay({"story": "前"}, [(TODAY, {"story": "後", "contents": "8個"})], on=TODAY)
    assert facts == {"story": "前", "contents": "8個"}


def found(kind=NoticeKind.CHANGE, **more):
    given = {
        "fields": COMMON_FIELDS, "now": {"name": "ゼリー", "price_yen": 1200}, "typed": {"price_yen": "1,300円"},
        "from_on": TODAY, "reason": "材料の値上がり", "certified_on": date(2026, 4, 1), "today": TODAY, **more,
    }  # fmt: skip
    return [reason.code for reason in notices.problems(kind, **given)]


def test_a_complete_notice_has_no_problem():
    assert found() == []
    assert found(NoticeKind.DISCONTINUATION, typed={}, fields=()) == []


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"typed": {}}, "notice.nothing"),
        ({"typed": {"price_yen": "1200円"}}, "notice.same"),
        ({"typed": {"name": " "}}, "notice.empty"),
        ({"from_on": None}, "notice.from"),
        ({"from_on": date(2026, 3, 31)}, "notice.from_early"),
        ({"reason": "  "}, "notice.reason"),
    ],
)
def test_each_problem_is_named(more, code):
    assert found(**more) == [code]


def test_every_problem_is_said_at_once():
    assert found(typed={}, from_on=None, reason="") == ["notice.nothing", "notice.from", "notice.reason"]
