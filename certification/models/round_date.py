"""A named date of a round besides its window, its panel's day and its release: briefing, tasting, ceremony …"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey


class RoundDate(models.Model):
    """日程の1行. A day, with or without times; `public`: also on the call page and the producer's desk."""

    KINDS = (
        ("briefing", _("説明会")),
        ("consultation", _("相談会")),
        ("paper_review", _("書類審査")),
        ("tasting", _("実食審査会")),
        ("hearing", _("評価懇話会")),
        ("committee", _("審査会")),
        ("notice", _("結果の通知")),
        ("announcement", _("結果の公表")),
        ("ceremony", _("認証式")),
        ("exhibition", _("展示・販売")),
        ("other", _("その他")),
    )

    round = ParentalKey("certification.Round", on_delete=models.CASCADE, related_name="dates")
    kind = models.CharField(_("種類"), max_length=20, choices=KINDS, default="briefing")
    label = models.CharField(_("名前（空なら種類の名前）"), max_length=60, blank=True)
    held_on = models.DateField(_("日"))
    starts = models.TimeField(_("開始（空なら終日）"), null=True, blank=True)
    ends = models.TimeField(_("終了"), null=True, blank=True)
    place = models.CharField(_("場所"), max_length=120, blank=True)
    public = models.BooleanField(_("公開する"), default=True)

    class Meta:
        verbose_name = _("日程")
        verbose_name_plural = _("日程")
        ordering: ClassVar = ("held_on", "starts", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(starts__isnull=False, ends__gt=F("starts")),
                name="round_date_ends_after_start",
                violation_error_message=_("終了の時刻は、開始の時刻より後にしてください（開始だけでもかまいません）。"),
            ),
            models.CheckConstraint(
                condition=~Q(kind="other") | ~Q(label=""),
                name="round_date_other_has_a_name",
                violation_error_message=_("「その他」の日程には、名前を付けてください。"),
            ),
        )

    def __str__(self) -> str:
        return self.label or str(self.get_kind_display())
