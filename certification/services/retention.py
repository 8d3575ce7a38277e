"""Destroying what has been kept long enough: proposed, approved by a second person, carried out by the worker."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks import default_task_backend

from certification import permissions
from certification.domain.retention import Kind
from certification.models import Disposal, DisposalItem
from certification.selectors import retention as selectors
from certification.services import erasure
from core import audit, clock
from core.domain.fiscal_year import FiscalYear
from core.domain.reason import Reason, Refused
from core.models import Destruction, User

REASON = "保存期間の満了"


@transaction.atomic
def propose(keys: Sequence[str], *, by: User, at: datetime, note: str = "") -> Disposal:
    """廃棄の伺い: what the secretariat wants destroyed, of what is due. Raises Refused for anything that is not due."""
    permissions.require_secretariat(by)
    today = clock.on(at)
    known = {row.key: row for row in selectors.due(today)}
    if not keys:
        raise Refused(Reason("disposal.none", _("廃棄するものを選んでください。")))
    if set(keys) - set(known):
        raise Refused(
            Reason("disposal.not_due", _("保存期間が終わっていないものが含まれています。画面を開き直してください。"))
        )
    waiting = DisposalItem.objects.filter(disposal__turned_down_at=None, disposal__finished_at=None)
    taken = {f"{kind}:{pk}" for kind, pk in waiting.values_list("kind", "subject_id")}
    if taken & set(keys):
        words = _("ほかの伺いに入っているものが含まれています。画面を開き直してください。")
        raise Refused(Reason("disposal.twice", words))
    made = Disposal.objects.create(
        fiscal_year=FiscalYear.containing(today).start_year, note=note[:300], proposed_at=at, proposed_by=by
    )
    rows = [known[key] for key in dict.fromkeys(keys)]
    DisposalItem.objects.bulk_create(
        DisposalItem(
            disposal=made, kind=row.kind.value, subject_id=row.subject_id, label=row.label,
            retention_class=row.retention_class, ended_on=row.ended_on,
        )
        for row in rows
    )  # fmt: skip
    audit.record("disposal.proposed", made, by=by, at=at, applications=len(rows), reason=note)
    return made


@transaction.atomic
def approve(disposal: Disposal, *, by: User, at: datetime) -> None:
    """決裁: by an approver who is not the proposer; the worker carries it out. Once is enough."""
    permissions.require_approver(by)
    row = _open(disposal, by=by)
    if row is None:
        return
    if row.proposed_by_id == by.pk:
        raise Refused(Reason("disposal.two_people", _("自分の伺いは承認できません。ほかの決裁者に頼んでください。")))
    row.approved_at, row.approved_by = at, by
    row.save(update_fields=["approved_at", "approved_by"])
    audit.record("disposal.approved", row, by=by, at=at)
    transaction.on_commit(lambda: wake(row.pk))
    disposal.refresh_from_db()


@transaction.atomic
def turn_down(disposal: Disposal, *, by: User, at: datetime, reason: str) -> None:
    """差し戻し: nothing is destroyed; by an approver or by the secretariat taking its own back."""
    if not permissions.is_approver(by):
        permissions.require_secretariat(by)
    row = _open(disposal, by=None)
    if row is None:
        return
    row.turned_down_at, row.turned_down_by = at, by
    row.save(update_fields=["turned_down_at", "turned_down_by"])
    audit.record("disposal.turned_down", row, by=by, at=at, reason=reason[:300])
    disposal.refresh_from_db()


def _open(disposal: Disposal, *, by: User | None) -> Disposal | None:
    """The locked row while open; None when this hand has approved it already. Raises Refused when it is closed."""
    row = Disposal.objects.select_for_update(of=("self",)).get(pk=disposal.pk)
    if row.is_open:
        return row
    if by is not None and row.approved_by_id == by.pk:
        return None
    raise Refused(Reason("disposal.closed", _("この伺いは、もう承認または差し戻しされています。")))


def wake(pk: int) -> None:
    """Tell the worker; `clear_expired` asks again for one that was lost."""
    from certification.tasks import carry_out_disposal  # noqa: PLC0415 -- the task needs the app registry ready

    default_task_backend.enqueue(carry_out_disposal, [pk], {})


def carry_out(pk: int, *, at: datetime) -> int:
    """Destroy each thing of an approved proposal in its own transaction; safe to repeat. Returns how many went now.

    Whatever is no longer due when its turn comes is left alone, with the reason on its row.
    """
    disposal = Disposal.objects.select_related("proposed_by", "approved_by").get(pk=pk)
    if disposal.approved_by is None:
        return 0
    count = 0
    for item in DisposalItem.objects.filter(disposal=disposal, done_at=None, held="").order_by("pk"):
        with transaction.atomic():
            count += _destroy(disposal, item, at=at)
    Disposal.objects.filter(pk=pk, finished_at=None).update(finished_at=at)
    return count


def _destroy(disposal: Disposal, item: DisposalItem, *, at: datetime) -> bool:
    kind = Kind(item.kind)
    if selectors.still_due(kind, item.subject_id, clock.on(at)) is None:
        words = _("保存期間の終わりが変わったか、使われているため、廃棄しませんでした。")
        DisposalItem.objects.filter(pk=item.pk).update(held=words)
        return False
    assert disposal.approved_at is not None
    hands = {
        "proposed": (disposal.proposed_by, disposal.proposed_at),
        "approved": (disposal.approved_by, disposal.approved_at),
    }
    if kind is Kind.MAILS:
        count = erasure.erase_mails(selectors.mails_of(int(item.subject_id)), at=at)
        Destruction.objects.create(
            subject_type="core.outboxmessage", subject_id=f"{item.subject_id}年度", label=item.label,
            retention_class=item.retention_class, reason=REASON, ended_on=item.ended_on, destroyed_at=at,
            proposed_by=disposal.proposed_by, proposed_at=disposal.proposed_at, approved_by=disposal.approved_by,
            approved_at=disposal.approved_at, counts={"mails": count},
        )  # fmt: skip
    else:
        application = selectors.application_of(item)
        assert application is not None
        erasure.erase(
            application, label=item.label, retention_class=item.retention_class, reason=REASON,
            ended_on=item.ended_on, at=at, **hands,
        )  # fmt: skip
    DisposalItem.objects.filter(pk=item.pk).update(done_at=at)
    return True


def carry_on(*, at: datetime) -> int:
    """Finish what an interrupted worker left; returns how many things went."""
    late = Disposal.objects.filter(approved_at__isnull=False, finished_at=None).values_list("pk", flat=True)
    return sum(carry_out(pk, at=at) for pk in list(late))
