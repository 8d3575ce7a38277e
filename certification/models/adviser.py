"""The adviser (専門家): what they are good at and how much they take on; who carried which plan from when."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

DEFAULT_CAPACITY = 5


class AdviserProfile(models.Model):
    """専門家の登録. `expertise`: codes of domain/expertise.py. Kept by the office."""

    user = models.OneToOneField("core.User", on_delete=models.PROTECT, related_name="adviser_profile")
    expertise = models.JSONField(_("専門"), default=list)
    affiliation = models.CharField(_("所属"), max_length=100, blank=True)
    capacity = models.PositiveSmallIntegerField(
        _("同時に受けられる計画の数"),
        default=DEFAULT_CAPACITY,
        validators=(MinValueValidator(0), MaxValueValidator(99)),
    )
    active = models.BooleanField(_("新しい計画を受けられる"), default=True)
    note = models.CharField(_("事務局のメモ"), max_length=300, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("専門家の登録")
        verbose_name_plural = _("専門家の登録")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.user_id}"


class AdviserTerm(models.Model):
    """担当の記録: a plan was given to an adviser; never changed. The newest of a plan is its adviser."""

    plan = models.ForeignKey("certification.ChallengePlan", on_delete=models.PROTECT, related_name="terms")
    adviser = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    note = models.TextField(_("引き継ぎの言葉"), blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.plan_id}:{self.adviser_id}"
