"""What is done and killed (tests/harness/killed.py): an act, and a look at what is left. Arguments are ids."""

import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from certification.domain.states import Status
from certification.models import (
    Application,
    ApplicationVersion,
    Certificate,
    ChallengePlan,
    Letter,
    Release,
    Round,
    Transition,
)
from certification.services import applications, decisions
from core.domain.reason import Refused
from core.models import AuditEvent, OutboxMessage, User
from tests.factories.cast import AT

Scene = tuple[Callable[[], Any], Callable[[], Any]]


def release(*, round_: int, by: int) -> Scene:
    """公表; done again it is refused, or finishes the job."""

    def act() -> None:
        with contextlib.suppress(Refused):
            decisions.release(Round.objects.get(pk=round_), even_though_open=True, by=User.objects.get(pk=by), at=AT)

    def look() -> dict[str, int]:
        return {
            "released": Application.objects.filter(status=Status.RELEASED.value).count(),
            "moves": Transition.objects.filter(target=Status.RELEASED.value).count(),
            "releases": Release.objects.count(),
            "letters": Letter.objects.count(),
            "certificates": Certificate.objects.count(),
            "plans": ChallengePlan.objects.count(),
            "mails": OutboxMessage.objects.filter(kind="result").count(),
            "told": AuditEvent.objects.filter(verb="decision.released").count(),
        }

    return act, look


def submit(*, application: int, by: int) -> Scene:
    """提出; done again it answers with the number it has."""

    def act() -> None:
        applications.submit(Application.objects.get(pk=application), by=User.objects.get(pk=by), at=AT)

    def look() -> dict[str, int]:
        row = Application.objects.get(pk=application)
        return {
            "submitted": int(row.state is Status.SUBMITTED),
            "number": int(bool(row.receipt_number)),
            "moves": Transition.objects.filter(application=row).count(),
            "versions": ApplicationVersion.objects.filter(application=row).count(),
            "mails": OutboxMessage.objects.filter(kind="receipt").count(),
        }

    return act, look


def save(*, application: int, by: int, answers: dict[str, Any], base: int) -> Scene:
    """An autosave; done again from the same base it changes nothing more."""
    later: datetime = AT + timedelta(minutes=1)

    def act() -> None:
        row = Application.objects.get(pk=application)
        applications.save(row, answers, base=base, by=User.objects.get(pk=by), at=later)

    def look() -> dict[str, Any]:
        row = Application.objects.get(pk=application)
        return {"answers": {key: row.answers.get(key) for key in answers}, "saved": int(row.saved_at == later)}

    return act, look
