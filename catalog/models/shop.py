"""A shop (取扱店) of a product."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.product import Product


class Shop(models.Model):
    """Where a product is sold; a website makes it an online shop too."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="shops", verbose_name=_("商品"))
    name = models.CharField(_("店名"), max_length=100)
    address = models.CharField(_("住所"), max_length=200, blank=True)
    url = models.URLField(_("ホームページ"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("取扱店")
        verbose_name_plural = _("取扱店")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name
