"""Readings the analyser gets wrong: フクレミカン is 福来みかん."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Reading(models.Model):
    """A question holding the reading is also tried with the writing (読み)."""

    reading = models.CharField(
        _("読み"),
        max_length=60,
        unique=True,
        validators=[RegexValidator(r"^[ぁ-ゖァ-ヺー]{2,}$", _("ひらがなまたはカタカナ二文字以上で入力してください。"))],
    )
    writing = models.CharField(_("表記"), max_length=60)
    is_active = models.BooleanField(_("使う"), default=True)
    is_seed = models.BooleanField(_("初期データ"), default=False, editable=False)

    class Meta:
        ordering = ("reading",)
        verbose_name = _("読み")
        verbose_name_plural = _("読み")

    def __str__(self) -> str:
        return f"{self.reading} → {self.writing}"
