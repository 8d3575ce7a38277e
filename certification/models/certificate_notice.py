"""A notice about a certificate (届出): a change of its facts, or its end. Moves stand in domain/notices.py."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from certification.domain.notices import KIND_LABELS, LABELS, NoticeKind, NoticeState
from certification.models.application import new_code


class CertificateNotice(models.Model):
    """変更届・廃止届. `before`, `after` {field key: answer} of a change; `applied_at`: when it took effect."""

    KINDS = tuple((kind.value, label) for kind, label in KIND_LABELS.items())
    STATES = tuple((state.value, label.office) for state, label in LABELS.items())

    code = models.CharField(max_length=20, unique=True, default=new_code, editable=False)
    certificate = models.ForeignKey(
        "certification.Certificate", on_delete=models.PROTECT, related_name="filings", verbose_name=_("証書")
    )
    kind = models.CharField(_("届出の種類"), max_length=20, choices=KINDS)
    state = models.CharField(_("状態"), max_length=12, choices=STATES, default=NoticeState.FILED.value)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    from_on = models.DateField(_("変更・廃止の日"))
    reason = models.TextField(_("理由"))
    filed_at = models.DateTimeField(_("届け出た日時"))
    filed_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("届出")
        verbose_name_plural = _("届出")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["certificate", "kind"],
                condition=models.Q(state__in=("filed", "returned")),
                name="notice_one_open",
                violation_error_message=_("事務局が確認している同じ種類の届出があります。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.certificate_id}"

    @property
    def place(self) -> NoticeState:
        """The state as the domain knows it."""
        return NoticeState(self.state)

    @property
    def sort(self) -> NoticeKind:
        """The kind as the domain knows it."""
        return NoticeKind(self.kind)
