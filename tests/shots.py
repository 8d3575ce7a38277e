"""`make shots`: pictures of the pages, on a disposable site with the records and the demonstration.

Two go into docs/images for the README; the rest into var/shots, at 360 and 1280 pixels, for looking at.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "var" / "shots"
IMAGES = ROOT / "docs" / "images"
PASSWORD = "demo-tsumugi-2026"
OFFICE = tuple(
    f"/cms/{place}/"
    for place in (
        "programmes",
        "rounds",
        "applications",
        "certificates",
        "plans",
        "listings",
        "outbox",
        "letters",
        "audit",
    )
)
STARTS = {  # whose browser: (where it begins, addresses it stays within)
    "": (("/", "/products/?q=みかん", "/accounts/signup/", "/nothing/"), ("/",)),
    "sato": (("/apply/", "/apply/check/", "/desk/"), ("/apply/",)),
    "takahashi": (("/review/",), ("/review/",)),
    "yamamoto": (("/advise/",), ("/advise/",)),
    "suzuki": (("/cms/",), OFFICE),
    "kimura": (("/cms/",), OFFICE),
    "kobayashi": (("/cms/audit/",), ("/cms/audit/",)),
}
OF_A_KIND = 2  # pictures of pages that differ in a number only
WIDTHS = (360, 1280)
NO_PAGE = re.compile(
    r"\.(pdf|svg|png|csv|xlsx|ics|json|xml|jpg|webp|avif)$|/files?/|/go/|/logout/|/export/|/api/|/feed|/en/|/media/"
)
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@contextmanager
def site() -> Iterator[str]:
    """A site of its own, prepared and answering; yields its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = ROOT / "var" / "shots-site"
    folder.mkdir(parents=True, exist_ok=True)
    env = {**os.environ, "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}", "DEBUG": "false"}
    command = [sys.executable, "manage.py", "run_site", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=env)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                with urllib.request.urlopen(f"{address}/healthz", timeout=2):
                    break
            except OSError:
                time.sleep(0.5)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def login(page: Page, address: str, name: str) -> None:
    """Through the real page."""
    page.goto(f"{address}/accounts/login/")
    page.fill("input[name=login]", f"{name}@example.org")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state()


def take(browser: Browser, address: str, name: str) -> None:
    """Pictures at both widths of every kind of page this person can reach by links."""
    pages = {
        width: browser.new_context(viewport={"width": width, "height": 800}, locale="ja-JP").new_page()
        for width in WIDTHS
    }
    if name:
        for page in pages.values():
            login(page, address, name)
    starts, within = STARTS[name]
    waiting, seen, kinds = list(starts), set(starts), dict.fromkeys(starts, 0)
    while waiting:
        path = waiting.pop(0)
        for width, page in pages.items():
            page.goto(address + path)
            page.screenshot(path=OUT / f"{name or 'public'}-{label(path)}-{width}.png", full_page=True)
        for link in pages[WIDTHS[-1]].eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))"):
            where = urlsplit(link)
            kind = re.sub(r"\d+|[A-Za-z0-9_-]{8,}", "*", where.path)
            if (
                where.path.startswith(within)
                and not where.query
                and not NO_PAGE.search(where.path)
                and where.path not in seen
                and kinds.get(kind, 0) < OF_A_KIND
            ):
                seen.add(where.path)
                kinds[kind] = kinds.get(kind, 0) + 1
                waiting.append(where.path)
    for page in pages.values():
        page.context.close()


def label(path: str) -> str:
    """A path as part of a file's name."""
    return re.sub(r"[/?=&]+", "-", path).strip("-") or "home"


def for_readme(browser: Browser, address: str) -> None:
    """The two pictures of the README."""
    page = browser.new_context(viewport={"width": 1280, "height": 860}, locale="ja-JP").new_page()
    page.goto(f"{address}/products/?q=みかん")
    page.screenshot(path=IMAGES / "catalog.png")
    login(page, address, "suzuki")
    page.goto(f"{address}/cms/")
    page.goto(board_address(page, address))
    page.screenshot(path=IMAGES / "board.png")


def board_address(page: Page, address: str) -> str:
    """The first board the office's pages link to."""
    for link in ("a[href*='board']",):
        found = page.locator(link)
        if found.count():
            return address + str(found.first.get_attribute("href"))
    return f"{address}/cms/"


def main() -> None:
    """All pictures."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    IMAGES.mkdir(parents=True, exist_ok=True)
    with site() as address, sync_playwright() as play:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = play.chromium.launch(executable_path=path, args=CHROMIUM)
        for name in STARTS:
            take(browser, address, name)
        for_readme(browser, address)
        browser.close()


if __name__ == "__main__":
    main()
