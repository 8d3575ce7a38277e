"""A certificate as the public sees it: number, dates, status and where the fact comes from."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.domain import certificate
from catalog.models.product import Product
from catalog.models.programme_mark import ProgrammeMark

STATUS_LABELS = {
    certificate.VALID: _("有効"),
    certificate.EXPIRED: _("期限満了"),
    certificate.REVOKED: _("取消"),
    certificate.SURRENDERED: _("辞退"),
    certificate.UNKNOWN: _("記録のみ（現在の状況は未確認）"),
}


class ProductCertificate(models.Model):
    """One certificate of one product. Withdrawn ones stay, so that their number can still be verified."""

    number = models.CharField(_("番号"), max_length=60, unique=True)
    number_key = models.CharField(max_length=60, unique=True, editable=False)  # domain.certificate.normal_number
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="certificates", verbose_name=_("商品"))
    programme = models.ForeignKey(
        ProgrammeMark, on_delete=models.PROTECT, related_name="certificates", verbose_name=_("制度")
    )
    status = models.CharField(_("状況"), max_length=12, choices=STATUS_LABELS)
    certified_on = models.DateField(_("認証・認定の日"), null=True, blank=True)
    valid_until = models.DateField(_("有効期限"), null=True, blank=True)
    fiscal_year = models.PositiveSmallIntegerField(_("年度"), null=True, blank=True)
    source = models.CharField(_("出典"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("認証・認定")
        verbose_name_plural = _("認証・認定")
        ordering = ("-fiscal_year", "number")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(status__in=certificate.STATUSES),
                name="certificate_status_known",
                violation_error_message=_("認証・認定の状況が正しくありません。"),
            ),
        )

    def __str__(self) -> str:
        return self.number

    def status_on(self, on: date) -> str:
        """The effective status of a day (domain.certificate.effective)."""
        return certificate.effective(self.status, self.valid_until, on)
