"""Reminders by date with a stop (催促): planned by the office, sent by `send_reminders`, one mail a person and day."""

from collections.abc import Collection
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from certification import permissions
from certification.models import ReminderPlan, ReminderStop, Round
from certification.selectors import reminders
from core import audit, clock, outbox
from core.domain.reason import Reason, Refused
from core.models import OutboxMessage, User

MOST_DAYS = 60


@transaction.atomic
def plan(
    round_: Round,
    *,
    due_on: date | None,
    days_before: Collection[int],
    draft_days_before: Collection[int],
    by: User,
    at: datetime,
) -> ReminderPlan:
    """Set or change the dates. Raises Refused for days without a date to count from, or out of range."""
    permissions.require_secretariat(by)
    if days_before and due_on is None:
        raise Refused(Reason("reminders.due", "審査票の提出期限を入れてください。", field="due_on"))
    if draft_days_before and round_.closes_at is None:
        raise Refused(
            Reason(
                "reminders.window", "締切のない募集では、下書きへのお知らせは送れません。", field="draft_days_before"
            )
        )
    for name, days in (("days_before", days_before), ("draft_days_before", draft_days_before)):
        if any(not 0 <= day <= MOST_DAYS for day in days):
            raise Refused(Reason("reminders.days", f"日数は0から{MOST_DAYS}までにしてください。", field=name))
    values = {
        "due_on": due_on,
        "days_before": sorted(set(days_before), reverse=True),
        "draft_days_before": sorted(set(draft_days_before), reverse=True),
    }
    row = ReminderPlan.objects.select_for_update(of=("self",)).filter(round=round_).first()
    if row is not None and all(getattr(row, name) == value for name, value in values.items()):
        return row
    row, _made = ReminderPlan.objects.update_or_create(round=round_, defaults={**values, "set_at": at, "set_by": by})
    audit.record("reminders.planned", round_, by=by, at=at, fields=sorted(values))
    return row


@transaction.atomic
def stop_all(round_: Round, *, stopped: bool, by: User, at: datetime) -> None:
    """Stop every reminder of the round, or let them go again. Once is enough."""
    permissions.require_secretariat(by)
    row = ReminderPlan.objects.select_for_update(of=("self",)).filter(round=round_).first()
    if row is None:
        raise Refused(Reason("reminders.none", "催促の予定がまだありません。"))
    if (row.stopped_at is not None) is stopped:
        return
    row.stopped_at, row.stopped_by = (at, by) if stopped else (None, None)
    row.save(update_fields=["stopped_at", "stopped_by"])
    audit.record("reminders.stopped" if stopped else "reminders.resumed", round_, by=by, at=at)


@transaction.atomic
def stop_person(round_: Round, user: User, *, stopped: bool, by: User, at: datetime) -> None:
    """The same for one person. Once is enough."""
    permissions.require_secretariat(by)
    if stopped:
        _row, changed = ReminderStop.objects.get_or_create(
            round=round_, user=user, defaults={"stopped_at": at, "stopped_by": by}
        )
    else:
        changed = bool(ReminderStop.objects.filter(round=round_, user=user).delete()[0])
    if changed:
        audit.record("reminders.stopped" if stopped else "reminders.resumed", round_, by=by, at=at, reviewer=user.pk)


@transaction.atomic
def send_due(*, at: datetime) -> int:
    """Queue what this day asks for; safe to repeat: one mail per person and day. Returns how many were queued now."""
    on = clock.on(at)
    drafts: list[outbox.Draft] = []
    reviewers: dict[str, list[tuple[Round, date, reminders.Person]]] = {}
    for row in reminders.active():
        if on in reminders.review_dates(row):
            for person in reminders.panel(row.round, on=on):
                if not person.silent and row.due_on is not None:
                    reviewers.setdefault(person.user.email, []).append((row.round, row.due_on, person))
        if on in reminders.draft_dates(row) and row.round.is_open(at):
            drafts += _of_drafts(row.round, on)
    drafts += [_of_reviewer(to, found, on) for to, found in reviewers.items()]
    before = _queued([draft.key for draft in drafts])
    outbox.add_many(drafts, at=at)
    fresh = len({draft.key for draft in drafts}) - before
    if fresh:
        transaction.on_commit(outbox.wake)
    return fresh


def _queued(keys: list[str]) -> int:
    return OutboxMessage.objects.filter(key__in=keys).count()


def _of_reviewer(to: str, found: list[tuple[Round, date, reminders.Person]], on: date) -> outbox.Draft:
    """One mail with every open sheet of one person. In a blind round the product's name is covered as on the desk."""
    rounds = [
        {
            "programme": round_.programme.name,
            "round": str(round_),
            "due": clock.date_text(due),
            "sheets": [f"{entry.number} {entry.product}" for entry in person.entries],
        }
        for round_, due, person in found
    ]
    context = {
        "name": found[0][2].user.display_name,
        "rounds": rounds,
        "count": sum(len(person.entries) for _r, _d, person in found),
        "url": settings.SITE_URL + reverse("review:index"),
    }
    return outbox.Draft("review_reminder", found[0][0], to, f"review_reminder:{on}:{to}", context)


def _of_drafts(round_: Round, on: date) -> list[outbox.Draft]:
    return [
        outbox.Draft(
            "draft_reminder",
            row.application,
            to,
            f"draft_reminder:{row.application.pk}:{on}:{to}",
            {
                "business": row.application.business.name,
                "product": row.application.product_name,
                "programme": round_.programme.name,
                "round": str(round_),
                "closes": clock.local_text(round_.closes_at) if round_.closes_at else "",
                "url": settings.SITE_URL + reverse("apply:application", args=[row.application.code]),
            },
        )
        for row in reminders.drafts(round_)
        for to in row.to
    ]
