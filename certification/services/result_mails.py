"""結果のお知らせ: the mails a release queues, written once for the queue and for the preview before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from certification.models import Round
from certification.selectors.board import Row
from certification.selectors.people import addresses
from certification.services import letters
from core import clock, mail, outbox
from core.models import OutboxMessage

KIND = "result"


def drafts(round_: Round, rows: Sequence[Row], *, at: datetime) -> list[outbox.Draft]:
    """One mail for each owner and editor of each firm; it says that the result is there, not what it is."""
    people = addresses({row.application.business_id for row in rows})
    programme = round_.frozen.name
    return [
        outbox.Draft(
            KIND,
            row.application,
            to,
            f"result:{row.application.pk}:{row.decision.version if row.decision else 0}:{to}",
            {
                "number": row.application.receipt_number,
                "product": row.application.product_name,
                "programme": programme,
                "business": row.application.business.name,
                "url": letters.desk_url(row.application),
                "released_at": clock.local_text(at),
            },
        )
        for row in rows
        for to in people.get(row.application.business_id, [])
    ]


@dataclass(frozen=True, slots=True)
class Preview:
    """A mail as it would leave now."""

    to: str
    subject: str
    body: str


def preview(draft: outbox.Draft) -> Preview:
    """The mail rendered, not queued. Raises TemplateDoesNotExist, TemplateSyntaxError or ValueError."""
    row = OutboxMessage(kind=draft.kind, to=draft.to, context=draft.context)
    subject, body = mail.render(row)
    return Preview(draft.to, subject, body)
