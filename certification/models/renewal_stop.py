"""A certificate whose renewal calls the office has stopped."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RenewalStop(models.Model):
    """案内の停止 for one certificate, with its reason; lifted, it stays on record."""

    certificate = models.ForeignKey("certification.Certificate", on_delete=models.PROTECT, related_name="renewal_stops")
    reason = models.CharField(_("理由"), max_length=300)
    stopped_at = models.DateTimeField()
    stopped_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("更新の案内の停止")
        verbose_name_plural = _("更新の案内の停止")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["certificate"],
                condition=models.Q(lifted_at__isnull=True),
                name="renewal_stop_one_open",
                violation_error_message=_("この証書の案内は、もう止まっています。"),
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | models.Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="renewal_stop_lifted_at_and_by",
                violation_error_message=_("再開の日時と人は、そろって記録します。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.certificate_id}: {self.reason}"
