"""Rounds: opening (which freezes the rules), starting the review, closing the scoring. Copying: round_copies.py."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from certification import permissions
from certification.domain import stages as stage_rules
from certification.domain.rules import Rules
from certification.domain.stages import Phase
from certification.domain.states import Status
from certification.models import Application, PaperResult, Programme, Round, Sheet
from certification.selectors import stages
from certification.services import programmes, transitions
from core import audit, clock
from core.domain.reason import Reason, Refused
from core.models import User


def why_not_open(rules: Rules, *, rolling: bool = False) -> tuple[Reason, ...]:
    """What a programme still lacks before a round may open. `rolling`: the round takes applications without end."""
    reasons = []
    if not rules.criteria and not rules.gates:
        reasons.append(Reason("round.no_criteria", "審査項目か必須条件を、1つ以上入れてください。"))
    for criterion in rules.criteria:
        if len(criterion.steps) < 2:
            reasons.append(Reason("round.no_steps", f"審査項目「{criterion.name}」に、段階を2つ以上入れてください。"))
        elif criterion.floor is not None and not 0 <= criterion.floor <= criterion.maximum:
            reasons.append(Reason("round.floor", f"審査項目「{criterion.name}」の下限を、満点以下にしてください。"))
    if rules.criteria and programmes.weight_total(rules) <= 0:
        reasons.append(Reason("round.weights", "審査項目の重みの合計を、0より大きくしてください。"))
    if not rules.statements:
        reasons.append(Reason("round.no_statements", "応募資格の文を、1つ以上入れてください。"))
    reasons.extend(_stage_reasons(rules, rolling=rolling))
    return tuple(reasons)


def _stage_reasons(rules: Rules, *, rolling: bool) -> list[Reason]:
    """A second stage needs a first one with weight, and an end of the intake before it."""
    if not stage_rules.two_stage(rules):
        return []
    reasons = []
    paper = stage_rules.only(rules, stage_rules.PAPER)
    if not paper.criteria or programmes.weight_total(paper) <= 0:
        reasons.append(
            Reason(
                "round.no_paper_stage",
                "2段階で審査するには、書類審査で採点する項目（重みは0より大きく）が要ります。",
            )
        )
    if rolling:
        reasons.append(
            Reason(
                "round.rolling_stages",
                "随時受付では2段階の審査はできません。締切を入れてください。",
            )
        )
    return reasons


@transaction.atomic
def open_round(round_: Round, *, by: User, at: datetime) -> None:
    """募集を始める: freeze the programme's rules. Safe to press twice. Raises Refused with what lacks."""
    permissions.require_secretariat(by)
    row = Round.objects.select_for_update(of=("self",)).select_related("programme").get(pk=round_.pk)
    if row.opened_at is not None:
        round_.refresh_from_db()
        return
    rules = programmes.rules_of(Programme.objects.get(pk=row.programme_id))
    if reasons := why_not_open(rules, rolling=row.closes_at is None):
        raise Refused(*reasons)
    if row.closes_at is not None and row.closes_at <= at:
        until = clock.local_text(row.closes_at)
        raise Refused(
            Reason(
                "round.over",
                f"締切（{until}）が過ぎています。先に日程を直してください。",
                field="closes_at",
            )
        )
    row.rules, row.opened_at, row.opened_by = rules.to_json(), at, by
    row.save(update_fields=["rules", "opened_at", "opened_by"])
    audit.record("round.opened", row, by=by, at=at, defaults=sorted(row.programme.defaults_to_confirm))
    round_.refresh_from_db()


def still_open(round_: Round, at: datetime) -> tuple[Reason, ...]:
    """Why scoring should not close nor results go out yet: the window is open, or an applicant has an extension that
    runs. Who lost may come again in it. Rolling intake never closes, so nothing stands against it.
    """
    if round_.closes_at is None:
        return ()
    reasons = []
    if round_.is_open(at):
        until = clock.local_text(round_.closes_at)
        sentence = (
            f"この募集はまだ申請を受け付けています（締切 {until}）。いま進めると、これから届く申請は一緒に審査できず、"
            "結果を知った事業者が同じ回にもう一度申請できます。締切を過ぎてから進めるか、先に日程を変更して締め切ってください。"
        )
        reasons.append(Reason("round.still_open", sentence))
    late = Application.objects.filter(round=round_, status=Status.DRAFT.value, late_allowed_until__gt=at)
    if (count := late.count()) and (last := late.order_by("-late_allowed_until").first()):
        until = clock.local_text(last.late_allowed_until) if last.late_allowed_until else ""
        sentence = f"締切を延長した下書きが{count}件あります（{until}まで提出できます）。"
        reasons.append(Reason("round.extended", sentence))
    return tuple(reasons)


def startable(round_: Round) -> list[tuple[Application, bool]]:
    """Accepted applications in order of receipt, each with whether somebody is assigned to it."""
    ready = Application.objects.filter(round=round_, status=Status.ACCEPTED.value).order_by("receipt_number", "pk")
    assigned = set(ready.filter(assignments__removed_at=None, assignments__isnull=False).values_list("pk", flat=True))
    return [(row, row.pk in assigned) for row in ready.select_related("business")]


@transaction.atomic
def start_review(round_: Round, *, only: Collection[int] | None = None, by: User, at: datetime) -> int:
    """Put accepted applications before the panel, every one or those in `only`; returns how many.

    In rolling intake what is not assigned yet waits for a later batch and keeps nobody back; in a round with a window
    it is named. Raises Refused for such, and in a two-stage round whose paper stage is closed.
    """
    permissions.require_secretariat(by)
    found = startable(round_)
    chosen = [(row, ready) for row, ready in found if only is None or row.pk in only]
    unassigned = [row for row, ready in chosen if not ready]
    if unassigned and (round_.closes_at is not None or only is not None or len(unassigned) == len(chosen)):
        names = "、".join(str(row.receipt_number) for row in unassigned[:5])
        raise Refused(Reason("round.unassigned", f"審査委員が割り当てられていない申請があります: {names}"))
    ready_rows = [row for row, ready in chosen if ready]
    if ready_rows and stages.phase(round_) not in (Phase.SINGLE, Phase.PAPER):
        raise Refused(
            Reason(
                "round.paper_closed",
                "書類審査を締め切った後は、新しい申請の審査を始められません。",
            )
        )
    if ready_rows:
        transitions.move_many(ready_rows, source=Status.ACCEPTED, to=Status.IN_REVIEW, by=by, at=at)
    return len(ready_rows)


def why_not_close(round_: Round) -> tuple[Reason, ...]:
    """What keeps the scoring from closing: in two stages, a session that has not begun for those who go on."""
    at = stages.phase(round_)
    if at in (Phase.SINGLE, Phase.SESSION):
        return ()
    if at is Phase.PAPER:
        return (Reason("round.paper_open", "先に書類審査を締め切り、次の段階に進む申請を決めてください。"),)
    waiting = Application.objects.filter(round=round_, status=Status.IN_REVIEW.value)
    if waiting.exclude(paper_result__isnull=False).exists():
        return (Reason("round.paper_undecided", "次の段階に進むかどうかが決まっていない申請があります。"),)
    if waiting.filter(paper_result__goes_on=True).exists():
        return (Reason("round.session_waits", "次の段階に進む申請があります。先に実食審査・懇話会を始めてください。"),)
    return ()


@transaction.atomic
def close_scoring(round_: Round, *, only: Collection[int] | None = None, by: User, at: datetime) -> int:
    """採点を締め切る: from now on sheets are closed, and the office sees totals; returns how many applications.

    `only`: a batch of rolling intake; what was started later goes on being scored. A round with a window is closed as a
    whole. Raises Refused while a two-stage round is not through its session.
    """
    permissions.require_secretariat(by)
    if reasons := why_not_close(round_):
        raise Refused(*reasons)
    rows = list(Application.objects.filter(round=round_, status=Status.IN_REVIEW.value).order_by("pk"))
    if only is not None and round_.closes_at is None:
        rows = [row for row in rows if row.pk in only]
        if not rows:
            raise Refused(Reason("round.no_batch", "採点を締め切る申請を、1つ以上選んでください。"))
    settle_paper(round_, at=at)
    if rows:
        transitions.move_many(rows, source=Status.IN_REVIEW, to=Status.SCORED, by=by, at=at)
    Round.objects.filter(pk=round_.pk, scoring_closed_at=None).update(scoring_closed_at=at, scoring_closed_by=by)
    audit.record("round.scoring_closed", round_, by=by, at=at, applications=len(rows))
    round_.refresh_from_db()
    return len(rows)


def settle_paper(round_: Round, *, at: datetime) -> None:
    """Sheets of applications that stay on paper are complete with what was handed in: nothing more is asked."""
    staying = PaperResult.objects.filter(application__round=round_, goes_on=False).values("application")
    Sheet.objects.filter(application__in=staying, stage_one__isnull=False, submitted_at=None).update(submitted_at=at)
