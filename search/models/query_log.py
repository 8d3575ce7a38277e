"""Questions asked, counted by day: no person, no address. Feeds the report of questions without an answer."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class QueryLog(models.Model):
    """One folded question on one day (検索語の集計)."""

    text = models.CharField(_("検索のことば"), max_length=200)
    on = models.DateField(_("日付"))
    asked = models.PositiveIntegerField(_("回数"), default=0)
    without_hit = models.PositiveIntegerField(_("該当なし"), default=0)

    class Meta:
        ordering = ("-on", "-asked", "text")
        verbose_name = _("検索語の集計")
        verbose_name_plural = _("検索語の集計")
        constraints = (models.UniqueConstraint(fields=("text", "on"), name="search_query_log_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.on} {self.text}"
