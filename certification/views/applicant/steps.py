"""What happens next to an application and when, in every state; the three states under embargo read the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from certification.domain import labels, validity
from certification.domain.states import IN_FORCE, PlanStatus, Status
from certification.models import Application, Round
from certification.views.applicant import answers
from core import clock


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence, and the date it has: `label` says what the date is, `when` is empty for no date at all."""

    sentence: str
    label: str
    when: str


def of(application: Application, *, at: datetime, calls: Mapping[int, Round]) -> Step:
    """The next step. `calls`: {programme id: its call that is open or opens next}."""
    state = application.state
    today = clock.on(at)
    sentence = _(labels.next_step(state))
    round_ = application.round
    match state:
        case Status.DRAFT:
            until = deadline(application)
            return Step(sentence, _("締切"), answers.deadline_text(until) if until else _("ありません（随時受付）"))
        case Status.RETURNED:
            due = next((row.due_on for row in open_corrections(application)), None)
            return Step(sentence, _("修正の期限"), _due(due, today))
        case Status.SUBMITTED | Status.ACCEPTED:
            return Step(sentence, _("審査の予定"), _planned(round_.review_on, today))
        case Status.IN_REVIEW | Status.SCORED | Status.DECIDED:
            return Step(sentence, _("結果の公表予定"), _planned(round_.release_on, today))
        case Status.RELEASED:
            return _released(application, sentence, today, calls)
    return Step(sentence, *_call(application, calls, today))


def deadline(application: Application) -> datetime | None:
    """The last instant a draft can be handed in; None where there is none."""
    if application.round.closes_at is None:
        return None
    return max(filter(None, (application.round.closes_at, application.late_allowed_until)))


def open_corrections(application: Application) -> list[Any]:
    """What the office waits for; at most one."""
    found = getattr(application, "open_corrections", None)
    return list(application.corrections.filter(answered_at=None)) if found is None else found


def _due(day: date | None, today: date) -> str:
    if day is None:
        return _("ありません。なるべく早く提出してください")
    if day < today:
        words = _("{day}（過ぎています。すぐに提出するか、事務局に連絡してください）")
        return words.format(day=clock.date_text(day))
    return clock.date_text(day)


def _planned(day: date | None, today: date) -> str:
    if day is None:
        return _("決まりしだいお知らせします")
    if day < today:
        return _("{day}の予定でした。新しい日が決まりしだいお知らせします").format(day=clock.date_text(day))
    return clock.date_text(day)


def _released(application: Application, sentence: str, today: date, calls: Mapping[int, Round]) -> Step:
    certificate = getattr(application, "certificate", None)
    plan = getattr(application, "plan", None)
    if certificate is not None and certificate.state in IN_FORCE and certificate.valid_until >= today:
        due = validity.renewal_due_on(certificate.valid_until)
        if due > today:
            words = _("更新の申請ができるようになったら、メールとこの窓口でお知らせします。")
            return Step(words, _("更新の申請の開始"), clock.date_text(due))
        words = _("続けるには、更新の申請をしてください。")
        return Step(words, _("有効期限"), clock.date_text(certificate.valid_until))
    if certificate is not None:
        return Step(_(labels.next_step(certificate.state)), _("有効期限"), clock.date_text(certificate.valid_until))
    if plan is not None and plan.state not in (PlanStatus.CLOSED, PlanStatus.REAPPLIED):
        answer_by = getattr(plan, "answer_by", None)
        if plan.state is PlanStatus.OFFERED and answer_by is not None:
            return Step(_(labels.next_step(plan.state)), _("返事の期限"), clock.date_text(answer_by))
        if plan.state is PlanStatus.IN_PROGRESS:
            days = [task.due_on for task in plan.tasks.all() if task.done_at is None and task.due_on]
            when = clock.date_text(min(days)) if days else _("専門家と決めます")
            return Step(_(labels.next_step(plan.state)), _("次の課題のめやす"), when)
        return Step(_(labels.next_step(plan.state)), *_call(application, calls, today))
    return Step(sentence, *_call(application, calls, today))


def _call(application: Application, calls: Mapping[int, Round], today: date) -> tuple[str, str]:
    """When the firm can apply again."""
    found = calls.get(application.round.programme_id)
    if found is None:
        return _("次の募集"), _("まだ決まっていません。決まると、この窓口に出ます")
    if clock.on(found.opens_at) > today:
        return _("次の募集の開始"), answers.deadline_text(found.opens_at)
    until = answers.deadline_text(found.closes_at) if found.closes_at else _("随時受け付けています")
    return _("いま受付中の募集の締切"), until
