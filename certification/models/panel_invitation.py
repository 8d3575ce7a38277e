"""An invitation to a round's panel (委嘱の依頼), answered by its link."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from certification.domain.panel_states import InvitationState
from core.models.stored_file import new_token


class PanelInvitation(models.Model):
    """委嘱の依頼. Moves by domain/panel_states.py; why somebody declined is kept with type, words and time."""

    STATES = (
        (InvitationState.SENT.value, _("返事を待っています")),
        (InvitationState.ACCEPTED.value, _("承諾")),
        (InvitationState.DECLINED.value, _("辞退")),
        (InvitationState.CANCELLED.value, _("取り消し")),
    )
    DECLINE_KINDS = (
        ("conflict", _("申請しそうな事業者と関係がある")),
        ("schedule", _("日程が合わない")),
        ("field", _("専門の分野と合わない")),
        ("private", _("個人の事情")),
        ("other", _("その他")),
    )

    round = models.ForeignKey("certification.Round", on_delete=models.PROTECT, related_name="panel_invitations")
    email = models.EmailField(_("メールアドレス"))
    name = models.CharField(_("お名前"), max_length=80, blank=True)
    affiliation = models.CharField(_("所属"), max_length=100, blank=True)
    expertise = models.JSONField(_("専門の分野"), default=list, blank=True)
    cap = models.PositiveSmallIntegerField(_("担当できる件数の上限"), null=True, blank=True)
    from_on = models.DateField(_("委嘱の始まり"), null=True, blank=True)
    until_on = models.DateField(_("委嘱の終わり"), null=True, blank=True)
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    state = models.CharField(_("返事"), max_length=12, choices=STATES, default=InvitationState.SENT.value)
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decline_kind = models.CharField(_("辞退の理由の種類"), max_length=12, choices=DECLINE_KINDS, blank=True)
    decline_reason = models.CharField(_("辞退の理由"), max_length=500, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["round", "email"],
                condition=models.Q(state=InvitationState.SENT.value),
                name="panel_invitation_one_open",
                violation_error_message=_("この方への依頼は、もう送ってあります。"),
            ),
            models.CheckConstraint(
                condition=models.Q(from_on__isnull=True)
                | models.Q(until_on__isnull=True)
                | models.Q(until_on__gte=models.F("from_on")),
                name="panel_invitation_period",
                violation_error_message=_("委嘱の終わりは、始まりより後の日にしてください。"),
            ),
            models.CheckConstraint(
                condition=models.Q(state=InvitationState.SENT.value, answered_at__isnull=True)
                | (~models.Q(state=InvitationState.SENT.value) & models.Q(answered_at__isnull=False)),
                name="panel_invitation_answered_at",
                violation_error_message=_("返事と日時は、そろって記録します。"),
            ),
        )

    def __str__(self) -> str:
        return self.email
