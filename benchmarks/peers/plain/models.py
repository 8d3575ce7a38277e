"""A product in Wagtail's own search; a page as Wagtail's tutorial makes it."""

from django.db import models
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index


class Item(index.Indexed, models.Model):
    """Searched by its texts, narrowed and counted by its facets."""

    name = models.CharField(max_length=255)
    kana = models.CharField(max_length=255)
    maker = models.CharField(max_length=255)
    body = models.TextField()
    programme = models.CharField(max_length=100, db_index=True)
    category = models.CharField(max_length=100, db_index=True)
    area = models.CharField(max_length=100, db_index=True)
    year = models.CharField(max_length=10, db_index=True)
    price = models.CharField(max_length=20, db_index=True)

    search_fields = (
        index.SearchField("name", boost=4),
        index.SearchField("kana", boost=2),
        index.SearchField("maker"),
        index.SearchField("body"),
        *(index.FilterField(name) for name in ("programme", "category", "area", "year", "price")),
    )

    def __str__(self) -> str:
        return self.name


class PlainPage(Page):
    """A page with one rich text."""

    body = RichTextField()
    template = "plain/page.html"
