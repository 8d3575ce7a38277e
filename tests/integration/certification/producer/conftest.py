"""The cast, a firm, an open call, a certificate in its window of renewal."""

import pytest

from certification.models import Application, Round
from core.models import Business
from tests.factories import cast as people
from tests.factories import certificates as factory
from tests.factories import procedure
from tests.factories.cast import AT, Cast


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
def call(cast: Cast, now) -> Round:
    return procedure.open_round(cast)


@pytest.fixture
def draft(cast: Cast, firm: Business, call: Round) -> Application:
    """Complete, not handed in."""
    return procedure.draft(call, firm, cast.sato)


@pytest.fixture
def sent(cast: Cast, firm: Business, call: Round) -> Application:
    """Handed in."""
    return procedure.submitted(call, firm, cast.sato)


@pytest.fixture
def reader(cast: Cast, firm: Business):
    """A colleague who may only read."""
    user = people.person("reader", last="読子")
    people.join(firm, user, "reader")
    return user


@pytest.fixture
def held(cast: Cast, firm: Business, travel_to) -> factory.Held:
    """A certificate in its window of renewal; the clock stands there."""
    found = factory.held(cast, firm)
    travel_to(factory.DUE)
    return found
