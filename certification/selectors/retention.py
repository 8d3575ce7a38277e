"""What is due for destruction on a day, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max, Min, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from certification.domain import retention
from certification.domain.retention import Case, Kind
from certification.domain.states import FINAL, IN_FORCE, CertificateStatus, PlanStatus, Status
from certification.models import Application, Disposal, DisposalItem
from core import clock
from core.domain.fiscal_year import FiscalYear
from core.models import Destruction, OutboxMessage

OVER = (PlanStatus.REAPPLIED.value, PlanStatus.CLOSED.value)


@dataclass(frozen=True, slots=True)
class Due:
    """One thing whose term is over. `key`: kind and number, for forms."""

    kind: Kind
    subject_id: str
    label: str
    what: str
    retention_class: str
    completed_on: date
    ended_on: date

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.subject_id}"


def due(today: date) -> list[Due]:
    """Everything due today: applications, drafts, mails by fiscal year; the longest due first."""
    found = [*_applications(_ended(), today), *_drafts(today), *_mails(today)]
    return sorted(found, key=lambda row: (row.ended_on, row.key))


def still_due(kind: Kind, subject_id: str, today: date) -> Due | None:
    """The same thing asked again, when its turn has come; None when it is no longer due."""
    rows: Iterable[Due]
    match kind:
        case Kind.APPLICATION:
            rows = _applications(_ended().filter(pk=int(subject_id)), today)
        case Kind.DRAFT:
            rows = _drafts(today)
        case Kind.MAILS:
            rows = _mails(today)
    return next((row for row in rows if row.subject_id == subject_id), None)


def application_of(item: DisposalItem) -> Application | None:
    """The application an item is about."""
    return Application.objects.select_related("round", "business").filter(pk=int(item.subject_id)).first()


def mails_of(year: int) -> QuerySet[OutboxMessage]:
    """The mails of one fiscal year whose contents are still kept."""
    span = FiscalYear(year)
    return OutboxMessage.objects.filter(
        created_at__gte=_start(span.starts_on), created_at__lt=_start((span + 1).starts_on), erased_at=None
    ).exclude(state="queued")


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001 -- made aware in Tokyo's time


def _ended() -> QuerySet[Application]:
    return (
        Application.objects.filter(status__in=[status.value for status in FINAL], destroyed_at=None)
        .exclude(receipt_number=None)
        .select_related("round__programme", "business", "certificate", "plan")
        .prefetch_related("next_attempts__certificate", "next_attempts__plan")
        .annotate(
            moved_at=Max("transitions__at"),
            certificate_moved_at=Max("certificate__transitions__at"),
            plan_moved_at=Max("plan__transitions__at"),
        )
        .order_by("pk")
    )


def case_of(row: Any) -> Case:
    """What the rule asks about an application read by `_ended`."""
    certificate, plan = getattr(row, "certificate", None), getattr(row, "plan", None)
    return Case(
        ended_on=clock.on(row.moved_at) if row.moved_at and row.state in FINAL else None,
        has_certificate=certificate is not None,
        certificate_ended_on=_certificate_end(certificate, row.certificate_moved_at) if certificate else None,
        has_plan=plan is not None,
        plan_ended_on=clock.on(row.plan_moved_at or plan.offered_at) if plan and plan.status in OVER else None,
        followed=any(_runs(later) for later in row.next_attempts.all()),
    )


def _certificate_end(certificate: Any, moved_at: datetime | None) -> date | None:
    if certificate.state in IN_FORCE:
        return None
    last: date = certificate.valid_until
    if certificate.state is CertificateStatus.EXPIRED or moved_at is None:
        return last
    return clock.on(moved_at)


def _runs(later: Application) -> bool:
    """Is a later attempt still under way, or its own result still in force?"""
    if later.state not in FINAL:
        return True
    certificate, plan = getattr(later, "certificate", None), getattr(later, "plan", None)
    return bool((certificate and certificate.state in IN_FORCE) or (plan and plan.status not in OVER))


def _applications(rows: Iterable[Application], today: date) -> Iterable[Due]:
    for row in rows:
        years = row.round.frozen.retention_years
        completed = retention.completed_on(case_of(row))
        if completed is None or not retention.is_due(completed, years, today):
            continue
        last = retention.kept_until(completed, years)
        assert last is not None
        yield Due(
            Kind.APPLICATION, str(row.pk), f"{row.receipt_number}", f"{row.round.programme.name} {row.round}",
            retention.class_label(years), completed, last,
        )  # fmt: skip


def _drafts(today: date) -> Iterable[Due]:
    rows = Application.objects.filter(receipt_number=None, destroyed_at=None, submitted_at=None)
    rows = rows.filter(status__in=(Status.DRAFT.value, Status.WITHDRAWN.value)).select_related("round__programme")
    for row in rows.order_by("pk"):
        completed = clock.on(row.saved_at)
        last = retention.kept_until(completed, retention.DRAFT_YEARS)
        if last is not None and retention.is_due(completed, retention.DRAFT_YEARS, today):
            label = _("下書き {code}").format(code=row.code)
            where = f"{row.round.programme.name} {row.round}"
            yield Due(
                Kind.DRAFT, str(row.pk), label, where, retention.class_label(retention.DRAFT_YEARS), completed, last
            )  # fmt: skip


def _mails(today: date) -> Iterable[Due]:
    kept = OutboxMessage.objects.filter(erased_at=None).exclude(state="queued")
    first = kept.aggregate(first=Min("created_at"))["first"]
    if first is None:
        return
    year = FiscalYear.containing(clock.on(first))
    while retention.is_due(year.ends_on, retention.MAIL_YEARS, today):
        last = retention.kept_until(year.ends_on, retention.MAIL_YEARS)
        assert last is not None
        if count := mails_of(year.start_year).count():
            words = _("{n}通").format(n=count)
            label = _("{year}のメール").format(year=year.label)
            yield Due(
                Kind.MAILS, str(year.start_year), label, words, retention.class_label(retention.MAIL_YEARS),
                year.ends_on, last,
            )  # fmt: skip
        year += 1


def disposals() -> QuerySet[Disposal]:
    """Every proposal, the newest first."""
    return Disposal.objects.select_related("proposed_by", "approved_by", "turned_down_by").prefetch_related("items")


def log() -> QuerySet[Destruction]:
    """The log of destructions, the newest first."""
    return Destruction.objects.select_related("proposed_by", "approved_by").order_by("-pk")
