"""What stands around every page: brand, menu, foot. Kept in the process for some seconds.

A change is seen at once in the process that made it, and after KEPT_SECONDS in the others.
"""

from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.core.cache import caches
from wagtail.models import Page

KEPT_SECONDS: Final = 10
HOME_DEPTH: Final = 2


@dataclass(frozen=True, slots=True)
class Frame:
    """`brands`: {site id: brand}. `menu`, `foot`: (title, address) in the order of the tree."""

    brands: dict[int, Any]
    menu: tuple[tuple[str, str], ...]
    foot: tuple[tuple[str, str], ...]


def read(language: str) -> Frame:
    """The frame of pages in this language; three queries when it is not kept, none when it is."""
    found: Frame | None = caches["frame"].get(language)
    if found is None:
        found = Frame(_brands(), _menu(language), _foot(language))
        caches["frame"].set(language, found, KEPT_SECONDS)
    return found


def forget(*_args: Any, **_kwargs: Any) -> None:
    """Something of it has changed."""
    caches["frame"].clear()


def _brands() -> dict[int, Any]:
    return {brand.site_id: brand for brand in apps.get_model("home", "Brand").base_queryset()}


def _menu(language: str) -> tuple[tuple[str, str], ...]:
    """Pages below the front page that editors put into the menu."""
    rows = Page.objects.live().public().in_menu().filter(locale__language_code=language, depth=HOME_DEPTH + 1)
    return tuple((page.title, page.url or "") for page in rows.order_by("path"))


def _foot(language: str) -> tuple[tuple[str, str], ...]:
    """Pages that belong to the foot of every page: accessibility, privacy."""
    rows = apps.get_model("home", "ContentPage").objects.live().public()
    rows = rows.filter(in_footer=True, locale__language_code=language).order_by("path")
    return tuple((page.title, page.url or "") for page in rows)
