"""Login is asked everywhere unless a view says in its own code that it is public; the list of those stands here."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver

# Open to anybody. Everything else sends an unknown visitor to the login (LoginRequiredMiddleware).
PUBLIC = {
    # the site
    "healthz", "readyz", "brand_css", "robots", "gallery", "gallery_of_errors", "wagtail_serve", "media",
    "office_login", "page_login",
    # the catalog and its machines
    "catalog:search", "catalog:suggest", "catalog:product", "catalog:producers", "catalog:producer", "catalog:pattern",
    "catalog:verify_find", "catalog:verify", "catalog:go", "catalog:api_products", "catalog:api_product",
    "catalog:api_producers", "catalog:api_programmes", "catalog:products_csv", "catalog:feed", "catalog:sitemap",
    # calls
    "calls:index", "calls:call", "calls:paper", "calls:calendar",
    # an invited colleague has no account yet; a page that is written on keeps what was typed when the session ended
    "apply:invitation", "apply:section", "review:sheet", "review:invitation",
    # files sent piece by piece: who is logged out is told in JSON, not by a login page
    "apply:uploads", "apply:upload",
}  # fmt: skip
# Whose public pages are their packages' business: the login itself, Wagtail's admin (which asks on its own).
PACKAGES = ("allauth.", "wagtail.", "django.")


def patterns(resolver: Any, spaces: tuple[str, ...] = (), prefix: str = "") -> Iterator[tuple[str, str, Any]]:
    """(name, address, view) of every pattern."""
    for pattern in resolver.url_patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces, address)
        elif isinstance(pattern, URLPattern):
            yield ":".join((*spaces, str(pattern.name))), address, pattern.callback


def test_login_is_asked_by_default() -> None:
    assert "django.contrib.auth.middleware.LoginRequiredMiddleware" in settings.MIDDLEWARE


def test_only_the_listed_views_are_open_to_anybody() -> None:
    opened = [row for row in patterns(get_resolver()) if not getattr(row[2], "login_required", True)]
    found = {name for name, _address, view in opened if not view.__module__.startswith(PACKAGES)}
    assert found | {"wagtail_serve", "media", "office_login", "page_login"} == PUBLIC


def test_every_pattern_has_a_name() -> None:
    nameless = {address for name, address, _view in patterns(get_resolver()) if name.endswith("None")}
    assert nameless <= {"cms/test404/", "cms/^.*/$"}  # Wagtail's own: its error page, anything below /cms/


def test_page_of_permissions_is_as_the_roles_say() -> None:
    call_command("draw_permissions", check=True)
