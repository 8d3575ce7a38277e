"""What the office found about an application and its likeness: another application or a product."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DuplicateRuling(models.Model):
    """重複の判断; never changed, the newest of a pair counts. Of two applications the older stands in `application`."""

    VERDICTS = (("different", _("別の商品")), ("open", _("もう一度確かめる")))

    application = models.ForeignKey("certification.Application", on_delete=models.PROTECT, related_name="rulings")
    other = models.ForeignKey(
        "certification.Application", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    product_code = models.CharField(max_length=60, blank=True)  # of the catalog, when `other` is empty
    verdict = models.CharField(_("判断"), max_length=10, choices=VERDICTS)
    reason = models.CharField(_("理由"), max_length=300)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("重複の判断")
        verbose_name_plural = _("重複の判断")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(other__isnull=False, product_code="")
                | (models.Q(other__isnull=True) & ~models.Q(product_code="")),
                name="duplicate_has_one_other_side",
                violation_error_message=_("比べる相手は、申請か商品のどちらか1つです。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.application_id} / {self.other_id or self.product_code}: {self.verdict}"
