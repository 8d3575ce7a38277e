"""はじめの確認 and the start of an application."""

import pytest
from wagtail.models import Site

from certification.models import Application
from home.models import Brand


def test_precheck_asks_one_thing_first(cast, client_of, db):
    page = client_of(cast.sato).get("/apply/check/").content.decode()
    assert "食品ですか" in page
    assert "生鮮食品ですか" not in page


def test_precheck_leads_food_to_the_food_programme(cast, call, firm, client_of):
    page = client_of(cast.sato).get("/apply/check/?food=yes&fresh=no&sold_in_city=yes&go=1").content.decode()
    assert "申請できる制度があります" in page
    assert "架空ブランド" in page
    assert "申請を始める" in page


def test_precheck_says_why_fresh_food_does_not_fit(cast, call, firm, client_of):
    page = client_of(cast.sato).get("/apply/check/?food=yes&fresh=yes&sold_in_city=yes&go=1").content.decode()
    assert "生鮮食品は「架空ブランド」の対象になりません" in page
    assert "ほかにできること" in page


@pytest.mark.parametrize(
    ("contact", "shown", "not_shown"),
    [
        (("架空市産業振興課", "029-000-0000", ""), ("架空市産業振興課", "tel:029-000-0000"), ("mailto:",)),
        (("", "", "brand@example.org"), ("mailto:brand@example.org",), ("tel:", "<strong></strong>")),
        (("", "", ""), ("事務局に相談してください",), ("tel:", "mailto:")),
    ],
)
def test_refused_precheck_says_whom_to_ask(cast, call, firm, client_of, contact, shown, not_shown):
    brand = Brand.objects.first() or Brand(site=Site.objects.get())
    brand.contact_name, brand.contact_phone, brand.contact_email = contact
    brand.save()
    page = client_of(cast.sato).get("/apply/check/?food=yes&fresh=yes&sold_in_city=no&go=1").content.decode()
    box = page[page.index("いまのままでは申請できません") : page.index("</main>")]
    for words in shown:
        assert words in box
    for words in not_shown:
        assert words not in box


def test_precheck_names_what_is_not_answered(cast, call, firm, client_of):
    page = client_of(cast.sato).get("/apply/check/?food=yes&go=1").content.decode()
    assert 'href="#id_fresh_0"' in page


def _start(client, firm, call, **more):
    return client.post("/apply/start/", {"business": firm.code, "round": call.pk, "key": "0123456789ab", **more})


def test_p3_start_twice_makes_one_draft(cast, firm, call, client_of):
    client = client_of(cast.sato)
    first = _start(client, firm, call, kind="food")
    second = _start(client, firm, call, kind="food")
    assert first["Location"] == second["Location"] == "/apply/a/0123456789ab/"
    assert Application.objects.get().answers == {"kind": "food"}


def test_start_for_another_firm_is_not_found(cast, firm, call, client_of):
    assert _start(client_of(cast.stranger), firm, call).status_code == 404


def test_start_by_a_reader_is_forbidden(firm, call, reader, client_of):
    assert _start(client_of(reader), firm, call).status_code == 403
    assert not Application.objects.exists()


def test_start_of_a_closed_round_says_so(cast, firm, call, client_of, travel_to):
    travel_to(call.closes_at)
    answer = _start(client_of(cast.sato), firm, call)
    assert answer["Location"] == "/apply/check/"
    assert not Application.objects.exists()


def test_start_wrong_method(cast, client_of):
    assert client_of(cast.sato).get("/apply/start/").status_code == 405
