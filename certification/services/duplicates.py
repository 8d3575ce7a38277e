"""What the office says about a pair that looks like one product; kept for ever, the newest word counts."""

from datetime import datetime

from django.db import transaction

from certification import permissions
from certification.models import Application, DuplicateRuling
from core import audit
from core.domain import text
from core.domain.reason import Reason, Refused
from core.models import User

LONGEST = 300


@transaction.atomic
def rule(
    application: Application,
    *,
    other: Application | None = None,
    product_code: str = "",
    verdict: str,
    reason: str,
    by: User,
    at: datetime,
) -> DuplicateRuling:
    """What the office says of a pair: `different` (nobody is asked again) or `open` (ask again).

    Raises Refused without a reason. Of two applications the earlier one carries the row, whichever was looked at.
    """
    permissions.require_secretariat(by)
    reason = text.clean(reason)
    if not reason:
        raise Refused(Reason("duplicate.no_reason", "判断の理由を書いてください。記録に残ります。", field="reason"))
    if len(reason) > LONGEST:
        raise Refused(Reason("duplicate.long", f"理由は{LONGEST}字までにしてください。", field="reason"))
    first, second = application, other
    if other is not None and other.pk < application.pk:
        first, second = other, application
    found = DuplicateRuling.objects.create(
        application=first,
        other=second,
        product_code="" if other else product_code,
        verdict=verdict,
        reason=reason,
        decided_at=at,
        decided_by=by,
    )
    for side in filter(None, (first, second)):
        audit.record(
            "application.compared",
            side,
            by=by,
            at=at,
            verdict=verdict,
            reason=reason,
            other=str((second if side is first else first) or product_code),
        )
    return found
