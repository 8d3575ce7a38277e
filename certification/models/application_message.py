"""A word between the firm and the office on an application, with its files; never changed."""

from django.db import models

from certification.models.application import new_code


class ApplicationMessage(models.Model):
    """連絡. `from_office`: the side that wrote; the other side is told by mail that it is there."""

    application = models.ForeignKey("certification.Application", on_delete=models.PROTECT, related_name="messages")
    text = models.TextField()
    from_office = models.BooleanField()
    by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    key = models.CharField(max_length=20, unique=True, default=new_code)  # of the form that was sent: twice is one

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text[:40]
