"""Handing in: everything at once, once, in time."""

from datetime import timedelta

from certification.models import ApplicationVersion
from certification.services import applications
from core.models import OutboxMessage
from tests.factories.cast import AT


def test_review_shows_everything_and_asks_for_the_declaration(cast, draft, client_of):
    client = client_of(cast.sato)
    address = f"/apply/a/{draft.code}/review/"
    page = client.get(address).content.decode()
    for text in ("架空の福来みかんゼリー", "1,200円", "三代続くみかん畑のゼリーです。", "架空市場"):
        assert text in page
    answer = client.post(address, {})
    assert answer.status_code == 422
    assert 'href="#id_declare"' in answer.content.decode()
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_p3_pressing_twice_makes_one_receipt_one_version_one_mail(cast, draft, client_of, run_tasks):
    client = client_of(cast.sato)
    for _ in range(2):
        answer = client.post(f"/apply/a/{draft.code}/review/", {"declare": "yes"})
        assert answer["Location"] == f"/apply/a/{draft.code}/"
    draft.refresh_from_db()
    assert draft.status == "submitted"
    assert ApplicationVersion.objects.count() == 1
    assert OutboxMessage.objects.filter(kind="receipt").count() == 1
    page = client.get(f"/apply/a/{draft.code}/").content.decode()
    assert draft.receipt_number in page
    assert f"/apply/a/{draft.code}/receipt.pdf" in page


def test_review_names_every_problem_with_a_link_and_keeps_the_draft(cast, firm, call, client_of):
    made = applications.start(call, firm, by=cast.sato, at=AT)
    answer = client_of(cast.sato).post(f"/apply/a/{made.code}/review/", {"declare": "yes"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count('id="error-summary"') == 1
    for target in (
        "basics/?check=1#id_f-name",
        "photos/?check=1#id_f-photos",
        "statements/?check=1#id_f-statement.sold_0",
    ):
        assert f'href="/apply/a/{made.code}/{target}"' in page


def test_review_link_leads_to_a_control_that_exists(cast, firm, call, client_of):
    made = applications.start(call, firm, by=cast.sato, at=AT)
    client = client_of(cast.sato)
    page = client.post(f"/apply/a/{made.code}/review/", {"declare": "yes"}).content.decode()
    summary = page[page.index('id="error-summary"') : page.index("apply-part-title")]
    links = [part.split('"')[0] for part in summary.split('<a href="')[1:] if part.startswith("/apply/a/")]
    assert len(links) > 8
    for link in links:
        address, _hash, anchor = link.partition("#")
        assert f'id="{anchor}"' in client.get(address).content.decode(), link


def test_p4_the_last_second_counts_and_the_next_keeps_the_text(cast, firm, call, draft, client_of, travel_to):
    client = client_of(cast.sato)
    travel_to(call.closes_at)
    answer = client.post(f"/apply/a/{draft.code}/review/", {"declare": "yes"}, follow=True)
    page = answer.content.decode()
    assert "締切を過ぎたため提出できません" in page
    draft.refresh_from_db()
    assert (draft.status, draft.answers["name"]) == ("draft", "架空の福来みかんゼリー")
    travel_to(call.closes_at - timedelta(seconds=1))
    client.post(f"/apply/a/{draft.code}/review/", {"declare": "yes"})
    draft.refresh_from_db()
    assert draft.status == "submitted"


def test_review_by_a_reader_and_a_stranger(cast, draft, reader, client_of):
    assert client_of(reader).post(f"/apply/a/{draft.code}/review/", {"declare": "yes"}).status_code == 403
    assert client_of(cast.stranger).get(f"/apply/a/{draft.code}/review/").status_code == 404
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_review_after_submission_leads_to_the_application(cast, draft, client_of):
    applications.submit(draft, by=cast.sato, at=AT)
    answer = client_of(cast.sato).get(f"/apply/a/{draft.code}/review/")
    assert answer["Location"] == f"/apply/a/{draft.code}/"
