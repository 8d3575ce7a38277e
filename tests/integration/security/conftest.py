"""The stage is built once for each module and rolled back at its end; every test works in a savepoint of its own."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from core import pdf
from tests.factories.cast import AT
from tests.integration.security import stage as scenes
from tests.integration.security.stage import Stage


@pytest.fixture(scope="module")
def _built(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    with pytest.MonkeyPatch.context() as patch:
        # A paper shows what it is given; as JSON it can be read here (its drawing is tested elsewhere).
        patch.setattr(
            pdf, "render", lambda _template, values: b"%PDF-" + json.dumps(values, ensure_ascii=False).encode()
        )
        with django_db_blocker.unblock(), time_machine.travel(AT, tick=False), transaction.atomic():
            yield scenes.build()
            transaction.set_rollback(True)


@pytest.fixture
def stage(_built: Stage, db: None, travel_to: Callable[[Any], None]) -> Stage:
    """Everybody and everything, at the factories' moment."""
    travel_to(AT)
    return _built


@pytest.fixture
def browsers(stage: Stage) -> dict[str, Client]:
    """{role: their browser}, logged in; a crash raises."""
    found = {}
    for role, person in stage.people.items():
        found[role] = Client()
        if person is not None:
            found[role].force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return found
