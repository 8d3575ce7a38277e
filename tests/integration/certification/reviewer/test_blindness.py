"""Blind rounds: nothing that names the firm reaches a reviewer by any door (peers R4)."""

import re

import pytest
from django.urls import reverse

from certification.domain.states import Status
from certification.models import Application, ApplicationVersion, ChallengePlan
from certification.selectors import reviewer_material
from certification.services import panel, sheets
from tests.factories import procedure
from tests.factories.cast import AT
from tests.integration.certification.reviewer.conftest import Desk, make

FORBIDDEN = (
    "架空菓子店つむぎ",
    "架空菓子店 つむぎ",
    "カクウカシテンツムギ",
    "東新井",
    "305-0033",
    "0290000000",
    "sato@example.org",
    "佐藤 花",
    "佐藤花",
    "佐藤 かよ",
    "tsumugi.example.org",
    "photos.jpg",
    "label_image.jpg",
    "Exif",
)
LINK = re.compile(r'(?:href|src|action)="(/review/[^"#]*)')


def crawl(client, start: str) -> dict[str, str]:
    """{address: everything it answers, headers included} of every page reachable on the desk."""
    seen: dict[str, str] = {}
    waiting = [start]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        seen[address] = f"{dict(answer.headers)} {body.decode('utf-8', 'replace')}"
        if answer.status_code in (301, 302):
            waiting.append(answer.url)
        waiting += LINK.findall(seen[address]) if answer.get("Content-Type", "").startswith("text/html") else []
    return seen


def leaks(pages: dict[str, str]) -> list[tuple[str, str]]:
    return [(address, word) for address, text in pages.items() for word in FORBIDDEN if word in text]


@pytest.mark.parametrize("kind", [None, "none", "supplier"])
def test_r4_no_page_of_a_blind_round_names_the_firm(client_of, desk, kind):
    if kind:
        panel.declare(desk.first, kind=kind, by=desk.cast.takahashi, at=AT)
    reviewer = client_of(desk.cast.takahashi)
    pages = crawl(reviewer, reverse("review:index"))
    pages |= crawl(reviewer, f"{reverse('review:index')}?state=recused")
    assert len(pages) >= 3
    assert leaks(pages) == []
    if kind == "none":
        assert any("/review/files/" in address for address in pages)
        assert "皮ごと" not in str(pages)
        assert reviewer_material.COVERED in pages[reverse("review:sheet", args=[desk.first.code])]


def test_r4_submitted_and_refused_pages_and_json_name_nobody(client_of, opened):
    reviewer = client_of(opened.cast.takahashi)
    address = reverse("review:sheet", args=[opened.first.code])
    data = {"mark.taste": "4", "mark.origin": "4", "gate.safe": "yes", "base": "1"}
    answers = [
        reviewer.post(address, {**data, "mark.taste": "77"}),
        reviewer.post(address, {**data, "base": "2"}, headers={"Accept": "application/json"}),
        reviewer.post(address, {**data, "mark.taste": "1"}),
    ]
    sheets.submit(opened.first, by=opened.cast.takahashi, at=AT)
    texts = {str(n): answer.content.decode() for n, answer in enumerate(answers)}
    assert leaks(texts | crawl(reviewer, reverse("review:index"))) == []


def test_r4_label_image_and_evidence_are_not_served_in_a_blind_round(client_of, opened):
    reviewer = client_of(opened.cast.takahashi)
    photo = opened.first.attachments.get(field_key="photos").stored
    label = opened.first.attachments.get(field_key="label_image").stored
    answer = reviewer.get(reverse("review:file", args=[photo.token]))
    assert answer.getvalue()
    assert answer.status_code == 200
    assert "photos.jpg" not in answer["Content-Disposition"]
    assert opened.first.receipt_number in answer["Content-Disposition"]
    assert reviewer.get(reverse("review:file", args=[label.token])).status_code == 404


def test_label_image_is_served_in_a_round_that_is_not_blind(client_of, named_desk):
    panel.declare(named_desk.first, kind="none", by=named_desk.cast.takahashi, at=AT)
    reviewer = client_of(named_desk.cast.takahashi)
    html = reviewer.get(reverse("review:sheet", args=[named_desk.first.code])).content.decode()
    label = named_desk.first.attachments.get(field_key="label_image").stored
    assert reverse("review:file", args=[label.token]) in html
    assert "架空菓子店つむぎ" in html
    answer = reviewer.get(reverse("review:file", args=[label.token]))
    assert answer.getvalue()
    assert answer.status_code == 200
    assert "label_image.jpg" not in answer["Content-Disposition"]


@pytest.mark.parametrize("kind", [None, "supplier"])
def test_r5_file_is_not_found_before_declaring_or_when_recused(client_of, desk, kind):
    if kind:
        panel.declare(desk.first, kind=kind, by=desk.cast.takahashi, at=AT)
    photo = desk.first.attachments.get(field_key="photos").stored
    assert client_of(desk.cast.takahashi).get(reverse("review:file", args=[photo.token])).status_code == 404


def test_file_is_not_found_for_strangers_unknown_tokens_and_other_methods(client_of, opened):
    photo = opened.first.attachments.get(field_key="photos").stored
    for person in (opened.cast.sato, opened.cast.suzuki, opened.cast.yamamoto, opened.cast.stranger):
        assert client_of(person).get(reverse("review:file", args=[photo.token])).status_code == 404
    reviewer = client_of(opened.cast.takahashi)
    assert reviewer.get(reverse("review:file", args=["nothing"])).status_code == 404
    assert reviewer.post(reverse("review:file", args=[photo.token])).status_code == 405


def reapplied(desk: Desk) -> Application:
    """The second application as a re-application of a first attempt in an earlier round."""
    answers = {"name": "架空のゼリー旧", "price_yen": "900"}
    old = procedure.submitted(desk.round, desk.firm, desk.cast.sato, answers=answers)
    Application.objects.filter(pk=old.pk).update(status=Status.RELEASED.value)
    gap = {
        "key": "taste", "name": "味", "kind": "floor", "had": "1.3", "needed": "3.0", "short": "1.7",
        "feedback": ["架空菓子店つむぎらしさが弱いです。"],
    }  # fmt: skip
    ChallengePlan.objects.create(application=old, gaps=[gap], offered_at=AT)
    Application.objects.filter(pk=desk.first.pk).update(
        previous=old, attempt=2, gap_answers={"taste": "架空菓子店つむぎでは、砂糖を減らしました。"}
    )
    desk.first.refresh_from_db()
    return desk.first


def test_re_application_shows_what_changed_against_which_gap(client_of, opened):
    reapplied(opened)
    html = client_of(opened.cast.takahashi).get(reverse("review:sheet", args=[opened.first.code])).content.decode()
    assert "2回目の申請" in html
    assert "砂糖を減らしました" in html
    assert "900円" in html
    assert "1,200円" in html
    assert leaks({"sheet": html}) == []
    assert "1.3" not in html  # marks of the earlier panel
    assert "らしさが弱い" not in html  # words of the earlier panel


def test_re_application_hides_fields_that_are_not_safe(client_of, opened):
    first = reapplied(opened)
    version = ApplicationVersion.objects.get(application=first.previous)
    assert version.answers["made_at"]
    html = client_of(opened.cast.takahashi).get(reverse("review:sheet", args=[first.code])).content.decode()
    assert "作られる場所</dt>" not in html
    assert "made_at" not in html


def test_hide_covers_names_in_any_width_and_spacing(db):
    desk = make(blind=True, count=1)
    wide = ("架空菓子店　つむぎ", "ＳＡＴＯ＠ｅｘａｍｐｌｅ．ｏｒｇ", "東新井１－２－３", "佐藤　花")
    for text in (*wide, "Tsumugi.Example.org"):
        covered = reviewer_material.hide(f"前{text}後", desk.firm, [desk.cast.sato])
        assert covered == f"前{reviewer_material.COVERED}後", text
    assert reviewer_material.hide("砂糖と寒天", desk.firm, [desk.cast.sato]) == "砂糖と寒天"
