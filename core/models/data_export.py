"""A copy of somebody's own data as one ZIP: asked for, made by the worker, private, for a limited time."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.stored_file import new_token


class DataExport(models.Model):
    """本人のデータの写し: of a person, or of a firm when `business` is set. `stored`: from made to over."""

    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="data_exports")
    business = models.ForeignKey(
        "core.Business", on_delete=models.PROTECT, null=True, blank=True, related_name="data_exports"
    )
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exports_asked")
    made_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    stored = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("本人のデータの写し")
        verbose_name_plural = _("本人のデータの写し")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(stored__isnull=True) | models.Q(made_at__isnull=False, expires_at__isnull=False),
                name="export_made_with_file",
                violation_error_message=_("できあがった写しには、日時と期限が要ります。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}:{self.business_id or ''}"
