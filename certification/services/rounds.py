"""Rounds: opening (which freezes the rules), starting the review, closing the scoring."""

from datetime import datetime

from django.db import transaction

from certification import permissions
from certification.domain.rules import Rules
from certification.domain.states import Status
from certification.models import Application, Programme, Round
from certification.services import programmes, transitions
from core import audit, clock
from core.domain.reason import Reason, Refused
from core.models import User


def why_not_open(rules: Rules) -> tuple[Reason, ...]:
    """What a programme still lacks before a round may open."""
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
    return tuple(reasons)


@transaction.atomic
def open_round(round_: Round, *, by: User, at: datetime) -> None:
    """募集を始める: freeze the programme's rules. Safe to press twice. Raises Refused with what lacks."""
    permissions.require_secretariat(by)
    row = Round.objects.select_for_update(of=("self",)).select_related("programme").get(pk=round_.pk)
    if row.opened_at is not None:
        round_.refresh_from_db()
        return
    rules = programmes.rules_of(Programme.objects.get(pk=row.programme_id))
    if reasons := why_not_open(rules):
        raise Refused(*reasons)
    row.rules, row.opened_at, row.opened_by = rules.to_json(), at, by
    row.save(update_fields=["rules", "opened_at", "opened_by"])
    audit.record("round.opened", row, by=by, at=at, defaults=sorted(row.programme.defaults_to_confirm))
    round_.refresh_from_db()


def still_open(round_: Round, at: datetime) -> tuple[Reason, ...]:
    """A warning before scoring closes or results go out while the window is open: who lost may come again in it."""
    if round_.closes_at is None or not round_.is_open(at):
        return ()
    until = clock.local_text(round_.closes_at)
    sentence = (
        f"この募集はまだ申請を受け付けています（締切 {until}）。いま進めると、これから届く申請は一緒に審査できず、"
        "結果を知った事業者が同じ回にもう一度申請できます。締切を過ぎてから進めるか、先に日程を変更して締め切ってください。"
    )
    return (Reason("round.still_open", sentence),)


@transaction.atomic
def start_review(round_: Round, *, by: User, at: datetime) -> int:
    """Put every accepted application of the round before the panel; returns how many."""
    permissions.require_secretariat(by)
    ready = list(Application.objects.filter(round=round_, status=Status.ACCEPTED.value).order_by("pk"))
    unassigned = [row for row in ready if not row.assignments.filter(removed_at=None).exists()]
    if unassigned:
        names = "、".join(str(row.receipt_number) for row in unassigned[:5])
        raise Refused(Reason("round.unassigned", f"審査委員が割り当てられていない申請があります: {names}"))
    if ready:
        transitions.move_many(ready, source=Status.ACCEPTED, to=Status.IN_REVIEW, by=by, at=at)
    return len(ready)


@transaction.atomic
def close_scoring(round_: Round, *, by: User, at: datetime) -> int:
    """採点を締め切る: from now on sheets are closed, and the office sees totals; returns how many applications."""
    permissions.require_secretariat(by)
    rows = list(Application.objects.filter(round=round_, status=Status.IN_REVIEW.value).order_by("pk"))
    if rows:
        transitions.move_many(rows, source=Status.IN_REVIEW, to=Status.SCORED, by=by, at=at)
    Round.objects.filter(pk=round_.pk, scoring_closed_at=None).update(scoring_closed_at=at, scoring_closed_by=by)
    audit.record("round.scoring_closed", round_, by=by, at=at, applications=len(rows))
    round_.refresh_from_db()
    return len(rows)
