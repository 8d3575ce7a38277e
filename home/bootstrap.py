"""The first pages of a site, from home/data/site.json: made once, never overwritten."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale, Page, Site

from core.models import User
from core.roles import EDITOR
from home.models import Brand, ContentPage, HomePage, NewsIndexPage, NewsPage

DATA = Path(__file__).parent / "data" / "site.json"


@transaction.atomic
def ensure_site(by: User | None = None, data: Mapping[str, Any] | None = None) -> HomePage:
    """The front page with its first pages, brand and English twins. Changes nothing where they exist."""
    words = data or json.loads(DATA.read_text(encoding="utf-8"))
    locale = _locale(settings.LANGUAGE_CODE)
    home = HomePage.objects.filter(locale=locale).order_by("path").first() or _front_page(words["home"], locale, by)
    _ensure_brand(words["brand"])
    for values in words["pages"]:
        _ensure_content(home, values, by)
    _ensure_news(home, words["news"], by)
    if "en" in words:
        _ensure_translation(home, words["en"], _locale("en"), by)
    ensure_editors()
    return home


def ensure_editors() -> None:
    """What Wagtail keeps by place, for the role 編集者: all pages; pictures and documents of every collection."""
    group, _created = Group.objects.get_or_create(name=EDITOR.name)
    pages = [f"{right}_page" for right in ("add", "change", "publish")]
    things = [f"{right}_{thing}" for right in ("add", "change", "choose") for thing in ("image", "document")]
    root, collection = Page.get_first_root_node(), Collection.get_first_root_node()
    rights = Permission.objects.filter(content_type__app_label__startswith="wagtail").order_by("pk")
    for right in rights.filter(codename__in=pages):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=right)
    for right in rights.filter(codename__in=things):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=right)


def _locale(code: str) -> Locale:
    return Locale.objects.get_or_create(language_code=code)[0]


def _front_page(values: Mapping[str, Any], locale: Locale, by: User | None) -> HomePage:
    """Puts the front page in the place of Wagtail's welcome page and keeps what stood below it."""
    root = Page.get_first_root_node()
    home = HomePage(slug="top", locale=locale, owner=by, **_page_values(values))
    root.add_child(instance=home)
    _publish(home, by)
    site = Site.objects.filter(is_default_site=True).order_by("pk").first()
    if site is None:
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
        return home
    old = Page.objects.get(pk=site.root_page_id)
    site.root_page = home
    site.save()
    for child in old.get_children():
        child.move(Page.objects.get(pk=home.pk), pos="last-child")
    old = Page.objects.get(pk=old.pk)
    if old.depth > 1 and old.specific_class is Page:
        old.delete()
    return HomePage.objects.get(pk=home.pk)


def _ensure_brand(values: Mapping[str, str]) -> None:
    site = Site.objects.get(is_default_site=True)
    if not Brand.objects.filter(site=site).exists():
        brand = Brand(site=site, **values)
        brand.full_clean()
        brand.save()


def _ensure_content(home: HomePage, values: Mapping[str, Any], by: User | None) -> None:
    if home.get_children().filter(slug=values["slug"]).exists():
        return
    page = ContentPage(
        slug=values["slug"],
        show_in_menus=values["in_menu"],
        in_footer=values["in_footer"],
        locale=home.locale,
        owner=by,
        **_page_values(values),
    )
    _add(home, page, by)


def _ensure_news(home: HomePage, values: Mapping[str, Any], by: User | None) -> None:
    if NewsIndexPage.objects.child_of(home).exists():
        return
    index = NewsIndexPage(slug=values["slug"], title=values["title"], show_in_menus=True, locale=home.locale, owner=by)
    _add(home, index, by)
    for item in values["items"]:
        page = NewsPage(
            slug=item["slug"], published_on=item["published_on"], locale=home.locale, owner=by, **_page_values(item)
        )
        _add(index, page, by)


def _ensure_translation(home: HomePage, words: Mapping[str, Any], locale: Locale, by: User | None) -> None:
    if HomePage.objects.filter(locale=locale).exists():
        return
    twin = _translate(home, words["home"], locale, by)
    for page in ContentPage.objects.child_of(home).order_by("path"):
        if page.slug in words["pages"]:
            _translate(page, words["pages"][page.slug], locale, by)
    twin.refresh_from_db()


def _translate(page: Page, values: Mapping[str, Any], locale: Locale, by: User | None) -> Page:
    twin = page.copy_for_translation(locale)
    for name, value in _page_values(values).items():
        setattr(twin, name, value)
    _publish(twin, by)
    return twin


def _page_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a page as its model wants them: blocks as JSON text."""
    kept = {name: values[name] for name in ("title", "headline", "lead") if name in values}
    return {**kept, "body": json.dumps(values.get("body", []))}


def _add(parent: Page, page: Page, by: User | None) -> None:
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    _publish(page, by)


def _publish(page: Page, by: User | None) -> None:
    page.save_revision(user=by).publish(user=by)
