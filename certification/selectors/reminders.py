"""Who is reminded of what, and when: computed from open sheets, so that somebody who is done is never written to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from certification.domain.states import Status
from certification.models import Application, PanelMember, ReminderPlan, ReminderStop, Round
from certification.selectors import people, reviewer
from certification.selectors.reviewer import Entry
from core import clock
from core.models import User


@dataclass(frozen=True, slots=True)
class Person:
    """A panel member towards the reminders. `entries`: what is open; `silent`: why they get none, if so."""

    seat: PanelMember
    entries: tuple[Entry, ...]
    silent: str  # "", done, stopped, absent, period

    @property
    def user(self) -> User:
        return self.seat.user


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft whose window closes soon."""

    application: Application
    to: tuple[str, ...]


def review_dates(plan: ReminderPlan) -> tuple[date, ...]:
    """The days on which reviewers are reminded, earliest first."""
    if plan.due_on is None:
        return ()
    return tuple(sorted({plan.due_on - timedelta(days=int(n)) for n in plan.days_before}))


def draft_dates(plan: ReminderPlan) -> tuple[date, ...]:
    """The days on which firms with a draft are reminded."""
    if plan.round.closes_at is None:
        return ()
    last = clock.on(plan.round.closes_at)
    return tuple(sorted({last - timedelta(days=int(n)) for n in plan.draft_days_before}))


def active() -> Iterable[ReminderPlan]:
    """Plans that are not stopped, of rounds still at work."""
    rows = ReminderPlan.objects.filter(stopped_at=None, round__scoring_closed_at=None)
    return rows.select_related("round__programme").order_by("pk")


def panel(round_: Round, *, on: date) -> list[Person]:
    """Everybody of the panel and what is open before them."""
    stopped = set(ReminderStop.objects.filter(round=round_).values_list("user_id", flat=True))
    found = []
    for seat in PanelMember.objects.filter(round=round_).select_related("user").order_by("pk"):
        shown = reviewer.seats_of(seat.user, round_)
        entries = tuple(entry for entry in shown.entries if entry.waiting and entry.open) if shown else ()
        found.append(Person(seat, entries, _silent(seat, entries, stopped, on)))
    return found


def _silent(seat: PanelMember, entries: tuple[Entry, ...], stopped: set[int], on: date) -> str:
    if not entries:
        return "done"
    if seat.absent_from is not None:
        return "absent"
    if not seat.in_period(on):
        return "period"
    return "stopped" if seat.user_id in stopped else ""


def drafts(round_: Round) -> list[Draft]:
    """Firms with an unfinished draft in the round, those who asked for silence left out."""
    rows = list(
        Application.objects.filter(round=round_, status=Status.DRAFT.value).select_related("business").order_by("pk")
    )
    stopped = set(ReminderStop.objects.filter(round=round_).values_list("user__email", flat=True))
    mails = people.addresses({row.business_id for row in rows})
    return [Draft(row, tuple(mail for mail in mails.get(row.business_id, ()) if mail not in stopped)) for row in rows]
