"""The cast, a firm, browsers by name."""

from collections.abc import Callable
from typing import Any

import pytest

from core.models import Business
from tests.factories import cast as people
from tests.factories.cast import AT, Cast
from tests.harness.client import StrictClient


@pytest.fixture
def cast(db: None) -> Cast:
    return people.cast()


@pytest.fixture
def firm(cast: Cast) -> Business:
    return people.business(cast.sato)


@pytest.fixture
def now(travel_to):
    """The clock stands at the factories' moment."""
    travel_to(AT)
    return AT


@pytest.fixture
def clients(cast: Cast, client_of: Callable[[Any], StrictClient]) -> Callable[[str], StrictClient]:
    """`clients("suzuki")`: that person's browser."""
    return lambda name: client_of(getattr(cast, name))


@pytest.fixture
def office(clients: Callable[[str], StrictClient]) -> StrictClient:
    """鈴木 of the secretariat."""
    return clients("suzuki")
