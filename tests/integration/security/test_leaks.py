"""R4: a curious visitor of every role finds nothing that is not theirs: pages, headers, file names, exports, papers."""

import difflib
import re

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from catalog.documents import Source
from certification.models import Application, Decision, Sheet
from core import mail
from core.models import Business, OutboxMessage, StoredFile, User
from tests.factories import procedure
from tests.integration.security import stage as scenes
from tests.integration.security.crawler import Visit, crawl
from tests.integration.security.stage import (
    FIRM,
    FIRM_STREET,
    MEMO,
    OVERRIDE,
    PHOTO,
    PRODUCTS,
    REVIEWERS,
    RIVAL,
    RIVAL_PHOTO,
    RIVAL_SAID,
    RIVAL_STREET,
    RIVAL_TASK,
    SAID,
    SEALED_REASON,
    SEALED_SHARES,
    SEALED_TOTAL,
    SEALED_WORDS,
    SHOP,
    TASK,
    TOLD_WORDS,
    Stage,
)

CATALOG = ("/products/", "/producers/", "/api/", "/opendata/", "/feed/", "/v/", "/go/", "/sitemap", "/patterns/")
REVIEWER_NAMES = {*REVIEWERS.values(), "takahashi@", "tanaka@", "watanabe@"}
SEALED = {SEALED_REASON, SEALED_WORDS, SEALED_TOTAL, *SEALED_SHARES}
RIVALS = {
    RIVAL, "キョウゴウクロマツ", RIVAL_STREET, "0293333333", "stranger@", "他社 太郎",
    RIVAL_PHOTO, RIVAL_TASK, RIVAL_SAID,
    *(word for name, word in PRODUCTS.items() if name.startswith("rival_")),
}  # fmt: skip
FIRMS = {
    FIRM, "ヒトクツムギ", FIRM_STREET, "0291111111", "sato@", "reader@", "new@example.org", "佐藤 花", "読子", PHOTO,
    *(PRODUCTS[name] for name in ("draft", "submitted", "reading", "secret")),
}  # fmt: skip
SHOPS = {"0292222222", TASK, SAID, PRODUCTS["near"], PRODUCTS["poor"]}  # of the shop what is not in the catalog
DRAFTS = {PRODUCTS["draft"], PRODUCTS["rival_draft"]}
PROCEDURE = FIRMS | SHOPS | RIVALS | SEALED | REVIEWER_NAMES | {MEMO, OVERRIDE, TOLD_WORDS}
FELLOWS = {"田中丙丁", "渡辺戊己", "tanaka@", "watanabe@", "弐号", "参号"}
BEFORE_THE_PANEL = {
    PRODUCTS[name] for name in ("reading", "secret", "near", "poor", "rival_reading", "rival_secret", "rival_near")
}

# role: (where they begin, what must never be shown to them). By hand; what a role may see is simply not in its set.
FORBIDDEN = {
    "anonymous": PROCEDURE,
    "owner": RIVALS | REVIEWER_NAMES | SEALED | {MEMO, OVERRIDE},
    "reader": RIVALS | REVIEWER_NAMES | SEALED | {MEMO, OVERRIDE},
    "stranger": FIRMS | SHOPS | REVIEWER_NAMES | SEALED | {MEMO, OVERRIDE},
    "assigned": (FIRMS | SHOPS | RIVALS | FELLOWS | {OVERRIDE, SEALED_REASON, SEALED_TOTAL, SHOP}) - BEFORE_THE_PANEL,
    "idle": PROCEDURE | {SHOP, PRODUCTS["good"]},
    "adviser": FIRMS - {"sato@", "佐藤 花"} | RIVALS | REVIEWER_NAMES | SEALED | {MEMO, OVERRIDE},
    "other_adviser": FIRMS | SHOPS | REVIEWER_NAMES | SEALED | {MEMO, OVERRIDE},
    "secretariat": DRAFTS,
    "approver": DRAFTS,
    "auditor": DRAFTS | {SEALED_TOTAL, *SEALED_SHARES, SEALED_REASON, OVERRIDE, SEALED_WORDS},
    "editor": PROCEDURE,
}
OFFICE = (
    "/cms/", "/cms/applications/", "/cms/rounds/", "/cms/certificates/", "/cms/plans/", "/cms/outbox/", "/cms/audit/",
)  # fmt: skip
WAGTAIL = (
    "/cms/pages/", "/cms/images/", "/cms/images/chooser/", "/cms/documents/", "/cms/documents/chooser/",
    "/cms/users/", "/cms/reports/site-history/", "/cms/reports/aging-pages/",
    "/cms/reports/locked/", "/cms/reports/page-types-usage/",
    "/cms/pages/search/?q=くさ", "/cms/groups/", "/cms/account/", "/cms/sites/", "/cms/workflows/list/",
)  # fmt: skip
EXPORTS = tuple(
    f"/cms/{place}/?export={kind}"
    for place in ("applications", "certificates", "plans", "outbox", "audit", "rounds/{round}/board")
    for kind in ("csv", "xlsx")
)
PUBLIC = (
    "/", "/products/", "/products/?q=くさ", "/products/?include_expired=1", "/products/suggest/?q=惜敗", "/v/",
    "/producers/",
    "/api/v1/products/", "/api/v1/producers/", "/api/v1/programmes/", "/opendata/products.csv", "/feed/",
    "/sitemap.xml",
    "/products/suggest/?q=秘匿", "/api/v1/products/?q=くろまつ", "/readyz", "/healthz", "/accounts/login/",
)  # fmt: skip


def starts(role: str, stage: Stage) -> tuple[str, ...]:
    if role == "anonymous":
        return PUBLIC
    if role in ("owner", "reader", "stranger"):
        return "/apply/", "/desk/"
    if role in ("assigned", "idle"):
        return "/desk/", "/review/", "/apply/", *(f"/review/{row.code}/" for row in stage.apps.values())
    if role in ("adviser", "other_adviser"):
        return "/desk/", "/advise/", "/apply/"
    board = [each.format(round=stage.rounds["sealed"].pk) for each in EXPORTS]
    return (*OFFICE, *board, *(WAGTAIL if role in ("editor", "auditor") else ()))


# A visitor that finds no door proves nothing.
SEEN_AT_LEAST = {
    "anonymous": 20, "owner": 50, "reader": 40, "stranger": 15, "assigned": 8, "idle": 5, "adviser": 4,
    "other_adviser": 4, "secretariat": 60, "approver": 40, "auditor": 40, "editor": 15,
}  # fmt: skip


def test_secrets_are_there_to_be_found(stage: Stage) -> None:
    """Else nothing could leak and every test below would pass for nothing."""

    def column(model: type[Model], name: str) -> str:
        return str(list(model._default_manager.values_list(name, flat=True)))

    assert {FIRM, SHOP, RIVAL} <= set(Business.objects.values_list("name", flat=True))
    assert all(word in column(Application, "product_name") for word in PRODUCTS.values())
    assert all(word in column(User, "last_name") for word in REVIEWERS.values())
    assert all(word in column(Sheet, "marks") for word in (MEMO, SEALED_WORDS, TOLD_WORDS, *scenes.SIGNATURES.values()))
    assert OVERRIDE in column(Decision, "override_reason")
    assert SEALED_REASON in column(Decision, "public_reason")
    assert f"'total': '{SEALED_TOTAL}" in column(Decision, "derivation")
    assert {PHOTO, RIVAL_PHOTO} <= set(StoredFile.objects.values_list("original_name", flat=True))


@pytest.mark.parametrize("role", sorted(FORBIDDEN))
def test_r4_nobody_is_shown_what_is_not_theirs(role: str, stage: Stage, browsers: dict[str, Client]) -> None:
    skip = () if role == "anonymous" else CATALOG
    most = 250 if role in ("secretariat", "approver") else 400
    visit = crawl(browsers[role], starts(role, stage), skip=skip, most=most)
    assert len(visit.pages) >= SEEN_AT_LEAST[role]
    assert not visit.broken
    assert visit.hits(FORBIDDEN[role]) == []


MAILS = {
    "sato@example.org": FORBIDDEN["owner"], "stranger@example.org": FORBIDDEN["stranger"],
    "new@example.org": FORBIDDEN["owner"] | {PRODUCTS["draft"], PRODUCTS["secret"]},
    "yamamoto@example.org": FORBIDDEN["adviser"], "adviser2@example.org": FORBIDDEN["other_adviser"],
    "takahashi@example.org": FORBIDDEN["assigned"], "tanaka@example.org": FIRMS | RIVALS,
    "watanabe@example.org": FIRMS | RIVALS,
}  # fmt: skip


def test_r4_mails_tell_nobody_what_is_not_theirs(stage: Stage) -> None:
    found = []
    for row in OutboxMessage.objects.order_by("pk"):
        text = "\n".join(mail.render(row))
        found += [(row.key, word) for word in MAILS.get(row.to, PROCEDURE) if word in text]
        for name in PRODUCTS.values():  # one of them is called 落選…
            text = text.replace(name, "")
        found += [(row.key, word) for word in ("認証しました", "落選", "不合格", "点数", "総合点") if word in text]
    assert OutboxMessage.objects.count() >= 10
    assert found == []


def test_search_documents_hold_only_what_is_published(stage: Stage) -> None:
    rows = list(Source().all())
    text = str(rows)
    assert PRODUCTS["good"] in text
    assert [word for word in PROCEDURE if word in text] == []
    assert len(rows) == 1


def plain(visit: Visit, row: Application, round_name: str) -> dict[str, str]:
    """The pages of an application without what differs between any two: names, numbers, keys."""
    found = {}
    for address, text in visit.pages.items():
        for own in (row.code, row.receipt_number or "", row.product_name, round_name):
            text, address = text.replace(own, "*"), address.replace(own, "*")
        once = r'|name="key" value="[\w-]+"'
        found[address] = re.sub(
            r"/files/[\w-]+/|/calls/\d+/|csrfmiddlewaretoken\W+value=\W\w+|csrftoken=\w+|nonce-\S+" + once, "~", text
        )
    return found


@pytest.mark.parametrize("role", ["owner", "reader"])
def test_a_decision_before_its_release_changes_nothing_the_firm_sees(
    role: str, stage: Stage, browsers: dict[str, Client]
) -> None:
    """Under review and decided look the same, page for page (both calls are over)."""
    procedure.end_window(stage.rounds["reading"])
    seen = []
    for name, round_name in (("reading", "架空ブランドR"), ("secret", "架空ブランドS")):
        row = stage.apps[name]
        addresses = [
            reverse("apply:application", args=[row.code]),
            reverse("apply:version", args=[row.code, 1]),
            reverse("apply:withdraw", args=[row.code]),
            *(reverse(f"apply:{paper}", args=[row.code]) for paper in ("letter", "certificate", "plan", "review")),
        ]
        visit = Visit()
        for address in addresses:
            answer = browsers[role].get(address)
            visit.pages[address] = f"{answer.status_code} {answer.content.decode()}"
        seen.append(plain(visit, row, round_name))
    assert list(seen[0]) == list(seen[1])
    pairs = [(seen[0][address].splitlines(), seen[1][address].splitlines()) for address in seen[0]]
    different = [line for pair in pairs for line in difflib.unified_diff(*pair, n=0, lineterm="")]
    assert not different, "\n".join(different)
