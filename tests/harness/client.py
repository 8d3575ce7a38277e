"""The test client: a GET may only read, and our pages hold nothing inline and no unrendered template marks."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test import Client

SAFE = {"GET", "HEAD", "OPTIONS"}
WRITE = re.compile(r"^\s*(INSERT\s+INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO)\s+[\"`]?(\w+)", re.IGNORECASE)
# Reading by a session leaves a trace of itself: that is the session's business, not the page's.
BOOKKEEPING = {"django_session"}
# Wagtail's own admin keeps a person's settings, who is editing, and thumbnails as it shows them.
WAGTAIL_BOOKKEEPING = {"wagtailusers_userprofile", "wagtailadmin_editingsession", "wagtailimages_rendition"}
INLINE = (
    (
        re.compile(r"<script(?![^>]*(?:\bsrc=|type=\"application/(?:ld\+)?json\"))[^>]*>", re.IGNORECASE),
        "inline script",
    ),
    (re.compile(r"<style\b", re.IGNORECASE), "inline style element"),
    (re.compile(r"<[a-z][^<>]*\sstyle=", re.IGNORECASE), "style attribute"),
    (re.compile(r"<[a-z][^<>]*\son[a-z]+=", re.IGNORECASE), "inline event handler"),
    (re.compile(r"\{\{|\{%|\{#"), "unrendered template mark"),
)


class WroteOnGet(AssertionError):
    """A GET changed the database."""


@contextmanager
def reads_only(path: str) -> Iterator[None]:
    """Fail on any writing statement inside the block."""
    allowed = BOOKKEEPING | (WAGTAIL_BOOKKEEPING if path.startswith("/cms/") else set())

    def guard(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        found = WRITE.match(sql)
        if found and found[2] not in allowed:
            raise WroteOnGet(f"GET {path} wrote: {sql[:200]}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(guard):
        yield


def inline_faults(html: str) -> list[str]:
    """What a page of ours must not hold, with the place."""
    bare = re.sub(r"<!--.*?-->|<(script|textarea|code|pre)\b[^>]*>.*?</\1>", strip_body, html, flags=re.DOTALL)
    return [f"{words}: {found[0][:120]}" for pattern, words in INLINE if (found := pattern.search(bare))]


def strip_body(found: re.Match[str]) -> str:
    """Keep the opening tag of what people write or quote, drop its body; a comment goes whole."""
    return found[0][: found[0].index(">") + 1] if found[1] else ""


class StrictClient(Client):
    """Django's client with the two rules. `writes_on_get`: a test marked so says why in its reason."""

    writes_on_get = False

    def request(self, **request: Any) -> Any:
        path = str(request.get("PATH_INFO", "/"))
        if request.get("REQUEST_METHOD", "GET") in SAFE and not self.writes_on_get:
            with reads_only(path):
                response = super().request(**request)
        else:
            response = super().request(**request)
        is_html = not response.streaming and response.get("Content-Type", "").startswith("text/html")
        if is_html and not path.startswith("/cms/") and response.status_code != 500:
            faults = inline_faults(response.content.decode(response.charset))
            assert not faults, f"{path}: {'; '.join(faults)}"
        return response
