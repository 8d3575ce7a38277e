"""Firms and the people who act for them: create, change, invite, join."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import audit, outbox
from core.domain.reason import Reason, Refused
from core.models import Business, Invitation, Membership, User

EDITABLE = frozenset(
    {
        "name", "name_kana", "kind", "corporate_number", "representative",
        "postcode", "prefecture", "city", "street", "phone", "website",
    }
)  # fmt: skip
INVITATION_DAYS = 14


def _check_editable(values: dict[str, Any]) -> None:
    if unknown := set(values) - EDITABLE:
        raise ValueError(f"Not editable: {sorted(unknown)}")


@transaction.atomic
def create(values: dict[str, Any], *, by: User, at: datetime, fictional: bool = False) -> Business:
    """A new firm, with its maker as owner. Raises ValueError on an unknown field, ValidationError on a bad value."""
    _check_editable(values)
    business = Business(**values, created_at=at, created_by=by, fictional=fictional)
    business.full_clean()
    business.save()
    Membership.objects.create(business=business, user=by, role="owner", created_at=at)
    audit.record("business.created", business, by=by, at=at, name=business.name)
    return business


@transaction.atomic
def change(business: Business, values: dict[str, Any], *, by: User, at: datetime) -> Business:
    """Change a firm's facts. The caller's right is checked: owner or editor."""
    _check_editable(values)
    require_editor(business, by)
    old = {name: getattr(business, name) for name in values}
    for name, value in values.items():
        setattr(business, name, value)
    business.full_clean()
    business.save(update_fields=list(values))
    changed = {name: [old[name], values[name]] for name in values if old[name] != values[name]}
    audit.record("business.changed", business, by=by, at=at, changed=changed)
    return business


def require_editor(business: Business, user: User) -> None:
    """Raise Refused unless the person is owner or editor of the firm."""
    if not Membership.objects.filter(business=business, user=user, role__in=("owner", "editor")).exists():
        raise Refused(Reason("business.reader", "閲覧の役割では変更できません。代表の方に役割の変更を頼んでください。"))


def require_owner(business: Business, user: User) -> None:
    """Raise Refused unless the person is an owner of the firm."""
    if not Membership.objects.filter(business=business, user=user, role="owner").exists():
        raise Refused(Reason("business.not_owner", _("メンバーと招待を変えられるのは、代表の役割の方だけです。")))


@transaction.atomic
def invite(business: Business, *, email: str, role: str, by: User, at: datetime) -> Invitation:
    """Invite a colleague by mail; the link is good for two weeks. The same open address gets the same link again."""
    require_owner(business, by)
    email = email.strip().lower()
    if Membership.objects.filter(business=business, user__email__iexact=email).exists():
        raise Refused(Reason("invitation.member", "この方はすでにメンバーです。", field="email"))
    open_ones = Invitation.objects.filter(
        business=business, email__iexact=email, accepted_at=None, cancelled_at=None, expires_at__gt=at
    )
    invitation = open_ones.first() or Invitation.objects.create(
        business=business, email=email, role=role, invited_at=at, invited_by=by,
        expires_at=at + timedelta(days=INVITATION_DAYS),
    )  # fmt: skip
    audit.record("business.invited", business, by=by, at=at, email=email, role=role)
    outbox.add(
        "invitation",
        business,
        to=email,
        key=f"invitation:{invitation.pk}",
        at=at,
        context={
            "business": business.name,
            "inviter": by.display_name,
            "url": settings.SITE_URL + reverse("apply:invitation", args=[invitation.token]),
            "days": INVITATION_DAYS,
        },
    )
    transaction.on_commit(outbox.wake)
    return invitation


@transaction.atomic
def cancel_invitation(invitation: Invitation, *, by: User, at: datetime) -> None:
    """Take back an open invitation; once is enough. Raises Refused for one already taken up."""
    row = Invitation.objects.select_for_update(of=("self",)).select_related("business").get(pk=invitation.pk)
    require_owner(row.business, by)
    if row.cancelled_at is not None:
        return
    if row.accepted_at is not None:
        raise Refused(
            Reason(
                "invitation.taken", _("この招待はもう受け取られています。外すときはメンバーの欄から外してください。")
            )
        )
    row.cancelled_at = at
    row.save(update_fields=["cancelled_at"])
    audit.record("business.invitation_cancelled", row.business, by=by, at=at, email=row.email, role=row.role)


@transaction.atomic
def remove_member(seat: Membership, *, by: User, at: datetime) -> None:
    """End a person's seat in a firm. Raises Refused for the last owner, without whom nobody could let anyone in."""
    business = Business.objects.select_for_update().get(pk=seat.business_id)
    require_owner(business, by)
    owners = Membership.objects.filter(business=business, role="owner").exclude(pk=seat.pk)
    if seat.role == "owner" and not owners.exists():
        raise Refused(
            Reason(
                "business.last_owner",
                _("代表の方が一人もいなくなるため、外せません。先に、ほかの方を代表として招待してください。"),
            )
        )
    audit.record("business.member_removed", business, by=by, at=at, member=seat.user_id, role=seat.role)
    seat.delete()


@transaction.atomic
def change_role(seat: Membership, *, role: str, by: User, at: datetime) -> None:
    """Another role for a member; the same role again changes nothing. Raises Refused for the last owner."""
    business = Business.objects.select_for_update().get(pk=seat.business_id)
    require_owner(business, by)
    row = Membership.objects.get(pk=seat.pk)
    if role not in dict(Membership.ROLES):
        raise Refused(Reason("business.role", _("役割を選んでください。"), field="role"))
    if row.role == role:
        return
    owners = Membership.objects.filter(business=business, role="owner").exclude(pk=row.pk)
    if row.role == "owner" and not owners.exists():
        raise Refused(
            Reason(
                "business.last_owner",
                _("代表の方が一人もいなくなるため、役割を変えられません。先に、ほかの方を代表にしてください。"),
            )
        )
    before = row.role
    row.role = role
    row.save(update_fields=["role"])
    audit.record("business.role_changed", business, by=by, at=at, member=row.user_id, before=before, role=role)
    seat.refresh_from_db(fields=["role"])


@transaction.atomic
def join(token: str, *, by: User, at: datetime) -> Business:
    """Accept an invitation. Raises Refused when it is unknown, over, or meant for another address."""
    invitation = (
        Invitation.objects.select_for_update(of=("self",)).select_related("business").filter(token=token).first()
    )
    if invitation is None:
        raise Refused(
            Reason("invitation.unknown", "この招待は見つかりません。招待メールのリンクをもう一度開いてください。")
        )
    if invitation.accepted_by_id == by.pk:
        return invitation.business
    if invitation.cancelled_at is not None:
        raise Refused(Reason("invitation.cancelled", _("この招待は取り消されました。もう一度招待を頼んでください。")))
    if invitation.accepted_at is not None or invitation.expires_at <= at:
        raise Refused(
            Reason("invitation.over", "この招待は使用済みか、期限が過ぎています。もう一度招待を頼んでください。")
        )
    if invitation.email.lower() != by.email.lower():
        raise Refused(
            Reason(
                "invitation.other",
                f"この招待は {invitation.email} あてです。そのメールアドレスでログインしてください。",
            )
        )
    Membership.objects.get_or_create(
        business=invitation.business, user=by, defaults={"role": invitation.role, "created_at": at}
    )
    invitation.accepted_at, invitation.accepted_by = at, by
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    audit.record("business.joined", invitation.business, by=by, at=at, role=invitation.role)
    return invitation.business
