"""Who may do what to a challenge plan, and the mails of a plan; for the services of challenge support."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from certification import permissions
from certification.domain.states import Actor, PlanStatus
from certification.models import ChallengePlan
from certification.selectors.people import addresses
from core import outbox
from core.domain.reason import Reason, Refused
from core.models import User

WRITING = frozenset({PlanStatus.AGREED, PlanStatus.IN_PROGRESS, PlanStatus.READY})


def require_adviser(plan: ChallengePlan, by: User) -> None:
    """Raise Denied unless the person is the plan's adviser."""
    if Actor.ADVISER not in permissions.plan_actors_of(by, plan):
        raise permissions.Denied(Reason("plan.not_adviser", "この計画の担当の専門家だけができます。"))


def require_firm(plan: ChallengePlan, by: User) -> None:
    """Raise Denied unless the person is an owner or editor of the firm."""
    if Actor.APPLICANT not in permissions.plan_actors_of(by, plan):
        raise permissions.Denied(Reason("plan.not_party", "事業者の代表か編集の役割の方だけができます。"))


def require_firm_or_adviser(plan: ChallengePlan, by: User) -> None:
    """Raise Denied unless the person works on the plan."""
    if not permissions.plan_actors_of(by, plan) & {Actor.ADVISER, Actor.APPLICANT}:
        raise permissions.Denied(Reason("plan.not_party", "事業者の方と、担当の専門家だけができます。"))


def require_party(plan: ChallengePlan, by: User) -> None:
    """Raise Denied unless the person has to do with the plan."""
    if not permissions.plan_actors_of(by, plan) & {Actor.ADVISER, Actor.APPLICANT, Actor.SECRETARIAT}:
        raise permissions.Denied(Reason("plan.not_party", "この計画に関わる方だけができます。"))


def require_writing(plan: ChallengePlan) -> None:
    """Raise Refused unless the plan takes changes now."""
    if plan.state not in WRITING:
        raise Refused(Reason("plan.closed", "この計画はいま変更できません。"))


def require_gap(plan: ChallengePlan, gap_key: str) -> None:
    """Raise Refused for a gap the plan does not have."""
    if gap_key not in {row["key"] for row in plan.gaps}:
        raise Refused(Reason("task.gap", "どの点についての課題かを選んでください。", field="gap_key"))


def mail_firm(kind: str, plan: ChallengePlan, *, key: str, at: datetime, **more: Any) -> None:
    """One mail for each owner and editor of the firm."""
    url = settings.SITE_URL + reverse("apply:plan", args=[plan.application.code])
    firm = plan.application.business_id
    _mail(kind, plan, addresses([firm]).get(firm, []), url, key, at, more)


def mail_adviser(kind: str, plan: ChallengePlan, *, key: str, at: datetime, **more: Any) -> None:
    """One mail for the adviser, if there is one."""
    if plan.adviser is not None:
        url = settings.SITE_URL + reverse("advise:plan", args=[plan.pk])
        _mail(kind, plan, [plan.adviser.email], url, key, at, more)


def _mail(
    kind: str, plan: ChallengePlan, people: Sequence[str], url: str, key: str, at: datetime, more: dict[str, Any]
) -> None:
    context = {"product": plan.application.product_name, "url": url, **more}
    outbox.add_many([outbox.Draft(kind, plan, to, f"{kind}:{plan.pk}:{key}:{to}", context) for to in people], at=at)
    transaction.on_commit(outbox.wake)
