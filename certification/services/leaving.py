"""Leaving: who may delete an account, what becomes of a firm left by its last owner, and the deletion itself."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from certification import permissions
from certification.domain.states import FINAL, IN_FORCE, PlanStatus, Status
from certification.models import Application, Assignment, Certificate, ChallengePlan
from certification.services import transitions
from core import audit
from core.domain.reason import Reason, Refused
from core.models import Business, Membership, User
from core.roles import STAFF, has_role
from core.services import accounts

OWN_WISH = "本人の退会"
ON_REQUEST = "本人からの請求"
OVER = (PlanStatus.REAPPLIED.value, PlanStatus.CLOSED.value)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What leaving would mean. `reasons`: why not now; `firms`: closed with it; `drafts`: withdrawn with it."""

    reasons: tuple[Reason, ...]
    firms: tuple[Business, ...]
    drafts: tuple[Application, ...]


def outlook(user: User) -> Outlook:
    """What deleting this account would do, and what keeps it from being deleted."""
    reasons = [*_desk_reasons(user)]
    alone: list[Business] = []
    drafts: list[Application] = []
    for seat in Membership.objects.filter(user=user, role="owner").select_related("business").order_by("pk"):
        firm = seat.business
        others = Membership.objects.filter(business=firm).exclude(user=user)
        if others.filter(role="owner").exists():
            continue
        if others.exists():
            reasons.append(_no("leave.hand_over", _(
                "「{firm}」の代表があなただけです。ほかのメンバーを代表として招待しなおすか、メンバーを外してから退会してください。"
            ), firm))  # fmt: skip
            continue
        found = _live(firm)
        reasons += found
        if not found:
            alone.append(firm)
            drafts += Application.objects.filter(business=firm, status=Status.DRAFT.value)
    return Outlook(tuple(reasons), tuple(alone), tuple(drafts))


def _no(code: str, words: str, firm: Business) -> Reason:
    return Reason(code, words.format(firm=firm.name))


def _live(firm: Business) -> list[Reason]:
    """Why the last owner of a firm cannot leave it: applications, certificates and plans that still run."""
    found = []
    ended = [*(status.value for status in FINAL), Status.DRAFT.value]
    if Application.objects.filter(business=firm).exclude(status__in=ended).exists():
        found.append(_no("leave.application", _(
            "「{firm}」に審査中の申請があり、代表があなただけです。結果が出るのを待つか、申請を取り下げるか、ほかの方を代表にしてください。"
        ), firm))  # fmt: skip
    in_force = [status.value for status in IN_FORCE]
    if Certificate.objects.filter(application__business=firm, status__in=in_force).exists():
        found.append(_no("leave.certificate", _(
            "「{firm}」に有効な認証・認定があり、代表があなただけです。ほかの方を代表にするか、事務局に廃止を届け出てください。"
        ), firm))  # fmt: skip
    if ChallengePlan.objects.filter(application__business=firm).exclude(status__in=OVER).exists():
        found.append(_no("leave.plan", _(
            "「{firm}」でチャレンジ支援が続いていて、代表があなただけです。支援を終えるか、ほかの方を代表にしてください。"
        ), firm))  # fmt: skip
    return found


def _desk_reasons(user: User) -> list[Reason]:
    """The office's people, reviewers and advisers hand over their work first."""
    found = []
    if user.is_superuser or has_role(user, *(role.name for role in STAFF)):
        words = _("事務局などの役割があるため、退会できません。先に、役割を外すよう管理者に頼んでください。")
        found.append(Reason("leave.staff", words))
    running = (Status.ACCEPTED.value, Status.IN_REVIEW.value)
    if Assignment.objects.filter(reviewer=user, removed_at=None, application__status__in=running).exists():
        words = _("審査の担当が終わっていません。終わるのを待つか、事務局に担当を外すよう頼んでください。")
        found.append(Reason("leave.reviewer", words))
    if ChallengePlan.objects.filter(adviser=user).exclude(status__in=OVER).exists():
        words = _("チャレンジ支援の担当が続いています。事務局に担当の交代を頼んでください。")
        found.append(Reason("leave.adviser", words))
    return found


@transaction.atomic
def leave(user: User, *, by: User, at: datetime, note: str = "") -> None:
    """Delete an account: its own wish, or by the secretariat on the person's request. Once is enough.

    Raises Refused with every sentence at once; Denied when the hand is neither the person nor the secretariat.
    """
    if by.pk != user.pk:
        permissions.require_secretariat(by)
    row = User.objects.select_for_update().get(pk=user.pk)
    if row.deleted_at is not None:
        return
    found = outlook(row)
    if found.reasons:
        raise Refused(*found.reasons)
    for draft in found.drafts:
        transitions.move(draft, to=Status.WITHDRAWN, by=row, at=at, reason=_("退会のため"))
    accounts.erase(row, by=by, at=at, reason=OWN_WISH if by.pk == user.pk else note or ON_REQUEST)
    for firm in found.firms:
        Business.objects.filter(pk=firm.pk, closed_at=None).update(closed_at=at)
        audit.record("business.closed", firm, by=by, at=at)
    user.refresh_from_db()
