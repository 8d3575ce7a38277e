"""A file that goes with a message; never changed."""

from django.db import models


class MessageFile(models.Model):
    """連絡の添付."""

    message = models.ForeignKey("certification.ApplicationMessage", on_delete=models.PROTECT, related_name="files")
    stored = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.message_id}:{self.stored_id}"
