"""The firm and its people."""

import pytest

from core.models import Business, Invitation, Membership, OutboxMessage
from core.services import businesses
from tests.factories import cast as people
from tests.factories.cast import AT

GOOD = {
    "kind": "corporation",
    "name": "架空食品株式会社",
    "name_kana": "かくうしょくひん",
    "corporate_number": "７００００１２０５０００２",
    "representative": "架空 太郎",
    "postcode": "３０５－８５５５",
    "prefecture": "茨城県",
    "city": "つくば市",
    "street": "研究学園1-1-1",
    "phone": "",
    "website": "example.org",
    "do": "save",
}


def test_create_takes_any_width(cast, client_of):
    answer = client_of(cast.sato).post("/apply/business/new/", GOOD)
    assert answer.status_code == 302, answer.content.decode()
    made = Business.objects.get()
    assert (made.corporate_number, made.postcode, made.name_kana, made.website) == (
        "7000012050002",
        "3058555",
        "カクウショクヒン",
        "https://example.org",
    )
    assert made.memberships.get().role == "owner"


def test_create_with_a_wrong_check_digit_keeps_everything_typed(cast, client_of):
    answer = client_of(cast.sato).post("/apply/business/new/", {**GOOD, "corporate_number": "8000012050002"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "検査数字が合いません" in page
    assert 'href="#id_corporate_number"' in page
    for typed in ("架空食品株式会社", "8000012050002", "３０５－８５５５", "研究学園1-1-1", "example.org"):
        assert typed in page
    assert not Business.objects.exists()


def test_create_a_number_already_there_says_to_ask_for_an_invitation(cast, client_of):
    client_of(cast.stranger).post("/apply/business/new/", GOOD)
    answer = client_of(cast.sato).post("/apply/business/new/", GOOD)
    assert answer.status_code == 422
    assert "招待を頼んでください" in answer.content.decode()


def test_address_button_fills_the_address_and_keeps_what_was_typed(cast, client_of):
    typed = {**GOOD, "prefecture": "", "city": "", "street": "", "postcode": "3050817", "do": "address"}
    page = client_of(cast.sato).post("/apply/business/new/", typed).content.decode()
    assert 'value="つくば市"' in page
    assert 'value="研究学園"' in page
    assert "架空食品株式会社" in page
    assert not Business.objects.exists()


def test_address_button_with_an_unknown_postcode_says_so(cast, client_of):
    page = client_of(cast.sato).post("/apply/business/new/", {**GOOD, "postcode": "0000000", "do": "address"})
    assert "住所が見つかりません" in page.content.decode()


def test_postcode_answers_json(cast, client_of):
    answer = client_of(cast.sato).get("/apply/postcode/", {"q": "305-0817"})
    assert answer.json() == {"found": True, "prefecture": "茨城県", "city": "つくば市", "town": "研究学園"}
    assert client_of(cast.sato).get("/apply/postcode/", {"q": "x"}).json() == {"found": False}


def test_business_page_is_the_members_alone(cast, firm, client_of):
    assert "メンバー" in client_of(cast.sato).get(f"/apply/business/{firm.code}/").content.decode()
    assert client_of(cast.stranger).get(f"/apply/business/{firm.code}/").status_code == 404
    assert client_of(cast.stranger).get(f"/apply/business/{firm.code}/edit/").status_code == 404
    assert client_of(cast.stranger).post(f"/apply/business/{firm.code}/invite/").status_code == 404


def test_change_by_a_reader_is_refused_with_the_reason(firm, reader, client_of):
    answer = client_of(reader).get(f"/apply/business/{firm.code}/edit/")
    assert answer.status_code == 403
    assert "代表の方に役割の変更を頼んでください" in answer.content.decode()


def test_change_saves(cast, firm, client_of):
    typed = {**GOOD, "kind": "sole_trader", "corporate_number": "", "name": "架空菓子店つむぎ本店"}
    answer = client_of(cast.sato).post(f"/apply/business/{firm.code}/edit/", typed)
    assert answer.status_code == 302, answer.content.decode()
    firm.refresh_from_db()
    assert firm.name == "架空菓子店つむぎ本店"


def test_invite_sends_one_mail(cast, firm, client_of):
    client = client_of(cast.sato)
    for _ in range(2):
        client.post(f"/apply/business/{firm.code}/invite/", {"email": "new@example.org", "role": "editor"})
    assert Invitation.objects.count() == 1
    assert OutboxMessage.objects.filter(kind="invitation").count() == 1


def test_invite_with_a_bad_address_keeps_it(cast, firm, client_of):
    answer = client_of(cast.sato).post(f"/apply/business/{firm.code}/invite/", {"email": "だれか", "role": "reader"})
    assert answer.status_code == 422
    assert "だれか" in answer.content.decode()


def test_invite_by_an_editor_is_forbidden(cast, firm, client_of):
    editor = people.person("editor")
    people.join(firm, editor, "editor")
    answer = client_of(editor).post(
        f"/apply/business/{firm.code}/invite/", {"email": "a@example.org", "role": "editor"}
    )
    assert answer.status_code == 403


@pytest.fixture
def invitation(cast, firm, now):
    return businesses.invite(firm, email="stranger@example.org", role="editor", by=cast.sato, at=AT)


def test_invitation_explains_itself_to_someone_without_an_account(client, invitation):
    page = client.get(f"/apply/invitations/{invitation.token}/").content.decode()
    assert "架空菓子店つむぎ" in page
    assert f"/accounts/signup/?next=/apply/invitations/{invitation.token}/" in page
    assert client.post(f"/apply/invitations/{invitation.token}/").status_code == 302
    assert Membership.objects.count() == 1


def test_invitation_joins_by_post_once(cast, firm, invitation, client_of):
    client = client_of(cast.stranger)
    for _ in range(2):
        assert client.post(f"/apply/invitations/{invitation.token}/")["Location"] == "/apply/"
    assert firm.memberships.get(user=cast.stranger).role == "editor"


def test_invitation_for_another_address_does_not_join(cast, firm, invitation, client_of):
    client_of(cast.tanaka).post(f"/apply/invitations/{invitation.token}/")
    assert not firm.memberships.filter(user=cast.tanaka).exists()


def test_invitation_unknown(client, db):
    assert client.get("/apply/invitations/unknown/").status_code == 404
