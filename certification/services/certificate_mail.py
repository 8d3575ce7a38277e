"""What a firm reads when its certificate ends or is due for renewal; queued in the transaction of the move."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from certification.domain.labels import Words
from certification.models import Certificate, Round
from certification.selectors.calls import next_call
from certification.selectors.people import addresses
from certification.services import letters
from core import clock, outbox


def tell(certificate: Certificate, letter: str, *, reason: str, at: datetime) -> None:
    """One mail (`letter` as the edge table names it) to each owner and editor; the same certificate and letter once."""
    application = certificate.application
    coming = next_call(application.round.programme_id, at)
    context = context_of(certificate, letter, reason=reason, coming=coming, at=at)
    firm = application.business_id
    outbox.add_many(
        [
            outbox.Draft(letter, application, to, f"{letter}:{certificate.pk}:{to}", context)
            for to in addresses([firm]).get(firm, [])
        ],
        at=at,
    )


def context_of(
    certificate: Certificate, letter: str, *, reason: str, coming: Round | None, at: datetime
) -> dict[str, str]:
    """Everything the mail says, as plain values: also its preview. `coming`: the call to renew in."""
    application = certificate.application
    rules = application.round.frozen
    words = Words(rules.word)
    until = clock.date_text(certificate.valid_until)
    put_in = letters.put_in(
        rules,
        business=application.business.name,
        product=application.product_name,
        receipt_number=application.receipt_number or "",
        date=clock.date_text(clock.on(at)),
        number=certificate.number,
        valid_until=until,
        reason=reason,
    )
    own = letters.words_of(rules, letter, put_in)
    return {
        "business": application.business.name,
        "product": application.product_name,
        "programme": rules.name,
        "word": words.word,
        "mark": words.mark,
        "number": certificate.number,
        "on": clock.date_text(clock.on(at)),
        "until": until,
        "opening": own["opening"],
        "closing": own["closing"],
        "reason": reason,
        "appeal": rules.appeal_text,
        "call": str(coming) if coming else "",
        "call_opens": clock.local_text(coming.opens_at) if coming else "",
        "call_closes": clock.local_text(coming.closes_at) if coming and coming.closes_at else "",
        "url": letters.desk_url(application),
        "calls_url": settings.SITE_URL + reverse("apply:index"),
        "verify_url": settings.SITE_URL + reverse("catalog:verify", args=[certificate.number]),
    }
