"""A private file: evidence, a photograph, a letter. Served only by a view that asks for permission."""

import secrets

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _


def private_storage() -> Storage:
    """The storage that has no public address."""
    return storages["private"]


def new_token() -> str:
    """The file's name in addresses and on disk: not guessable."""
    return secrets.token_urlsafe(24)


def path_of(instance: "StoredFile", filename: str) -> str:
    """Where the file lies: its token, never the name people gave it."""
    return f"{instance.token[:2]}/{instance.token}{instance.extension}"


class StoredFile(models.Model):
    """預かりファイル. Content type is found from the bytes, not from the name."""

    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    file = models.FileField(storage=private_storage, upload_to=path_of, max_length=120)
    original_name = models.CharField(_("元のファイル名"), max_length=200)
    content_type = models.CharField(max_length=60)
    extension = models.CharField(max_length=8)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    erased_at = models.DateTimeField(null=True, blank=True)  # the bytes are gone, the row stays for what names it

    class Meta:
        verbose_name = _("預かりファイル")
        verbose_name_plural = _("預かりファイル")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.original_name

    @property
    def is_image(self) -> bool:
        """Can it be shown as a picture?"""
        return self.content_type.startswith("image/")
