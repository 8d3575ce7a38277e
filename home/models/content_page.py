"""A page of text: how the scheme works, how to buy, privacy, accessibility."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from home.models.blocks import CONTENT
from home.models.fields import BlocksField


class ContentPage(Page):
    """読みもの・案内のページ."""

    lead = models.TextField(_("はじめの一文"), blank=True)
    body = BlocksField(CONTENT, blank=True, verbose_name=_("本文"))
    in_footer = models.BooleanField(_("下部のメニューに出す"), default=False)

    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.ContentPage"]
    subpage_types: ClassVar[list[str]] = ["home.ContentPage"]
    template = "home/content_page.html"
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    promote_panels: ClassVar[list[Any]] = [*Page.promote_panels, FieldPanel("in_footer")]
    search_fields: ClassVar[list[Any]] = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]

    class Meta:
        verbose_name = _("案内のページ")
