"""A certificate (認証書・認定書) and the log of its moves."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from certification.domain.labels import office_label
from certification.domain.states import CertificateStatus

CHOICES = [(status.value, office_label(status)) for status in CertificateStatus]


class Certificate(models.Model):
    """認証書・認定書. The number carries a check character (domain/validity.py)."""

    number = models.CharField(_("番号"), max_length=40, unique=True)
    application = models.OneToOneField(
        "certification.Application", on_delete=models.PROTECT, related_name="certificate"
    )
    status = models.CharField(_("状態"), max_length=20, choices=CHOICES, default=CertificateStatus.ACTIVE.value)
    serial = models.PositiveIntegerField()
    certified_on = models.DateField(_("認証・認定の日"))
    valid_until = models.DateField(_("有効期限"))
    valid_from = models.DateField(_("有効期間の始まり"), null=True, blank=True)  # a renewal's; empty: certified_on
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)  # when its catalog page came to be
    pdf = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("認証書・認定書")
        verbose_name_plural = _("認証書・認定書")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(valid_until__gte=models.F("certified_on")),
                name="certificate_valid_after_certified",
                violation_error_message=_("有効期限は認証・認定の日以後にしてください。"),
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def state(self) -> CertificateStatus:
        return CertificateStatus(self.status)


class CertificateTransition(models.Model):
    """One move of a certificate; never changed."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="transitions")
    source = models.CharField(max_length=20)
    target = models.CharField(max_length=20)
    by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
