"""Every office list: one literal number of statements at 10, 100 and 1,000 rows (peers S1)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certification.models import Round
from core.models import Business
from tests.factories import office_rows
from tests.factories.cast import Cast
from tests.harness.client import StrictClient

LISTS = {
    "/cms/applications/?all=1": 20,
    "/cms/applications/?flag=duplicate": 18,
    "/cms/applications/?q=ｶｸｳ": 21,
    "/cms/certificates/": 14,
    "/cms/letters/": 16,
    "/cms/outbox/": 13,
    "/cms/expiries/": 11,
}
OTHERS = ("/cms/plans/", "/cms/audit/")  # other desks change what these ask; the size must not


def statements(client: StrictClient, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        response = client.get(address)
    assert response.status_code == 200
    return len([row for row in found if not row["sql"].startswith(("SAVEPOINT", "RELEASE"))])


def test_s1_lists_ask_as_many_questions_at_10_100_and_1000_rows(
    office: StrictClient, clients: Callable[[str], StrictClient], open_round: Round, firm: Business, cast: Cast
) -> None:
    found: dict[str, list[int]] = {}
    auditor = clients("kobayashi")
    size = 0
    for size_now in (10, 100, 1000):
        office_rows.everything(open_round, firm, cast.sato, first=size + 1, count=size_now - size)
        size = size_now
        for address in (*LISTS, *OTHERS):
            browser = auditor if "audit" in address else office
            statements(browser, address)  # once, so that what a process remembers is no part of it
            found.setdefault(address, []).append(statements(browser, address))
    assert {address: set(counts) for address, counts in found.items() if address in LISTS} == {
        address: {count} for address, count in LISTS.items()
    }
    assert [address for address in OTHERS if len(set(found[address])) > 1] == []


@pytest.mark.parametrize("export", ["csv", "xlsx"])
def test_exports_ask_no_more_for_more_rows(
    export: str, office: StrictClient, open_round: Round, firm: Business, cast: Cast
) -> None:
    counts = []
    for first, more in ((1, 10), (11, 90)):
        office_rows.everything(open_round, firm, cast.sato, first=first, count=more)
        with CaptureQueriesContext(connection) as asked:
            response: Any = office.get(f"/cms/applications/?all=1&export={export}")
            b"".join(response.streaming_content)
        counts.append(len(asked))
    assert counts[0] == counts[1]
