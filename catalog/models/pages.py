"""Wagtail pages of the catalog: the index at /products/ and one page per product, born from services.publishing.

What a visitor sees is drawn by catalog.views; a page finds its view through the address table, so that preview and the
published page are the same.
"""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import resolve, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import BlockQuoteBlock, CharBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page

from catalog.models.product import Product
from catalog.standing import CertifiedTester, StandingPage


class StoryPhotoBlock(StructBlock):
    """A photograph inside the story."""

    image = ImageChooserBlock(label=_("写真"))
    caption = CharBlock(label=_("写真の説明"), max_length=120)

    class Meta:
        template = "catalog/blocks/photo.html"
        icon = "image"
        label = _("写真")


class StoryBlock(StreamBlock):
    """What a story may hold."""

    heading = CharBlock(label=_("見出し"), max_length=60, template="catalog/blocks/heading.html", icon="title")
    text = RichTextBlock(label=_("文章"), features=["bold", "link", "ul"])
    quote = BlockQuoteBlock(label=_("作り手の言葉"), template="catalog/blocks/quote.html")
    photo = StoryPhotoBlock()


class StoryField(StreamField):
    """Keeps the blocks out of migrations: they name only the field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*(args or (StoryBlock(),)), **kwargs)

    def deconstruct(self) -> Any:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs


class ProductIndexPage(StandingPage, Page):
    """The place of the product pages; its address is the search page."""

    max_count = 1
    subpage_types = ("catalog.ProductPage",)

    class Meta:
        verbose_name = _("商品の一覧")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _through_address(request, reverse("catalog:search"))


class ProductPage(StandingPage, Page):
    """A product's page: the read model's facts, and a story that staff and maker polish."""

    product = models.OneToOneField(Product, on_delete=models.PROTECT, related_name="page", verbose_name=_("商品"))
    story = StoryField(verbose_name=_("ものがたり"), blank=True, use_json_field=True)

    permission_tester = CertifiedTester
    # Name and address are the certificate's; when the page is public is not an editor's to plan.
    content_panels = (
        FieldPanel("title", read_only=True),
        FieldPanel("product", read_only=True),
        FieldPanel("story"),
    )
    promote_panels = (FieldPanel("seo_title"), FieldPanel("search_description"))
    settings_panels = ()
    parent_page_types = ("catalog.ProductIndexPage",)
    subpage_types = ()

    class Meta:
        verbose_name = _("商品のページ")
        verbose_name_plural = _("商品のページ")

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Never by hand: a product page is born from a certificate."""
        return False

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _through_address(request, reverse("catalog:product", args=[self.product.slug]))

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        request.catalog_preview = self  # type: ignore[attr-defined]
        return self.serve(request)


def _through_address(request: HttpRequest, address: str) -> HttpResponse:
    view, args, kwargs = resolve(address)
    response: HttpResponse = view(request, *args, **kwargs)
    return response
