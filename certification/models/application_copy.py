"""What a draft took over from an earlier application of the firm, and what it did not."""

from django.db import models


class ApplicationCopy(models.Model):
    """引き写し. `taken` [field key]; `left` [{"label", "why"}] as shown to the firm."""

    application = models.OneToOneField("certification.Application", on_delete=models.PROTECT, related_name="copy")
    source = models.ForeignKey("certification.Application", on_delete=models.PROTECT, related_name="copies")
    taken = models.JSONField(default=list)
    left = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.source_id} → {self.application_id}"
