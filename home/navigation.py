"""Menus, languages and the brand of a request: what base.html needs on every page."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Site

from home import frame

KEPT = "_brand"  # on the request, so that one page asks once
PLACES = (("/products/", _("認証品をさがす")), ("/producers/", _("つくり手")))


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of a menu; `code` is set for languages only."""

    label: Any
    href: str
    current: bool = False
    code: str = ""


def brand_of(request: HttpRequest | None) -> Any:
    """The brand of the site asked for, or an unsaved one with neutral words; read once per request."""
    model = apps.get_model("home", "Brand")
    if request is None:
        return model()
    if not hasattr(request, KEPT):
        language = get_language() or settings.LANGUAGE_CODE
        brands = frame.brands()
        found = None
        if len(brands) > 1 and (site := Site.find_for_request(request)):
            found = brands.get(site.pk)
        brand = found or next(iter(brands.values()), None) or model()
        brand.speak(language)
        setattr(request, KEPT, brand)
    return getattr(request, KEPT)


def here(path: str) -> str:
    """An address of the public site in the language now spoken; addresses of other places stay as they are."""
    language = get_language() or settings.LANGUAGE_CODE
    if language == settings.LANGUAGE_CODE or not path.startswith("/"):
        return path
    return f"/{language}{path}"


def main_menu(request: HttpRequest | None) -> list[Link]:
    """Products, makers, then the pages editors put into the menu."""
    path = request.path if request else ""
    links = [Link(label, here(href), path.startswith(here(href))) for href, label in PLACES]
    kept = frame.menu(get_language() or settings.LANGUAGE_CODE)
    return [*links, *(Link(title, href, path == href) for title, href in kept)]


def footer_menu(_request: HttpRequest | None) -> list[Link]:
    """Pages that belong to the foot of every page: accessibility, privacy."""
    return [Link(title, href) for title, href in frame.foot(get_language() or settings.LANGUAGE_CODE)]


def crumbs(page: Any, request: HttpRequest | None) -> list[dict[str, Any]]:
    """The way from the front page to this page, for components/breadcrumbs.html."""
    above = page.get_ancestors().filter(depth__gt=1).specific(defer=True)
    way = [
        {"label": _("トップ") if row.depth == frame.HOME_DEPTH else row.title, "href": row.get_url(request)}
        for row in above
    ]
    return [*way, {"label": page.title}]


def languages(request: HttpRequest | None, page: Any = None) -> list[Link]:
    """The same page in every language; empty where its address is the same in all, or where there is no twin."""
    if request is None:
        return []
    if isinstance(page, Page) and request.resolver_match and request.resolver_match.view_name == "wagtail_serve":
        return _twins(page, request)
    path = request.get_full_path()
    links = []
    for code, _name in settings.LANGUAGES:
        info = get_language_info(code)
        links.append(Link(info["name_local"], translate_url(path, code), code == get_language(), code))
    return links if len({link.href for link in links}) > 1 else []


def _twins(page: Page, request: HttpRequest) -> list[Link]:
    """The published translations of an editor's page."""
    rows = page.get_translations(inclusive=True).live().public().select_related("locale")
    found = {row.locale.language_code: row.get_url(request) or "" for row in rows}
    links = []
    for code, _name in settings.LANGUAGES:
        if code in found:
            links.append(Link(get_language_info(code)["name_local"], found[code], code == get_language(), code))
    return links if len(links) > 1 else []
