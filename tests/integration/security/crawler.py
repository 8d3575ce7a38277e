"""A curious visitor: opens every link and form of what it is shown, by GET, and keeps all that was answered."""

import html
import io
import re
import zipfile
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from django.test import Client

LINK = re.compile(r"""(?<![-\w])(?:href|src|action|hx-get|formaction|data-url|data-src)=["']([^"'#]+)""")
SKIPPED = ("/static/", "/media/", "/accounts/logout", "/en/", "/cms/logout", "/cms/jsi18n", "/cms/sprite")
MOST_QUERIES = 3  # variants of one path that are worth opening


@dataclass(slots=True)
class Visit:
    """Where the visitor was and what was answered: {address: everything}."""

    pages: dict[str, str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def hits(self, words: Iterable[str]) -> list[tuple[str, str]]:
        """(address, forbidden word) of every find."""
        wanted = list(words)
        return [(address, word) for address, text in self.pages.items() for word in wanted if word in text]


def text_of(answer: Any) -> str:
    """Headers and body as text; a spreadsheet is unpacked."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"\n".join(book.read(name) for name in book.namelist())
    heads = unquote(str({key: value for key, value in answer.headers.items() if key != "Content-Security-Policy"}))
    return f"{heads}\n{html.unescape(body.decode('utf-8', 'replace'))}"


def crawl(browser: Client, starts: Iterable[str], *, skip: tuple[str, ...] = (), most: int = 400) -> Visit:
    """Breadth first from the start pages, at most `most` answers; a 5xx is noted."""
    visit, waiting, variants = Visit(), deque(starts), Counter[str]()
    while waiting and len(visit.pages) < most:
        address = waiting.popleft()
        if address in visit.pages:
            continue
        answer = browser.get(address)
        visit.pages[address] = text_of(answer)
        if answer.status_code >= 500:
            visit.broken.append(address)
        links = [answer["Location"]] if answer.has_header("Location") else []
        if answer.get("Content-Type", "").startswith("text/html"):
            links += LINK.findall(visit.pages[address])
        for link in links:
            target = urljoin(f"http://testserver{address}", html.unescape(link))
            parts = urlsplit(target)
            if parts.netloc != "testserver" or parts.path.startswith((*SKIPPED, *skip)):
                continue
            found = parts.path + (f"?{parts.query}" if parts.query else "")
            if found in visit.pages or found in waiting or variants[parts.path] >= MOST_QUERIES + 1:
                continue
            variants[parts.path] += 1
            waiting.append(found)
    return visit
