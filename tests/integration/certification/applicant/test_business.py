"""The firm and its people."""

import pytest

from core.models import AuditEvent, Business, Invitation, Membership, OutboxMessage, User
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


def test_create_says_that_it_is_done(cast, client_of):
    page = client_of(cast.sato).post("/apply/business/new/", GOOD, follow=True).content.decode()
    assert "「架空食品株式会社」を登録しました。" in page


def test_number_of_a_corporation_is_called_needed(cast, client_of):
    page = client_of(cast.sato).get("/apply/business/new/").content.decode()
    label = page[page.index('for="id_corporate_number"') :].split("</label>")[0]
    assert "法人は必須" in label
    assert "任意" not in label
    answer = client_of(cast.sato).post("/apply/business/new/", {**GOOD, "corporate_number": ""})
    assert "法人の場合は法人番号を入力してください" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("０２９－８８３－１１１１", "029-883-1111"),
        ("029(883)1111", "029-883-1111"),
        ("09012345678", "09012345678"),
        ("029ー883ー1111", "029-883-1111"),
        ("+81 29 883 1111", "+81-29-883-1111"),
    ],
)
def test_phone_takes_any_width(cast, client_of, typed, kept):
    client_of(cast.sato).post("/apply/business/new/", {**GOOD, "phone": typed})
    assert Business.objects.get().phone == kept


@pytest.mark.parametrize("typed", ["でんわ", "883-1111", "029-883-11112222", "+1-202-555-0100", "029-883-1111 内線5"])
def test_phone_that_is_none_is_refused_and_kept_in_the_form(cast, client_of, typed):
    answer = client_of(cast.sato).post("/apply/business/new/", {**GOOD, "phone": typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "市外局番からの数字とハイフン" in page
    assert f'value="{typed}"' in page


@pytest.mark.parametrize(
    ("typed", "kept"), [("ｶｸｳｼｮｸﾋﾝ", "カクウショクヒン"), ("かくう・ふーず", "カクウ・フーズ"), ("", "")]
)
def test_reading_becomes_katakana(cast, client_of, typed, kept):
    client_of(cast.sato).post("/apply/business/new/", {**GOOD, "name_kana": typed})
    assert Business.objects.get().name_kana == kept


def test_reading_in_other_letters_is_refused(cast, client_of):
    answer = client_of(cast.sato).post("/apply/business/new/", {**GOOD, "name_kana": "架空食品"})
    assert answer.status_code == 422
    assert "ひらがなかカタカナだけで" in answer.content.decode()


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


def test_owner_takes_a_colleague_out_of_the_firm(cast, firm, reader, client_of):
    client, seat = client_of(cast.sato), firm.memberships.get(user=reader)
    address = f"/apply/business/{firm.code}/members/{seat.pk}/remove/"
    page = client.get(f"/apply/business/{firm.code}/").content.decode()
    assert f'action="{address}"' in page
    assert "さんをメンバーから外しますか" in page
    assert client_of(reader).post(address).status_code == 403
    assert "メンバーから外しました" in client.post(address, follow=True).content.decode()
    assert not Membership.objects.filter(pk=seat.pk).exists()
    assert client_of(reader).get(f"/apply/business/{firm.code}/").status_code == 404
    told = AuditEvent.objects.get(verb="business.member_removed")
    assert (told.by, told.subject_id, told.facts) == (cast.sato, str(firm.pk), {"member": reader.pk, "role": "reader"})


def test_last_owner_stays_and_one_of_two_may_go(cast, firm, client_of):
    client, mine = client_of(cast.sato), firm.memberships.get(user=cast.sato)
    address = f"/apply/business/{firm.code}/members/{mine.pk}/remove/"
    assert address not in client.get(f"/apply/business/{firm.code}/").content.decode()
    assert "代表の方が一人もいなくなるため" in client.post(address, follow=True).content.decode()
    assert Membership.objects.filter(pk=mine.pk).exists()
    people.join(firm, cast.stranger, "owner")
    assert client.post(address)["Location"] == "/apply/"
    assert not Membership.objects.filter(pk=mine.pk).exists()


def test_seat_of_another_firm_cannot_be_taken(cast, firm, client_of):
    theirs = people.business(cast.stranger, name="よその店").memberships.get()
    address = f"/apply/business/{firm.code}/members/{theirs.pk}/remove/"
    assert client_of(cast.sato).post(address).status_code == 404


def test_invitation_taken_back_says_so_and_joins_nobody(cast, firm, invitation, client_of):
    client = client_of(cast.sato)
    address = f"/apply/business/{firm.code}/invitations/{invitation.pk}/cancel/"
    assert f'action="{address}"' in client.get(f"/apply/business/{firm.code}/").content.decode()
    for _ in range(2):
        assert "招待を取り消しました" in client.post(address, follow=True).content.decode()
    page = client.get(f"/apply/business/{firm.code}/").content.decode()
    assert "返事を待っている招待" not in page
    colleague = client_of(User.objects.get(email=invitation.email))
    assert "この招待は取り消されました" in colleague.get(f"/apply/invitations/{invitation.token}/").content.decode()
    colleague.post(f"/apply/invitations/{invitation.token}/")
    assert firm.memberships.count() == 1
    told = AuditEvent.objects.get(verb="business.invitation_cancelled")
    assert told.facts == {"email": invitation.email, "role": invitation.role}


def test_invitation_already_taken_up_is_not_taken_back(cast, firm, invitation, client_of):
    businesses.join(invitation.token, by=User.objects.get(email=invitation.email), at=AT)
    address = f"/apply/business/{firm.code}/invitations/{invitation.pk}/cancel/"
    assert "もう受け取られています" in client_of(cast.sato).post(address, follow=True).content.decode()
    assert firm.memberships.count() == 2
