"""Two stages: what reviewers are asked when, who goes on, what becomes of those that stay on paper."""

from fractions import Fraction

import pytest
from django.db import DatabaseError, transaction

from certification.domain.outcome import Outcome
from certification.domain.states import Status
from certification.models import Criterion, PaperResult, Sheet, StageSheet
from certification.selectors import board as boards
from certification.services import decisions, rounds, second_stage, sheets
from core.domain.reason import Refused
from core.models import AuditEvent
from tests.factories import procedure, stages
from tests.factories.cast import AT


def test_paper_stage_asks_its_criteria_alone_and_keeps_what_was_handed_in(staged):
    kept = StageSheet.objects.filter(sheet__application=staged.first)
    assert [list(row.marks) for row in kept] == [["origin"]] * 3
    assert not Sheet.objects.filter(submitted_at__isnull=False).exists()
    sheet = Sheet.objects.filter(application=staged.first, reviewer=staged.cast.tanaka)
    again = sheets.Input(marks={"origin": {"value": "0"}}, gates={})
    with pytest.raises(Refused, match="書類審査の採点は提出済み"):
        sheets.save(staged.first, again, by=staged.cast.tanaka, at=AT)
    assert sheets.submit(staged.first, by=staged.cast.tanaka, at=AT) == sheet.get()
    assert kept.count() == 3
    with pytest.raises(DatabaseError), transaction.atomic():
        kept.update(marks={})


def test_session_marks_are_refused_on_paper(staged, firm):
    row = procedure.submitted(staged.round, firm, staged.cast.sato, answers={"name": "架空の菓子3号"})
    procedure.accept(row, staged.cast)
    procedure.in_review(staged.round, [row], staged.cast)
    procedure.panel.declare(row, kind="none", by=staged.cast.tanaka, at=AT)
    early = sheets.Input(marks={"taste": {"value": "5"}, "origin": {"value": "4"}}, gates={"safe": True})
    sheet, reasons = sheets.save(row, early, by=staged.cast.tanaka, at=AT)
    assert [reason.field for reason in reasons] == ["taste"]
    assert list(sheet.marks) == ["origin"]


def test_paper_totals_are_exact_and_leave_recused_reviewers_out(staged):
    staged.second.assignments.filter(reviewer=staged.cast.watanabe).update(removed_at=AT, removed_by=staged.cast.suzuki)
    table = second_stage.paper_table(staged.round)
    assert [(row.application.pk, row.result.total, row.result.n, row.rank) for row in table] == [
        (staged.first.pk, Fraction(100), 3, 1),
        (staged.second.pk, Fraction(60), 2, 2),
    ]


def test_who_goes_on_is_decided_between_the_stages_only(staged):
    office, round_ = staged.cast.suzuki, staged.round
    with pytest.raises(Refused, match="書類審査を締め切った後"):
        second_stage.decide_paper(round_, [staged.first.pk], by=office, at=AT)
    with pytest.raises(Refused, match="先に書類審査を締め切"):
        rounds.close_scoring(round_, by=office, at=AT)
    stages.after_paper(round_, [staged.first], staged.cast)
    second_stage.decide_paper(round_, [staged.first.pk, staged.second.pk], by=office, at=AT)
    second_stage.decide_paper(round_, [staged.first.pk], by=office, at=AT)
    assert dict(PaperResult.objects.values_list("application", "goes_on")) == {
        staged.first.pk: True, staged.second.pk: False,
    }  # fmt: skip
    assert PaperResult.objects.get(application=staged.first).total == "100"
    assert AuditEvent.objects.filter(verb="application.paper_decided").count() == 4  # 2, then 1 up and 1 down
    with pytest.raises(Refused, match="申請の状態が変わりました"):
        second_stage.decide_paper(round_, [], seen=[staged.first.pk], by=office, at=AT)
    with pytest.raises(Refused, match="先に実食審査・懇話会を始めて"):
        rounds.close_scoring(round_, by=office, at=AT)
    second_stage.begin_session(round_, by=office, at=AT)
    with pytest.raises(Refused):
        second_stage.decide_paper(round_, [], by=office, at=AT)


def test_session_begins_only_when_everything_is_decided_and_something_went_on(staged):
    office, round_ = staged.cast.suzuki, staged.round
    with pytest.raises(Refused, match="先に書類審査を締め切"):
        second_stage.begin_session(round_, by=office, at=AT)
    procedure.end_window(round_)
    second_stage.close_paper(round_, by=office, at=AT)
    with pytest.raises(Refused, match="決まっていない申請"):
        second_stage.begin_session(round_, by=office, at=AT)
    second_stage.decide_paper(round_, [], by=office, at=AT)
    with pytest.raises(Refused, match="進む申請がありません"):
        second_stage.begin_session(round_, by=office, at=AT)
    assert rounds.close_scoring(round_, by=office, at=AT) == 2  # nothing went on: paper is all there is


def test_reviewers_score_the_session_only_for_what_went_on(staged):
    reviewer = staged.cast.tanaka
    stages.after_paper(staged.round, [staged.first], staged.cast)
    staged.second.round.refresh_from_db()
    taste = sheets.Input(marks={"taste": {"value": "4"}}, gates={})
    with pytest.raises(Refused, match="開始をお待ちください"):
        sheets.save(staged.first, taste, by=reviewer, at=AT)
    second_stage.begin_session(staged.round, by=staged.cast.suzuki, at=AT)
    for row in (staged.first, staged.second):
        row.round.refresh_from_db()
    stages.hand_in_session(staged.first, reviewer, taste="4")
    sheet = Sheet.objects.get(application=staged.first, reviewer=reviewer)
    assert {key: row["value"] for key, row in sheet.marks.items()} == {"origin": "5", "taste": "4"}
    assert sheet.submitted_at == AT
    with pytest.raises(Refused):
        sheets.save(staged.second, taste, by=reviewer, at=AT)


def test_base_of_what_stayed_shrinks_and_it_is_never_certified(staged):
    """First: origin 5 of 5 (weight 3), taste 1 of 5 (weight 1) → 80 %. Second stays: origin 3 of 5 → 60 % of paper."""
    cast, round_ = staged.cast, staged.round
    stages.after_paper(round_, [staged.first], cast)
    second_stage.begin_session(round_, by=cast.suzuki, at=AT)
    staged.first.round.refresh_from_db()
    for reviewer in cast.reviewers:
        stages.hand_in_session(staged.first, reviewer, taste="1")
    assert rounds.close_scoring(round_, by=cast.suzuki, at=AT) == 2
    first, second = boards.board(round_).rows
    assert (first.result.total, first.rank, first.suggestion.outcome) == (Fraction(80), 1, Outcome.CERTIFIED)
    assert (second.result.total, second.rank, second.suggestion.outcome) == (Fraction(60), 2, Outcome.CHALLENGE)
    assert [(row.key, row.mean) for row in second.result.criteria] == [("taste", None), ("origin", Fraction(3))]
    assert second.suggestion.reasons[0].code == "stayed_on_paper"
    made = decisions.propose(second.application, outcome=Outcome.CHALLENGE, by=cast.suzuki, at=AT)
    assert (made.suggested, made.derivation["total"]) == ("challenge", "60.0")


def test_two_stages_need_a_window_and_a_paper_stage(cast):
    made = procedure.programme(intake="rolling")
    Criterion.objects.filter(programme=made, key="taste").update(stage=2)
    rolling = procedure.planned_round(made, closes_at=None)
    with pytest.raises(Refused, match="随時受付では2段階"):
        rounds.open_round(rolling, by=cast.suzuki, at=AT)
    Criterion.objects.filter(programme=made).update(stage=2)
    window = procedure.planned_round(made, name="第2回")
    with pytest.raises(Refused, match="書類審査で採点する項目"):
        rounds.open_round(window, by=cast.suzuki, at=AT)


def test_page_of_the_stages_previews_before_it_decides(staged, office, clients):
    here = f"/cms/rounds/{staged.round.pk}/stages/"
    assert "書類審査を締め切る" in office.get(here).content.decode()
    assert office.post(f"{here}close/").url == here
    rows = {"row": [staged.first.pk], "seen": [staged.first.pk, staged.second.pk]}
    words = office.post(here, {"action": "preview", **rows}).content.decode()
    assert "次の段階に進む申請を1件、書類審査までの申請を1件とします" in words
    assert not PaperResult.objects.exists()
    office.post(here, {"action": "decide", **rows})
    assert PaperResult.objects.filter(goes_on=True).get().application == staged.first
    assert office.post(here, {"action": "begin"}).url == here
    staged.round.refresh_from_db()
    assert staged.round.session_begun_by == staged.cast.suzuki
    assert clients("kimura").post(here, {"action": "decide"}).status_code == 403
    assert clients("kobayashi").get(here).status_code == 403


def test_sheet_page_shows_the_stage_it_is_at(staged, clients):
    reviewer = clients("tanaka")
    here = f"/review/{staged.first.code}/"
    words = reviewer.get(here).content.decode()
    assert "書類審査の採点は提出済みです" in words
    assert 'name="mark.taste"' not in words
    stages.after_paper(staged.round, [staged.first], staged.cast)
    second_stage.begin_session(staged.round, by=staged.cast.suzuki, at=AT)
    words = reviewer.get(here).content.decode()
    assert 'name="mark.taste"' in words
    assert 'name="mark.origin"' not in words
    assert staged.first.state is Status.IN_REVIEW
