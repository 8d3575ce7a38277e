"""Role × address of the office's desk, written by hand.

S secretariat, A approver, K auditor, E editor, P producer, R reviewer.
"""

from collections.abc import Callable

import pytest

from certification.models import ChallengePlan
from core.models import OutboxMessage
from tests.factories.procedure import Scene
from tests.harness.client import StrictClient

WHO = {"S": "suzuki", "A": "kimura", "K": "kobayashi", "E": "kato", "P": "sato", "R": "takahashi"}

# GET: what each of S A K E P R is answered. 302 for people without the admin at all (to the login page).
READ = {
    "/cms/rounds/": (200, 200, 200, 403, 302, 302),
    "/cms/rounds/new/": (200, 403, 403, 403, 302, 302),
    "/cms/rounds/{round}/": (200, 200, 200, 403, 302, 302),
    "/cms/rounds/edit/{round}/": (200, 403, 403, 403, 302, 302),
    "/cms/rounds/{round}/rules/": (200, 200, 200, 403, 302, 302),
    "/cms/rounds/{round}/panel/": (200, 200, 200, 403, 302, 302),
    "/cms/rounds/{round}/assignment/": (200, 200, 200, 403, 302, 302),
    "/cms/rounds/{round}/progress/": (200, 200, 200, 403, 302, 302),
    "/cms/programmes/": (200, 200, 200, 403, 302, 302),
    "/cms/programmes/new/": (200, 403, 403, 403, 302, 302),
    "/cms/programmes/edit/{programme}/": (200, 403, 403, 403, 302, 302),
    "/cms/programmes/{programme}/rules/": (200, 200, 200, 403, 302, 302),
    "/cms/programmes/{programme}/confirm/": (200, 403, 403, 403, 302, 302),
    "/cms/applications/": (200, 200, 200, 403, 302, 302),
    "/cms/applications/{code}/": (200, 200, 200, 403, 302, 302),
    "/cms/applications/{code}/versions/": (200, 200, 200, 403, 302, 302),
    "/cms/certificates/": (200, 200, 200, 403, 302, 302),
    "/cms/plans/": (200, 200, 200, 403, 302, 302),
    "/cms/outbox/": (200, 200, 200, 403, 302, 302),
    "/cms/outbox/{mail}/": (200, 200, 200, 403, 302, 302),
    "/cms/audit/": (403, 403, 200, 403, 302, 302),
}
# Before release: results are for the secretariat and the approver alone.
SECRET = {
    "/cms/rounds/{round}/board/": (200, 200, 403, 403, 302, 302),
    "/cms/rounds/{round}/board/?export=csv": (200, 200, 403, 403, 302, 302),
    "/cms/rounds/{round}/board/{code}/": (200, 200, 403, 403, 302, 302),
    "/cms/rounds/{round}/confirm/": (200, 200, 403, 403, 302, 302),
    "/cms/rounds/{round}/release/": (200, 200, 403, 403, 302, 302),
    "/cms/rounds/{round}/release/{code}/": (200, 200, 403, 403, 302, 302),
}
AFTER = {
    "/cms/rounds/{round}/board/": (200, 200, 200, 403, 302, 302),
    "/cms/rounds/{round}/board/{code}/": (200, 200, 200, 403, 302, 302),
    "/cms/rounds/{round}/release/": (200, 200, 200, 403, 302, 302),
    "/cms/rounds/{round}/release/{code}/": (200, 200, 200, 403, 302, 302),
    "/cms/certificates/{certificate}/": (200, 200, 200, 403, 302, 302),
    "/cms/certificates/{certificate}/revoke/": (403, 200, 403, 403, 302, 302),
    "/cms/certificates/{certificate}/surrender/": (200, 403, 403, 403, 302, 302),
    "/cms/plans/{plan}/": (200, 200, 200, 403, 302, 302),
    "/cms/plans/{plan}/close/": (200, 403, 403, 403, 302, 302),
}
# POST with nothing in it: 403 for the wrong role in any state; the right one gets on (302 or the form again, 422).
WRITE = {
    "/cms/rounds/{round}/open/": (302, 403, 403, 403, 302, 302),
    "/cms/rounds/{round}/panel/": (422, 403, 403, 403, 302, 302),
    "/cms/rounds/{round}/assignment/": (302, 403, 403, 403, 302, 302),
    "/cms/rounds/{round}/start/": (302, 403, 403, 403, 302, 302),
    "/cms/rounds/{round}/close/": (302, 403, 403, 403, 302, 302),
    "/cms/rounds/{round}/propose/": (302, 403, 403, 403, 302, 302),
    "/cms/rounds/{round}/confirm/": (403, 302, 403, 403, 302, 302),
    "/cms/rounds/{round}/release/": (302, 403, 403, 403, 302, 302),
    "/cms/rounds/{round}/board/{code}/": (422, 403, 403, 403, 302, 302),
    "/cms/applications/{code}/check/": (302, 403, 403, 403, 302, 302),
    "/cms/applications/{code}/accept/": (302, 403, 403, 403, 302, 302),
    "/cms/applications/{code}/correction/": (302, 403, 403, 403, 302, 302),
    "/cms/applications/{code}/refuse/": (302, 403, 403, 403, 302, 302),
}


def _found(
    table: dict[str, tuple[int, ...]], scene: Scene, clients: Callable[[str], StrictClient], method: str = "get"
) -> dict[str, tuple[int, ...]]:
    certificate = getattr(scene.good, "certificate", None)
    plan = ChallengePlan.objects.first()
    values = {
        "round": scene.round.pk,
        "programme": scene.round.programme_id,
        "code": scene.good.code,
        "certificate": certificate.pk if certificate else 0,
        "plan": plan.pk if plan else 0,
        "mail": OutboxMessage.objects.order_by("pk")[0].pk,
    }
    browsers = [clients(name) for name in WHO.values()]
    return {
        address: tuple(getattr(browser, method)(address.format(**values)).status_code for browser in browsers)
        for address in table
    }


def test_pages_open_by_role_only(scored: Scene, clients: Callable[[str], StrictClient]) -> None:
    assert _found(READ, scored, clients) == READ


def test_r4_results_before_release_open_to_secretariat_and_approver_only(
    decided: Scene, clients: Callable[[str], StrictClient]
) -> None:
    assert _found(SECRET, decided, clients) == SECRET


def test_pages_after_release_open_to_the_auditor_too(released: Scene, clients: Callable[[str], StrictClient]) -> None:
    released.good.refresh_from_db()
    assert _found(AFTER, released, clients) == AFTER


@pytest.mark.parametrize("before", sorted(WRITE))
def test_writing_takes_the_right_role(before: str, scored: Scene, clients: Callable[[str], StrictClient]) -> None:
    assert _found({before: WRITE[before]}, scored, clients, "post") == {before: WRITE[before]}


def test_auditor_reads_no_outcome_in_the_audit_log_before_release(
    decided: Scene, clients: Callable[[str], StrictClient]
) -> None:
    page = clients("kobayashi").get("/cms/audit/?verb=decision.proposed").content.decode()
    assert "公表前のため表示しません" in page
    assert "結果：" not in page
    assert "規則による案：" not in page
    sheet = b"".join(clients("kobayashi").get("/cms/audit/?export=csv").streaming_content).decode()
    assert "結果：" not in sheet
    assert "規則による案：" not in sheet


def test_menu_and_dashboard_follow_the_role(scored: Scene, clients: Callable[[str], StrictClient]) -> None:
    marks = {"/cms/programmes/": "menu", "/cms/audit/": "audit", "つぎにすること": "panel", "決定案を作る": "propose"}

    def words(name: str) -> set[str]:
        page = clients(name).get("/cms/").content.decode()
        return {word for mark, word in marks.items() if mark in page}

    assert {name: words(name) for name in ("suzuki", "kimura", "kobayashi", "kato")} == {
        "suzuki": {"menu", "panel", "propose"},
        "kimura": {"menu", "panel"},
        "kobayashi": {"menu", "audit", "panel"},
        "kato": set(),
    }
