"""Challenge support: offered at release, agreed by the firm, made into tasks by the adviser, ended in a new attempt."""

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from certification import permissions
from certification.domain import gap, scoring
from certification.domain.rules import Rules
from certification.domain.states import Actor, IllegalMove, PlanStatus, Status
from certification.models import Application, ChallengePlan, ChallengeTask, PlanMessage, Round
from certification.selectors.board import Row
from certification.selectors.people import addresses
from certification.services import applications, transitions
from core import audit, outbox
from core.domain import text
from core.domain.reason import Reason, Refused
from core.models import AuditEvent, StoredFile, User
from core.roles import has_role

CARRIED_OVER_NOT = ("agree",)  # kinds of field whose answers a re-application asks anew
WRITING = frozenset({PlanStatus.AGREED, PlanStatus.IN_PROGRESS, PlanStatus.READY})


def gaps_json(rules: Rules, row: Row) -> list[dict[str, Any]]:
    """What missed, by how much, and what reviewers said to the applicant, as the plan keeps it."""
    if row.result is None:
        return []
    found = gap.gaps(rules, row.result, row.panel.sheets, row.panel.comments)
    return [
        {
            "key": item.key,
            "name": item.name,
            "kind": item.kind,
            "had": scoring.display(item.had),
            "needed": scoring.display(_fraction(item.needed)),
            "short": scoring.display(item.short),
            "feedback": list(item.feedback),
        }
        for item in found
    ]


def _fraction(value: Any) -> Any:
    return None if value is None else Fraction(value)


def offer_many(rows: Sequence[Row], *, by: User, at: datetime) -> None:
    """Offer a plan to each near miss; part of the release."""
    if not rows:
        return
    rules = rows[0].application.round.frozen
    plans = ChallengePlan.objects.bulk_create(
        ChallengePlan(application=row.application, gaps=gaps_json(rules, row), offered_at=at) for row in rows
    )
    AuditEvent.objects.bulk_create(audit.event("plan.offered", plan, by=by, at=at) for plan in plans)


@transaction.atomic
def agree(plan: ChallengePlan, *, by: User, at: datetime) -> None:
    """The firm accepts the support."""
    transitions.move_plan(plan, to=PlanStatus.AGREED, by=by, at=at)


@transaction.atomic
def close(plan: ChallengePlan, *, reason: str, by: User, at: datetime) -> None:
    """The firm declines the offer, or the office ends the plan."""
    transitions.move_plan(plan, to=PlanStatus.CLOSED, by=by, at=at, reason=reason.strip())


@transaction.atomic
def appoint_adviser(plan: ChallengePlan, adviser: User, *, by: User, at: datetime) -> None:
    """The secretariat names the adviser, who is told by mail."""
    permissions.require_secretariat(by)
    if not has_role(adviser, "adviser"):
        raise Refused(
            Reason("plan.no_role", f"{adviser.display_name} さんに専門家の役割がありません。", field="adviser")
        )
    plan.adviser = adviser
    plan.save(update_fields=["adviser"])
    audit.record("plan.adviser", plan, by=by, at=at, adviser=adviser.pk)
    outbox.add(
        "adviser_appointed",
        plan,
        to=adviser.email,
        key=f"adviser:{plan.pk}:{adviser.pk}",
        at=at,
        context={
            "adviser": adviser.display_name,
            "business": plan.application.business.name,
            "product": plan.application.product_name,
            "url": settings.SITE_URL + reverse("advise:plan", args=[plan.pk]),
        },
    )
    transaction.on_commit(outbox.wake)


def _require_adviser(plan: ChallengePlan, by: User) -> None:
    if Actor.ADVISER not in permissions.plan_actors_of(by, plan):
        raise permissions.Denied(Reason("plan.not_adviser", "この計画の担当の専門家だけができます。"))


def _require_party(plan: ChallengePlan, by: User) -> None:
    if not permissions.plan_actors_of(by, plan) & {Actor.ADVISER, Actor.APPLICANT, Actor.SECRETARIAT}:
        raise permissions.Denied(Reason("plan.not_party", "この計画に関わる方だけができます。"))


def _require_writing(plan: ChallengePlan) -> None:
    if plan.state not in WRITING:
        raise Refused(Reason("plan.closed", "この計画はいま変更できません。"))


def _require_state(plan: ChallengePlan, source: PlanStatus, target: PlanStatus) -> None:
    """Starting and taking up again end in the same state, but only one of them needs a task and tells the firm."""
    if plan.state is not source:
        raise IllegalMove(plan.state, target)


@transaction.atomic
def start(plan: ChallengePlan, *, by: User, at: datetime) -> None:
    """The adviser begins; at least one task must stand in the plan."""
    _require_adviser(plan, by)
    _require_state(plan, PlanStatus.AGREED, PlanStatus.IN_PROGRESS)
    if not plan.tasks.exists():
        raise Refused(Reason("plan.no_task", "課題を1つ以上入れてから始めてください。"))
    transitions.move_plan(plan, to=PlanStatus.IN_PROGRESS, by=by, at=at)
    _mail_firm("plan_started", plan, key=at.isoformat(), at=at)


@transaction.atomic
def ready(plan: ChallengePlan, *, by: User, at: datetime) -> None:
    """The adviser finds the firm ready to apply again; every task is done or was taken out."""
    _require_adviser(plan, by)
    if open_ones := list(plan.tasks.filter(done_at=None)):
        raise Refused(
            Reason("plan.open_tasks", f"終わっていない課題が{len(open_ones)}件あります: {open_ones[0].title}")
        )
    transitions.move_plan(plan, to=PlanStatus.READY, by=by, at=at)
    _mail_firm("plan_ready", plan, key=at.isoformat(), at=at)


@transaction.atomic
def resume(plan: ChallengePlan, *, by: User, at: datetime) -> None:
    """The adviser takes a ready plan up again."""
    _require_adviser(plan, by)
    _require_state(plan, PlanStatus.READY, PlanStatus.IN_PROGRESS)
    transitions.move_plan(plan, to=PlanStatus.IN_PROGRESS, by=by, at=at)


def _mail_firm(kind: str, plan: ChallengePlan, *, key: str, at: datetime) -> None:
    """One mail for each owner and editor of the firm."""
    url = settings.SITE_URL + reverse("apply:plan", args=[plan.application.code])
    _mail(kind, plan, addresses([plan.application.business_id]).get(plan.application.business_id, []), url, key, at)


def _mail(kind: str, plan: ChallengePlan, people: Sequence[str], url: str, key: str, at: datetime) -> None:
    context = {"product": plan.application.product_name, "url": url}
    outbox.add_many([outbox.Draft(kind, plan, to, f"{kind}:{plan.pk}:{key}:{to}", context) for to in people], at=at)
    transaction.on_commit(outbox.wake)


@transaction.atomic
def add_task(
    plan: ChallengePlan,
    *,
    gap_key: str,
    title: str,
    detail: str = "",
    due_on: date | None = None,
    by: User,
    at: datetime,
) -> ChallengeTask:
    """The adviser turns feedback into something to do. Raises Refused for a gap the plan does not have."""
    _require_adviser(plan, by)
    _require_writing(plan)
    if gap_key not in {row["key"] for row in plan.gaps}:
        raise Refused(Reason("task.gap", "どの点についての課題かを選んでください。", field="gap_key"))
    if not text.clean(title):
        raise Refused(Reason("task.title", "することを書いてください。", field="title"))
    task = ChallengeTask.objects.create(
        plan=plan,
        gap_key=gap_key,
        title=text.clean(title)[:120],
        detail=text.clean(detail, lines=True),
        due_on=due_on,
        made_at=at,
        made_by=by,
    )
    audit.record("plan.task_added", plan, by=by, at=at, task=task.pk)
    return task


@transaction.atomic
def finish_task(task: ChallengeTask, *, note: str, evidence: StoredFile | None = None, by: User, at: datetime) -> None:
    """The firm (or its adviser) reports a task done, in words and, if there is one, with a file."""
    _require_party(task.plan, by)
    _require_writing(task.plan)
    if not text.clean(note):
        raise Refused(Reason("task.note", "したことを書いてください。", field="note"))
    task.done_at, task.done_by, task.evidence_note = at, by, text.clean(note, lines=True)
    if evidence is not None:
        task.evidence = evidence
    task.save(update_fields=["done_at", "done_by", "evidence_note", "evidence"])
    audit.record("plan.task_done", task.plan, by=by, at=at, task=task.pk)


@transaction.atomic
def reopen_task(task: ChallengeTask, *, by: User, at: datetime) -> None:
    """Take a task's end back; its evidence stays."""
    _require_party(task.plan, by)
    _require_writing(task.plan)
    task.done_at = task.done_by = None
    task.save(update_fields=["done_at", "done_by"])
    audit.record("plan.task_reopened", task.plan, by=by, at=at, task=task.pk)


@transaction.atomic
def say(plan: ChallengePlan, words: str, *, by: User, at: datetime) -> PlanMessage:
    """A message on the plan. The others are told by mail that it is there; its words stay on the desk."""
    _require_party(plan, by)
    if not text.clean(words):
        raise Refused(Reason("message.empty", "メッセージを書いてください。", field="text"))
    message = PlanMessage.objects.create(plan=plan, text=text.clean(words, lines=True)[:4000], by=by, at=at)
    from_firm = Actor.APPLICANT in permissions.actors_of(by, plan.application)
    if not from_firm:
        _mail_firm("plan_message", plan, key=str(message.pk), at=at)
    if plan.adviser is not None and plan.adviser_id != by.pk:
        url = settings.SITE_URL + reverse("advise:plan", args=[plan.pk])
        _mail("plan_message", plan, [plan.adviser.email], url, str(message.pk), at)
    return message


@transaction.atomic
def reapply(plan: ChallengePlan, round_: Round, *, by: User, at: datetime) -> Application:
    """再申請: a new draft from the old one, linked to it and to the plan; the same draft when pressed twice."""
    row = ChallengePlan.objects.select_for_update(of=("self",)).select_related("application__business").get(pk=plan.pk)
    if row.reapplication is not None:
        return row.reapplication
    old = row.application
    if round_.programme_id != old.round.programme_id:
        raise Refused(Reason("reapply.programme", "同じ制度の募集回を選んでください。"))
    new = applications.start(round_, old.business, by=by, at=at)
    _carry_over(old, new, by=by, at=at)
    row.reapplication = new
    row.save(update_fields=["reapplication"])
    transitions.move_plan(row, to=PlanStatus.REAPPLIED, by=by, at=at)
    audit.record("application.reapplied", new, by=by, at=at, previous=old.pk)
    plan.refresh_from_db()
    return new


def _carry_over(old: Application, new: Application, *, by: User, at: datetime) -> None:
    """Answers and files of the old form for which the new form still has a place."""
    rules = new.round.frozen
    keys = {field.key for field in rules.fields if field.kind not in CARRIED_OVER_NOT}
    new.answers = {key: value for key, value in old.answers.items() if key in keys}
    new.product_name = old.product_name
    new.previous = old
    new.attempt = old.attempt + 1
    new.revision += 1
    new.touched = dict.fromkeys(new.answers, new.revision)
    new.save(update_fields=["answers", "product_name", "previous", "attempt", "revision", "touched"])
    for attachment in old.attachments.filter(removed_at=None).select_related("stored").order_by("pk"):
        if attachment.field_key in keys:
            applications.attach(new, attachment.field_key, attachment.stored, by=by, at=at)


def may_reapply(plan: ChallengePlan) -> bool:
    """Is the plan at the point where the firm may apply again?"""
    return plan.state is PlanStatus.READY and plan.application.state is Status.RELEASED
