"""Every address of the project by name, and what a person is answered there."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

# 2 the page · L to the login · > elsewhere · F forbidden, with why · N nothing here · M wrong method
# A asked to log in, as JSON · 4 said again with sentences · B cannot be read · U not ready
SIGNS = {200: "2", 403: "F", 404: "N", 405: "M", 422: "4", 400: "B", 401: "A", 503: "U"}
LOGINS = ("/accounts/login/", "/cms/login/", "/accounts/reauthenticate/", "/accounts/2fa/reauthenticate/")


def names(resolver: Any = None, prefix: str = "", spaces: tuple[str, ...] = ()) -> Iterator[str]:
    """Names of all patterns but Wagtail's own admin pages; a pattern without a name shows its address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from names(pattern, address, inner)
        elif isinstance(pattern, URLPattern):
            theirs = pattern.callback.__module__.startswith("wagtail") or pattern.name is None
            if not (address.startswith("cms/") and theirs):
                yield ":".join((*spaces, pattern.name or address))


def sign(answer: Any) -> str:
    """One letter for an answer."""
    if answer.status_code in (301, 302, 303):
        return "L" if answer["Location"].startswith(LOGINS) else ">"
    return SIGNS.get(answer.status_code, str(answer.status_code))


def ask(browsers: dict[str, Client], method: str, address: str, data: dict[str, Any] | None = None) -> str:
    """The letters for every role; whatever a request writes is taken back before the next one asks."""
    found = ""
    for browser in browsers.values():
        with transaction.atomic():
            answer = getattr(browser, method.lower())(address, data or {})
            found += sign(answer)
            if answer.streaming:
                b"".join(answer.streaming_content)  # read to its end, so that the file is closed
            transaction.set_rollback(True)
    return found
