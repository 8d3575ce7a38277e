"""The thread of messages as the firm's person sees it on the application's page."""

from collections.abc import Sequence
from typing import Any

from certification.models import Application
from certification.models.application import new_code
from certification.selectors import messages as selectors
from certification.services import messages
from core.domain.reason import Reason
from core.files import ACCEPTED
from core.models import User


def of(row: Application, user: User, *, typed: str = "", errors: Sequence[Reason] = ()) -> dict[str, Any]:
    """What the thread shows to this person."""
    thread = list(selectors.thread(row))
    unread = selectors.unread_of(user, [row.pk]).get(row.pk, 0)
    why_not = messages.why_not_say(row, user, office=False)
    return {
        "thread": thread,
        "unread": unread,
        "last": thread[-1].pk if thread else 0,
        "may_say": why_not is None,
        "why_not": why_not.sentence if why_not else "",
        "typed": typed,
        "errors": {reason.field: reason.sentence for reason in errors},
        "key": new_code(),
        "accepts": ACCEPTED["document"],
        "most": messages.MOST_FILES,
    }
