"""The addresses for operations."""

from datetime import timedelta

import pytest

from core import outbox
from core.models import User
from home import health
from tests.harness.moments import tokyo

AT = tokyo(2026, 11, 21)


def test_healthz_asks_the_database_nothing(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_readyz_names_each_part(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "database": "ok", "outbox": "ok"})


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "words"), [(14, "ok"), (16, "waiting")])
def test_outbox_whose_mail_is_overdue_says_so(minutes, words):
    user = User.objects.create_user("satou@example.jp", "a-long-password")
    outbox.add("welcome", user, to=user.email, key="welcome:1", at=AT, context={})
    assert health.outbox(at=AT + timedelta(minutes=minutes)) == words
