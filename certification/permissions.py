"""Who a person is towards an application, a sheet, a plan. What the state allows stands in domain/states.py.

Twins: `can_x` for buttons, `require_can_x` raising `Denied` with the reason people read.
"""

from datetime import date

from certification.domain.states import OPEN, REVIEWABLE, WITHDRAWABLE, Actor, Status
from certification.models import Application, Assignment, ChallengePlan, ConflictDeclaration, PanelMember
from core.domain.reason import Reason, Refused
from core.models import Business, Membership, User
from core.roles import has_role


class Denied(Refused):
    """The person may not do this; the reasons say why."""


def is_secretariat(user: User) -> bool:
    """Is the person of the secretariat (事務局)?"""
    return has_role(user, "secretariat")


def is_approver(user: User) -> bool:
    """May the person approve (決裁者)?"""
    return has_role(user, "approver")


def is_office(user: User) -> bool:
    """May the person read what the office reads (事務局, 決裁者, 監査)?"""
    return has_role(user, "secretariat", "approver", "auditor")


def membership_of(user: User, business: Business) -> Membership | None:
    """The person's seat in a firm."""
    return Membership.objects.filter(business=business, user=user).first()


def actors_of(user: User | None, application: Application) -> frozenset[Actor]:
    """Every hat a person wears towards an application; None is the system itself."""
    if user is None:
        return frozenset({Actor.SYSTEM})
    hats = set()
    member = Membership.objects.filter(business_id=application.business_id, user=user).first()
    if member is not None and member.may_edit:
        hats.add(Actor.APPLICANT)
    if is_secretariat(user):
        hats.add(Actor.SECRETARIAT)
    if is_approver(user):
        hats.add(Actor.APPROVER)
    return frozenset(hats)


def plan_actors_of(user: User | None, plan: ChallengePlan) -> frozenset[Actor]:
    """The hats towards a challenge plan: those of its application, and its adviser."""
    hats = set(actors_of(user, plan.application))
    if user is not None and plan.adviser_id == user.pk:
        hats.add(Actor.ADVISER)
    return frozenset(hats)


def _require(reason: Reason | None) -> None:
    if reason is not None:
        raise Denied(reason)


def why_not_edit(user: User, application: Application) -> Reason | None:
    """Why the person may not write in the application now; None when they may."""
    if Actor.APPLICANT not in actors_of(user, application):
        return Reason("application.reader", "閲覧の役割では変更できません。代表の方に役割の変更を頼んでください。")
    if application.destroyed_at is not None:
        return Reason(
            "application.destroyed", "保存期間が終わり、内容を廃棄したため、開き直せません。新しく申請してください。"
        )
    if application.state not in OPEN:
        return Reason("application.closed", "提出済みの申請は変更できません。直したいときは事務局に連絡してください。")
    return None


def can_edit(user: User, application: Application) -> bool:
    """May the person write in the application now?"""
    return why_not_edit(user, application) is None


def require_can_edit(user: User, application: Application) -> None:
    """Raise Denied unless the person may write in the application now."""
    _require(why_not_edit(user, application))


def can_withdraw(user: User, application: Application) -> bool:
    """May the person withdraw it now?"""
    return application.state in WITHDRAWABLE and Actor.APPLICANT in actors_of(user, application)


def require_secretariat(user: User) -> None:
    """Raise Denied unless the person is of the secretariat."""
    if not is_secretariat(user):
        raise Denied(Reason("role.secretariat", "事務局の役割が必要です。"))


def require_approver(user: User) -> None:
    """Raise Denied unless the person may approve."""
    if not is_approver(user):
        raise Denied(Reason("role.approver", "決裁者の役割が必要です。"))


def declaration_of(user: User, application: Application) -> ConflictDeclaration | None:
    """The person's declared conflict (or freedom of one) for an application."""
    return ConflictDeclaration.objects.filter(application=application, reviewer=user).first()


def is_assigned(user: User, application: Application) -> bool:
    """Is the application assigned to the reviewer, and not taken back?"""
    return Assignment.objects.filter(application=application, reviewer=user, removed_at=None).exists()


def why_not_in_period(user: User, application: Application, on: date) -> Reason | None:
    """Why the reviewer's appointment is not in force on this day; None when it is, or has no dates."""
    seat = PanelMember.objects.filter(round=application.round_id, user=user).first()
    return seat.why_closed(on) if seat is not None else None


def why_not_score(user: User, application: Application, *, on: date | None = None) -> Reason | None:
    """Why the reviewer may not open or score the application; None when they may. `on`: the day of the asking."""
    if not has_role(user, "reviewer") or not is_assigned(user, application):
        return Reason("sheet.unassigned", "この申請は割り当てられていません。")
    if on is not None and (closed := why_not_in_period(user, application, on)) is not None:
        return closed
    if Membership.objects.filter(business_id=application.business_id, user=user).exists():
        return Reason("sheet.own", "ご自身の事業者の申請は審査できません。")
    declared = declaration_of(user, application)
    if declared is None:
        return Reason("sheet.undeclared", "先に、この申請との関係の有無を申告してください。")
    if declared.recuses:
        return Reason("sheet.recused", "関係があると申告されたため、この申請の審査から外れています。")
    if application.state not in REVIEWABLE:
        return Reason("sheet.not_open", "この申請は、いま審査の期間ではありません。")
    return None


def can_score(user: User, application: Application) -> bool:
    """May the reviewer open and score it now?"""
    return why_not_score(user, application) is None


def require_can_score(user: User, application: Application, *, on: date | None = None) -> None:
    """Raise Denied unless the reviewer may open and score the application now."""
    _require(why_not_score(user, application, on=on))


def may_see_result(user: User, application: Application) -> bool:
    """The firm sees its result from release on; the office from the decision on."""
    if application.state is Status.RELEASED:
        return is_office(user) or membership_of(user, application.business) is not None
    return is_office(user)
