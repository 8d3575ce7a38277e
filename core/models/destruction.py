"""What was destroyed, by which rule, by whose hands: the log that also opens history for its erasure."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class Destruction(models.Model):
    """廃棄記録: inserted, never changed (the database refuses). `label` holds no personal data."""

    subject_type = models.CharField(_("対象の種類"), max_length=60)
    subject_id = models.CharField(_("対象"), max_length=60)
    label = models.CharField(_("対象の名"), max_length=200)
    retention_class = models.CharField(_("保存の区分"), max_length=40)
    reason = models.CharField(_("理由"), max_length=300)
    ended_on = models.DateField(_("保存期間の終わり"), null=True, blank=True)
    proposed_at = models.DateTimeField(_("案の日時"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("案を作った人")
    )
    approved_at = models.DateTimeField(_("承認の日時"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("承認した人"),
    )
    destroyed_at = models.DateTimeField(_("廃棄の日時"))
    counts = models.JSONField(_("消したもの"), default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("廃棄記録")
        verbose_name_plural = _("廃棄記録")
        ordering = ("-pk",)
        indexes = (models.Index(fields=["subject_type", "subject_id"], name="destruction_subject"),)

    def __str__(self) -> str:
        return self.label
