"""The read model of a certified product: what pages, search and open data show. Written by services.publishing only."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.domain.categories import CATEGORIES, TEMPERATURES
from catalog.models.producer import Producer


class Product(models.Model):
    """A product. `record` True: known from public records only (公開資料による記録), with its sources."""

    code = models.CharField(max_length=60, unique=True, editable=False)
    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True)
    name = models.CharField(_("商品名"), max_length=100)
    name_kana = models.CharField(_("商品名（かな）"), max_length=200, blank=True)
    description = models.TextField(_("説明"), blank=True)
    category = models.CharField(_("分類"), max_length=20, choices={each.slug: each.label for each in CATEGORIES})
    producer = models.ForeignKey(
        Producer, on_delete=models.PROTECT, related_name="products", null=True, blank=True, verbose_name=_("事業者")
    )
    municipality = models.CharField(_("市区町村"), max_length=40, blank=True)
    area = models.CharField(_("地区"), max_length=60, blank=True)
    price_yen = models.PositiveIntegerField(_("価格（円）"), null=True, blank=True)
    price_note = models.CharField(_("価格の補足"), max_length=200, blank=True)
    contents = models.CharField(_("内容量"), max_length=300, blank=True)
    ingredients = models.TextField(_("原材料"), blank=True)
    allergens = models.JSONField(_("アレルゲン"), default=dict, blank=True)
    storage = models.CharField(_("保存方法"), max_length=200, blank=True)
    temperature = models.CharField(_("配送温度"), max_length=10, choices=TEMPERATURES, blank=True)
    furusato_note = models.TextField(_("ふるさと納税の補足"), blank=True)
    fictional = models.BooleanField(_("架空の事業者（デモ）"), default=False, editable=False)
    record = models.BooleanField(_("公開資料による記録"), default=False, editable=False)
    sources = models.JSONField(_("出典"), default=list, blank=True)
    published_at = models.DateTimeField(editable=False)
    changed_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("商品")
        verbose_name_plural = _("商品")
        ordering = ("name_kana", "name", "pk")
        indexes = (models.Index(fields=["category"], name="product_category"),)

    def __str__(self) -> str:
        return self.name
