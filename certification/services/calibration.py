"""Calibration (目合わせ): the office picks one example, each panel member scores it; counted in nothing."""

from datetime import datetime

from django.db import transaction

from certification import permissions
from certification.domain.states import Status
from certification.models import Application, Calibration, CalibrationSheet, PanelMember, Round
from certification.services import sheets
from certification.services.sheets import Incomplete, Input, StaleSheet
from core import audit, clock
from core.domain.reason import Reason, Refused
from core.models import Membership, User

TEXT_LENGTH = 4000


@transaction.atomic
def begin(
    round_: Round, *, source: Application | None = None, title: str = "", text: str = "", by: User, at: datetime
) -> Calibration:
    """Open the round's calibration on a released application of another round, or on an example typed in.

    Raises Refused without an example, with one still open, before the rules are frozen, and after scoring closed.
    """
    permissions.require_secretariat(by)
    Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    if round_.rules is None:
        raise Refused(Reason("calibration.rules", "募集を始めて規則が固まってから、目合わせを始められます。"))
    if round_.scoring_closed_at is not None:
        raise Refused(Reason("calibration.closed", "採点を締め切った回です。"))
    if Calibration.objects.filter(round=round_, closed_at=None).exists():
        raise Refused(
            Reason("calibration.open", "この回の目合わせは、もう始まっています。終えてから、次の見本を選んでください。")
        )
    if source is not None and (source.round_id == round_.pk or source.state is not Status.RELEASED):
        raise Refused(
            Reason("calibration.source", "結果を公表した、ほかの回の申請から選んでください。", field="source")
        )
    if source is None and not (title.strip() and text.strip()):
        raise Refused(
            Reason("calibration.empty", "見本の申請を選ぶか、架空の見本の名前と説明を書いてください。", field="text")
        )
    made = Calibration.objects.create(
        round=round_, source=source, title=(title.strip() or (source.product_name if source else ""))[:120],
        text=text.strip()[:TEXT_LENGTH], opened_at=at, opened_by=by,
    )  # fmt: skip
    audit.record("calibration.opened", round_, by=by, at=at, source=str(source or ""))
    return made


@transaction.atomic
def close(calibration: Calibration, *, by: User, at: datetime) -> None:
    """End it; the answers stay readable. Once is enough."""
    permissions.require_secretariat(by)
    if Calibration.objects.filter(pk=calibration.pk, closed_at=None).update(closed_at=at, closed_by=by):
        audit.record("calibration.closed", calibration.round, by=by, at=at)
        calibration.refresh_from_db()


def why_not_score(user: User, calibration: Calibration, *, at: datetime) -> Reason | None:
    """Why the person cannot score the example now; None when they can."""
    seat = PanelMember.objects.filter(round=calibration.round_id, user=user).first()
    if seat is None:
        return Reason("calibration.no_seat", "この募集回の審査委員ではありません。")
    if (closed := seat.why_closed(clock.on(at))) is not None:
        return closed
    source = calibration.source
    if source is not None and Membership.objects.filter(business=source.business_id, user=user).exists():
        return Reason("calibration.own", "ご自身の事業者の商品が見本のため、この目合わせには加わりません。")
    if calibration.closed_at is not None:
        return Reason("calibration.over", "この目合わせは終わりました。")
    return None


@transaction.atomic
def save(
    calibration: Calibration, given: Input, *, base: int | None = None, by: User, at: datetime
) -> tuple[CalibrationSheet, tuple[Reason, ...]]:
    """Keep what was typed, as sheets.save does for a sheet that counts. Raises Refused, StaleSheet."""
    if (why := why_not_score(by, calibration, at=at)) is not None:
        raise permissions.Denied(why)
    sheet, _made = CalibrationSheet.objects.select_for_update(of=("self",)).get_or_create(
        calibration=calibration, reviewer=by, defaults={"saved_at": at}
    )
    if sheet.submitted_at is not None:
        raise Refused(Reason("sheet.submitted", "目合わせの採点は提出済みです。"))
    if base is not None and base != sheet.revision and not sheets.repeats(sheet, given):
        raise StaleSheet(sheet)
    reasons = sheets.fill(calibration.round.frozen, sheet, given)
    sheet.revision += 1
    sheet.saved_at = at
    sheet.save()
    return sheet, tuple(reasons)


@transaction.atomic
def submit(calibration: Calibration, *, by: User, at: datetime) -> CalibrationSheet:
    """Hand the marks in, for good; then the spread may be seen. The same when pressed twice. Raises Incomplete."""
    sheet = (
        CalibrationSheet.objects.select_for_update(of=("self",)).filter(calibration=calibration, reviewer=by).first()
    )
    if sheet is not None and sheet.submitted_at is not None:
        return sheet
    if (why := why_not_score(by, calibration, at=at)) is not None:
        raise permissions.Denied(why)
    if sheet is None:
        raise Incomplete(Reason("sheet.empty", "まだ何も採点されていません。"))
    if reasons := sheets.gaps_of(calibration.round.frozen, sheet):
        raise Incomplete(*reasons)
    sheet.submitted_at = at
    sheet.save(update_fields=["submitted_at"])
    audit.record("calibration.handed_in", calibration.round, by=by, at=at)
    return sheet
