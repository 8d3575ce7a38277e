"""Hands of the whole-way tests: fill a page by the names of its inputs, press a button by its words.

Nothing here knows the database; what a person cannot see, these hands cannot either.
"""

import re
import zlib
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.factories.procedure import picture

MAIN = "main, #main"


def press(page: Page, words: str, within: Locator | None = None, *, stays: bool = False) -> None:
    """Press the button or follow the link with these words, the first that is visible; wait for the next page, but
    where the page `stays`."""
    scope = within or page.locator("body")
    pattern = re.compile(re.escape(words))
    for role in ("button", "link"):
        for found in scope.get_by_role(role, name=pattern).all():
            if found.is_visible():
                click(page, found, stays=stays)
                return
    raise AssertionError(f"No button or link “{words}” on {page.url}: {page.title()}\n{text_of(page)[:800]}")


def click(page: Page, what: Locator, *, stays: bool = False) -> None:
    """Click; wait for the page that follows."""
    if stays:
        what.click()
        return
    with page.expect_navigation():
        what.click()


def text_of(page: Page) -> str:
    """What the page says."""
    return page.locator("body").inner_text()


def says(page: Page, words: str) -> None:
    """The page says this."""
    expect(page.locator("body")).to_contain_text(words)


def set_value(page: Page, name: str, value: Any, within: Locator | None = None) -> None:
    """Give one control its value, whatever its kind: text, choice, tick, file."""
    scope = within or page.locator("body")
    control = scope.locator(f'[name="{name}"]').first
    kind = control.evaluate("e => e.type || e.tagName.toLowerCase()")
    if kind == "radio":
        choice = scope.locator(f'[name="{name}"][value="{value}"]').first
        if not choice.is_checked():
            choice.press("Space")  # as a hand on the keyboard does it
        assert choice.is_checked(), name
    elif kind == "checkbox":
        if control.is_checked() is not bool(value):
            control.press("Space")
    elif kind == "select-one":
        control.select_option(value)
    elif kind == "file":
        control.set_input_files(value)
    else:
        control.fill(str(value))
        control.press("Tab")  # on to the next, as a person goes


def fill(page: Page, values: dict[str, Any], within: Locator | None = None) -> None:
    """Give several controls their values, in order."""
    for name, value in values.items():
        set_value(page, name, value, within)


def names(page: Page, selector: str = "main") -> list[str]:
    """Names of the controls a person may fill, in order, each once."""
    found = page.locator(f"{selector} :is(input, textarea, select):not([type=hidden]):not([type=submit])").all()
    return list(dict.fromkeys(name for each in found if (name := each.get_attribute("name"))))


def photograph(folder: Path, name: str) -> Path:
    """A small photograph on disk, of a colour its name makes."""
    path = folder / name
    path.write_bytes(picture(name, colour=f"#{zlib.crc32(name.encode()) & 0xFFFFFF:06x}").read())
    return path
