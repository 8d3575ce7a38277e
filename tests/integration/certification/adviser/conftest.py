"""A near miss released, with 山本 as the adviser of its plan."""

from dataclasses import dataclass

import pytest

from certification.models import ChallengePlan
from certification.services import challenge
from core.models import Business
from tests.factories import procedure
from tests.factories.cast import AT, Cast, business, cast


@dataclass(slots=True)
class Support:
    """What the desk tests stand on."""

    cast: Cast
    firm: Business
    plan: ChallengePlan

    @property
    def gap(self) -> str:
        return self.plan.gaps[0]["key"]


def offered() -> Support:
    people = cast()
    firm = business(people.sato)
    scene = procedure.released_scene(people, firm)
    plan = ChallengePlan.objects.get(application=scene.near)
    challenge.appoint_adviser(plan, people.yamamoto, by=people.suzuki, at=AT)
    return Support(people, firm, plan)


@pytest.fixture
def offer(db: None) -> Support:
    return offered()


@pytest.fixture
def support(offer: Support) -> Support:
    """The firm has agreed."""
    challenge.agree(offer.plan, by=offer.cast.sato, at=AT)
    return offer
