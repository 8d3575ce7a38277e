"""One move of a notice, with what was filed at that moment; never changed."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class NoticeTransition(models.Model):
    """`source` is empty for the first filing. `filed`: the notice as it stood when the firm handed it in."""

    notice = models.ForeignKey("certification.CertificateNotice", on_delete=models.PROTECT, related_name="transitions")
    source = models.CharField(max_length=12, blank=True)
    target = models.CharField(max_length=12)
    by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    filed = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
