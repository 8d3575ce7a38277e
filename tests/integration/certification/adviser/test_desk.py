"""The adviser's list of plans."""

from datetime import date

import pytest

from certification.models import ChallengePlan
from certification.services import challenge
from tests.factories.cast import AT, cast

INDEX = "/advise/"


def test_index_shows_firm_product_state_and_next_date(client_of, support):
    challenge.add_task(
        support.plan, gap_key=support.gap, title="直す", due_on=date(2020, 1, 5), by=support.cast.yamamoto, at=AT
    )
    html = client_of(support.cast.yamamoto).get(INDEX).content.decode()
    assert support.firm.name in html
    assert support.plan.application.product_name in html
    assert "同意済み" in html
    assert "課題 0 / 1 件" in html
    assert "2020年1月5日（日）（過ぎています）" in html


def test_index_without_plans_says_what_will_be_here(client_of, db):
    assert "担当する計画はまだありません" in client_of(cast().yamamoto).get(INDEX).content.decode()


@pytest.mark.parametrize("name", ["sato", "suzuki", "takahashi", "stranger"])
def test_index_is_refused_with_its_reason_to_others(client_of, db, name):
    answer = client_of(getattr(cast(), name)).get(INDEX)
    assert answer.status_code == 403
    assert "専門家の画面です" in answer.content.decode()


def test_index_asks_for_the_login_and_refuses_other_methods(client, client_of, db):
    assert client.get(INDEX).status_code == 302
    assert client_of(cast().yamamoto).post(INDEX).status_code == 405


def test_plan_that_is_over_stands_below(client_of, support):
    challenge.close(support.plan, reason="", by=support.cast.suzuki, at=AT)
    html = client_of(support.cast.yamamoto).get(INDEX).content.decode()
    assert "終わった計画" in html


@pytest.mark.parametrize("count", [1, 3])
def test_index_costs_the_same_with_one_and_three_plans(client_of, support, exact_queries, count):
    others = support.plan.application.round.applications.exclude(pk=support.plan.application_id)
    for row in others[: count - 1]:
        ChallengePlan.objects.create(application=row, gaps=[], adviser=support.cast.yamamoto, offered_at=AT)
    adviser = client_of(support.cast.yamamoto)
    with exact_queries(13):
        adviser.get(INDEX)
