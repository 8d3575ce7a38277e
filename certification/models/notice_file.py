"""Evidence that goes with a notice."""

from django.db import models


class NoticeFile(models.Model):
    """届出の添付書類. Taken away, it stays for what was filed with it (`removed_at`)."""

    notice = models.ForeignKey("certification.CertificateNotice", on_delete=models.PROTECT, related_name="files")
    stored = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.notice_id}:{self.stored_id}"
