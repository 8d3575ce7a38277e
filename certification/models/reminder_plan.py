"""When a round reminds its people (催促), and who is left alone."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReminderPlan(models.Model):
    """催促の予定: so many days before the sheets are due, before the window closes. `stopped_at`: none go."""

    round = models.OneToOneField("certification.Round", on_delete=models.PROTECT, related_name="reminders")
    due_on = models.DateField(_("審査票の提出期限"), null=True, blank=True)
    days_before = models.JSONField(_("審査委員への催促（何日前）"), default=list)
    draft_days_before = models.JSONField(_("申請の下書きへのお知らせ（締切の何日前）"), default=list)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(stopped_at__isnull=True, stopped_by__isnull=True)
                | models.Q(stopped_at__isnull=False, stopped_by__isnull=False),
                name="reminder_plan_stopped_at_and_by",
                violation_error_message=_("止めた日時と人は、そろって記録します。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.round_id}"
