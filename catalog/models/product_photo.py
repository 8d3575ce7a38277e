"""A photograph of a product: a Wagtail image, its order and its words."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.product import Product


class ProductPhoto(models.Model):
    """`renditions_ready` is set by the task that makes the sizes; until then a page shows the 文様."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="photos", verbose_name=_("商品"))
    image = models.ForeignKey("wagtailimages.Image", on_delete=models.PROTECT, related_name="+", verbose_name=_("写真"))
    alt = models.CharField(_("写真の説明"), max_length=200, blank=True)
    sort_order = models.PositiveSmallIntegerField(default=0)
    renditions_ready = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("商品の写真")
        verbose_name_plural = _("商品の写真")
        ordering = ("sort_order", "pk")
        constraints = (models.UniqueConstraint(fields=["product", "image"], name="one_photo_once"),)

    def __str__(self) -> str:
        return self.alt or str(self.image_id)
