"""Products the staff puts first for a question."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Pin(models.Model):
    """One product at one place for one question (固定表示)."""

    text = models.CharField(_("検索のことば"), max_length=200)
    code = models.CharField(_("商品コード"), max_length=100)
    position = models.PositiveSmallIntegerField(_("順番"), default=1)
    is_active = models.BooleanField(_("使う"), default=True)

    class Meta:
        ordering = ("text", "position", "id")
        verbose_name = _("固定表示")
        verbose_name_plural = _("固定表示")
        constraints = (
            models.UniqueConstraint(
                fields=("text", "code"),
                name="search_pin_once",
                violation_error_message=_("この検索のことばには、その商品がすでに登録されています。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.text}: {self.code}"
