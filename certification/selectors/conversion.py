"""The office's figures of challenge support, read in a few statements; the counting: domain/conversion.py."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from certification.domain import offer
from certification.domain.conversion import PlanStory
from certification.domain.states import PlanStatus, Status
from certification.models import Application, Certificate, ChallengePlan, Letter, PlanTransition, Release
from core import clock
from core.domain.fiscal_year import FiscalYear


def stories() -> list[PlanStory]:
    """Every plan as the figures see it, the oldest first; five queries."""
    plans = list(ChallengePlan.objects.select_related("application__round__programme", "reapplication").order_by("pk"))
    moves: dict[int, list[PlanTransition]] = defaultdict(list)
    for move in PlanTransition.objects.order_by("pk"):
        moves[move.plan_id].append(move)
    following = _following()
    certified = dict(Certificate.objects.order_by("pk").values_list("application_id", "certified_on"))
    again = [plan.reapplication_id for plan in plans if plan.reapplication_id]
    letters = {row.application_id: row.values for row in Letter.objects.filter(application__in=again).order_by("pk")}
    return [
        PlanStory(
            plan=plan.pk,
            fiscal_year=FiscalYear.containing(clock.on(plan.offered_at)).start_year,
            programme=plan.application.round.programme.name,
            offered_on=clock.on(plan.offered_at),
            reached=frozenset(move.target for move in moves[plan.pk]) - {PlanStatus.CLOSED.value},
            gaps={gap["key"]: gap["name"] for gap in plan.gaps},
            left=_left(plan, letters.get(plan.reapplication_id or 0)),
            certified_on=_certified_on(plan.reapplication_id, following, certified),
            closed=_closed(plan, moves[plan.pk]),
            adviser=plan.adviser_id,
        )
        for plan in plans
    ]


def _following() -> dict[int, list[int]]:
    """{application: those that were made from it}; one query."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = Application.objects.filter(previous__isnull=False).order_by("pk")
    for pk, previous in rows.values_list("pk", "previous_id"):
        found[previous].append(pk)
    return found


def _certified_on(start: int | None, following: Mapping[int, list[int]], certified: Mapping[int, date]) -> date | None:
    """The first certificate of the re-application or of an attempt after it."""
    waiting, days = [start] if start else [], []
    while waiting:
        here = waiting.pop()
        if here in certified:
            days.append(certified[here])
        else:
            waiting += following.get(here, [])
    return min(days, default=None)


def _closed(plan: ChallengePlan, moves: list[PlanTransition]) -> str:
    """How a closed plan ended: the firm's word, the calendar's, or the office's."""
    if plan.state is not PlanStatus.CLOSED or not moves:
        return ""
    last = moves[-1]
    if last.by_id is None and last.reason.startswith(offer.LAPSED):
        return "lapsed"
    return "declined" if last.source == PlanStatus.OFFERED.value else "office"


def _left(plan: ChallengePlan, letter: Mapping[str, Any] | None) -> frozenset[str] | None:
    """Gaps still missed at the re-application's result, as its letter tells; None while there is none."""
    if letter is None or plan.reapplication is None or plan.reapplication.state is not Status.RELEASED:
        return None
    if letter["outcome"] == "certified":
        return frozenset()
    criteria = {row["key"]: row for row in letter.get("criteria", ())}
    failed = {row["name"] for row in letter.get("gates", ()) if not row["holds"]}
    pass_mark = letter.get("pass_mark", "0")
    return frozenset(gap["key"] for gap in plan.gaps if _still(gap, criteria.get(gap["key"]), failed, pass_mark))


def _still(gap: Mapping[str, Any], row: Mapping[str, Any] | None, failed: set[str], pass_mark: str) -> bool:
    if gap["kind"] == "gate":
        return gap["name"] in failed
    if row is None:
        return True
    if gap["kind"] == "floor":
        return bool(row["below"])
    try:
        return Decimal(row["mean"]) * 100 < Decimal(row["maximum"]) * Decimal(pass_mark)
    except InvalidOperation:
        return True


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt of a product. `missed`: names of the gaps its plan was offered for."""

    number: int
    code: str
    receipt: str
    round: str
    outcome: str
    on: date | None
    missed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """A product over its attempts, the first first."""

    product: str
    firm: str
    attempts: tuple[Attempt, ...]


def chains() -> list[Chain]:
    """Products applied for more than once, the longest story first; three queries."""
    following = _following()
    inside = {pk for rows in following.values() for pk in rows} | set(following)
    rows = {
        row.pk: row
        for row in Application.objects.filter(pk__in=inside, receipt_number__isnull=False)
        .select_related("round__programme", "business", "plan")
        .order_by("pk")
    }
    results = {
        row.application_id: row
        for row in Release.objects.filter(application__in=inside).select_related("decision").order_by("pk")
    }
    found = []
    for row in rows.values():
        if row.previous_id in rows:
            continue
        line = [row]
        while later := [rows[key] for key in following.get(line[-1].pk, ()) if key in rows]:
            line.append(later[-1])
        if len(line) > 1:
            attempts = tuple(_attempt(row, results.get(row.pk)) for row in line)
            found.append(Chain(line[-1].product_name, line[-1].business.name, attempts))
    return sorted(found, key=lambda chain: -len(chain.attempts))


def _attempt(row: Application, release: Release | None) -> Attempt:
    plan = getattr(row, "plan", None)
    return Attempt(
        number=row.attempt,
        code=row.code,
        receipt=row.receipt_number or "",
        round=f"{row.round.programme.name} {row.round}",
        outcome=release.decision.outcome if release else "",
        on=clock.on(release.released_at) if release else None,
        missed=tuple(gap["name"] for gap in plan.gaps) if plan is not None else (),
    )
