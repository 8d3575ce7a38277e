"""What stands around every page: brand, menu, foot. Kept in the process for some seconds.

A change is seen at once in the process that made it, and after the cache's TIMEOUT in the others.
"""

from collections.abc import Callable
from typing import Any, Final

from django.apps import apps
from django.core.cache import caches
from wagtail.models import Page

HOME_DEPTH: Final = 2
Entries = tuple[tuple[str, str], ...]  # (title, address) in the order of the tree


def brands() -> dict[int, Any]:
    """{site id: brand}; every caller gets copies of its own."""
    return _kept("brands", lambda: {brand.site_id: brand for brand in apps.get_model("home", "Brand").base_queryset()})


def menu(language: str) -> Entries:
    """Pages below the front page that editors put into the menu."""
    here = {"locale__language_code": language, "depth": HOME_DEPTH + 1}
    return _kept(f"menu:{language}", lambda: _entries(Page.objects.live().public().in_menu().filter(**here)))


def foot(language: str) -> Entries:
    """Pages that belong to the foot of every page: accessibility, privacy."""
    rows = apps.get_model("home", "ContentPage").objects
    return _kept(
        f"foot:{language}",
        lambda: _entries(rows.live().public().filter(in_footer=True, locale__language_code=language)),
    )


def forget(*_args: Any, **_kwargs: Any) -> None:
    """Something of it has changed."""
    caches["frame"].clear()


def _entries(rows: Any) -> Entries:
    return tuple((page.title, page.url or "") for page in rows.order_by("path"))


def _kept(name: str, read: Callable[[], Any]) -> Any:
    return caches["frame"].get_or_set(name, read)
