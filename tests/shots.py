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
from playwright.sync_api import Error as PlaywrightError

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
OF_A_KIND = 2  # pictures of pages that differ in a code or a number only
SECONDS = 240  # for all pictures together; every person gets an equal part of what is left
PATIENCE = 15_000  # milliseconds for one page
COMPLETE = """async () => {
  const late = [...document.images].filter(image => !image.complete)
  late.forEach(image => { image.loading = "eager" })
  const loaded = Promise.all(late.map(image => new Promise(done => { image.onload = image.onerror = done })))
  await Promise.race([loaded, new Promise(done => setTimeout(done, 2000))])
}"""
WIDTHS = (360, 1280)
NO_PAGE = re.compile(
    r"\.(pdf|svg|png|csv|xlsx|ics|json|xml|jpg|webp|avif)$|/files?/|/go/|/logout/|/export/|/api/|/feed|/en/|/media/"
)
CHROMIUM = [
    "--lang=ja",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]


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
        wait_for(address)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def wait_for(address: str, seconds: float = 120) -> None:
    """Until the site answers."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit(f"The site did not answer within {seconds:.0f} seconds.")


def visitor(browser: Browser, width: int, height: int = 800) -> Page:
    """A window of this size that nobody has logged in to."""
    page = browser.new_context(viewport={"width": width, "height": height}, locale="ja-JP").new_page()
    page.set_default_timeout(PATIENCE)
    return page


def login(page: Page, address: str, name: str) -> None:
    """Through the real page."""
    page.goto(f"{address}/accounts/login/")
    page.fill("input[name=login]", f"{name}@example.org")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state()


def take(browser: Browser, address: str, name: str, until: float) -> None:
    """Pictures at both widths of every kind of page this person can reach by links, while there is time."""
    starts, within = STARTS[name]
    tall = 1600 if starts[0].startswith("/cms/") else 800  # the admin scrolls inside its window
    pages = {width: visitor(browser, width, tall) for width in WIDTHS}
    if name:
        for page in pages.values():
            login(page, address, name)
    waiting, seen, kinds = list(starts), set(starts), dict.fromkeys(starts, 0)
    while waiting and time.monotonic() < until:
        path = waiting.pop(0)
        try:
            for width, page in pages.items():
                picture(page, address + path, OUT / f"{name or 'public'}-{label(path)}-{width}.png")
        except PlaywrightError as problem:
            say(f"{path}: {problem.message.splitlines()[0]}")
            continue
        for found in links(pages[WIDTHS[-1]]):
            kind = re.sub(r"[^/]*\d[^/]*", "*", found)
            if found.startswith(within) and found not in seen and kinds.get(kind, 0) < OF_A_KIND:
                seen.add(found)
                kinds[kind] = kinds.get(kind, 0) + 1
                waiting.append(found)
    if waiting:
        say(f"{name or 'public'}: no time for {len(waiting)} pages, {waiting[0]} first")
    for page in pages.values():
        page.context.close()


def picture(page: Page, address: str, file: Path) -> None:
    """The whole page; says so where it fails or is wider than its window."""
    answer = page.goto(address)
    page.evaluate(COMPLETE)
    page.screenshot(path=file, full_page=True)
    if answer and answer.status >= 500:
        say(f"{address}: {answer.status}")
    wide, window = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    if wide > window:
        say(f"{address}: {wide} pixels wide in a window of {window}")


def say(words: str) -> None:
    """A line among those of the site."""
    sys.stderr.write(f"shots: {words}\n")


def links(page: Page) -> list[str]:
    """Paths of this site's own pages that a page links to."""
    host = urlsplit(page.url).netloc
    found = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
    parts = [urlsplit(link) for link in found]
    return [part.path for part in parts if part.netloc == host and not part.query and not NO_PAGE.search(part.path)]


def label(path: str) -> str:
    """A path as part of a file's name."""
    return re.sub(r"[/?=&]+", "-", path).strip("-") or "home"


def for_readme(browser: Browser, address: str) -> None:
    """The two pictures of the README."""
    page = visitor(browser, 1280, 860)
    page.goto(f"{address}/products/?q=みかん")
    page.evaluate(COMPLETE)
    page.screenshot(path=IMAGES / "catalog.png")
    login(page, address, "suzuki")
    page.set_viewport_size({"width": 1280, "height": 780})
    page.goto(fullest_board(page, address))
    page.screenshot(path=IMAGES / "board.png")
    page.context.close()


def fullest_board(page: Page, address: str) -> str:
    """The decision board with the most scored applications, of the rounds the office sees."""
    page.goto(f"{address}/cms/rounds/")
    rounds = {int(found[1]) for path in links(page) if (found := re.match(r"/cms/rounds/(?:edit/)?(\d+)/", path))}
    scored = {}
    for number in rounds:
        page.goto(f"{address}/cms/rounds/{number}/board/")
        scored[number] = page.locator(".office-board tbody tr:has(svg circle)").count()
    best = max(scored, key=lambda number: (scored[number], number))
    return f"{address}/cms/rounds/{best}/board/"


def main() -> None:
    """All pictures."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    IMAGES.mkdir(parents=True, exist_ok=True)
    with site() as address, sync_playwright() as play:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = play.chromium.launch(executable_path=path, args=CHROMIUM)
        end = time.monotonic() + SECONDS
        for left, name in zip(range(len(STARTS), 0, -1), STARTS, strict=True):
            now = time.monotonic()
            take(browser, address, name, now + (end - now) / left)
        for_readme(browser, address)
        browser.close()


if __name__ == "__main__":
    main()
