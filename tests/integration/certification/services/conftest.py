"""The cast and a firm, for every test of the services."""

import pytest

from core.models import Business
from tests.factories import cast as people


@pytest.fixture
def cast(db: None) -> people.Cast:
    return people.cast()


@pytest.fixture
def firm(cast: people.Cast) -> Business:
    return people.business(cast.sato)
