"""News: an index and its pages, newest first."""

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from home.models.blocks import CONTENT
from home.models.fields import BlocksField

PER_PAGE = 20


class NewsIndexPage(Page):
    """お知らせの一覧."""

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["home.NewsPage"]
    max_count_per_parent = 1
    template = "home/news_index_page.html"

    class Meta:
        verbose_name = _("お知らせの一覧")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `news`, one page of live news, newest first."""
        rows = NewsPage.objects.child_of(self).live().order_by("-published_on", "-pk")
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        return {**super().get_context(request, *args, **kwargs), "news": page}


class NewsPage(Page):
    """お知らせ."""

    published_on = models.DateField(_("掲載日"))
    lead = models.TextField(_("はじめの一文"), blank=True)
    body = BlocksField(CONTENT, blank=True, verbose_name=_("本文"))

    parent_page_types: ClassVar[list[str]] = ["home.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "home/news_page.html"
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("published_on"),
        FieldPanel("lead"),
        FieldPanel("body"),
    ]
    search_fields: ClassVar[list[Any]] = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]

    class Meta:
        verbose_name = _("お知らせ")
