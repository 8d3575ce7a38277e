"""Calibration (目合わせ): before scoring, the panel scores one example and sees the spread of its answers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Calibration(models.Model):
    """目合わせの見本: a released application of an earlier round, or an example typed in. One open per round."""

    round = models.ForeignKey("certification.Round", on_delete=models.PROTECT, related_name="calibrations")
    source = models.ForeignKey(
        "certification.Application", on_delete=models.PROTECT, null=True, blank=True, related_name="calibrations"
    )
    title = models.CharField(_("見本の名前"), max_length=120)
    text = models.TextField(_("見本の説明"), blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["round"],
                condition=models.Q(closed_at__isnull=True),
                name="calibration_one_open",
                violation_error_message=_("この回の目合わせは、もう始まっています。"),
            ),
            models.CheckConstraint(
                condition=models.Q(source__isnull=False) | ~models.Q(text=""),
                name="calibration_has_an_example",
                violation_error_message=_("見本の申請を選ぶか、説明を書いてください。"),
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True, closed_by__isnull=True)
                | models.Q(closed_at__isnull=False, closed_by__isnull=False),
                name="calibration_closed_at_and_by",
                violation_error_message=_("終えた日時と人は、そろって記録します。"),
            ),
        )

    def __str__(self) -> str:
        return self.title
