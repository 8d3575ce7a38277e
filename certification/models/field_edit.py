"""What was typed into a draft, field by field: who, when, the text before and after. Kept while the form is open."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class FieldEdit(models.Model):
    """入力の履歴. Saves of one person within some minutes are one row (services/draft_history.py)."""

    application = models.ForeignKey("certification.Application", on_delete=models.CASCADE, related_name="field_edits")
    field_key = models.CharField(max_length=80)
    old = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    new = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    begun_at = models.DateTimeField()
    at = models.DateTimeField()
    by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("入力の履歴")
        verbose_name_plural = _("入力の履歴")
        ordering = ("-pk",)
        indexes = (models.Index(fields=["application", "field_key"], name="field_edit_field"),)

    def __str__(self) -> str:
        return f"{self.application_id}:{self.field_key}"
