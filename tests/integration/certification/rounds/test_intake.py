"""Rolling intake in batches, the maximum per firm, and results while a window is still open."""

from datetime import timedelta

import pytest

from certification.domain.outcome import Outcome
from certification.domain.states import Status
from certification.models import Decision
from certification.services import applications, decisions, extensions, panel, rounds, screening
from core.domain.reason import Refused
from core.models import AuditEvent
from tests.factories import procedure
from tests.factories.cast import AT

LATER = AT + timedelta(days=3)


def accepted(round_, firm, cast, name, *, at=AT):
    row = procedure.submitted(round_, firm, cast.sato, at=at, answers={"name": name})
    procedure.accept(row, cast, at=at)
    return row


def test_rolling_intake_is_judged_in_batches_that_do_not_mix(cast, firm):
    round_ = procedure.open_round(cast, procedure.programme(intake="rolling"), closes_at=None)
    early = accepted(round_, firm, cast, "架空の品1号")
    procedure.seat_panel(round_, cast)
    panel.assign([early], cast.reviewers, by=cast.suzuki, at=AT)
    late = accepted(round_, firm, cast, "架空の品2号", at=LATER)  # arrives before the batch starts, nobody assigned
    assert rounds.start_review(round_, by=cast.suzuki, at=LATER) == 1
    for row in (early, late):
        row.refresh_from_db()
    assert (early.state, late.state) == (Status.IN_REVIEW, Status.ACCEPTED)
    for reviewer in cast.reviewers:
        procedure.score(early, reviewer, marks=procedure.GOOD)
    panel.assign([late], cast.reviewers[:1], by=cast.suzuki, at=LATER)
    assert rounds.start_review(round_, only=[late.pk], by=cast.suzuki, at=LATER) == 1
    with pytest.raises(Refused, match="1つ以上選んで"):
        rounds.close_scoring(round_, only=[], by=cast.suzuki, at=LATER)
    assert rounds.close_scoring(round_, only=[early.pk], by=cast.suzuki, at=LATER) == 1
    for row in (early, late):
        row.refresh_from_db()
    assert (early.state, late.state) == (Status.SCORED, Status.IN_REVIEW)
    procedure.score(late, cast.reviewers[0], marks=procedure.POOR, at=LATER)  # still open
    decision = decisions.propose(early, outcome=Outcome.CERTIFIED, by=cast.suzuki, at=LATER)
    assert (decision.derivation["n"], decision.derivation["of"]) == (3, 3)
    decisions.confirm([decision], by=cast.kimura, at=LATER)
    assert decisions.release(round_, by=cast.suzuki, at=LATER).applications == 1  # the other batch goes on
    assert procedure.submitted(round_, firm, cast.sato, at=LATER).state is Status.SUBMITTED


def test_batch_of_rolling_intake_is_chosen_on_the_page(cast, firm, office):
    round_ = procedure.open_round(cast, procedure.programme(intake="rolling"), closes_at=None)
    rows = [accepted(round_, firm, cast, f"架空の品{n}号") for n in (1, 2)]
    procedure.seat_panel(round_, cast)
    panel.assign(rows[:1], cast.reviewers, by=cast.suzuki, at=AT)
    here = f"/cms/rounds/{round_.pk}/start/"
    words = office.get(here).content.decode()
    assert "割り当てられていない申請が1件" in words
    assert "選んだ申請の審査を始める" in words
    assert office.post(here, {"choose": "yes"}).url == here
    assert office.post(here, {"choose": "yes", "row": [rows[0].pk]}).url == f"/cms/rounds/{round_.pk}/"
    close = f"/cms/rounds/{round_.pk}/close/"
    assert "選ばなかった申請は採点を続けられます" in office.get(close).content.decode()
    assert office.post(close, {"choose": "yes", "row": [rows[0].pk]}).url == f"/cms/rounds/{round_.pk}/board/"
    rows[0].refresh_from_db()
    assert rows[0].state is Status.SCORED


def test_round_with_a_window_still_waits_for_everybody(cast, firm):
    round_ = procedure.open_round(cast)
    rows = [accepted(round_, firm, cast, f"架空の品{n}号") for n in (1, 2)]
    procedure.seat_panel(round_, cast)
    panel.assign(rows[:1], cast.reviewers, by=cast.suzuki, at=AT)
    with pytest.raises(Refused, match=rows[1].receipt_number):
        rounds.start_review(round_, by=cast.suzuki, at=AT)


def test_maximum_per_firm_counts_neither_withdrawn_nor_refused(cast, firm):
    round_ = procedure.open_round(cast, procedure.programme(max_per_firm=2))
    one, two = (procedure.submitted(round_, firm, cast.sato, answers={"name": f"架空の品{n}号"}) for n in (1, 2))
    with pytest.raises(Refused, match="2件まで"):
        applications.start(round_, firm, by=cast.sato, at=AT)
    screening.refuse(one, reason="市内で販売していないため", by=cast.suzuki, at=AT)
    third = applications.start(round_, firm, by=cast.sato, at=AT)
    with pytest.raises(Refused, match="2件まで"):
        applications.start(round_, firm, by=cast.sato, at=AT)
    applications.withdraw(third, by=cast.sato, at=AT)
    applications.withdraw(two, by=cast.sato, at=AT)
    for _n in range(2):
        applications.start(round_, firm, by=cast.sato, at=AT)
    with pytest.raises(Refused):
        applications.start(round_, firm, by=cast.sato, at=AT)


def test_no_maximum_reads_as_such_and_several_products_may_come(cast, firm, office):
    round_ = procedure.open_round(cast)
    for n in range(4):
        procedure.submitted(round_, firm, cast.sato, answers={"name": f"架空の品{n}号"})
    assert "上限なし" in office.get(f"/cms/rounds/{round_.pk}/rules/").content.decode()


def test_results_do_not_go_out_while_the_window_is_open_without_the_word(cast, firm, office, travel_to):
    scene = procedure.decided_scene(cast, firm)
    scene.round.closes_at = AT + timedelta(days=5)
    scene.round.save()
    with pytest.raises(Refused, match="まだ申請を受け付けています"):
        decisions.release(scene.round, by=cast.suzuki, at=AT)
    travel_to(AT)
    here = f"/cms/rounds/{scene.round.pk}/release/"
    assert "受付中でも公表する" in office.get(here).content.decode()
    ids = list(Decision.objects.values_list("pk", flat=True))
    office.post(here, {"decision": ids})
    assert not AuditEvent.objects.filter(verb="decision.released").exists()
    office.post(here, {"decision": ids, "even_though_open": "yes"})
    assert AuditEvent.objects.filter(verb="decision.released").count() == 3
    assert AuditEvent.objects.get(verb="round.released_while_open").facts["reasons"] == ["round.still_open"]


def test_results_wait_for_an_extension_that_runs(cast, firm):
    scene = procedure.decided_scene(cast, firm)
    round_ = scene.round
    procedure.Round.objects.filter(pk=round_.pk).update(closes_at=AT + timedelta(hours=1), scoring_closed_at=None,
                                                        scoring_closed_by=None)  # fmt: skip
    round_.refresh_from_db()
    draft = applications.start(round_, firm, by=cast.sato, at=AT)
    procedure.end_window(round_)
    draft.round.refresh_from_db()
    extensions.extend(draft, until=AT + timedelta(days=1), reason="停電", by=cast.suzuki, at=AT)
    with pytest.raises(Refused, match="締切を延長した下書きが1件"):
        decisions.release(round_, by=cast.suzuki, at=AT)
    assert decisions.release(round_, by=cast.suzuki, at=AT + timedelta(days=1)).applications == 3
