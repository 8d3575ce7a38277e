"""Every address of the matrices that answers with a page, in Chromium: no barrier that axe knows, nothing sideways.

A new address cannot be forgotten: it needs a line in tests/integration/security/test_addresses.py.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.factories.cast import AT
from tests.integration.security import stage as scenes
from tests.integration.security.stage import Stage
from tests.integration.security.test_addresses import TABLES, address, rows

ROLES = (
    "anonymous", "owner", "reader", "stranger", "assigned", "idle", "adviser", "other_adviser", "secretariat",
    "approver", "auditor", "editor",
)  # fmt: skip
NARROW = 360
# Wagtail's own frame around our office pages is Wagtail's to mend; what we write stands in its main part.
OURS = {"office": "main"}
PARTS = 3  # shares of the largest desk, so that both cores have work


@pytest.fixture
def stage(transactional_db: None, travel_to, settings) -> Stage:
    travel_to(AT)
    return scenes.build()


def visits(desk: str) -> list[tuple[str, str, str]]:
    """Name, subject and the first role that is shown a page."""
    return [(name, subject, ROLES[get.index("2")]) for name, subject, get, _post in rows(TABLES[desk]) if "2" in get]


def shares() -> list[tuple[str, int]]:
    return [(desk, part) for desk in sorted(TABLES) for part in range(PARTS if desk in {"office", "producers"} else 1)]


@pytest.mark.parametrize(("desk", "part"), shares())
def test_pages_have_no_barrier(desk: str, part: int, stage: Stage, new_page) -> None:
    wanted = visits(desk)
    mine = wanted[part :: PARTS if desk in {"office", "producers"} else 1]
    pages: dict[str, Page] = {}
    faults = []
    for name, subject, role in mine:
        if role not in pages:
            pages[role] = new_page(width=NARROW, user=stage.people[role])
        faults += look(pages[role], f"{name} {subject}", address(name, subject, stage), OURS.get(desk, ""))
    assert not faults, "\n".join(faults)


def look(page: Page, called: str, where: str, within: str) -> list[str]:
    """What is wrong with one page; nothing for an answer that is no page."""
    if page.request.get(where).headers.get("content-type", "").split(";")[0] != "text/html":
        return []
    page.goto(where)
    if not page.locator("main").count():  # a fragment for htmx
        return []
    found = Axe().run(page, context=within or None, options={"preload": False}).response["violations"]
    faults = [f"{called}: {fault['id']} {fault['nodes'][0]['html'][:160]}" for fault in found]
    over = page.evaluate("document.documentElement.scrollWidth") - NARROW
    return [*faults, f"{called}: {over} px too wide"] if over > 0 else faults
