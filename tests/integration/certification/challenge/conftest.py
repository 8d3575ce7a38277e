"""The steps of challenge support as fixtures; the clock stands at the factories' moment."""

import pytest

from tests.factories import plans
from tests.factories.cast import AT


@pytest.fixture
def now(db, travel_to):
    travel_to(AT)
    return AT


@pytest.fixture
def offer(now):
    return plans.offered()


@pytest.fixture
def support(now):
    """Agreed, with an adviser."""
    return plans.agreed()


@pytest.fixture
def under_way(now):
    return plans.started()


@pytest.fixture
def ready(now):
    return plans.ready()
