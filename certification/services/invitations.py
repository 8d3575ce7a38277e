"""Invitations to a panel (委嘱の依頼): sent by the office, answered by the person; the one writer of their state."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.urls import reverse

from certification import permissions
from certification.domain.panel_states import InvitationState, may_move
from certification.models import PanelInvitation, PanelMember, Round
from certification.services import panel
from certification.services.panel import Terms
from core import audit, clock, outbox
from core.domain.reason import Reason, Refused
from core.models import User
from core.roles import has_role


@transaction.atomic
def invite(
    round_: Round, *, email: str, name: str = "", terms: Terms = panel.NO_TERMS, by: User, at: datetime
) -> PanelInvitation:
    """Ask somebody, known here or not, by mail. The same address twice while the first waits is one invitation.

    Raises Refused for a person already on the panel, and when scoring is closed.
    """
    permissions.require_secretariat(by)
    address = email.strip().lower()
    panel.check_terms(terms)
    if round_.scoring_closed_at is not None:
        raise Refused(Reason("invitation.closed", "採点を締め切った回には、新しい審査委員を依頼できません。"))
    if PanelMember.objects.filter(round=round_, user__email__iexact=address).exists():
        raise Refused(Reason("invitation.seated", "この方は、すでにこの回の審査委員です。", field="email"))
    waiting = PanelInvitation.objects.select_for_update(of=("self",)).filter(
        round=round_, email=address, state=InvitationState.SENT.value
    )
    if (found := waiting.first()) is not None:
        return found
    made = PanelInvitation.objects.create(
        round=round_,
        email=address,
        name=name.strip(),
        affiliation=terms.affiliation,
        expertise=list(terms.expertise),
        cap=terms.cap,
        from_on=terms.from_on,
        until_on=terms.until_on,
        invited_at=at,
        invited_by=by,
    )
    audit.record("panel.invited", round_, by=by, at=at, email=address)
    outbox.add("panel_invitation", made, to=address, key=f"panel_invitation:{made.pk}", at=at, context=context_of(made))
    transaction.on_commit(outbox.wake)
    return made


def context_of(invitation: PanelInvitation) -> dict[str, str]:
    """What the mail says: no product, no firm, nothing of an application."""
    round_ = invitation.round
    return {
        "name": invitation.name or invitation.email,
        "programme": round_.programme.name,
        "round": str(round_),
        "period": period_text(invitation),
        "review_on": clock.date_text(round_.review_on) if round_.review_on else "",
        "url": settings.SITE_URL + reverse("review:invitation", args=[invitation.token]),
    }


def period_text(terms: PanelInvitation | PanelMember) -> str:
    """The period in words; empty without dates."""
    begins = clock.date_text(terms.from_on) if terms.from_on else ""
    ends = clock.date_text(terms.until_on) if terms.until_on else ""
    return (
        f"{begins}から{ends}まで" if begins and ends else f"{begins}から" if begins else f"{ends}まで" if ends else ""
    )


def why_not_accept(invitation: PanelInvitation, user: User) -> Reason | None:
    """Why this person cannot take the invitation up; None when they can. Every confirmed address of theirs counts."""
    if invitation.round.scoring_closed_at is not None:
        return Reason("invitation.closed", "この回の採点は締め切られました。")
    confirmed = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    mine = {user.email.lower(), *(mail.lower() for mail in confirmed)}
    if invitation.email.lower() not in mine:
        sentence = f"この依頼は {invitation.email} あてです。そのメールアドレスで登録またはログインしてください。"
        return Reason("invitation.other", sentence)
    return None


@transaction.atomic
def accept(invitation: PanelInvitation, *, by: User, at: datetime) -> PanelMember:
    """承諾: the person becomes a reviewer of the round. The same when pressed twice. Raises Refused with the reason."""
    row = _locked(invitation)
    if row.state == InvitationState.ACCEPTED.value and row.answered_by_id == by.pk:
        return PanelMember.objects.get(round=row.round_id, user=by)
    _require_open(row)
    if (why := why_not_accept(row, by)) is not None:
        raise Refused(why)
    if not has_role(by, "reviewer"):
        by.groups.add(Group.objects.get(name="reviewer"))
        vars(by).pop("_role_names", None)
        audit.record("panel.role_given", by, by=by, at=at, role="reviewer")
    terms = Terms(row.affiliation, row.from_on, row.until_on, row.cap, tuple(row.expertise))
    seat = panel.seat_person(row.round, by, terms, by=row.invited_by, at=at)
    _move(row, InvitationState.ACCEPTED, by=by, at=at)
    audit.record("panel.accepted", row.round, by=by, at=at, email=row.email)
    return seat


@transaction.atomic
def decline(invitation: PanelInvitation, *, kind: str, reason: str, by: User | None, at: datetime) -> None:
    """辞退: type, words and time are kept. Whoever holds the link may decline, also without an account."""
    row = _locked(invitation)
    if row.state == InvitationState.DECLINED.value:
        return
    _require_open(row)
    if kind not in {value for value, _label in PanelInvitation.DECLINE_KINDS}:
        raise Refused(Reason("invitation.kind", "辞退の理由を選んでください。", field="kind"))
    if kind == "other" and not reason.strip():
        raise Refused(Reason("invitation.reason", "どのような理由か、ひとこと書いてください。", field="reason"))
    row.decline_kind, row.decline_reason = kind, reason.strip()[:500]
    _move(row, InvitationState.DECLINED, by=by, at=at)
    audit.record("panel.declined", row.round, by=by, at=at, email=row.email, kind=kind)


@transaction.atomic
def cancel(invitation: PanelInvitation, *, by: User, at: datetime) -> None:
    """Take an unanswered invitation back; once is enough. Raises Refused for an answered one."""
    permissions.require_secretariat(by)
    row = _locked(invitation)
    if row.state == InvitationState.CANCELLED.value:
        return
    _require_open(row)
    _move(row, InvitationState.CANCELLED, by=by, at=at)
    audit.record("panel.invitation_cancelled", row.round, by=by, at=at, email=row.email)


def _locked(invitation: PanelInvitation) -> PanelInvitation:
    rows = PanelInvitation.objects.select_for_update(of=("self",)).select_related("round__programme", "invited_by")
    return rows.get(pk=invitation.pk)


def _require_open(row: PanelInvitation) -> None:
    if row.state != InvitationState.SENT.value:
        sentence = {
            InvitationState.ACCEPTED.value: "この依頼は、もう承諾されています。",
            InvitationState.DECLINED.value: "この依頼は、もう辞退されています。変えるときは事務局に連絡してください。",
            InvitationState.CANCELLED.value: "この依頼は、事務局が取り消しました。",
        }[row.state]
        raise Refused(Reason("invitation.answered", sentence))


def _move(row: PanelInvitation, to: InvitationState, *, by: User | None, at: datetime) -> None:
    if not may_move(InvitationState(row.state), to):
        raise Refused(Reason("invitation.answered", "この依頼は、もう返事が済んでいます。"))
    row.state, row.answered_at, row.answered_by = to.value, at, by
    row.save(update_fields=["state", "answered_at", "answered_by", "decline_kind", "decline_reason"])
