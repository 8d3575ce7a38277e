"""The maker of a product (事業者) as the public sees it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Producer(models.Model):
    """A producer; `code` comes from certification or, for a public record, from name and municipality."""

    code = models.CharField(max_length=40, unique=True, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("事業者名"), max_length=100)
    name_kana = models.CharField(_("事業者名（カナ）"), max_length=100, blank=True)
    municipality = models.CharField(_("市区町村"), max_length=40, blank=True)
    area = models.CharField(_("地区"), max_length=60, blank=True)
    website = models.URLField(_("ホームページ"), blank=True)
    story = models.TextField(_("紹介"), blank=True)
    fictional = models.BooleanField(_("架空の事業者（デモ）"), default=False, editable=False)

    class Meta:
        verbose_name = _("事業者")
        verbose_name_plural = _("事業者")
        ordering = ("name_kana", "name", "pk")

    def __str__(self) -> str:
        return self.name
