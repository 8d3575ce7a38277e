"""How long the city keeps documents (文書の保存年限), when a case is complete, and what is due for destruction.

The term counts from 1 April of the fiscal year after it, as municipal document rules do: docs/rules/retention.md
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.domain.fiscal_year import FiscalYear

FOR_EVER = 0  # 永年
DRAFT_YEARS = 1  # default: drafts never handed in are passing documents
MAIL_YEARS = 3  # default: mails of the outbox


class Kind(StrEnum):
    """What is destroyed in one go."""

    APPLICATION = "application"
    DRAFT = "draft"
    MAILS = "mails"  # all of one fiscal year


@dataclass(frozen=True, slots=True)
class Case:
    """What decides when an application is complete. Dates in Tokyo; None where there is nothing of the kind.

    `ended_on`: result made known, withdrawn or refused. `certificate_ended_on`, `plan_ended_on`: None while in force or
    open. `followed`: a later application answers to this one and is not complete itself.
    """

    ended_on: date | None
    has_certificate: bool = False
    certificate_ended_on: date | None = None
    has_plan: bool = False
    plan_ended_on: date | None = None
    followed: bool = False


def completed_on(case: Case) -> date | None:
    """The day the last part of a case ended; None while any part still runs."""
    if case.ended_on is None or case.followed:
        return None
    days = [case.ended_on]
    if case.has_certificate:
        if case.certificate_ended_on is None:
            return None
        days.append(case.certificate_ended_on)
    if case.has_plan:
        if case.plan_ended_on is None:
            return None
        days.append(case.plan_ended_on)
    return max(days)


def kept_until(completed: date, years: int) -> date | None:
    """The last day of the term: `years` fiscal years from 1 April after completion; None for ever."""
    if years == FOR_EVER:
        return None
    return (FiscalYear.containing(completed) + years).ends_on


def is_due(completed: date | None, years: int, today: date) -> bool:
    """Is the term over today? Never while the case runs, never for what is kept for ever."""
    if completed is None:
        return False
    last = kept_until(completed, years)
    return last is not None and today > last


def class_label(years: int) -> str:
    """The name of a class, as the city's rules have it."""
    return "永年保存" if years == FOR_EVER else f"{years}年保存"
