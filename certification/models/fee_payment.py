"""A fee (手数料) the office has seen paid for one application; a mistake is undone with its reason, never erased."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class FeePayment(models.Model):
    """手数料の納付. At most one per application stands (`undone_at` empty)."""

    application = models.ForeignKey(
        "certification.Application", on_delete=models.PROTECT, related_name="fee_payments", verbose_name=_("申請")
    )
    amount_yen = models.PositiveIntegerField(_("金額（円）"))
    paid_on = models.DateField(_("納付の日"))
    note = models.CharField(_("メモ"), max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undone_reason = models.CharField(_("取り消した理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("手数料の納付")
        verbose_name_plural = _("手数料の納付")
        ordering = ("pk",)
        constraints: ClassVar = (
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(undone_at__isnull=True),
                name="fee_payment_once",
                violation_error_message=_("この申請の手数料は、もう納付済みです。"),
            ),
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=True, undone_by__isnull=True)
                | models.Q(undone_at__isnull=False, undone_by__isnull=False),
                name="fee_payment_undone_at_and_by",
                violation_error_message=_("取り消した日時と人は、そろって記録します。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.amount_yen}円 {self.paid_on}"
