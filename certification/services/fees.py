"""The fee (手数料) of an application, where its programme asks for one: seen paid, or undone with a reason."""

from datetime import date, datetime

from django.db import transaction

from certification import permissions
from certification.domain.states import Status
from certification.models import Application, FeePayment
from core import audit, clock
from core.domain.reason import Reason, Refused
from core.models import User

NOT_YET = (Status.DRAFT, Status.WITHDRAWN)


def standing(application: Application) -> FeePayment | None:
    """The payment that stands; one query."""
    return FeePayment.objects.filter(application=application, undone_at=None).select_related("recorded_by").first()


def why_not_accept(application: Application) -> Reason | None:
    """An application is taken up only when its fee was seen; nothing is asked where it is free."""
    yen = application.round.frozen.fee_yen
    if not yen or standing(application) is not None:
        return None
    return Reason("accept.fee", f"手数料 {yen:,}円の納付がまだ記録されていません。", field="fee")


@transaction.atomic
def record(application: Application, *, paid_on: date, note: str = "", by: User, at: datetime) -> FeePayment:
    """The office saw the fee paid on this day. Safe to press twice. Raises Refused where there is nothing to pay."""
    permissions.require_secretariat(by)
    row = Application.objects.select_for_update(of=("self",)).select_related("round").get(pk=application.pk)
    yen = row.round.frozen.fee_yen
    if not yen:
        raise Refused(Reason("fee.free", "この募集の申請は無料です。"))
    if row.state in NOT_YET:
        raise Refused(Reason("fee.state", "提出された申請だけに、納付を記録できます。"))
    if paid_on > clock.on(at):
        raise Refused(Reason("fee.future", "納付の日は、今日か、今日より前の日にしてください。", field="paid_on"))
    if (already := standing(row)) is not None:
        return already
    made = FeePayment.objects.create(
        application=row, amount_yen=yen, paid_on=paid_on, note=note.strip(), recorded_at=at, recorded_by=by
    )
    audit.record("fee.paid", row, by=by, at=at, yen=yen, paid_on=paid_on.isoformat())
    return made


@transaction.atomic
def undo(application: Application, *, reason: str, by: User, at: datetime) -> None:
    """A payment recorded by mistake. Raises Refused without a reason, and once the application was taken up."""
    permissions.require_secretariat(by)
    row = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if not reason.strip():
        raise Refused(Reason("fee.no_reason", "納付の記録を取り消す理由を書いてください。", field="reason"))
    if row.state not in (Status.SUBMITTED, Status.RETURNED):
        raise Refused(Reason("fee.taken_up", "受理した後は、納付の記録を取り消せません。"))
    paid = standing(row)
    if paid is None:
        raise Refused(Reason("fee.none", "取り消す納付の記録はありません。"))
    paid.undone_at, paid.undone_by, paid.undone_reason = at, by, reason.strip()
    paid.save(update_fields=["undone_at", "undone_by", "undone_reason"])
    audit.record("fee.undone", row, by=by, at=at, reason=paid.undone_reason)
