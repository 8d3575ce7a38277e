"""A named cast, one round in every phase, and the office's people logged in."""

from collections.abc import Callable
from typing import Any

import pytest

from certification.models import Round
from core.models import Business
from tests.factories import cast as people
from tests.factories import procedure
from tests.factories.cast import Cast
from tests.factories.procedure import Scene
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
def approver(clients: Callable[[str], StrictClient]) -> StrictClient:
    """木村, who confirms."""
    return clients("kimura")


@pytest.fixture
def open_round(cast: Cast) -> Round:
    return procedure.open_round(cast)


@pytest.fixture
def scored(cast: Cast, firm: Business) -> Scene:
    return procedure.scored_scene(cast, firm)


@pytest.fixture
def decided(cast: Cast, firm: Business) -> Scene:
    return procedure.decided_scene(cast, firm)


@pytest.fixture
def released(cast: Cast, firm: Business) -> Scene:
    return procedure.released_scene(cast, firm)


def text_of(response: Any) -> str:
    """The page as text."""
    return str(response.content.decode())
