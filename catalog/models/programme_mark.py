"""A scheme (制度) and its mark as public pages show it; written by publishing.put_programme."""

from django.db import models
from django.utils.translation import gettext_lazy as _

ACCENTS = {"mikan": _("みかん"), "ai": _("藍"), "take": _("竹"), "kogane": _("黄金")}


class ProgrammeMark(models.Model):
    """The read model of a programme: its words are 認証 or 認定 and what derives from them."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("制度名"), max_length=80)
    word = models.CharField(_("呼び方"), max_length=10)
    accent = models.CharField(_("色"), max_length=10, choices=ACCENTS)
    municipality = models.CharField(_("市区町村"), max_length=40, blank=True)
    summary = models.TextField(_("説明"), blank=True)
    criteria_text = models.TextField(_("公表している基準"), blank=True)
    picture = models.ImageField(_("マーク"), upload_to="marks", max_length=120, blank=True, default="", db_default="")
    picture_alt = models.CharField(_("マークの説明"), max_length=100, blank=True, default="", db_default="")

    class Meta:
        verbose_name = _("制度")
        verbose_name_plural = _("制度")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def picture_address(self) -> str:
        """Where the public picture of the mark lies; empty without one."""
        return self.picture.url if self.picture else ""
