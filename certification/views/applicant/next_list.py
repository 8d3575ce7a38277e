"""What a firm should do next about its challenge plans: one list over all plans, tasks, answers and dates."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from certification.domain import plan_steps
from certification.models import Application, ChallengePlan
from certification.selectors import plan_work
from certification.views import plan_parts
from core import clock


def of(rows: Iterable[Application], *, at: datetime) -> list[dict[str, Any]]:
    """The steps of the plans of these applications (as selectors/applicant.py reads them), the most pressing first."""
    held = list(rows)
    by_key = {row.pk: row for row in held}
    plans: dict[int, ChallengePlan] = {}
    for row in held:
        plan = getattr(row, "plan", None)
        if plan is not None:
            if plan.reapplication_id in by_key:
                plan.reapplication = by_key[plan.reapplication_id]
            plans[plan.pk] = plan
    if not plans:
        return []
    facts = plan_work.facts(plans.values(), at=at)
    today = clock.on(at)
    return plan_parts.steps(list(facts.values()), plan_steps.for_firm, plan_parts.firm_words(plans), today=today)
