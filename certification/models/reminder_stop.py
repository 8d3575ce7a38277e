"""A person who gets no reminders of a round any more, because the office said so."""

from django.db import models


class ReminderStop(models.Model):
    """催促を止めた人. Deleted when the office lets reminders go again; the audit log keeps both."""

    round = models.ForeignKey("certification.Round", on_delete=models.PROTECT, related_name="reminder_stops")
    user = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    stopped_at = models.DateTimeField()
    stopped_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["round", "user"], name="reminder_stop_unique"),)

    def __str__(self) -> str:
        return f"{self.round_id}:{self.user_id}"
