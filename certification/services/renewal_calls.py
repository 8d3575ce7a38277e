"""更新の案内: firms whose certificates near their end are called once a fiscal year; one may be left alone."""

from collections.abc import Collection
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from certification import permissions
from certification.domain import validity
from certification.domain.labels import Words
from certification.models import Certificate, RenewalStop
from certification.selectors import registers
from certification.selectors.calls import next_call
from certification.selectors.people import addresses
from core import audit, clock, outbox
from core.domain import text
from core.domain.fiscal_year import FiscalYear
from core.domain.reason import Reason, Refused
from core.models import AuditEvent, User

KIND = "renewal_call"
MONTHS = validity.RENEWAL_MONTHS  # marked default: who ends within so many months is called


def due(today: date) -> list[registers.Renewable]:
    """Certificates in force that end within MONTHS, with whom a call would reach."""
    until = _months_later(today)
    rows = registers.expiring(date(1900, 1, 1), until)
    people = addresses({row.application.business_id for row in rows})
    return registers.renewable(until, year=FiscalYear.containing(today).start_year, people=people)


@transaction.atomic
def call(picked: Collection[int], *, by: User, at: datetime) -> int:
    """Queue the call for these certificates; returns how many mails. A year's second call is none at all.

    Raises Refused, having queued nothing, when one of them may no longer be called.
    """
    permissions.require_secretariat(by)
    on = clock.on(at)
    rows = {row.certificate.pk: row for row in due(on)}
    if not picked:
        raise Refused(Reason("renewal.none", "案内を送る証書を1件以上選んでください。"))
    stopped = [pk for pk in picked if pk not in rows or not (rows[pk].may_call or rows[pk].called)]
    if stopped:
        names = "、".join(Certificate.objects.filter(pk__in=stopped).order_by("pk").values_list("number", flat=True))
        sentence = f"確かめている間に変わったため、送りませんでした: {names}。もう一度確かめてください。"
        raise Refused(Reason("renewal.changed", sentence))
    chosen = [rows[pk] for pk in picked if not rows[pk].called]
    drafts = [draft for row in chosen for draft in _drafts(row, at=at)]
    outbox.add_many(drafts, at=at)
    AuditEvent.objects.bulk_create(
        audit.event("certificate.renewal_called", row.certificate, by=by, at=at, to=row.to) for row in chosen
    )
    transaction.on_commit(outbox.wake)
    return len(drafts)


@transaction.atomic
def stop(certificate: Certificate, *, reason: str, by: User, at: datetime) -> None:
    """No more calls for this certificate, with the reason; twice is once. The calendar's mail stops as well."""
    permissions.require_secretariat(by)
    reason = text.clean(reason)
    if not reason:
        raise Refused(Reason("renewal.no_reason", "案内を止める理由を書いてください。", field="reason"))
    if RenewalStop.objects.filter(certificate=certificate, lifted_at=None).exists():
        return
    RenewalStop.objects.create(certificate=certificate, reason=reason[:300], stopped_at=at, stopped_by=by)
    audit.record("certificate.renewal_stopped", certificate, by=by, at=at, reason=reason)


@transaction.atomic
def lift(certificate: Certificate, *, by: User, at: datetime) -> None:
    """Calls may go again."""
    permissions.require_secretariat(by)
    if RenewalStop.objects.filter(certificate=certificate, lifted_at=None).update(lifted_at=at, lifted_by=by):
        audit.record("certificate.renewal_resumed", certificate, by=by, at=at)


def is_stopped(certificate: Certificate) -> bool:
    """Has the office stopped the calls for it?"""
    return RenewalStop.objects.filter(certificate=certificate, lifted_at=None).exists()


def _drafts(row: registers.Renewable, *, at: datetime) -> list[outbox.Draft]:
    certificate, application = row.certificate, row.certificate.application
    rules = application.round.frozen
    coming = next_call(application.round.programme_id, at)
    words = Words(rules.word)
    year = FiscalYear.containing(clock.on(at)).start_year
    context = {
        "business": application.business.name,
        "product": application.product_name,
        "programme": rules.name,
        "word": words.word,
        "mark": words.mark,
        "number": certificate.number,
        "until": clock.date_text(certificate.valid_until),
        "call": str(coming) if coming else "",
        "call_opens": clock.local_text(coming.opens_at) if coming else "",
        "call_closes": clock.local_text(coming.closes_at) if coming and coming.closes_at else "",
        "contact": coming.contact if coming else application.round.contact,
        "url": settings.SITE_URL + reverse("apply:application", args=[application.code]),
        "calls_url": settings.SITE_URL + reverse("apply:index"),
    }
    return [outbox.Draft(KIND, application, to, f"{KIND}:{certificate.pk}:{year}:{to}"[:120], context) for to in row.to]


def _months_later(day: date) -> date:
    month = day.year * 12 + day.month - 1 + MONTHS
    year, index = divmod(month, 12)
    return date(year, index + 1, min(day.day, 28))
