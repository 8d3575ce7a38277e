"""`make shots`: pictures of the pages, on a disposable site with the records and the demonstration.

Two go into docs/images for the README; the rest into var/shots, at 360 and 1280 pixels, for looking at.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "var" / "shots"
IMAGES = ROOT / "docs" / "images"
PASSWORD = "demo-tsumugi-2026"
PUBLIC = ("/", "/products/", "/products/?q=みかん", "/producers/", "/accounts/login/", "/accounts/signup/", "/nothing/")
DESKS = {
    "sato": ("/apply/", "/apply/check/", "/desk/"),
    "takahashi": ("/review/",),
    "yamamoto": ("/advise/",),
    "suzuki": ("/cms/",),
    "kimura": ("/cms/",),
}
WIDTHS = (360, 1280)
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


def take(browser: Browser, address: str, name: str, paths: tuple[str, ...]) -> None:
    """Pictures of these pages as this person, at both widths."""
    for width in WIDTHS:
        page = browser.new_context(viewport={"width": width, "height": 800}, locale="ja-JP").new_page()
        if name:
            login(page, address, name)
        for path in paths:
            page.goto(address + path)
            label = path.strip("/").replace("/", "-").replace("?", "-").replace("=", "-") or "home"
            page.screenshot(path=OUT / f"{name or 'public'}-{label}-{width}.png", full_page=True)
        page.context.close()


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
        take(browser, address, "", PUBLIC)
        for name, paths in DESKS.items():
            take(browser, address, name, paths)
        for_readme(browser, address)
        browser.close()


if __name__ == "__main__":
    main()
