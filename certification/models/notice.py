"""Letters without a decision of the committee (却下, 取消し), and why a number of the register is missing."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class OfficeNotice(models.Model):
    """通知書 of a refusal or a revocation: its values never change; the worker fills the PDF in once."""

    KINDS = (("refused", _("却下")), ("revoked", _("取消し")))

    application = models.ForeignKey("certification.Application", on_delete=models.PROTECT, related_name="notices")
    certificate = models.ForeignKey(
        "certification.Certificate", on_delete=models.PROTECT, null=True, blank=True, related_name="notices"
    )
    kind = models.CharField(_("種類"), max_length=20, choices=KINDS)
    number = models.CharField(_("文書番号"), max_length=40, unique=True)
    values = models.JSONField(encoder=DjangoJSONEncoder)
    made_at = models.DateTimeField()
    pdf = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("通知書")
        verbose_name_plural = _("通知書")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["application", "kind"],
                name="notice_once",
                violation_error_message=_("この申請の通知書は、もうできています。"),
            ),
        )

    def __str__(self) -> str:
        return self.number


class NumberNote(models.Model):
    """欠番の理由: why a number of a series of letters is missing; never changed, the newest counts."""

    series = models.CharField(max_length=40)
    serial = models.PositiveIntegerField()
    reason = models.CharField(_("理由"), max_length=300)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("欠番の理由")
        verbose_name_plural = _("欠番の理由")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.series}-{self.serial}"
