"""A round with accepted applications and a panel that nobody has assigned yet; and one at work."""

from dataclasses import dataclass

import pytest

from certification.models import Application, PanelMember, Round
from core.models import Business, User
from tests.factories import cast as people
from tests.factories import procedure
from tests.factories.cast import Cast
from tests.harness.client import StrictClient
from tests.integration.certification.reviewer.conftest import Desk, make


@dataclass(slots=True)
class Before:
    """Accepted, seated, not assigned."""

    cast: Cast
    round: Round
    firm: Business
    rows: list[Application]

    def seat(self, person: User) -> PanelMember:
        return PanelMember.objects.get(round=self.round, user=person)

    @property
    def here(self) -> str:
        return f"/cms/rounds/{self.round.pk}"


@pytest.fixture
def before(db: None) -> Before:
    cast = people.cast()
    firm = people.business(cast.sato)
    round_ = procedure.open_round(cast)
    rows = [procedure.submitted(round_, firm, cast.sato, answers={"name": f"架空の品{n}号"}) for n in (1, 2, 3)]
    for row in rows:
        procedure.accept(row, cast)
    procedure.seat_panel(round_, cast)
    return Before(cast, round_, firm, rows)


@pytest.fixture
def desk(db: None) -> Desk:
    """In review, nobody has declared; blind."""
    return make(blind=True)


@pytest.fixture
def office(client_of) -> StrictClient:
    """鈴木 of the secretariat; use after `before` or `desk`."""
    return client_of(User.objects.get(email="suzuki@example.org"))
