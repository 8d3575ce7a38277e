"""A real Chromium on a live server: `new_page(width=360, javascript=True, user=None, lang="ja")`.

An error on the page's console, an uncaught exception, a broken content policy or an answer of 500 fails the test.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, sync_playwright

from tests.harness.parts import required

ARGUMENTS = [
    "--no-sandbox",  # root in a container
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",  # nothing leaves this machine
]
HEIGHT = 800
TIMEOUT_MS = 15_000


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The system's Chromium; Playwright's own download is not used."""
    names = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    return required(path, "Browser tests: Chromium is missing; install chromium.")


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """One Chromium for the session."""
    # Playwright's loop runs in this thread, where Django would then refuse plain database calls.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, headless=True, args=ARGUMENTS)
        yield chromium
        chromium.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)


class Complaints(list[str]):
    """What went wrong in the pages of a test; `expect` takes one away that the test provokes on purpose."""

    def watch(self, page: Page) -> None:
        page.on("console", self.on_console)
        page.on("pageerror", lambda error: self.append(f"exception: {error}"))
        page.on("response", self.on_response)

    def on_console(self, message: ConsoleMessage) -> None:
        # "Failed to load resource" repeats what on_response sees with its status.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.append(f"console: {message.text}")

    def on_response(self, response: Response) -> None:
        missing = response.status == 404 and response.request.resource_type != "document"
        if response.status >= 500 or missing:
            self.append(f"{response.status} {response.url}")

    def expect(self, part: str) -> None:
        """The test wanted this to happen. Fails when it did not."""
        found = [line for line in self if part in line]
        assert found, f"expected a complaint about {part!r}, have {list(self)}"
        for line in found:
            self.remove(line)


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """Collected over all pages of a test; must be empty at its end."""
    collected = Complaints()
    yield collected
    assert not collected, "\n".join(collected)


@pytest.fixture
def new_page(browser: Browser, site: str, complaints: Complaints) -> Iterator[Callable[..., Page]]:
    """Factory of pages, each with cookies of its own: another person, another phone."""
    contexts: list[BrowserContext] = []

    def make(width: int = 360, javascript: bool = True, user: Any = None, lang: str = "ja", **options: Any) -> Page:
        context = browser.new_context(
            base_url=site,
            viewport={"width": width, "height": HEIGHT},
            java_script_enabled=javascript,
            locale="ja-JP" if lang == "ja" else "en-GB",
            timezone_id="Asia/Tokyo",
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(TIMEOUT_MS)
        if user is not None:
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session_of(user), "url": site}])
        page = context.new_page()
        complaints.watch(page)
        return page

    yield make
    for context in contexts:
        context.close()


def session_of(user: Any) -> str:
    """Key of a fresh session in which this person is logged in."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


@pytest.fixture
def site(live_server: Any, settings: Any) -> str:
    """Address of the live server: real threads, real commits, tasks queued in the database (see `run_tasks`)."""
    settings.SITE_URL = settings.WAGTAILADMIN_BASE_URL = live_server.url
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    return str(live_server.url)
