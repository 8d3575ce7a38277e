"""The offer of support until it is answered: turned down, its last day moved, made again, reminded of, lapsed."""

from datetime import date, datetime

from django.db import transaction

from certification import permissions
from certification.domain import offer
from certification.domain.states import IllegalMove, PlanStatus
from certification.models import ChallengePlan
from certification.selectors import support
from certification.services import transitions
from certification.services.plan_rights import mail_firm, require_firm
from core import audit, clock
from core.domain import text
from core.domain.reason import Reason, Refused
from core.models import User


@transaction.atomic
def decline(plan: ChallengePlan, *, why: str, words: str = "", by: User, at: datetime) -> None:
    """The firm turns the offer down and says why; `why` is a key of offer.DECLINED."""
    require_firm(plan, by)
    if why not in offer.DECLINED:
        raise Refused(Reason("offer.why", "受けない理由を選んでください。", field="why"))
    more = text.clean(words, lines=True)[:1000]
    if plan.state is not PlanStatus.OFFERED:
        raise IllegalMove(plan.state, PlanStatus.CLOSED)
    reason = f"事業者が辞退：{offer.DECLINED[why]}" + (f"（{more}）" if more else "")
    transitions.move_plan(plan, to=PlanStatus.CLOSED, by=by, at=at, reason=reason)


@transaction.atomic
def set_last_day(plan: ChallengePlan, day: date, *, by: User, at: datetime) -> None:
    """The secretariat gives another last day while the offer stands."""
    permissions.require_secretariat(by)
    if plan.state is not PlanStatus.OFFERED:
        raise Refused(Reason("offer.answered", "返事のあった案内の期限は変えられません。"))
    _require_ahead(day, at)
    before = plan.answer_by
    plan.answer_by, plan.answer_by_is_default = day, False
    plan.save(update_fields=["answer_by", "answer_by_is_default"])
    facts = {"before": before.isoformat() if before else "", "after": day.isoformat()}
    audit.record("plan.last_day", plan, by=by, at=at, **facts)


@transaction.atomic
def offer_again(plan: ChallengePlan, day: date, *, reason: str, by: User, at: datetime) -> None:
    """The secretariat makes an offer that lapsed or was turned down again, until a new last day.

    Raises Refused for a plan that had been agreed before.
    """
    permissions.require_secretariat(by)
    if not may_offer_again(plan):
        raise Refused(Reason("offer.was_agreed", "支援が始まったあとの計画は、案内し直せません。"))
    if not text.clean(reason):
        raise Refused(Reason("offer.reason", "案内し直す理由を書いてください。", field="reason"))
    _require_ahead(day, at)
    plan.answer_by, plan.answer_by_is_default = day, False
    plan.save(update_fields=["answer_by", "answer_by_is_default"])
    transitions.move_plan(plan, to=PlanStatus.OFFERED, by=by, at=at, reason=text.clean(reason, lines=True))
    mail_firm("plan_offered_again", plan, key=at.isoformat(), at=at, until=clock.date_text(day))


def may_offer_again(plan: ChallengePlan) -> bool:
    """Did the plan end before the firm had accepted?"""
    if plan.state is not PlanStatus.CLOSED:
        return False
    return not plan.transitions.filter(target=PlanStatus.AGREED.value).exists()


def _require_ahead(day: date, at: datetime) -> None:
    if day < clock.on(at):
        raise Refused(Reason("offer.past", "期限は今日以後の日にしてください。", field="day"))


def remind_due(*, today: date, at: datetime) -> int:
    """One mail before the last day of each offer still open; a moved last day brings one more. How many were told."""
    _days, ahead, _default = support.days()
    rows = _open_offers()
    told = [plan for plan in rows if offer.reminder_due(plan.answer_by, today, ahead)]
    for plan in told:
        assert plan.answer_by is not None
        until = clock.date_text(plan.answer_by)
        mail_firm("plan_offer_reminder", plan, key=plan.answer_by.isoformat(), at=at, until=until)
    return len(told)


def lapse_due(*, today: date, at: datetime) -> int:
    """Close every offer whose last day went by, with a letter; safe to repeat. How many."""
    over = [plan for plan in _open_offers() if offer.has_lapsed(plan.answer_by, today)]
    return sum(_lapse(plan, at=at) for plan in over)


@transaction.atomic
def _lapse(plan: ChallengePlan, *, at: datetime) -> bool:
    assert plan.answer_by is not None
    until = clock.date_text(plan.answer_by)
    try:
        transitions.move_plan(plan, to=PlanStatus.CLOSED, by=None, at=at, reason=f"{offer.LAPSED}（{until}）")
    except IllegalMove:
        return False  # answered this very moment
    mail_firm("plan_lapsed", plan, key=plan.answer_by.isoformat(), at=at, until=until)
    return True


def _open_offers() -> list[ChallengePlan]:
    rows = ChallengePlan.objects.filter(status=PlanStatus.OFFERED.value, answer_by__isnull=False)
    return list(rows.select_related("application").order_by("pk"))
