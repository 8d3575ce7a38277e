"""Who sees whose words when: matrices written by hand."""

from dataclasses import replace

import pytest

from certification.domain.common_fields import COMMON_FIELDS
from certification.domain.rules import Field, Rules, Statement
from certification.domain.states import Status
from certification.domain.visibility import (
    Seat,
    feedback_visible,
    firm_visible,
    may_be_counted,
    notes_visible,
    redacted,
    results_visible,
    reviewer_names_visible,
    sheet_visible,
    totals_visible,
    visible_fields,
)

OPEN_SEAT = Seat(assigned=True, declared=True)
RULES = Rules(
    "demo",
    "見本制度",
    "認証",
    (),
    (),
    (Statement("insured", "保険に加入しています。", "保険証券", evidence_required=True),),
    (Field("appeal", "工夫", "long_text", blind=False), Field("maker_story", "作り手の話", "long_text")),
)
EVERYTHING = {field.key for field in (*COMMON_FIELDS, *RULES.fields)} | {"statement.insured"}
# What a reviewer of a blind round reads; everything else may name the firm.
SAFE = {
    "name",
    "name_kana",
    "kind",
    "category",
    "description",
    "price_yen",
    "contents",
    "ingredients",
    "allergens",
    "storage",
    "temperature",
    "photos",
    "appeal",
}
VIEWERS = ("applicant", "reviewer", "secretariat", "approver", "auditor", "adviser", "public")

# E everything, S safe fields only, . nothing. The reviewer is assigned and declared no conflict; the round is blind.
FIELDS = """
                        applicant reviewer secretariat approver auditor adviser public
draft                   E         .        .           .        .       .       .
submitted               E         .        E           E        E       .       .
returned_for_correction E         .        E           E        E       .       .
accepted                E         .        E           E        E       .       .
in_review               E         S        E           E        E       .       .
scored                  E         S        E           E        E       .       .
decided                 E         S        E           E        E       .       .
released                E         S        E           E        E       S       .
withdrawn               E         .        E           E        E       .       .
refused                 E         .        E           E        E       .       .
"""

# Panel totals; internal notes read the same.
TOTALS = """
                        applicant reviewer secretariat approver auditor adviser public
draft                   .         .        .           .        .       .       .
submitted               .         .        .           .        .       .       .
returned_for_correction .         .        .           .        .       .       .
accepted                .         .        .           .        .       .       .
in_review               .         .        .           .        .       .       .
scored                  .         .        y           y        y       .       .
decided                 .         .        y           y        y       .       .
released                .         .        y           y        y       .       .
withdrawn               .         .        .           .        .       .       .
refused                 .         .        .           .        .       .       .
"""


def matrix(table):
    header, *rows = [line.split() for line in table.strip().splitlines()]
    assert tuple(header) == VIEWERS
    assert [row[0] for row in rows] == [status.value for status in Status]
    return {(Status(row[0]), viewer): cell for row in rows for viewer, cell in zip(header, row[1:], strict=True)}


def test_r4_fields_each_viewer_sees_in_each_state():
    words = {frozenset(): ".", frozenset(SAFE): "S", frozenset(EVERYTHING): "E"}
    expected = matrix(FIELDS)

    found = {key: words[visible_fields(RULES, key[1], key[0], OPEN_SEAT)] for key in expected}

    assert found == expected


def test_r4_reviewer_of_an_open_round_sees_everything():
    assert visible_fields(replace(RULES, blind=False), "reviewer", Status.IN_REVIEW, OPEN_SEAT) == EVERYTHING


@pytest.mark.parametrize(
    "seat",
    [
        Seat(),
        Seat(assigned=True),
        Seat(declared=True),
        Seat(assigned=True, declared=True, recused=True),
        Seat(assigned=True, recused=True),
    ],
)
def test_r5_nothing_opens_before_a_declaration_or_after_a_recusal(seat):
    for status in Status:
        assert visible_fields(replace(RULES, blind=False), "reviewer", status, seat) == frozenset()
        assert not firm_visible(replace(RULES, blind=False), "reviewer", status, seat)
        assert not sheet_visible("reviewer", status, own=True, seat=seat)
        assert not sheet_visible("reviewer", status, own=False, seat=seat)


def test_r4_new_field_is_hidden_unless_marked_as_safe():
    assert Field("anything", "なにか").blind


def test_r4_firm_is_hidden_from_reviewers_of_a_blind_round_for_good():
    assert not any(firm_visible(RULES, "reviewer", status, OPEN_SEAT) for status in Status)
    assert firm_visible(replace(RULES, blind=False), "reviewer", Status.IN_REVIEW, OPEN_SEAT)
    assert [viewer for viewer in VIEWERS if firm_visible(RULES, viewer, Status.RELEASED, OPEN_SEAT)] == [
        "applicant",
        "secretariat",
        "approver",
        "auditor",
        "adviser",
    ]
    assert [viewer for viewer in VIEWERS if firm_visible(RULES, viewer, Status.DRAFT, OPEN_SEAT)] == ["applicant"]


def test_redacted_leaves_out_instead_of_blanking():
    assert redacted({"name": "ぽんず", "made_at": "架空町"}, {"name"}) == {"name": "ぽんず"}


def test_totals_are_the_offices_alone_once_scoring_is_closed():
    expected = matrix(TOTALS)

    assert {key: "y" if totals_visible(key[1], key[0]) else "." for key in expected} == expected
    assert {key: "y" if notes_visible(key[1], key[0]) else "." for key in expected} == expected


def test_r4_sheets_of_others_stay_closed_until_scoring_is_closed():
    seen = [status for status in Status if sheet_visible("reviewer", status, own=False, seat=OPEN_SEAT)]

    assert seen == [Status.SCORED, Status.DECIDED, Status.RELEASED]


def test_own_sheet_is_open_from_the_review_on():
    seen = [status for status in Status if sheet_visible("reviewer", status, own=True, seat=OPEN_SEAT)]

    assert seen == [Status.IN_REVIEW, Status.SCORED, Status.DECIDED, Status.RELEASED]


@pytest.mark.parametrize("viewer", ["applicant", "adviser", "public"])
def test_no_sheet_is_ever_shown_outside_panel_and_office(viewer):
    assert not any(sheet_visible(viewer, status, own=own) for status in Status for own in (True, False))


def test_results_are_visible_from_the_release_on():
    assert [status for status in Status if results_visible(status, released=True)] == [Status.RELEASED]
    assert not any(results_visible(status, released=False) for status in Status)


def test_feedback_reaches_the_firm_with_the_release():
    assert feedback_visible("applicant", Status.RELEASED, released=True)
    assert feedback_visible("adviser", Status.RELEASED, released=True)
    assert not feedback_visible("applicant", Status.DECIDED, released=False)
    assert not feedback_visible("applicant", Status.SCORED, released=True)
    assert feedback_visible("secretariat", Status.SCORED, released=False)
    assert not feedback_visible("secretariat", Status.IN_REVIEW, released=False)
    assert not feedback_visible("reviewer", Status.RELEASED, released=True)


def test_reviewer_names_are_the_offices_alone():
    assert [viewer for viewer in VIEWERS if reviewer_names_visible(viewer)] == ["secretariat", "approver", "auditor"]


def test_r4_counts_leave_out_the_unseen():
    assert may_be_counted(Seat(assigned=True))
    assert may_be_counted(OPEN_SEAT)
    assert not may_be_counted(Seat(assigned=True, declared=True, recused=True))
    assert not may_be_counted(Seat())
