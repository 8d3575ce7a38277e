"""Deleting an account: the person becomes a pseudonym, what they did stays. Whether they may go, the caller asks."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from wagtail.users.models import UserProfile

from core import audit
from core.models import AuditEvent, Destruction, Invitation, Membership, OutboxMessage, PartialUpload, User
from core.services import uploads

NOBODY = "deleted.invalid"  # RFC 2606: no mail ever goes there
NOT_SENT = "宛先の方が退会したため送りません。"
ADDRESSED = ("business.invited", "business.invitation_cancelled", "outbox.retried")  # events that name an address


def addresses_of(user: User) -> frozenset[str]:
    """Every address the person is known by, in small letters."""
    more = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    return frozenset(address.lower() for address in (user.email, *more) if not address.endswith(NOBODY))


@transaction.atomic
def erase(user: User, *, by: User, at: datetime, reason: str) -> None:
    """Take away name, addresses, password, second factor, sessions, roles and seats; once is enough.

    The row stays with a pseudonym, so that every history keeps its actor. Mail still waiting is not sent.
    """
    row = User.objects.select_for_update().get(pk=user.pk)
    if row.deleted_at is not None:
        return
    known = addresses_of(row)
    counts = {
        "seats": Membership.objects.filter(user=row).count(),
        "mails": _forget_mail(known, at=at),
        "invitations": _forget_invitations(known, at=at),
        "sessions": _end_sessions(row, at=at),
    }
    for seat in Membership.objects.filter(user=row).select_related("business"):
        audit.record("business.member_left", seat.business, by=by, at=at, member=row.pk, role=seat.role)
        seat.delete()
    for part in PartialUpload.objects.filter(owner=row):
        uploads.give_up(part)
    EmailAddress.objects.filter(user=row).delete()
    Authenticator.objects.filter(user=row).delete()
    UserProfile.objects.filter(user=row).delete()
    row.groups.clear()
    row.user_permissions.clear()
    row.email = f"account-{row.pk}@{NOBODY}"
    row.first_name = row.last_name = ""
    row.is_active = row.is_staff = row.is_superuser = False
    row.last_login = None
    row.deleted_at = at
    row.set_unusable_password()
    row.save()
    Destruction.objects.create(
        subject_type="core.user", subject_id=str(row.pk), label=f"account {row.pk}", retention_class="account",
        reason=reason, proposed_at=at, proposed_by=by, destroyed_at=at, counts=counts,
    )  # fmt: skip
    _forget_in_audit(known, by=by, at=at)
    audit.record("account.deleted", row, by=by, at=at, own_wish=by.pk == row.pk)
    user.refresh_from_db()


def _forget_mail(known: frozenset[str], *, at: datetime) -> int:
    """Mail to these addresses: what waits is stopped, what went keeps its kind and time only."""
    rows = OutboxMessage.objects.filter(_any("to", known), erased_at=None)
    rows.filter(state="queued").update(state="failed", last_error=NOT_SENT)
    return rows.update(to=f"nobody@{NOBODY}", context={}, sent_subject="", erased_at=at) if known else 0


def _forget_invitations(known: frozenset[str], *, at: datetime) -> int:
    rows = Invitation.objects.filter(_any("email", known))
    rows.filter(accepted_at=None, cancelled_at=None).update(cancelled_at=at)
    return rows.update(email=f"nobody@{NOBODY}") if known else 0


def _any(field: str, known: frozenset[str]) -> Q:
    found = Q(pk__in=[])
    for address in known:
        found |= Q(**{f"{field}__iexact": address})
    return found


def _end_sessions(user: User, *, at: datetime) -> int:
    """Remove every session the person is logged in with, and what it holds."""
    keys = [
        session.session_key
        for session in Session.objects.filter(expire_date__gt=at).iterator()
        if session.get_decoded().get("_auth_user_id") == str(user.pk)
    ]
    Session.objects.filter(session_key__in=keys).delete()
    return len(keys)


def _forget_in_audit(known: frozenset[str], *, by: User, at: datetime) -> None:
    """Events that name one of the addresses keep everything else; each is logged, which is what opens it."""
    for event in AuditEvent.objects.filter(verb__in=ADDRESSED).order_by("pk").iterator():
        told = {key: value for key, value in event.facts.items() if str(value).lower() not in known}
        if told == event.facts:
            continue
        Destruction.objects.create(
            subject_type="core.auditevent", subject_id=str(event.pk), label=f"audit {event.pk}",
            retention_class="account", reason="account deleted", proposed_at=at, proposed_by=by, destroyed_at=at,
            counts={"facts": len(event.facts) - len(told)},
        )  # fmt: skip
        AuditEvent.objects.filter(pk=event.pk).update(facts=told)
