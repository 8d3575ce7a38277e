"""Listings: two persons, no unlawful link ever, the office's desk."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.domain import gift_rules
from catalog.models import DonationListing
from catalog.selectors import listings, products
from catalog.services import donation_listings, link_check
from core.domain.reason import Refused
from tests.factories.cast import AT
from tests.integration.catalog.conftest import LAWFUL

DAY = date(2026, 11, 21)


def test_publisher_is_another_person_than_the_last_editor(people, published):
    listing = donation_listings.create(published(), by=people.suzuki, at=AT, **LAWFUL)
    donation_listings.check(listing, by=people.suzuki, at=AT)
    with pytest.raises(Refused, match="ほかの人"):
        donation_listings.publish(listing, by=people.suzuki, at=AT)
    donation_listings.publish(listing, by=people.kimura, at=AT)
    assert listing.status == "listed"


def test_change_of_cost_goes_back_to_draft_and_takes_the_link(people, published, listed, client):
    product = published()
    listing = listed(product)
    assert client.get(f"/go/{listing.pk}/", headers={"User-Agent": "Googlebot"}).status_code == 302
    donation_listings.update(listing, by=people.kimura, at=AT, procurement_yen=2600)
    listing.refresh_from_db()
    assert (listing.status, listing.terms_edited_by) == ("draft", people.kimura)
    assert client.get(f"/go/{listing.pk}/").status_code == 404
    assert f"/go/{listing.pk}/" not in client.get(f"/products/{product.slug}/").content.decode()


def test_change_of_words_keeps_it_listed(people, published, listed):
    listing = listed(published())
    donation_listings.update(listing, by=people.suzuki, at=AT, wording="冬の限定です。")
    listing.refresh_from_db()
    assert listing.status == "listed"


def test_unlawful_listing_is_not_checked_and_every_reason_is_said(people, published):
    listing = donation_listings.create(
        published(), by=people.suzuki, at=AT, **(LAWFUL | {"procurement_yen": 2800, "reason": ""})
    )
    with pytest.raises(Refused) as refused:
        donation_listings.check(listing, by=people.suzuki, at=AT)
    assert [reason.code for reason in refused.value.reasons] == ["share", "cost", "local"]


def test_stranger_may_not_write(people, published):
    with pytest.raises(Refused):
        donation_listings.create(published(), by=people.stranger, at=AT, **LAWFUL)


@pytest.mark.writes_on_get(reason="/go/ counts, as promised")
def test_click_is_counted_once_per_person_and_never_for_programs(published, listed, client):
    listing = listed(published())
    person = {"User-Agent": "Mozilla/5.0 (iPhone) Safari/604.1"}
    answer = client.get(f"/go/{listing.pk}/", headers=person)
    assert (answer.status_code, answer["Location"]) == (302, "https://portal.example.jp/gift/1")
    client.get(f"/go/{listing.pk}/", headers=person)
    client.get(f"/go/{listing.pk}/", headers={"User-Agent": "Googlebot/2.1"})
    client.get(f"/go/{listing.pk}/", headers=person | {"Sec-Purpose": "prefetch"})
    client.head(f"/go/{listing.pk}/", headers=person)
    assert list(listing.clicks.values_list("count", flat=True)) == [2]
    assert not client.cookies


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(data=st.data())
def test_page_never_shows_an_unlawful_link(people, published, data):
    """Whatever a row holds, what is shown passed every rule."""
    listing = DonationListing(product=published(), terms_edited_by=people.suzuki, terms_edited_at=AT, **LAWFUL)
    listing.status = data.draw(st.sampled_from(["draft", "checked", "offered", "listed", "paused", "ended"]))
    listing.procurement_yen = data.draw(st.one_of(st.none(), st.integers(2500, 2800)))
    listing.handling_yen = data.draw(st.one_of(st.none(), st.integers(0, 900)))
    listing.evidence_confirmed_on = data.draw(st.one_of(st.none(), st.dates(date(2025, 9, 1), date(2026, 12, 1))))
    listing.wording = data.draw(st.sampled_from(["", "お得", "冬の品"]))
    listing.ends_on = data.draw(st.one_of(st.none(), st.dates(date(2026, 11, 1), date(2026, 12, 1))))
    status = data.draw(st.sampled_from(["valid", "expired", "revoked", "unknown"]))
    lawful = gift_rules.lawful(gift_rules.verdicts(listing.facts(status), DAY))
    shown = listings.is_shown(listing, [status], DAY)
    assert not shown or (lawful and listing.status == "listed" and status == "valid")
    assert not shown or listing.ends_on is None or listing.ends_on >= DAY


def test_page_and_link_agree(published, listed):
    product = published()
    listing = listed(product)
    found = products.by_slug(product.slug)
    assert [each.pk for each in listings.shown(found, DAY)] == [listing.pk]
    assert listings.to_follow(listing.pk, DAY) == listing
    assert listings.to_follow(listing.pk, date(2027, 11, 2)) is None  # a year after the evidence


def test_dead_link_pauses_and_no_answer_does_not(published, listed):
    listing = listed(published())
    assert link_check.check([listing], lambda address: (0, address), at=AT) == {
        listing.pk: "掲載ページを確かめられませんでした（応答なし）。"
    }
    listing.refresh_from_db()
    assert listing.status == "listed"
    link_check.check([listing], lambda address: (404, address), at=AT)
    listing.refresh_from_db()
    assert (listing.status, listing.link_problem) == ("paused", "掲載ページがなくなっています（404）。")


def test_office_desk_shows_verdicts_and_steps(people, published, client_of, travel_to):
    travel_to(datetime(2026, 11, 21, 3, 0, tzinfo=UTC))
    listing = donation_listings.create(published(), by=people.suzuki, at=AT, **(LAWFUL | {"procurement_yen": 2800}))
    office = client_of(people.suzuki)
    page = office.get(f"/cms/listings/edit/{listing.pk}/")
    assert page.status_code == 200
    assert "返礼割合が2,800円÷9,000円＝31.2％で" in page.content.decode()
    assert office.get("/cms/listings/").status_code == 200
    assert office.get("/cms/listings/new/").status_code == 200
    office.post(f"/cms/listings/act/{listing.pk}/check/")
    listing.refresh_from_db()
    assert listing.status == "draft"
    donation_listings.update(listing, by=people.suzuki, at=AT, procurement_yen=2592)
    office.post(f"/cms/listings/act/{listing.pk}/check/")
    client_of(people.kimura).post(f"/cms/listings/act/{listing.pk}/publish/")
    listing.refresh_from_db()
    assert listing.status == "listed"


def test_office_desk_is_closed_to_reviewers_and_visitors(people, published, listed, client_of, client):
    listing = listed(published())
    assert client.get("/cms/listings/").status_code == 302
    for person in (people.takahashi, people.sato):
        assert client_of(person).post(f"/cms/listings/act/{listing.pk}/end/").status_code in (302, 403, 404)
    listing.refresh_from_db()
    assert listing.status == "listed"


def test_who_checks_has_confirmed_the_evidence(people, published, client_of, travel_to):
    travel_to(datetime(2026, 11, 21, 3, 0, tzinfo=UTC))
    listing = donation_listings.create(published(), by=people.suzuki, at=AT, **LAWFUL)
    assert listing.evidence_confirmed_by == people.suzuki
    approver = client_of(people.kimura)
    form = approver.get(f"/cms/listings/edit/{listing.pk}/").content.decode()
    assert "evidence_confirmed_by" not in form
    approver.post(f"/cms/listings/act/{listing.pk}/check/")
    listing.refresh_from_db()
    assert (listing.status, listing.evidence_confirmed_by) == ("checked", people.kimura)
    page = approver.get(f"/cms/listings/edit/{listing.pk}/").content.decode()
    assert "根拠資料の確認：2026年11月2日（月） 木村" in page
    assert "点検：2026年11月21日（土）12:00（日本時間） 木村" in page


def test_new_day_of_the_evidence_is_signed_by_who_enters_it(people, published, listed):
    listing = listed(published())
    donation_listings.update(listing, by=people.kimura, at=AT, evidence_confirmed_on=date(2026, 11, 20))
    listing.refresh_from_db()
    assert (listing.status, listing.evidence_confirmed_by) == ("listed", people.kimura)
    with pytest.raises(ValidationError):
        donation_listings.update(listing, by=people.kimura, at=AT, evidence_confirmed_by=people.sato)


def test_desk_names_the_product_its_maker_and_number(people, published, client_of, travel_to):
    travel_to(datetime(2026, 11, 21, 3, 0, tzinfo=UTC))
    listing = donation_listings.create(published(), by=people.suzuki, at=AT, **LAWFUL)
    office = client_of(people.suzuki)
    published(2, name="架空の蜜柑ジャム1")
    assert str(listing) == "架空の蜜柑ジャム1 ふるさとチョイス AA001"
    new = office.get("/cms/listings/new/").content.decode()
    for number in ("DEMO-2026-001", "DEMO-2026-002"):
        assert f"架空の蜜柑ジャム1（架空工房、{number}）" in new
    page = office.get(f"/cms/listings/edit/{listing.pk}/").content.decode()
    assert "架空の蜜柑ジャム1 ふるさとチョイス AA001" in page
    assert "DEMO-2026-002" not in page
    rows = office.get("/cms/listings/").content.decode()
    assert "9,000" in rows
    assert "2026年11月2日（月） 鈴木" in rows
    made = office.post(
        "/cms/listings/new/", {"product": listing.product_id, "portal": "rakuten", "municipality": "架空市"}
    )
    assert made.status_code == 302
    assert "架空の蜜柑ジャム1 楽天ふるさと納税" in office.get(made.url).content.decode()
