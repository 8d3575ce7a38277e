"""A file on its way: what has arrived of it so far. Its bytes lie beside the private files until it is whole."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.stored_file import new_token


class PartialUpload(models.Model):
    """送信途中のファイル. `place` says what it is for (application and field); only `owner` may go on with it."""

    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    place = models.CharField(max_length=160)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    begun_at = models.DateTimeField()
    touched_at = models.DateTimeField()

    class Meta:
        verbose_name = _("送信途中のファイル")
        verbose_name_plural = _("送信途中のファイル")
        ordering = ("pk",)
        indexes = (models.Index(fields=["touched_at"], name="partial_touched"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(received__lte=models.F("size")),
                name="partial_received_within_size",
                violation_error_message=_("送られた大きさが、はじめに言われた大きさを超えています。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.received}/{self.size}"

    @property
    def is_whole(self) -> bool:
        """Has all of it arrived?"""
        return self.received == self.size
