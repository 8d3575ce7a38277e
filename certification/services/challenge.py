"""Challenge support: offered at release, agreed by the firm, made into tasks by the adviser, ended in a new attempt."""

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from certification import permissions
from certification.domain import gap, offer, scoring
from certification.domain.rules import Rules
from certification.domain.states import Actor, IllegalMove, PlanStatus, Status
from certification.models import (
    AdviserProfile,
    AdviserTerm,
    Application,
    ChallengePlan,
    ChallengeTask,
    PlanMessage,
    Round,
    TaskEvent,
    TaskEvidence,
)
from certification.selectors import support
from certification.selectors.board import Row
from certification.services import applications, plan_drafts, transitions
from certification.services.plan_rights import (
    WRITING,
    mail_adviser,
    mail_firm,
    require_adviser,
    require_gap,
    require_party,
    require_writing,
)
from core import audit, clock, outbox
from core.domain import text
from core.domain.reason import Reason, Refused
from core.models import AuditEvent, Membership, StoredFile, User
from core.roles import has_role

__all__ = ["WRITING", "add_task", "agree", "appoint_adviser", "close", "finish_task", "hand_over", "may_reapply",
           "offer_many", "ready", "reapply", "reopen_task", "resume", "say", "start"]  # fmt: skip

CARRIED_OVER_NOT = ("agree",)  # kinds of field whose answers a re-application asks anew
OVER = frozenset({PlanStatus.REAPPLIED, PlanStatus.CLOSED})


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
    days, _remind, is_default = support.days()
    plans = ChallengePlan.objects.bulk_create(
        ChallengePlan(
            application=row.application,
            gaps=gaps_json(rules, row),
            offered_at=at,
            answer_by=offer.answer_by(clock.on(at), days),
            answer_by_is_default=is_default,
        )
        for row in rows
    )
    AuditEvent.objects.bulk_create(audit.event("plan.offered", plan, by=by, at=at) for plan in plans)


@transaction.atomic
def agree(plan: ChallengePlan, *, by: User, at: datetime) -> None:
    """The firm accepts the support; the draft of its plan is made. Raises Refused after the last day of the offer,
    also when the calendar has not closed it yet.
    """
    if plan.state in (PlanStatus.OFFERED, PlanStatus.CLOSED) and offer.has_lapsed(plan.answer_by, clock.on(at)):
        assert plan.answer_by is not None
        raise Refused(
            Reason(
                "plan.lapsed",
                f"返事の期限（{clock.date_text(plan.answer_by)}）を過ぎたため、ここからは受けられません。"
                "いまから支援を受けたいときは、事務局に連絡してください。",
            )
        )
    transitions.move_plan(plan, to=PlanStatus.AGREED, by=by, at=at)
    plan_drafts.propose(plan, at=at)


@transaction.atomic
def close(plan: ChallengePlan, *, reason: str, by: User, at: datetime) -> None:
    """The firm declines the offer, or the office ends the plan."""
    transitions.move_plan(plan, to=PlanStatus.CLOSED, by=by, at=at, reason=reason.strip())


@transaction.atomic
def appoint_adviser(plan: ChallengePlan, adviser: User, *, note: str = "", by: User, at: datetime) -> None:
    """The secretariat names the adviser; both sides are told by mail. The one before has no more access."""
    permissions.require_secretariat(by)
    _give(plan, adviser, note=note, by=by, at=at)


@transaction.atomic
def hand_over(plan: ChallengePlan, adviser: User, *, note: str, by: User, at: datetime) -> None:
    """The adviser hands the plan to another one, with words that tell where it stands, and loses access."""
    require_adviser(plan, by)
    if adviser.pk == by.pk:
        raise Refused(Reason("plan.same_adviser", "引き継ぐ相手を選んでください。", field="adviser"))
    if not text.clean(note):
        raise Refused(Reason("plan.no_note", "引き継ぎの言葉を書いてください。", field="note"))
    _give(plan, adviser, note=note, by=by, at=at)


def _give(plan: ChallengePlan, adviser: User, *, note: str, by: User, at: datetime) -> None:
    if plan.state in OVER:
        raise Refused(Reason("plan.closed", "この支援は終わっているため、専門家を変えられません。"))
    _require_fit(plan, adviser)
    if plan.adviser_id == adviser.pk:
        return
    plan.adviser = adviser
    plan.save(update_fields=["adviser"])
    words = text.clean(note, lines=True)
    term = AdviserTerm.objects.create(plan=plan, adviser=adviser, note=words, at=at, by=by)
    audit.record("plan.adviser", plan, by=by, at=at, adviser=adviser.pk)
    outbox.add(
        "adviser_appointed",
        plan,
        to=adviser.email,
        key=f"adviser:{plan.pk}:{adviser.pk}:{term.pk}",
        at=at,
        context={
            "adviser": adviser.display_name,
            "business": plan.application.business.name,
            "product": plan.application.product_name,
            "url": settings.SITE_URL + reverse("advise:plan", args=[plan.pk]),
        },
    )
    if plan.state is not PlanStatus.OFFERED:
        mail_firm("plan_adviser", plan, key=str(term.pk), at=at, adviser=adviser.display_name)
    transaction.on_commit(outbox.wake)


def _require_fit(plan: ChallengePlan, adviser: User) -> None:
    if not has_role(adviser, "adviser"):
        raise Refused(
            Reason("plan.no_role", f"{adviser.display_name} さんに専門家の役割がありません。", field="adviser")
        )
    if Membership.objects.filter(business_id=plan.application.business_id, user=adviser).exists():
        words = f"{adviser.display_name} さんは、この事業者の一員のため担当できません。"
        raise Refused(Reason("plan.own_firm", words, field="adviser"))
    if AdviserProfile.objects.filter(user=adviser, active=False).exists():
        words = f"{adviser.display_name} さんは、いま新しい計画を受けていません。"
        raise Refused(Reason("plan.inactive", words, field="adviser"))


def _require_state(plan: ChallengePlan, source: PlanStatus, target: PlanStatus) -> None:
    """Starting and taking up again end in the same state, but only one of them needs a task and tells the firm."""
    if plan.state is not source:
        raise IllegalMove(plan.state, target)


@transaction.atomic
def start(plan: ChallengePlan, *, by: User, at: datetime) -> None:
    """The adviser begins; at least one task must stand in the plan."""
    require_adviser(plan, by)
    _require_state(plan, PlanStatus.AGREED, PlanStatus.IN_PROGRESS)
    if not plan.tasks.exists():
        raise Refused(Reason("plan.no_task", "課題を1つ以上入れてから始めてください。"))
    transitions.move_plan(plan, to=PlanStatus.IN_PROGRESS, by=by, at=at)
    mail_firm("plan_started", plan, key=at.isoformat(), at=at)


@transaction.atomic
def ready(plan: ChallengePlan, *, words: str = "", by: User, at: datetime) -> None:
    """The adviser finds the firm ready to apply again; every task is done or was taken out. `words` go to the firm."""
    require_adviser(plan, by)
    if open_ones := list(plan.tasks.filter(done_at=None)):
        raise Refused(
            Reason("plan.open_tasks", f"終わっていない課題が{len(open_ones)}件あります: {open_ones[0].title}")
        )
    transitions.move_plan(plan, to=PlanStatus.READY, by=by, at=at, reason=text.clean(words, lines=True))
    _say_along(plan, words, by=by, at=at)
    mail_firm("plan_ready", plan, key=at.isoformat(), at=at)


@transaction.atomic
def resume(plan: ChallengePlan, *, words: str = "", by: User, at: datetime) -> None:
    """The adviser takes a ready plan up again and tells the firm why."""
    require_adviser(plan, by)
    _require_state(plan, PlanStatus.READY, PlanStatus.IN_PROGRESS)
    transitions.move_plan(plan, to=PlanStatus.IN_PROGRESS, by=by, at=at, reason=text.clean(words, lines=True))
    _say_along(plan, words, by=by, at=at)
    mail_firm("plan_resumed", plan, key=at.isoformat(), at=at)


def _say_along(plan: ChallengePlan, words: str, *, by: User, at: datetime) -> None:
    """Words with a move stand among the messages; the mail of the move tells of both."""
    if text.clean(words):
        PlanMessage.objects.create(plan=plan, text=text.clean(words, lines=True)[:4000], by=by, at=at)


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
    require_adviser(plan, by)
    require_writing(plan)
    require_gap(plan, gap_key)
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
        position=plan_drafts.next_position(plan),
    )
    TaskEvent.objects.create(task=task, kind="made", at=at, by=by)
    audit.record("plan.task_added", plan, by=by, at=at, task=task.pk)
    return task


@transaction.atomic
def finish_task(
    task: ChallengeTask,
    *,
    note: str,
    evidence: StoredFile | Sequence[StoredFile] | None = None,
    by: User,
    at: datetime,
) -> None:
    """The firm (or its adviser) reports a task done, in words and, if there are any, with files."""
    require_party(task.plan, by)
    require_writing(task.plan)
    if task.removed_at is not None:
        raise Refused(Reason("task.removed", "この課題は取り下げられています。"))
    if not text.clean(note):
        raise Refused(Reason("task.note", "したことを書いてください。", field="note"))
    files = [evidence] if isinstance(evidence, StoredFile) else list(evidence or ())
    already = task.done_at is not None
    task.done_at, task.done_by, task.evidence_note = at, by, text.clean(note, lines=True)
    task.save(update_fields=["done_at", "done_by", "evidence_note"])
    TaskEvidence.objects.bulk_create(TaskEvidence(task=task, stored=row, added_at=at, added_by=by) for row in files)
    if not already or files:
        TaskEvent.objects.create(task=task, kind="done", note=task.evidence_note, at=at, by=by)
        audit.record("plan.task_done", task.plan, by=by, at=at, task=task.pk)


@transaction.atomic
def reopen_task(task: ChallengeTask, *, reason: str = "", by: User, at: datetime) -> None:
    """Take a task's end back; its evidence and what was written stay."""
    require_party(task.plan, by)
    require_writing(task.plan)
    if task.done_at is None:
        return
    if task.plan.state is PlanStatus.READY:
        raise Refused(Reason("task.ready", "再申請の準備ができた計画です。先に、専門家が支援を再開してください。"))
    task.done_at = task.done_by = None
    task.save(update_fields=["done_at", "done_by"])
    TaskEvent.objects.create(task=task, kind="reopened", note=text.clean(reason, lines=True)[:2000], at=at, by=by)
    audit.record("plan.task_reopened", task.plan, by=by, at=at, task=task.pk)


@transaction.atomic
def say(plan: ChallengePlan, words: str, *, by: User, at: datetime) -> PlanMessage:
    """A message on the plan. The others are told by mail that it is there; its words stay on the desk."""
    require_party(plan, by)
    if not text.clean(words):
        raise Refused(Reason("message.empty", "メッセージを書いてください。", field="text"))
    message = PlanMessage.objects.create(plan=plan, text=text.clean(words, lines=True)[:4000], by=by, at=at)
    from_firm = Actor.APPLICANT in permissions.actors_of(by, plan.application)
    if not from_firm:
        mail_firm("plan_message", plan, key=str(message.pk), at=at)
    if plan.adviser_id != by.pk:
        mail_adviser("plan_message", plan, key=str(message.pk), at=at)
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
