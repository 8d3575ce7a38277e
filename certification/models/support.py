"""What the office sets for challenge support: the offer's days, and topics (分野) with suggested tasks and expertise.

Without rows the marked defaults of certification/data/support.json stand (selectors/support.py).
"""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class SupportSetting(models.Model):
    """支援の設定: one row, pk 1. Not the city's published rule until the office has saved it."""

    offer_days = models.PositiveSmallIntegerField(
        _("案内から返事までの日数"), default=30, validators=(MinValueValidator(7), MaxValueValidator(365))
    )
    remind_days = models.PositiveSmallIntegerField(
        _("期限の何日前に知らせるか"), default=7, validators=(MinValueValidator(1), MaxValueValidator(60))
    )
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("支援の設定")
        verbose_name_plural = _("支援の設定")

    def __str__(self) -> str:
        return f"{self.offer_days}"


class SupportTopic(models.Model):
    """支援の分野. `words`: keys of criteria, or words in their names, one a line; `expertise`: codes of
    domain/expertise.py; `fields`: keys of form fields whose change answers such a gap, one a line.
    """

    name = models.CharField(_("分野の名前"), max_length=60)
    words = models.TextField(_("当てはまる審査項目"), blank=True)
    expertise = models.JSONField(_("必要な専門"), default=list)
    fields = models.TextField(_("関係する申請書の項目"), blank=True)
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("支援の分野")
        verbose_name_plural = _("支援の分野")
        ordering = ("sort_order", "pk")

    def __str__(self) -> str:
        return self.name


class SupportTopicTask(models.Model):
    """課題の例 of a topic; `days` from the start of the plan to its date."""

    topic = models.ForeignKey(SupportTopic, on_delete=models.CASCADE, related_name="tasks")
    title = models.CharField(_("すること"), max_length=120)
    detail = models.TextField(_("くわしい内容"), blank=True)
    days = models.PositiveSmallIntegerField(_("めやすの日数"), default=60)
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("sort_order", "pk")

    def __str__(self) -> str:
        return self.title
