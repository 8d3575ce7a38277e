"""締切の延長: one applicant may hand in after the deadline of the round."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Extension(models.Model):
    """延長. The newest one that was not cancelled is the draft's deadline (`Application.late_allowed_until`)."""

    application = models.ForeignKey("certification.Application", on_delete=models.PROTECT, related_name="extensions")
    until = models.DateTimeField(_("延長後の締切"))
    reason = models.CharField(_("理由"), max_length=500)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("締切の延長")
        ordering: ClassVar = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
                name="extension_cancelled_at_and_by",
                violation_error_message=_("取り消した日時と人は、そろって記録します。"),
            ),
            models.CheckConstraint(
                condition=Q(until__gt=models.F("given_at")),
                name="extension_ends_later",
                violation_error_message=_("延長後の締切は、いまより後の日時にしてください。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.application_id}: {self.until:%Y-%m-%d %H:%M}"
