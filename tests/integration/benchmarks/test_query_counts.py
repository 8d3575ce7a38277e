"""How often the desks' heavy pages ask the database: literals, the same at every size. Times are never tested."""

import pytest
from django.test import Client
from django.urls import reverse

from certification.models import Assignment, Round
from certification.selectors import standings
from core import clock
from core.models import User
from home import bench_seed
from tests.harness.queries import exact_queries

BOARD, BOARD_AGAIN, ASSIGNMENT, SHEET = 18, 15, 18, 10
pytestmark = pytest.mark.django_db


def seeded(applications: int, *, handed_in: bool = True) -> Round:
    return bench_seed.seed(applications=applications, reviewers_per=5, at=clock.now(), handed_in=handed_in)


def as_person(client: Client, name: str) -> Client:
    client.force_login(User.objects.get(email=f"{name}@example.org"))
    return client


@pytest.mark.parametrize("applications", [10, 100, 1000])
def test_board_asks_the_same_number_of_queries_at_every_size(client: Client, applications: int) -> None:
    url = reverse("rounds:board", args=[seeded(applications).pk])
    as_person(client, "office").get(url)
    standings.forget()
    with exact_queries(BOARD):
        client.get(url)
    with exact_queries(BOARD_AGAIN):
        page = client.get(url).content.decode()
    assert page.count('<th class="first" scope="row">') == min(applications, 250)


@pytest.mark.parametrize("applications", [10, 100])
def test_assignments_ask_the_same_number_of_queries_at_every_size(client: Client, applications: int) -> None:
    round_ = seeded(applications, handed_in=False)
    url = reverse("rounds:assignment", args=[round_.pk])
    as_person(client, "office").get(url)
    with exact_queries(ASSIGNMENT):
        page = client.get(url)
    assert len(page.content) <= 150_000


@pytest.mark.parametrize("applications", [10, 100])
def test_sheet_asks_the_same_number_of_queries_at_every_size(client: Client, applications: int) -> None:
    seeded(applications, handed_in=False)
    seat = Assignment.objects.filter(reviewer__email="reviewer0@example.org").order_by("pk").first()
    assert seat is not None
    url = reverse("review:sheet", args=[seat.application.code])
    as_person(client, "reviewer0").get(url)
    with exact_queries(SHEET):
        assert client.get(url).status_code == 200
