"""How far a person has read the messages of an application."""

from django.db import models


class MessageMark(models.Model):
    """既読. `office`: read for the office, which shares its marks; a firm's person reads for themselves."""

    application = models.ForeignKey("certification.Application", on_delete=models.PROTECT, related_name="message_marks")
    by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    office = models.BooleanField()
    up_to = models.ForeignKey("certification.ApplicationMessage", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["application", "by", "office"], name="message_mark_unique"),)

    def __str__(self) -> str:
        return f"{self.application_id}:{self.by_id}"
