"""Proposing, confirming by a second person, releasing in one go."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from certification import invariants
from certification.domain.outcome import Outcome
from certification.domain.states import Status
from certification.models import (
    Certificate,
    ChallengePlan,
    Confirmation,
    Decision,
    Letter,
    Release,
    Transition,
)
from certification.permissions import Denied
from certification.services import applications, certificates, decisions, documents, rounds
from core.domain.reason import Refused
from core.models import AuditEvent, OutboxMessage
from tests.factories import procedure
from tests.factories.cast import AT


def test_suggestions_and_derivation_stand_in_the_proposal(cast, firm):
    scene = procedure.scored_scene(cast, firm)
    made = decisions.propose(scene.near, outcome=Outcome.CHALLENGE, by=cast.suzuki, at=AT)
    assert (made.version, made.suggested, made.derivation["total"]) == (1, "challenge", "40.0")
    assert made.derivation["lines"][-1].endswith("40.0％")


def test_override_wants_both_reasons_and_keeps_the_suggestion(cast, firm):
    scene = procedure.scored_scene(cast, firm)
    with pytest.raises(Refused, match="申請者に伝える理由"):
        decisions.propose(scene.near, outcome=Outcome.CERTIFIED, override_reason="総合的に", by=cast.suzuki, at=AT)
    made = decisions.propose(
        scene.near,
        outcome=Outcome.CERTIFIED,
        override_reason="総合的に",
        public_reason="味が特に優れるため",
        by=cast.suzuki,
        at=AT,
    )
    assert (made.overrides, made.suggested, made.override_reason) == (True, "challenge", "総合的に")


def test_own_proposal_cannot_be_confirmed(cast, firm):
    cast.suzuki.groups.add(*cast.kimura.groups.all())
    vars(cast.suzuki).pop("_role_names", None)
    scene = procedure.scored_scene(cast, firm)
    made = decisions.propose(scene.good, outcome=Outcome.CERTIFIED, by=cast.suzuki, at=AT)
    with pytest.raises(Refused, match="ご自身の案"):
        decisions.confirm([made], by=cast.suzuki, at=AT)
    assert Confirmation.objects.count() == 0


def test_superseded_version_cannot_be_confirmed(cast, firm):
    scene = procedure.scored_scene(cast, firm)
    old = decisions.propose(scene.good, outcome=Outcome.CERTIFIED, by=cast.suzuki, at=AT)
    decisions.propose(
        scene.good,
        outcome=Outcome.DECLINED,
        override_reason="表示の誤り",
        public_reason="表示に誤りがあったため",
        by=cast.suzuki,
        at=AT,
    )
    with pytest.raises(Refused, match="案が変わっています"):
        decisions.confirm([old], by=cast.kimura, at=AT)


def test_a2_change_before_release_supersedes_and_needs_confirmation_again(cast, firm):
    """A2: one letter for the decision that was released, none for the superseded one."""
    scene = procedure.decided_scene(cast, firm)
    again = decisions.propose(
        scene.good,
        outcome=Outcome.DECLINED,
        override_reason="誤り",
        public_reason="表示に誤りがあったため",
        by=cast.suzuki,
        at=AT,
    )
    assert (again.version, scene.good.state) == (2, Status.SCORED)
    with pytest.raises(Refused, match="まだ決定していない"):
        decisions.release(scene.round, by=cast.suzuki, at=AT)
    decisions.confirm([again], by=cast.kimura, at=AT)
    decisions.release(scene.round, by=cast.suzuki, at=AT)
    assert list(scene.good.letters.values_list("kind", flat=True)) == ["declined"]
    assert list(Decision.objects.filter(application=scene.good).values_list("version", "outcome")) == [
        (1, "certified"),
        (2, "declined"),
    ]


def test_release_makes_letters_certificates_plans_and_mails_once(cast, firm):
    scene = procedure.decided_scene(cast, firm)
    result = decisions.release(scene.round, by=cast.suzuki, at=AT)
    assert result == decisions.Released(3, 1, 1, 1)
    with pytest.raises(Refused, match="公表を待っている決定はありません"):
        decisions.release(scene.round, by=cast.suzuki, at=AT)
    assert Letter.objects.count() == Release.objects.count() == 3
    assert Certificate.objects.get().application_id == scene.good.pk
    assert ChallengePlan.objects.get().application_id == scene.near.pk
    assert OutboxMessage.objects.filter(kind="result").count() == 3
    assert AuditEvent.objects.filter(verb="decision.released").count() == 3


def test_a1_each_letter_holds_its_own_words_only(cast, firm):
    """A1: reasons and feedback per criterion; nothing internal, nothing of another product."""
    scene = procedure.released_scene(cast, firm)
    near = scene.near.letters.get().values
    assert near["product"] == "架空の菓子2号"
    assert near["criteria"][1]["below"] is True
    assert near["criteria"][1]["comments"] == [
        "originについて高橋より",
        "originについて田中より",
        "originについて渡辺より",
    ]
    text = str(near)
    assert "内部メモ" not in text
    assert "1号" not in text
    assert "3号" not in text


def test_nothing_of_the_result_exists_before_release(cast, firm):
    procedure.decided_scene(cast, firm)
    assert Letter.objects.count() == Certificate.objects.count() == ChallengePlan.objects.count() == 0
    assert not OutboxMessage.objects.filter(kind="result").exists()


def test_s4_finishing_a_release_again_changes_nothing(cast, firm):
    scene = procedure.released_scene(cast, firm)
    assert certificates.publish_pending(by=None, at=AT) == 1
    assert documents.set_pending(at=AT) == 4
    kept = scene.good.letters.get().pdf_id
    assert certificates.publish_pending(by=None, at=AT) == 0
    assert documents.set_pending(at=AT) == 0
    assert scene.good.letters.get().pdf_id == kept


@pytest.mark.parametrize("model", [Transition, Decision, Confirmation, Release, Letter])
def test_c4_history_refuses_update_and_delete(cast, firm, model):
    procedure.released_scene(cast, firm)
    row = model.objects.first()
    name = model._meta.concrete_fields[1].attname
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.filter(pk=row.pk).update(**{name: getattr(row, name)})
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.filter(pk=row.pk)._raw_delete(using="default")


@pytest.mark.parametrize("name", ["sato", "takahashi", "yamamoto", "kobayashi", "kato", "stranger"])
def test_decisions_by_anyone_else_are_denied(cast, firm, name):
    scene = procedure.decided_scene(cast, firm)
    person = getattr(cast, name)
    with pytest.raises(Denied):
        decisions.propose(scene.good, outcome=Outcome.CERTIFIED, by=person, at=AT)
    with pytest.raises(Denied):
        decisions.confirm(scene.decisions, by=person, at=AT)
    with pytest.raises(Denied):
        decisions.release(scene.round, by=person, at=AT)


def test_release_costs_the_same_queries_for_one_and_for_three(cast, firm):
    """The number of statements does not depend on the number of decisions (target: 60 for 100)."""
    counts = []
    for n in (1, 3):
        made = procedure.programme(f"count-{n}", number_prefix=f"N{n}")
        round_ = procedure.open_round(cast, made, name=f"第{n}回")
        rows = [procedure.submitted(round_, firm, cast.sato) for _ in range(n)]
        for row in rows:
            procedure.accept(row, cast)
        procedure.in_review(round_, rows, cast)
        for row in rows:
            for reviewer in cast.reviewers:
                procedure.score(row, reviewer, marks=procedure.GOOD)
        procedure_close(round_, cast)
        newest = [decisions.propose(row, outcome=Outcome.CERTIFIED, by=cast.suzuki, at=AT) for row in rows]
        decisions.confirm(newest, by=cast.kimura, at=AT)
        with CaptureQueriesContext(connection) as caught:
            decisions.release(round_, by=cast.suzuki, at=AT)
        counts.append(len(caught))
    assert counts[0] == counts[1]
    assert counts[0] <= 60


def procedure_close(round_, cast):
    """The window is over; close the scoring."""
    procedure.end_window(round_)
    rounds.close_scoring(round_, by=cast.suzuki, at=AT)


def test_firm_may_withdraw_until_the_release_and_its_decision_goes_nowhere(cast, firm, client_of):
    scene = procedure.decided_scene(cast, firm)
    applications.withdraw(scene.good, by=cast.sato, at=AT, reason="都合により")
    decisions.release(scene.round, by=cast.suzuki, at=AT)
    assert Release.objects.filter(application=scene.good).count() == 0
    assert Letter.objects.filter(application=scene.good).count() == 0
    assert Certificate.objects.count() == 0
    assert not OutboxMessage.objects.filter(key__startswith=f"result:{scene.good.pk}:").exists()
    page = client_of(cast.sato).get(f"/apply/a/{scene.good.code}/").content.decode()
    assert "認証しました" not in page
    assert "取り下げました" in page
    assert [problem for rule in invariants.RULES for problem in rule()] == []
