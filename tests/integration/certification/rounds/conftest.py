"""The office's people, and a two-stage round with its paper stage behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from certification.models import Application, Criterion, Round
from core.models import Business
from tests.factories import cast as people
from tests.factories import procedure, stages
from tests.factories.cast import Cast
from tests.harness.client import StrictClient


@pytest.fixture
def cast(db: None) -> Cast:
    return people.cast()


@pytest.fixture
def firm(cast: Cast) -> Business:
    return people.business(cast.sato)


@pytest.fixture
def clients(cast: Cast, client_of: Callable[[Any], StrictClient]) -> Callable[[str], StrictClient]:
    """`clients("suzuki")`: that person's browser."""
    return lambda name: client_of(getattr(cast, name))


@pytest.fixture
def office(clients: Callable[[str], StrictClient]) -> StrictClient:
    """鈴木 of the secretariat."""
    return clients("suzuki")


@pytest.fixture
def call(cast: Cast) -> Round:
    """A round taking applications."""
    return procedure.open_round(cast)


@dataclass(slots=True)
class Staged:
    """A round of two stages: `first` and `second` handed in on paper by everybody."""

    cast: Cast
    round: Round
    firm: Business
    first: Application
    second: Application


@pytest.fixture
def staged(cast: Cast, firm: Business) -> Staged:
    made = procedure.programme()
    Criterion.objects.filter(programme=made, key="taste").update(stage=2)
    found = procedure.open_round(cast, made)
    rows = [procedure.submitted(found, firm, cast.sato, answers={"name": f"架空の菓子{n}号"}) for n in (1, 2)]
    for row in rows:
        procedure.accept(row, cast)
    procedure.in_review(found, rows, cast)
    for row, mark in zip(rows, ("5", "3"), strict=True):
        for reviewer in cast.reviewers:
            stages.hand_in_paper(row, reviewer, origin=mark)
    return Staged(cast, found, firm, *rows)
