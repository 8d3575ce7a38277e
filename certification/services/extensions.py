"""締切の延長: the secretariat lets one applicant hand in after the deadline; undone while it still runs."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from certification import permissions
from certification.domain.stages import Phase
from certification.domain.states import Status
from certification.models import Application, Extension
from certification.selectors import stages
from certification.selectors.people import addresses
from core import audit, clock, outbox
from core.domain.reason import Reason, Refused
from core.models import User


def why_not_extend(application: Application) -> Reason | None:
    """Why this application's deadline cannot be extended; None when it can."""
    round_ = application.round
    if application.state is not Status.DRAFT:
        return Reason("extension.handed_in", "提出の前の申請だけ、締切を延長できます。")
    if round_.closes_at is None:
        return Reason("extension.rolling", "随時受付の募集には締切がないため、延長は要りません。")
    if (
        round_.scoring_closed_at is not None
        or Application.objects.filter(round=round_, status=Status.RELEASED.value).exists()
    ):
        return Reason(
            "extension.over", "この回の採点は締め切られているため、延長できません。次の募集を案内してください。"
        )
    if stages.phase(round_) not in (Phase.SINGLE, Phase.PAPER):
        return Reason(
            "extension.paper_closed",
            "この回の書類審査は締め切られているため、延長できません。",
        )
    return None


@transaction.atomic
def extend(application: Application, *, until: datetime, reason: str, by: User, at: datetime) -> Extension:
    """Let one draft be handed in before `until` (the last second before it counts). The firm's owners and editors are
    told by mail. The same extension pressed twice is one. Raises Refused for a moment that is past or not later than
    the round's own deadline, without a reason, or where nothing can be extended.
    """
    permissions.require_secretariat(by)
    row = Application.objects.select_for_update(of=("self",)).select_related("round").get(pk=application.pk)
    reasons = [found] if (found := why_not_extend(row)) else []
    if not reason.strip():
        reasons.append(Reason("extension.reason", "延長する理由を書いてください。記録に残ります。", field="reason"))
    closes_at = row.round.closes_at
    if until <= at:
        reasons.append(Reason("extension.past", "延長後の締切は、いまより後の日時にしてください。", field="until"))
    elif closes_at is not None and until <= closes_at:
        words = f"この募集の締切（{clock.local_text(closes_at)}）より後の日時にしてください。"
        reasons.append(Reason("extension.early", words, field="until"))
    if reasons:
        raise Refused(*reasons)
    words = reason.strip()[:500]
    same = _standing(row)
    if same is not None and same.until == until and same.reason == words:
        return same
    made = Extension.objects.create(application=row, until=until, reason=words, given_at=at, given_by=by)
    _apply(row)
    audit.record("application.extended", row, by=by, at=at, until=clock.local_text(until), reason=words)
    _mail("extension", made, at=at)
    application.refresh_from_db(fields=["late_allowed_until"])
    return made


@transaction.atomic
def cancel(extension: Extension, *, by: User, at: datetime) -> None:
    """Take an extension back while it still runs; an earlier one that still runs stands again. Safe to press twice.

    Raises Refused once it has run out or the application was handed in within it.
    """
    permissions.require_secretariat(by)
    row = Application.objects.select_for_update(of=("self",)).select_related("round").get(pk=extension.application_id)
    found = Extension.objects.get(pk=extension.pk)
    if found.cancelled_at is not None:
        return
    if found.until <= at:
        raise Refused(Reason("extension.ran_out", "この延長はもう終わっているため、取り消せません。"))
    if row.state is not Status.DRAFT:
        raise Refused(Reason("extension.used", "この申請はもう提出されているため、延長を取り消せません。"))
    found.cancelled_at, found.cancelled_by = at, by
    found.save(update_fields=["cancelled_at", "cancelled_by"])
    _apply(row)
    audit.record("application.extension_cancelled", row, by=by, at=at, until=clock.local_text(found.until))
    _mail("extension_cancelled", found, at=at)
    extension.refresh_from_db()


def _standing(row: Application) -> Extension | None:
    """The extension that counts: the newest one that was not cancelled."""
    return Extension.objects.filter(application=row, cancelled_at=None).order_by("-pk").first()


def _apply(row: Application) -> None:
    standing = _standing(row)
    row.late_allowed_until = standing.until if standing else None
    row.save(update_fields=["late_allowed_until"])


def _mail(kind: str, extension: Extension, *, at: datetime) -> None:
    """One mail for each owner and editor of the firm."""
    row = extension.application
    round_ = row.round
    now_until = Application.objects.values_list("late_allowed_until", flat=True).get(pk=row.pk) or round_.closes_at
    context: dict[str, Any] = {
        "programme": round_.frozen.name,
        "round": str(round_),
        "business": row.business.name,
        "until": clock.local_text(extension.until),
        "now_until": clock.local_text(now_until) if now_until else "",
        "contact": round_.contact,
        "url": settings.SITE_URL + reverse("apply:application", args=[row.code]),
    }
    people = addresses({row.business_id}).get(row.business_id, [])
    drafts = [outbox.Draft(kind, row, to, f"{kind}:{extension.pk}:{to}", context) for to in people]
    outbox.add_many(drafts, at=at)
    transaction.on_commit(outbox.wake)
