"""The office's figures: one product on its second attempt beside an offer nobody answered; export; constant cost."""

import pytest
from django.urls import reverse

from certification.domain.conversion import STAGES, funnel
from certification.domain.outcome import Outcome
from certification.models import Certificate, ChallengePlan, Round
from certification.selectors import conversion
from certification.services import applications, challenge_offers, decisions, rounds
from tests.factories import plans, procedure
from tests.factories.cast import AT
from tests.factories.plans import GAP

FIGURES = 21


@pytest.fixture
def story(now):
    """A near miss, supported, applied again, certified on the second attempt."""
    made, new, again = plans.reapplied()
    applications.save(new, {"statement.sold": "yes"}, base=new.revision, by=made.cast.sato, at=AT)
    applications.save_gap_answers(new, {GAP: "書きました。"}, base=new.revision, by=made.cast.sato, at=AT)
    applications.submit(new, by=made.cast.sato, at=AT)
    procedure.accept(new, made.cast)
    procedure.in_review(again, [new], made.cast)
    for reviewer in made.cast.reviewers:
        procedure.score(new, reviewer, marks=procedure.GOOD)
    Round.objects.filter(pk=again.pk).update(closes_at=AT)
    again.refresh_from_db()
    rounds.close_scoring(again, by=made.cast.suzuki, at=AT)
    new.refresh_from_db()
    decided = decisions.propose(new, outcome=Outcome.CERTIFIED, by=made.cast.suzuki, at=AT)
    decisions.confirm([decided], by=made.cast.kimura, at=AT)
    decisions.release(again, by=made.cast.suzuki, at=AT)
    return made


def test_second_attempt_certified_counts_in_every_stage_with_its_days(story):
    found = conversion.stories()
    assert [each.stages() for each in found] == [(True,) * len(STAGES)]
    certified = Certificate.objects.get(application=story.reload().reapplication)
    assert found[0].certified_on == certified.certified_on
    assert (found[0].left, found[0].gaps) == (frozenset(), {GAP: "地域らしさ"})
    assert funnel(found).timed == 1


def test_ends_of_offers_are_told_apart(offer):
    challenge_offers.lapse_due(today=offer.plan.answer_by.replace(year=2027), at=AT)
    assert conversion.stories()[0].closed == "lapsed"


def test_declined_offer_is_no_lapse(offer):
    challenge_offers.decline(offer.plan, why="alone", by=offer.cast.sato, at=AT)
    assert conversion.stories()[0].closed == "declined"


def test_chain_tells_every_attempt_of_a_product(story):
    (chain,) = conversion.chains()
    assert [(row.number, row.outcome, row.missed) for row in chain.attempts] == [
        (1, "challenge", ("地域らしさ",)),
        (2, "certified", ()),
    ]


def test_page_shows_the_figures_and_exports_each_table(client_of, story):
    office = client_of(story.cast.suzuki)
    page = reverse("plans:figures")
    html = office.get(page).content.decode()
    assert "令和8年度" in html
    assert "何度も挑戦した商品" in html
    for table, word in (
        ("programme", "認証・認定"),
        ("criterion", "地域らしさ"),
        ("adviser", "山本"),
        ("attempts", "2"),
    ):
        answer = office.get(page, {"export": "csv", "table": table})
        body = b"".join(answer.streaming_content).decode("utf-8-sig")
        assert word in body, table
        assert office.get(page, {"export": "xlsx", "table": table}).status_code == 200
    assert client_of(story.cast.sato).get(page).status_code == 302
    assert client_of(story.cast.kobayashi).get(page).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_with_one_and_three_plans(client_of, story, exact_queries, count):
    others = [story.scene.good, story.scene.poor]
    for row in others[: count - 1]:
        ChallengePlan.objects.create(application=row, gaps=[], adviser=story.cast.yamamoto, offered_at=AT)
    office = client_of(story.cast.suzuki)
    office.get(reverse("plans:figures"))
    with exact_queries(FIGURES):
        office.get(reverse("plans:figures"))
