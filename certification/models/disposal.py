"""The proposal to destroy what has been kept long enough, approved by a second person, carried out by the worker."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Disposal(models.Model):
    """廃棄の伺い. Open until approved or turned down; approved, the worker carries it out."""

    fiscal_year = models.PositiveSmallIntegerField(_("年度（始まりの年）"))
    note = models.CharField(_("説明"), max_length=300, blank=True)
    proposed_at = models.DateTimeField(_("案の日時"))
    proposed_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(_("承認の日時"), null=True, blank=True)
    approved_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    turned_down_at = models.DateTimeField(_("差し戻しの日時"), null=True, blank=True)
    turned_down_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    finished_at = models.DateTimeField(_("廃棄を終えた日時"), null=True, blank=True)

    class Meta:
        verbose_name = _("廃棄の伺い")
        verbose_name_plural = _("廃棄の伺い")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(approved_at__isnull=True, approved_by__isnull=True)
                | models.Q(approved_at__isnull=False, approved_by__isnull=False),
                name="disposal_approved_at_and_by",
                violation_error_message=_("承認の日時と人は、そろって記録します。"),
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True) | ~models.Q(approved_by=models.F("proposed_by")),
                name="disposal_two_people",
                violation_error_message=_("案を作った人は承認できません。"),
            ),
            models.CheckConstraint(
                condition=models.Q(turned_down_at__isnull=True, turned_down_by__isnull=True)
                | models.Q(turned_down_at__isnull=False, turned_down_by__isnull=False, approved_at__isnull=True),
                name="disposal_turned_down_or_approved",
                violation_error_message=_("差し戻した伺いは承認できません。"),
            ),
            models.CheckConstraint(
                condition=models.Q(finished_at__isnull=True) | models.Q(approved_at__isnull=False),
                name="disposal_finished_once_approved",
                violation_error_message=_("承認されていない伺いは、廃棄できません。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.fiscal_year}-{self.pk}"

    @property
    def is_open(self) -> bool:
        """Does it wait for the second person?"""
        return self.approved_at is None and self.turned_down_at is None


class DisposalItem(models.Model):
    """One thing of a proposal. `held`: why it was left alone when its turn came."""

    disposal = models.ForeignKey(Disposal, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(_("種類"), max_length=20)  # domain/retention.py: Kind
    subject_id = models.CharField(max_length=60)
    label = models.CharField(_("対象"), max_length=200)
    retention_class = models.CharField(_("保存の区分"), max_length=40)
    ended_on = models.DateField(_("保存期間の終わり"))
    done_at = models.DateTimeField(null=True, blank=True)
    held = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["disposal", "kind", "subject_id"], name="disposal_item_unique"),)

    def __str__(self) -> str:
        return self.label
