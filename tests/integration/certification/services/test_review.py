"""Conflicts, sheets and the base of the total."""

import pytest
from django.db import DatabaseError, transaction

from certification.domain.states import Status
from certification.models import Sheet
from certification.permissions import Denied
from certification.selectors.board import board
from certification.services import panel, rounds, sheets
from core.domain.reason import Refused
from tests.factories import cast as people
from tests.factories import procedure
from tests.factories.cast import AT


@pytest.fixture
def row(cast, firm):
    round_ = procedure.open_round(cast)
    made = procedure.submitted(round_, firm, cast.sato)
    procedure.accept(made, cast)
    procedure.in_review(round_, [made], cast)
    return made


def given(**marks: str) -> sheets.Input:
    return sheets.Input(marks={key: {"value": value} for key, value in marks.items()}, gates={"safe": True})


def test_r5_nothing_opens_before_the_declaration(cast, row):
    with pytest.raises(Denied, match="先に、この申請との関係"):
        sheets.save(row, given(taste="5"), by=cast.takahashi, at=AT)
    assert Sheet.objects.count() == 0


def test_r5_recused_reviewer_is_out_and_leaves_the_base(cast, row):
    panel.declare(row, kind="family", reason="いとこ", by=cast.takahashi, at=AT)
    with pytest.raises(Denied, match="審査から外れています"):
        sheets.save(row, given(taste="5"), by=cast.takahashi, at=AT)
    procedure.score(row, cast.tanaka, marks=procedure.GOOD)
    procedure.score(row, cast.watanabe, marks=procedure.GOOD)
    rounds.close_scoring(row.round, by=cast.suzuki, at=AT)
    line = board(row.round).rows[0]
    assert (line.result.n, line.result.of, line.panel.recused) == (2, 2, (cast.takahashi.pk,))


def test_r5_what_the_office_sets_the_reviewer_cannot_undo(cast, row):
    panel.pin_conflict(row, cast.takahashi, kind="supplier", reason="納入先", by=cast.suzuki, at=AT)
    with pytest.raises(Refused, match="事務局が設定した"):
        panel.declare(row, kind="none", by=cast.takahashi, at=AT)


def test_own_firm_is_never_assigned_nor_scored(cast, firm):
    """A reviewer who belongs to the firm is left out when assigning."""
    people.join(firm, cast.takahashi)
    round_ = procedure.open_round(cast)
    made = procedure.submitted(round_, firm, cast.sato)
    procedure.accept(made, cast)
    procedure.seat_panel(round_, cast)
    assert panel.assign([made], cast.reviewers, by=cast.suzuki, at=AT) == 2
    with pytest.raises(Denied):
        panel.declare(made, kind="none", by=cast.takahashi, at=AT)


def test_r1_incomplete_sheet_is_kept_and_every_gap_named(cast, row):
    panel.declare(row, kind="none", by=cast.takahashi, at=AT)
    sheets.save(
        row, sheets.Input(marks={"taste": {"value": "4", "internal": "メモ"}}, gates={}), by=cast.takahashi, at=AT
    )
    with pytest.raises(sheets.Incomplete) as raised:
        sheets.submit(row, by=cast.takahashi, at=AT)
    assert [reason.field for reason in raised.value.reasons] == ["origin", "safe"]
    kept = Sheet.objects.get()
    assert (kept.marks["taste"]["value"], kept.marks["taste"]["internal"], kept.submitted_at) == ("4", "メモ", None)


def test_a_mark_off_the_scale_is_refused_and_the_old_one_stays(cast, row):
    panel.declare(row, kind="none", by=cast.takahashi, at=AT)
    sheets.save(row, given(taste="4"), by=cast.takahashi, at=AT)
    for value in ("2", "9", "-1", "1e9", "NaN", "すごく良い"):
        _sheet, reasons = sheets.save(row, given(taste=value), by=cast.takahashi, at=AT)
        assert [reason.field for reason in reasons] == ["taste"], value
    assert Sheet.objects.get().marks["taste"]["value"] == "4"


def test_not_applicable_is_not_a_blank_and_only_where_allowed(cast, row):
    panel.declare(row, kind="none", by=cast.takahashi, at=AT)
    marks = {"taste": {"value": None, "na": True}, "origin": {"value": None, "na": True}}
    _sheet, reasons = sheets.save(row, sheets.Input(marks=marks, gates={"safe": True}), by=cast.takahashi, at=AT)
    assert [reason.field for reason in reasons] == ["origin"]
    with pytest.raises(sheets.Incomplete) as raised:
        sheets.submit(row, by=cast.takahashi, at=AT)
    assert [reason.field for reason in raised.value.reasons] == ["origin"]


def test_stale_page_overwrites_nothing(cast, row):
    panel.declare(row, kind="none", by=cast.takahashi, at=AT)
    first, _reasons = sheets.save(row, given(taste="4"), by=cast.takahashi, at=AT)
    old = first.revision
    sheets.save(row, given(taste="5"), base=old, by=cast.takahashi, at=AT)
    with pytest.raises(sheets.StaleSheet):
        sheets.save(row, given(taste="3"), base=old, by=cast.takahashi, at=AT)
    assert Sheet.objects.get().marks["taste"]["value"] == "5"


def test_c4_the_database_refuses_to_change_a_submitted_sheet(cast, row):
    procedure.score(row, cast.takahashi, marks=procedure.GOOD)
    sheet = Sheet.objects.get()
    with pytest.raises(Refused, match="提出済み"):
        sheets.save(row, given(taste="1"), by=cast.takahashi, at=AT)
    with pytest.raises(DatabaseError), transaction.atomic():
        Sheet.objects.filter(pk=sheet.pk).update(marks={})
    with pytest.raises(DatabaseError), transaction.atomic():
        Sheet.objects.filter(pk=sheet.pk).delete()


def test_absent_reviewer_leaves_no_sheet_and_the_total_says_n_of_n(cast, row):
    procedure.score(row, cast.takahashi, marks=procedure.GOOD)
    rounds.close_scoring(row.round, by=cast.suzuki, at=AT)
    row.refresh_from_db()
    line = board(row.round).rows[0]
    assert row.state is Status.SCORED
    assert (line.result.n, line.result.of) == (1, 3)


def test_totals_stay_closed_while_the_panel_scores(cast, row):
    procedure.score(row, cast.takahashi, marks=procedure.GOOD)
    line = board(row.round).rows[0]
    assert (line.result, line.suggestion, line.rank) == (None, None, None)
