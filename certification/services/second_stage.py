"""From paper to the session: closing the paper stage, who goes on, the beginning of the session, handing in for paper.

The rules stand in domain/stages.py; docs/rules/sessions.md tells them in prose.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from certification import permissions
from certification.domain import scoring
from certification.domain import stages as stage_rules
from certification.domain.scoring import PanelResult, SheetMarks
from certification.domain.stages import Phase
from certification.domain.states import Status
from certification.models import Application, PaperResult, Round, Sheet, StageSheet
from certification.selectors import stages
from certification.selectors.panels import panels
from certification.services import rounds
from core import audit
from core.domain.reason import Reason, Refused
from core.models import AuditEvent, User


def hand_in_paper(application: Application, sheet: Sheet, *, by: User, at: datetime) -> bool:
    """While the paper stage is on: keep what the reviewer wrote for it, for good; the sheet stays open for the session.

    False, and nothing done, in any other phase.
    """
    rules = application.round.frozen
    if stages.phase(application.round, rules) is not Phase.PAPER:
        return False
    keys = {criterion.key for criterion in stage_rules.only(rules, stage_rules.PAPER).criteria}
    _kept, made = StageSheet.objects.get_or_create(
        sheet=sheet,
        defaults={
            "marks": {key: row for key, row in sheet.marks.items() if key in keys},
            "gates": dict(sheet.gates),
            "handed_in_at": at,
        },
    )
    if made:
        audit.record("sheet.paper_submitted", application, by=by, at=at)
    return True


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One application after paper. `result`: its exact totals over the criteria of paper; `goes_on` None: undecided."""

    application: Application
    result: PanelResult
    goes_on: bool | None
    rank: int


def paper_table(round_: Round) -> list[PaperRow]:
    """Applications under review by exact paper total, best first; ties share a rank. Six queries, however many."""
    rules = round_.frozen
    paper = stage_rules.only(rules, stage_rules.PAPER)
    rows = list(
        Application.objects.filter(round=round_, status=Status.IN_REVIEW.value)
        .select_related("business", "paper_result")
        .defer("answers", "touched", "gap_answers")
        .order_by("receipt_number", "pk")
    )
    by_pk = {row.pk: row for row in rows}
    bases = panels(list(by_pk))
    sheets: dict[int, list[SheetMarks]] = {pk: [] for pk in by_pk}
    for kept in StageSheet.objects.filter(sheet__application__in=by_pk).select_related("sheet").order_by("pk"):
        if kept.sheet.reviewer_id in bases[kept.sheet.application_id].base:
            sheets[kept.sheet.application_id].append(_marks(kept))
    results = scoring.panel_results(paper, {pk: (sheets[pk], len(bases[pk].base)) for pk in by_pk})
    return [
        PaperRow(by_pk[pk], results[pk], _goes_on(by_pk[pk]), rank)
        for rank, ids in scoring.order(results)
        for pk in ids
    ]


def _goes_on(application: Application) -> bool | None:
    found: PaperResult | None = getattr(application, "paper_result", None)
    return found.goes_on if found is not None else None


def _marks(kept: StageSheet) -> SheetMarks:
    return Sheet(reviewer_id=kept.sheet.reviewer_id, marks=kept.marks, gates=kept.gates).scored


@transaction.atomic
def close_paper(round_: Round, *, by: User, at: datetime) -> None:
    """書類審査を締め切る: paper sheets are closed and the office sees the paper totals. Safe to press twice.

    Raises Refused in a round of one stage, while accepted applications wait outside, and without any under review.
    """
    permissions.require_secretariat(by)
    row = Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    at_phase = stages.phase(row)
    if at_phase is Phase.SINGLE:
        raise Refused(Reason("stage.single", "この回の審査は1段階です。"))
    if at_phase is Phase.PAPER:
        found = Application.objects.filter(round=row)
        if found.filter(status=Status.ACCEPTED.value).exists():
            raise Refused(
                Reason("stage.accepted_wait", "受理した申請の審査がまだ始まっていません。先に審査を始めてください。")
            )
        if not found.filter(status=Status.IN_REVIEW.value).exists():
            raise Refused(Reason("stage.nothing", "書類審査中の申請はありません。"))
        row.paper_closed_at, row.paper_closed_by = at, by
        row.save(update_fields=["paper_closed_at", "paper_closed_by"])
        audit.record("round.paper_closed", row, by=by, at=at)
    round_.refresh_from_db()


@transaction.atomic
def decide_paper(
    round_: Round, going_on: Collection[int], *, seen: Collection[int] | None = None, by: User, at: datetime
) -> tuple[int, int]:
    """次の段階に進む申請を決める: those in `going_on` do, every other one under review stays on paper.

    `seen`: the applications the person's page listed; another set is refused. May be changed until the session begins.
    Returns (go on, stay).
    """
    permissions.require_secretariat(by)
    row = Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    if stages.phase(row) is not Phase.BETWEEN:
        raise Refused(
            Reason("stage.not_between", "書類審査を締め切った後、実食審査・懇話会を始める前だけ決められます。")
        )
    table = paper_table(row)
    ids = {line.application.pk for line in table}
    if (seen is not None and set(seen) != ids) or set(going_on) - ids:
        raise Refused(
            Reason("stage.changed", "画面を開いた後に申請の状態が変わりました。一覧を読み直してから決めてください。")
        )
    events = []
    for line in table:
        pk = line.application.pk
        on = pk in set(going_on)
        if line.goes_on is on:
            continue
        total = str(line.result.total) if line.result.total is not None else ""
        PaperResult.objects.update_or_create(
            application=line.application,
            defaults={"goes_on": on, "total": total, "decided_at": at, "decided_by": by},
        )
        events.append(audit.event("application.paper_decided", line.application, by=by, at=at, goes_on=on, total=total))
    AuditEvent.objects.bulk_create(events)
    return len(set(going_on)), len(ids - set(going_on))


@transaction.atomic
def begin_session(round_: Round, *, by: User, at: datetime) -> None:
    """実食審査・懇話会の採点を始める: reviewers of what went on are asked the session's criteria. Safe to press twice.

    Raises Refused while paper is open, while one is undecided, or when nothing went on.
    """
    permissions.require_secretariat(by)
    row = Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    found = stages.phase(row)
    if found is not Phase.SESSION:
        if found is not Phase.BETWEEN:
            raise Refused(Reason("stage.paper_open", "先に書類審査を締め切ってください。"))
        waiting = Application.objects.filter(round=row, status=Status.IN_REVIEW.value)
        if waiting.filter(paper_result__isnull=True).exists():
            raise Refused(Reason("stage.undecided", "次の段階に進むかどうかが決まっていない申請があります。"))
        if not waiting.filter(paper_result__goes_on=True).exists():
            raise Refused(Reason("stage.nobody", "次の段階に進む申請がありません。採点を締め切ってください。"))
        row.session_begun_at, row.session_begun_by = at, by
        row.save(update_fields=["session_begun_at", "session_begun_by"])
        rounds.settle_paper(row, at=at)
        audit.record("round.session_begun", row, by=by, at=at)
    round_.refresh_from_db()


def missing_on_paper(round_: Round) -> list[tuple[str, int]]:
    """(reviewer, how many paper sheets they still owe) of those who owe any, in order of the panel; four queries."""
    ids = list(Application.objects.filter(round=round_, status=Status.IN_REVIEW.value).values_list("pk", flat=True))
    handed_in = set(
        StageSheet.objects.filter(sheet__application__in=ids).values_list("sheet__application", "sheet__reviewer")
    )
    owed: dict[int, int] = {}
    for application, panel in panels(ids).items():
        for reviewer in panel.base:
            if (application, reviewer) not in handed_in:
                owed[reviewer] = owed.get(reviewer, 0) + 1
    names = {user.pk: user.display_name for user in User.objects.filter(pk__in=owed).order_by("pk")}
    return [(names[pk], count) for pk, count in sorted(owed.items())]
