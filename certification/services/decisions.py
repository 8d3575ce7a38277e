"""Decisions: proposed by the secretariat, confirmed by a second person, released in one go."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django_tasks import default_task_backend

from certification import permissions
from certification.domain import scoring
from certification.domain import stages as stage_rules
from certification.domain.outcome import Outcome
from certification.domain.states import Status
from certification.models import (
    Application,
    Confirmation,
    Decision,
    Release,
    Round,
)
from certification.selectors import board as boards
from certification.selectors import holds, stages
from certification.selectors.panels import panels
from certification.services import (
    certificates,
    challenge,
    letters,
    release_checks,
    result_mails,
    rounds,
    transitions,
)
from core import audit, outbox
from core.domain.reason import Reason, Refused
from core.models import AuditEvent, User

OPEN_STILL = "それでも公表するときは、「受付中でも公表する」を選んでください。"


@transaction.atomic
def propose(
    application: Application,
    *,
    outcome: Outcome,
    override_reason: str = "",
    public_reason: str = "",
    by: User,
    at: datetime,
) -> Decision:
    """A new version of the decision, with the suggestion and its derivation as they stand.

    Raises Refused when the scoring is open, when the outcome differs from the suggestion without a reason. A version
    confirmed but not released is superseded: the application goes back for a second person's confirmation.
    """
    permissions.require_secretariat(by)
    row = Application.objects.select_for_update(of=("self",)).select_related("round").get(pk=application.pk)
    if row.state is Status.DECIDED:
        transitions.move(row, to=Status.SCORED, by=by, at=at, reason="決定案の変更")
    if row.state is not Status.SCORED:
        raise Refused(Reason("decision.state", "採点を締め切った申請だけを決定できます。"))
    if holds.is_held(row):
        raise Refused(Reason("decision.held", f"{row} は保留になっています。先に保留を解いてください。"))
    suggested, derivation = _suggestion(row)
    if outcome.value != suggested and not (override_reason.strip() and public_reason.strip()):
        raise Refused(
            Reason(
                "decision.override",
                "規則による案と違う結果にするときは、記録に残す理由と、申請者に伝える理由の両方を書いてください。",
                field="override_reason" if not override_reason.strip() else "public_reason",
            )
        )
    newest = Decision.objects.filter(application=row).order_by("-version").first()
    decision = Decision.objects.create(
        application=row,
        version=newest.version + 1 if newest else 1,
        outcome=outcome.value,
        suggested=suggested,
        override_reason=override_reason.strip() if outcome.value != suggested else "",
        public_reason=public_reason.strip(),
        derivation=derivation,
        proposed_at=at,
        proposed_by=by,
    )
    audit.record("decision.proposed", row, by=by, at=at, outcome=outcome.value, suggested=suggested)
    application.refresh_from_db(fields=["status"])
    return decision


def _suggestion(row: Application) -> tuple[str, dict[str, object]]:
    goes_on = row.pk not in stages.staying(row.round, [row.pk])
    rules = stage_rules.judged(row.round.frozen, goes_on=goes_on)
    panel = panels([row.pk])[row.pk]
    staying = () if goes_on else (row.pk,)
    result = stage_rules.panel_results(row.round.frozen, {row.pk: (panel.sheets, len(panel.base))}, staying)[row.pk]
    suggestion = stage_rules.suggest(row.round.frozen, result, goes_on=goes_on)
    lines = scoring.derivation(rules, panel.sheets, result)
    derivation: dict[str, object] = {
        "total": scoring.display(result.total),
        "exact": str(result.total) if result.total is not None else None,
        "n": result.n,
        "of": result.of,
        "lines": list(lines),
        "reasons": [reason.sentence for reason in suggestion.reasons],
        "pass_mark": str(rules.pass_mark),
    }
    return (suggestion.outcome.value if suggestion.outcome else ""), derivation


@transaction.atomic
def propose_all(round_: Round, *, only: Collection[int] | None = None, by: User, at: datetime) -> int:
    """Propose the suggestion for every scored application without a proposal (of those in `only`); returns how many."""
    permissions.require_secretariat(by)
    count = 0
    for row in boards.board(round_).rows:
        if (
            (only is None or row.application.pk in only)
            and row.decision is None
            and row.held is None
            and row.application.state is Status.SCORED
            and row.suggestion
            and row.suggestion.outcome
        ):
            propose(row.application, outcome=row.suggestion.outcome, by=by, at=at)
            count += 1
    return count


@transaction.atomic
def confirm(decisions: Sequence[Decision], *, by: User, at: datetime) -> int:
    """決裁: confirm the newest version of each. Raises Refused for one's own proposal or a superseded version."""
    permissions.require_approver(by)
    count = 0
    for decision in decisions:
        row = Application.objects.select_for_update(of=("self",)).get(pk=decision.application_id)
        newest = Decision.objects.filter(application=row).order_by("-version").first()
        if newest is None or newest.pk != decision.pk:
            raise Refused(Reason("confirm.superseded", f"{row} の決定案が変わっています。画面を開き直してください。"))
        if decision.proposed_by_id == by.pk:
            raise Refused(Reason("confirm.own", f"{row} はご自身の案です。もう一人の方が決裁してください。"))
        if holds.is_held(row):
            raise Refused(Reason("confirm.held", f"{row} は保留になっています。保留が解かれてから決裁してください。"))
        if Confirmation.objects.filter(decision=decision).exists():
            if row.state is Status.SCORED:  # confirmed once, then put on hold: the committee has to say it anew
                raise Refused(Reason("confirm.reopened", f"{row} は一度戻されています。新しい決定案を作ってください。"))
            continue
        Confirmation.objects.create(decision=decision, confirmed_at=at, confirmed_by=by)
        transitions.move(row, to=Status.DECIDED, by=by, at=at)
        audit.record("decision.confirmed", row, by=by, at=at, version=decision.version, outcome=decision.outcome)
        count += 1
    return count


@dataclass(frozen=True, slots=True)
class Released:
    """What a release did."""

    applications: int
    certified: int
    challenge: int
    declined: int


def why_not_release(round_: Round) -> tuple[Reason, ...]:
    """What keeps a round from being released: undecided applications in a round with a window, unless on hold."""
    undecided = Application.objects.filter(
        round=round_, status__in=(Status.ACCEPTED.value, Status.IN_REVIEW.value, Status.SCORED.value)
    )
    open_ones = list(undecided.exclude(pk__in=holds.held(round_)).order_by("pk"))
    decided = Application.objects.filter(round=round_, status=Status.DECIDED.value).exists()
    reasons = []
    if round_.closes_at is not None and open_ones:
        names = "、".join(str(row) for row in open_ones[:5])
        reasons.append(Reason("release.undecided", f"まだ決定していない申請が{len(open_ones)}件あります: {names}"))
    if not decided:
        reasons.append(Reason("release.nothing", "公表を待っている決定はありません。"))
    return tuple(reasons)


@transaction.atomic
def release(
    round_: Round,
    *,
    expected: Collection[int] | None = None,
    even_though_open: bool = False,
    by: User,
    at: datetime,
) -> Released:
    """公表: letters, certificates, challenge offers and mails of every decided application, in one transaction.

    `expected`: ids of the decisions the person saw; any other set is refused, so that nobody releases unread letters.
    While the window is open, or an applicant's extension runs, it takes `even_though_open`: the person read that who
    lost may come again in the same round. Rolling intake needs no such word.
    Safe to repeat: a second call finds nothing decided and raises Refused. PDFs and catalog pages follow in the
    worker (`certification.tasks.finish_release`), which is safe to repeat too.
    """
    permissions.require_secretariat(by)
    locked = Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    if reasons := why_not_release(round_):
        raise Refused(*reasons)
    open_still = rounds.still_open(locked, at)
    if open_still and not even_though_open:
        raise Refused(*open_still, Reason("release.open", OPEN_STILL))
    rows = [row for row in boards.board(round_).rows if row.application.state is Status.DECIDED]
    applications = [row.application for row in rows]
    for row in rows:
        if row.decision is None or not row.confirmed:
            raise Refused(Reason("release.unconfirmed", f"{row.application} の決定が決裁されていません。"))
    if expected is not None and {row.decision.pk for row in rows if row.decision} != set(expected):
        raise Refused(
            Reason(
                "release.changed", "画面を開いた後に決定が変わりました。通知書をもう一度確かめてから公表してください。"
            )
        )
    if reasons := release_checks.why_not_send(round_, rows, at=at):
        raise Refused(*reasons)
    transitions.move_many(applications, source=Status.DECIDED, to=Status.RELEASED, by=by, at=at)
    Release.objects.bulk_create(
        Release(application=row.application, decision=row.decision, released_at=at, released_by=by) for row in rows
    )
    issued = certificates.issue_many([row for row in rows if _is(row, Outcome.CERTIFIED)], by=by, at=at)
    challenge.offer_many([row for row in rows if _is(row, Outcome.CHALLENGE)], by=by, at=at)
    letters.write_many(round_, rows, issued, at=at)
    outbox.add_many(result_mails.drafts(round_, rows, at=at), at=at)
    AuditEvent.objects.bulk_create(
        audit.event("decision.released", row.application, by=by, at=at, outcome=_outcome(row)) for row in rows
    )
    if open_still:
        audit.record("round.released_while_open", locked, by=by, at=at, reasons=[each.code for each in open_still])
    transaction.on_commit(lambda: finish(round_))
    count = {outcome: sum(_is(row, outcome) for row in rows) for outcome in Outcome}
    return Released(len(rows), count[Outcome.CERTIFIED], count[Outcome.CHALLENGE], count[Outcome.DECLINED])


def finish(round_: Round) -> None:
    """Ask the worker for what a release leaves to it: PDFs, catalog pages, mail."""
    from certification.tasks import finish_release  # noqa: PLC0415 -- the task needs the app registry ready

    default_task_backend.enqueue(finish_release, [round_.pk], {})
    outbox.wake()


def _outcome(row: boards.Row) -> str:
    return row.decision.outcome if row.decision else ""


def _is(row: boards.Row, outcome: Outcome) -> bool:
    return _outcome(row) == outcome.value
