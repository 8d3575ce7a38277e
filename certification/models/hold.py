"""保留: the committee leaves a row undecided for now, with its reason. One row per act, none ever changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Hold(models.Model):
    """保留 (`held` true) or its end (`held` false) of one application; the newest row says which."""

    application = models.ForeignKey("certification.Application", on_delete=models.PROTECT, related_name="holds")
    held = models.BooleanField()
    reason = models.TextField(_("理由"))
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="hold_has_reason",
                violation_error_message=_("保留にする理由と、保留を解く理由を書いてください。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.application_id}: {'held' if self.held else 'ended'}"
