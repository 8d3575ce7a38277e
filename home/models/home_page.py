"""The front page of the public site."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from catalog.standing import StandingPage
from core import clock
from home import front, navigation
from home.models.blocks import FRONT
from home.models.fields import BlocksField


class HomePage(StandingPage, Page):
    """トップページ. One per language."""

    headline = models.CharField(_("大きな見出し"), max_length=100, blank=True)
    lead = models.TextField(_("はじめの一文"), blank=True)
    body = BlocksField(FRONT, blank=True, verbose_name=_("本文"))

    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    max_count = 4  # the root of each language; its parent allows nothing else
    template = "home/home_page.html"
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("headline"),
        FieldPanel("lead"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("トップページ")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `front`: marks, open calls, new products, news (home.front.Front)."""
        city = navigation.brand_of(request).municipality
        return {**super().get_context(request, *args, **kwargs), "front": front.read(self, city=city, at=clock.now())}
