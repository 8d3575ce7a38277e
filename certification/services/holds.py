"""保留: the committee leaves an application undecided, says why, and takes it up again later. Nobody is told."""

from datetime import datetime

from django.db import transaction

from certification import permissions
from certification.domain.states import Status
from certification.models import Application, Hold
from certification.selectors import holds
from certification.services import transitions
from core import audit
from core.domain.reason import Reason, Refused
from core.models import User

HOLDABLE = (Status.IN_REVIEW, Status.SCORED, Status.DECIDED)


@transaction.atomic
def hold(application: Application, *, reason: str, by: User, at: datetime) -> Hold:
    """Leave it undecided. A confirmed decision that is not released yet gives way: it must be proposed anew.

    Raises Refused without a reason, when it is held already, and before or after the committee's turn.
    """
    permissions.require_secretariat(by)
    row = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if row.state not in HOLDABLE:
        raise Refused(Reason("hold.state", f"{row} は審査中か判定中ではないため、保留にできません。"))
    if not reason.strip():
        raise Refused(Reason("hold.reason", "保留にする理由を書いてください。", field="reason"))
    if holds.is_held(row):
        raise Refused(Reason("hold.held", f"{row} はもう保留になっています。"))
    if row.state is Status.DECIDED:
        transitions.move(row, to=Status.SCORED, by=by, at=at, reason="保留")
    made = Hold.objects.create(application=row, held=True, reason=reason.strip(), made_at=at, made_by=by)
    audit.record("hold.begun", row, by=by, at=at, reason=made.reason)
    application.refresh_from_db(fields=["status"])
    return made


@transaction.atomic
def end(application: Application, *, reason: str, by: User, at: datetime) -> Hold:
    """Take it up again. Raises Refused without a reason or when it is not held."""
    permissions.require_secretariat(by)
    row = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if not reason.strip():
        raise Refused(Reason("hold.reason", "保留を解く理由を書いてください。", field="reason"))
    if not holds.is_held(row):
        raise Refused(Reason("hold.free", f"{row} は保留になっていません。"))
    made = Hold.objects.create(application=row, held=False, reason=reason.strip(), made_at=at, made_by=by)
    audit.record("hold.ended", row, by=by, at=at, reason=made.reason)
    return made
