"""The reviewer's list: four words, running progress, the next one; only what is theirs."""

import pytest
from django.urls import reverse

from certification.services import panel, rounds, sheets
from tests.factories import procedure
from tests.factories.cast import AT, business, cast
from tests.integration.certification.reviewer.conftest import make

INDEX = "/review/"


def test_index_shows_assigned_products_progress_and_next(client_of, desk):
    html = client_of(desk.cast.takahashi).get(INDEX).content.decode()
    assert "0 / 2 件" in html
    assert "架空のゼリー1号" in html
    assert "関係の有無を申告する" in html
    assert "次の未採点へ" in html
    assert reverse("review:declare", args=[desk.first.code]) in html
    assert "架空菓子店つむぎ" not in html


def test_index_of_a_round_that_is_not_blind_names_the_firm(client_of, named_desk):
    assert "架空菓子店つむぎ" in client_of(named_desk.cast.takahashi).get(INDEX).content.decode()


def test_r3_four_words_are_four_filters(client_of, db):
    desk = make(blind=True, count=4)
    blank, draft, done, recused = desk.round.applications.order_by("pk")
    by = desk.cast.takahashi
    for row in (blank, draft, done):
        panel.declare(row, kind="none", by=by, at=AT)
    panel.declare(recused, kind="family", by=by, at=AT)
    sheets.save(draft, sheets.Input({"taste": {"value": None, "na": True}}, {}), by=by, at=AT)
    full = {"taste": {"value": "4"}, "origin": {"value": "4"}}
    sheets.save(done, sheets.Input(full, {"safe": True}), by=by, at=AT)
    sheets.submit(done, by=by, at=AT)
    reviewer = client_of(by)
    names = [row.product_name for row in (blank, draft, done, recused)]
    found = {
        state: [name for name in names if f">{name}<" in _list(reviewer, state)]
        for state in ("", "blank", "draft", "submitted", "recused", "nonsense")
    }
    assert found == {
        "": names[:3],
        "blank": names[:1],
        "draft": names[1:2],
        "submitted": names[2:3],
        "recused": names[3:],
        "nonsense": names[:3],
    }
    assert "1 / 3 件" in reviewer.get(INDEX).content.decode()


def _list(reviewer, state: str) -> str:
    html = reviewer.get(INDEX, {"state": state} if state else {}).content.decode()
    return html[html.index('class="review-list"') :]


def test_index_before_the_review_starts_lets_declare_but_not_open(client_of, db):
    desk = _accepted_only()
    reviewer = client_of(desk[0].takahashi)
    application = desk[1]
    answer = reviewer.post(reverse("review:declare", args=[application.code]), {"kind": "none"}, follow=True)
    assert answer.redirect_chain[-1][0] == INDEX
    assert "審査が始まると採点できます" in answer.content.decode()
    sheet = reviewer.get(reverse("review:sheet", args=[application.code]), follow=True)
    assert "審査の期間ではありません" in sheet.content.decode()


def _accepted_only():
    people = cast()
    firm = business(people.sato)
    round_ = procedure.open_round(people)
    application = procedure.submitted(round_, firm, people.sato)
    procedure.accept(application, people)
    procedure.seat_panel(round_, people)
    panel.assign([application], people.reviewers, by=people.suzuki, at=AT)
    application.refresh_from_db()
    return people, application


def test_index_does_not_show_what_is_still_being_checked(client_of, db):
    people = cast()
    firm = business(people.sato)
    round_ = procedure.open_round(people)
    application = procedure.submitted(round_, firm, people.sato, answers={"name": "架空の点検中"})
    procedure.seat_panel(round_, people)
    panel.assign([application], people.reviewers, by=people.suzuki, at=AT)
    reviewer = client_of(people.takahashi)
    assert "架空の点検中" not in reviewer.get(INDEX).content.decode()
    assert reviewer.get(reverse("review:declare", args=[application.code])).status_code == 404


def test_index_of_a_reviewer_without_rounds_says_what_will_be_here(client_of, db):
    people = cast()
    assert "担当の審査はまだありません" in client_of(people.takahashi).get(INDEX).content.decode()


def test_index_of_a_seat_without_assignment_says_so(client_of, db):
    people = cast()
    procedure.seat_panel(procedure.open_round(people), people)
    assert "まだ割り当てがありません" in client_of(people.takahashi).get(INDEX).content.decode()


@pytest.mark.parametrize("name", ["sato", "suzuki", "yamamoto", "stranger"])
def test_index_is_refused_with_its_reason_to_others(client_of, db, name):
    answer = client_of(getattr(cast(), name)).get(INDEX)
    assert answer.status_code == 403
    assert "審査委員の画面です" in answer.content.decode()


def test_every_page_asks_for_the_login(client, desk):
    for address in (
        INDEX,
        reverse("review:declare", args=[desk.first.code]),
        reverse("review:sheet", args=[desk.first.code]),
        reverse("review:submit", args=[desk.first.code]),
        reverse("review:file", args=["x"]),
    ):
        answer = client.get(address)
        assert answer.status_code == 302
        assert reverse("account_login") in answer.url


def test_index_wrong_method(client_of, desk):
    assert client_of(desk.cast.takahashi).post(INDEX).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_index_costs_the_same_with_one_and_three_applications(client_of, db, exact_queries, count):
    desk = make(blind=True, count=count)
    for row in desk.round.applications.all():
        procedure.score(row, desk.cast.takahashi, marks=procedure.GOOD)
    reviewer = client_of(desk.cast.takahashi)
    with exact_queries(10):
        reviewer.get(INDEX)


def test_closed_round_says_so(client_of, opened):
    rounds.close_scoring(opened.round, by=opened.cast.suzuki, at=AT)
    html = client_of(opened.cast.takahashi).get(INDEX).content.decode()
    assert "採点の受付は終わりました" in html
    assert "次の未採点へ" not in html
