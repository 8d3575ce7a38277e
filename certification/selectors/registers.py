"""The office's registers (台帳): letters with their numbers, certificates, expiries, what a release made public."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery, Value

from certification.domain.states import IN_FORCE, CertificateStatus, Status
from certification.models import (
    Application,
    Certificate,
    CertificateTransition,
    Letter,
    NumberNote,
    OfficeNotice,
    RenewalStop,
    Round,
)
from core.models import OutboxMessage

_NUMBER = re.compile(r"(?P<series>.+?)-?(?P<serial>\d+)")
LETTER_KINDS = ("certified", "challenge", "declined", "refused", "revoked")
COLUMNS = ("number", "source", "kind", "made_at", "pdf", "pk", "firm", "product", "receipt", "programme")


def letters(*, kind: str = "", round_: int | None = None, words: str = "") -> Any:
    """Rows of the register as dicts of COLUMNS, newest first: letters of decisions and of the office together."""
    rows = []
    for source, model in (("letter", Letter), ("notice", OfficeNotice)):
        found: QuerySet[Any] = model.objects.order_by()
        if kind:
            found = found.filter(kind=kind)
        if round_:
            found = found.filter(application__round=round_)
        for word in words.split():
            found = found.filter(
                Q(number__icontains=word)
                | Q(application__business__name__icontains=word)
                | Q(application__product_name__icontains=word)
                | Q(application__receipt_number__icontains=word)
            )
        rows.append(
            found.annotate(
                source=Value(source, output_field=CharField()),
                firm=F("application__business__name"),
                product=F("application__product_name"),
                receipt=F("application__receipt_number"),
                programme=F("application__round__programme__name"),
            ).values(*COLUMNS)
        )
    return rows[0].union(rows[1], all=True).order_by("-made_at", "-number")


@dataclass(frozen=True, slots=True)
class Gap:
    """A number that a series lacks, and the newest word on why."""

    series: str
    serial: int
    width: int
    note: NumberNote | None

    @property
    def number(self) -> str:
        return f"{self.series}-{self.serial:0{self.width}d}"


def gaps(numbers: Iterable[str], notes: Mapping[tuple[str, int], NumberNote]) -> list[Gap]:
    """Serials missing between 1 and the last of each series, in order."""
    series: dict[str, set[int]] = {}
    width: dict[str, int] = {}
    for number in numbers:
        if match := _NUMBER.fullmatch(number):
            series.setdefault(match["series"], set()).add(int(match["serial"]))
            width[match["series"]] = len(match["serial"])
    return [
        Gap(name, serial, width[name], notes.get((name, serial)))
        for name, serials in sorted(series.items())
        for serial in sorted(set(range(1, max(serials) + 1)) - serials)
    ]


def letter_gaps() -> list[Gap]:
    """The gaps of all letters; three queries."""
    numbers = [*Letter.objects.order_by("pk").values_list("number", flat=True)]
    numbers += OfficeNotice.objects.order_by("pk").values_list("number", flat=True)
    notes = {(row.series, row.serial): row for row in NumberNote.objects.select_related("noted_by").order_by("pk")}
    return gaps(numbers, notes)


def certificates() -> QuerySet[Certificate]:
    """Certificates with all the register prints: `ended_at` and `end_reason` of those that ended before their day."""
    ends = (CertificateStatus.REVOKED.value, CertificateStatus.SURRENDERED.value)
    last = CertificateTransition.objects.filter(certificate=OuterRef("pk"), target__in=ends).order_by("-pk")
    rows = Certificate.objects.select_related("application__business", "application__round__programme", "pdf")
    return rows.annotate(ended_at=Subquery(last.values("at")[:1]), end_reason=Subquery(last.values("reason")[:1]))


def expiring(first: date, last: date) -> list[Certificate]:
    """Certificates in force whose last day falls between the two days, in order."""
    rows = Certificate.objects.filter(
        status__in=[status.value for status in IN_FORCE], valid_until__range=(first, last)
    ).select_related("application__business", "application__round__programme")
    return list(rows.order_by("valid_until", "number"))


@dataclass(slots=True)
class Renewable:
    """A certificate whose renewal may be called for, what has been sent, and whether it is stopped or applied for."""

    certificate: Certificate
    to: list[str]
    told: list[datetime] = field(default_factory=list)
    called: bool = False
    stop: RenewalStop | None = None
    applied: str = ""

    @property
    def may_call(self) -> bool:
        return bool(self.to) and not self.called and self.stop is None and not self.applied


def renewable(until: date, *, year: int, people: Mapping[int, list[str]] | None = None) -> list[Renewable]:
    """Certificates in force that end by a day; `called`: this fiscal year's call was queued. Five queries.

    `people` {firm id: addresses}; without it nobody is written to.
    """
    rows = expiring(date(1900, 1, 1), until)
    people = people or {}
    found = {row.pk: Renewable(row, people.get(row.application.business_id, [])) for row in rows}
    ids = [str(row.application_id) for row in rows]
    by_application = {str(row.application_id): found[row.pk] for row in rows}
    mails = OutboxMessage.objects.filter(
        kind__in=("renewal_due", "renewal_call"), subject_type="certification.application", subject_id__in=ids
    )
    for subject, kind, key, at in mails.order_by("pk").values_list("subject_id", "kind", "key", "created_at"):
        entry = by_application[subject]
        entry.told.append(at)
        entry.called |= kind == "renewal_call" and key.startswith(f"renewal_call:{entry.certificate.pk}:{year}:")
    for stop in RenewalStop.objects.filter(certificate__in=found, lifted_at=None).select_related("stopped_by"):
        found[stop.certificate_id].stop = stop
    gone = (Status.DRAFT.value, Status.WITHDRAWN.value, Status.REFUSED.value)
    renewals = Application.objects.filter(renews__in=found).exclude(status__in=gone).order_by("pk")
    for pk, receipt in renewals.values_list("renews", "receipt_number"):
        found[pk].applied = receipt or ""
    return list(found.values())


def released(round_: Round) -> list[Certificate]:
    """Certificates of a round whose results are public, in order of number; before release there is none."""
    rows = certificates().filter(application__round=round_, application__status=Status.RELEASED.value)
    return list(rows.order_by("serial", "pk"))


def rounds_with_results() -> QuerySet[Round]:
    """Rounds of which anything was released, newest first."""
    rows: QuerySet[Round] = Round.objects.filter(applications__status=Status.RELEASED.value)
    return rows.distinct().select_related("programme").order_by("-fiscal_year", "-pk")
