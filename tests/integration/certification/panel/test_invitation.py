"""委嘱: asked by mail, accepted or declined with a reason that is kept, before anything of an application is seen."""

from datetime import timedelta

import pytest
from django.urls import reverse

from certification.models import PanelInvitation, PanelMember
from certification.services import invitations, panel
from core import mail
from core.domain.reason import Refused
from core.models import OutboxMessage
from tests.factories.cast import AT, person

EMAIL = "new-reviewer@example.org"


@pytest.fixture
def invited(before):
    terms = panel.Terms("架空大学", AT.date(), AT.date() + timedelta(days=90), 10, ("sweets", "発酵"))
    return invitations.invite(before.round, email=EMAIL, name="新 委員", terms=terms, by=before.cast.suzuki, at=AT)


def address(invitation):
    return reverse("review:invitation", args=[invitation.token])


def test_office_invites_with_period_cap_and_fields_and_the_mail_has_the_link(before, office):
    values = {
        "email": EMAIL, "name": "新 委員", "affiliation": "架空大学", "from_on": "2026-11-01", "until_on": "2027-03-31",
        "cap": "10", "categories": ["sweets"], "words": "発酵、デザイン",
    }  # fmt: skip
    assert office.post(f"{before.here}/panel/invite/", values).status_code == 302
    office.post(f"{before.here}/panel/invite/", values)  # pressed twice
    row = PanelInvitation.objects.get()
    assert (row.cap, row.expertise, str(row.until_on)) == (10, ["sweets", "発酵", "デザイン"], "2027-03-31")
    subject, body = mail.render(OutboxMessage.objects.get(kind="panel_invitation"))
    assert row.token in body
    assert "2027年3月31日" in body
    assert "審査委員のお願い" in subject
    assert before.rows[0].product_name not in body


def test_invitation_with_a_wrong_period_keeps_what_was_typed(before, office):
    values = {"email": EMAIL, "from_on": "2027-03-31", "until_on": "2026-11-01", "words": "発酵"}
    answer = office.post(f"{before.here}/panel/invite/", values)
    assert answer.status_code == 422
    assert "委嘱の終わりは、始まりより後の日にしてください" in answer.content.decode()
    assert 'value="発酵"' in answer.content.decode()


def test_r5_declining_needs_no_account_and_keeps_type_reason_and_time(before, invited, client, office):
    page = client.get(address(invited)).content.decode()
    assert "辞退する" in page
    assert before.rows[0].product_name not in page
    assert client.post(address(invited), {"action": "decline"}).status_code == 422
    assert client.post(address(invited), {"action": "decline", "kind": "other"}).status_code == 422
    client.post(address(invited), {"action": "decline", "kind": "conflict", "reason": "取引先が応募しそうです"})
    invited.refresh_from_db()
    assert (invited.state, invited.decline_kind, invited.decline_reason) == (
        "declined",
        "conflict",
        "取引先が応募しそうです",
    )
    assert invited.answered_at is not None
    html = office.get(f"{before.here}/panel/invite/").content.decode()
    assert "取引先が応募しそうです" in html
    assert not PanelMember.objects.filter(user__email=EMAIL).exists()


def test_accepting_needs_the_invited_address_gives_the_role_and_the_seat_once(before, invited, client_of):
    stranger = client_of(before.cast.stranger)
    assert "あてです" in stranger.get(address(invited)).content.decode()
    stranger.post(address(invited), {"action": "accept"})
    assert not PanelMember.objects.filter(user=before.cast.stranger).exists()

    made = person("new-reviewer", last="新", first="委員")
    mine = client_of(made)
    mine.post(address(invited), {"action": "accept"})
    mine.post(address(invited), {"action": "accept"})
    seat = PanelMember.objects.get(user=made)
    assert (seat.affiliation, seat.cap, seat.expertise) == ("架空大学", 10, ["sweets", "発酵"])
    assert mine.get("/review/").status_code == 200
    with pytest.raises(Refused):
        invitations.decline(invited, kind="schedule", reason="", by=made, at=AT)


def test_cancelled_invitation_cannot_be_accepted(before, invited, office, client):
    office.post(f"{before.here}/panel/invite/", {"cancel": invited.pk})
    assert "取り消しました" in client.get(address(invited)).content.decode()
    with pytest.raises(Refused, match="取り消しました"):
        invitations.accept(invited, by=person("new-reviewer"), at=AT)


def test_unknown_link_is_not_found_and_a_stranger_of_the_office_is_refused(before, client, client_of):
    assert client.get(reverse("review:invitation", args=["nothing"])).status_code == 404
    assert client_of(before.cast.kobayashi).get(f"{before.here}/panel/invite/").status_code == 403
    assert client_of(before.cast.suzuki).put(f"{before.here}/panel/invite/").status_code == 405


def test_terms_of_a_seat_are_changed_and_the_letter_is_a_pdf(before, office, client_of):
    seat = before.seat(before.cast.takahashi)
    here = f"{before.here}/panel/{seat.pk}/"
    office.post(here, {"affiliation": "架空高校", "cap": "4", "until_on": "2027-03-31", "words": "木工"})
    seat.refresh_from_db()
    assert (seat.affiliation, seat.cap, seat.expertise) == ("架空高校", 4, ["木工"])
    assert office.post(here, {"cap": "0"}).status_code == 422
    assert office.get(f"{here}letter.pdf").content.startswith(b"%PDF")
    mine = client_of(before.cast.takahashi).get(f"/review/rounds/{before.round.pk}/appointment.pdf")
    assert mine.content.startswith(b"%PDF")
    assert client_of(before.cast.stranger).get(f"/review/rounds/{before.round.pk}/appointment.pdf").status_code == 404


def test_period_over_closes_the_desk_with_a_sentence(desk, client_of, travel_to):
    seat = PanelMember.objects.get(round=desk.round, user=desk.cast.takahashi)
    panel.declare(desk.first, kind="none", by=desk.cast.takahashi, at=AT)
    seat.until_on = AT.date() - timedelta(days=1)
    seat.save()
    travel_to(AT)
    mine = client_of(desk.cast.takahashi)
    html = mine.get("/review/").content.decode()
    assert "委嘱の期間が2026年11月20日（金）で終わったため、開けません" in html
    assert desk.first.product_name not in html
    sheet = reverse("review:sheet", args=[desk.first.code])
    answer = mine.get(sheet)
    assert answer.status_code == 403
    assert "委嘱の期間が" in answer.content.decode()
    autosave = mine.post(sheet, {"mark.taste": "5", "base": "1"}, headers={"Accept": "application/json"})
    assert (autosave.status_code, "委嘱の期間" in autosave.json()["refused"]) == (409, True)
    token = desk.first.attachments.filter(field_key="photos").first().stored.token
    assert mine.get(reverse("review:file", args=[token])).status_code == 404
    with pytest.raises(Refused, match="委嘱の期間"):
        panel.declare(desk.second, kind="none", by=desk.cast.takahashi, at=AT)
    seat.until_on = AT.date()
    seat.save()
    assert mine.get(sheet).status_code == 200
