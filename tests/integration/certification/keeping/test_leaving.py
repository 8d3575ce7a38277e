"""Leaving: what keeps a person, what goes, what stays under a pseudonym; and copies of one's own data."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import IntegrityError, transaction

from certification.permissions import Denied
from certification.services import applications, exports, leaving
from core import invariants, outbox
from core.domain.reason import Refused
from core.models import AuditEvent, DataExport, Destruction, Invitation, OutboxMessage, User
from core.services import businesses
from tests.factories import cast as people
from tests.factories import procedure
from tests.factories.cast import AT, PASSWORD

LEAVE = "/apply/me/leave/"
SURE = {"password": PASSWORD, "sure": "on"}


@pytest.fixture
def colleague(firm):
    user = people.person("colleague", last="同僚", first="花子")
    people.join(firm, user, "owner")
    return user


def text(answer):
    return answer.content.decode()


def test_last_owner_with_live_work_reads_every_reason_and_stays(client_of, cast, firm, call, now):
    made = procedure.submitted(call, firm, cast.sato)
    page = client_of(cast.sato).get(LEAVE)
    assert "審査中の申請があり、代表があなただけです" in text(page)
    assert 'name="password"' not in text(page)
    assert client_of(cast.sato).post(LEAVE, SURE).status_code == 422
    cast.sato.refresh_from_db()
    assert cast.sato.deleted_at is None
    made.refresh_from_db()
    assert made.status == "submitted"


def test_owner_of_a_firm_with_members_hands_over_first(cast, firm, reader):
    with pytest.raises(Refused, match="代表があなただけです"):
        leaving.leave(cast.sato, by=cast.sato, at=AT)


def test_office_reviewers_and_advisers_hand_over_their_work_first(cast, firm):
    scene = procedure.released_scene(cast, firm)
    assert leaving.outlook(cast.suzuki).reasons[0].code == "leave.staff"
    assert {reason.code for reason in leaving.outlook(cast.sato).reasons} == {"leave.certificate", "leave.plan"}
    assert scene.good.certificate


def test_wrong_password_and_no_tick_keep_the_account(client_of, cast, now):
    client = client_of(cast.stranger)
    wrong = client.post(LEAVE, {"password": "no", "sure": "on"})
    assert wrong.status_code == 422
    assert "パスワードが違います" in text(wrong)
    assert "チェックを入れてください" in text(client.post(LEAVE, {"password": PASSWORD}))
    cast.stranger.refresh_from_db()
    assert cast.stranger.deleted_at is None


def test_p_actor_becomes_a_pseudonym_and_the_rows_stay(client_of, cast, firm, colleague, call, now):
    made = procedure.submitted(call, firm, cast.sato)
    businesses.invite(firm, email="someone@example.org", role="editor", by=cast.sato, at=AT)
    EmailAddress.objects.create(user=cast.sato, email="second@example.org")
    outbox.add(
        "withdrawn", made, to="second@example.org", key="waiting", at=AT, context={"number": "1", "product": "x"}
    )
    client, phone = client_of(cast.sato), client_of(cast.sato)
    events = AuditEvent.objects.count()
    assert client.post(LEAVE, SURE).status_code == 302
    person = User.objects.get(pk=cast.sato.pk)
    assert (person.display_name, person.first_name, person.last_name) == ("退会した利用者", "", "")
    assert not person.is_active
    assert not person.has_usable_password()
    assert person.email.endswith("@deleted.invalid")
    assert not EmailAddress.objects.filter(user=person).exists()
    assert phone.get("/apply/").status_code == 302
    assert not [s for s in Session.objects.all() if s.get_decoded().get("_auth_user_id") == str(person.pk)]
    made.refresh_from_db()
    assert made.submitted_by == person
    assert AuditEvent.objects.count() > events
    assert OutboxMessage.objects.get(key="waiting").state == "failed"
    everything = " ".join(
        str(row)
        for model in (OutboxMessage, AuditEvent, Invitation, User, Destruction)
        for row in model.objects.values()
    )
    assert "sato@example.org" not in everything
    assert "second@example.org" not in everything
    assert "someone@example.org" in everything
    assert list(invariants.breaches()) == []
    assert "退会した利用者" in text(client_of(colleague).get(f"/apply/a/{made.code}/versions/1/"))
    leaving.leave(person, by=person, at=AT + timedelta(days=1))
    assert AuditEvent.objects.filter(verb="account.deleted").count() == 1


def test_invitation_that_names_the_person_forgets_the_address(cast, firm, call, now):
    businesses.invite(firm, email=cast.stranger.email, role="editor", by=cast.sato, at=AT)
    leaving.leave(cast.stranger, by=cast.stranger, at=AT)
    assert Invitation.objects.get().cancelled_at == AT
    assert "stranger" not in str(AuditEvent.objects.get(verb="business.invited").facts)


def test_last_owner_of_a_quiet_firm_closes_it_and_takes_drafts_back(client_of, cast, firm, draft):
    page = client_of(cast.sato).get(LEAVE)
    assert "代表がいなくなるため閉じます" in text(page)
    assert client_of(cast.sato).post(LEAVE, SURE).status_code == 302
    firm.refresh_from_db()
    draft.refresh_from_db()
    assert (firm.closed_at, draft.status) == (AT, "withdrawn")
    assert list(invariants.breaches()) == []


def test_nobody_else_deletes_an_account(cast, firm):
    with pytest.raises(Denied):
        leaving.leave(cast.stranger, by=cast.kimura, at=AT)
    leaving.leave(cast.stranger, by=cast.suzuki, at=AT, note="窓口での請求")
    assert Destruction.objects.get(subject_type="core.user").reason == "窓口での請求"


def test_history_opens_only_for_a_logged_destruction(cast, firm):
    event = AuditEvent.objects.filter(verb="business.created").first()
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEvent.objects.filter(pk=event.pk).update(facts={})
    Destruction.objects.create(
        subject_type="core.auditevent", subject_id=str(event.pk), label="x", retention_class="account", reason="x",
        proposed_at=AT, proposed_by=cast.suzuki, destroyed_at=AT,
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEvent.objects.filter(pk=event.pk).update(verb="business.changed")
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEvent.objects.filter(pk=event.pk).update(facts={}, by=None)
    AuditEvent.objects.filter(pk=event.pk).update(facts={})
    with pytest.raises(IntegrityError), transaction.atomic():
        Destruction.objects.update(reason="y")
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEvent.objects.filter(pk=event.pk).delete()


# ---------------------------------------------------------------- copies


def opened(row):
    row.refresh_from_db()
    with row.stored.file.open("rb") as file:
        return zipfile.ZipFile(io.BytesIO(file.read()))


def made_of(person, firm=None, at=AT):
    row = exports.ask(person, by=person, at=at, business=firm)
    assert exports.make(row.pk, at=at, verbs={})
    return row


def test_copy_of_a_firm_holds_applications_versions_files_and_texts(cast, firm, draft, now):
    applications.save(draft, {"description": "=危険な式"}, base=draft.revision, by=cast.sato, at=AT)
    applications.submit(draft, by=cast.sato, at=AT)
    with opened(made_of(cast.sato, firm)) as archive:
        names = archive.namelist()
        data = json.loads(archive.read("data.json"))
        table = archive.read("csv/applications.csv").decode("utf-8-sig")
        readme = archive.read("README.txt").decode()
    assert data["applications"][0]["receipt_number"] == draft.receipt_number
    assert data["versions"][0]["answers"]["name"] == "架空の福来みかんゼリー"
    assert any(name.startswith("files/") and name.endswith("photos.jpg") for name in names)
    assert data["typed"]
    assert draft.receipt_number in table
    assert "審査委員の氏名と採点は含まれません" in readme


def test_copy_keeps_the_embargo_and_names_no_reviewer(cast, firm, now):
    scene = procedure.decided_scene(cast, firm)
    with opened(made_of(cast.sato, firm)) as archive:
        everything = " ".join(
            archive.read(name).decode("utf-8", "ignore") for name in archive.namelist() if not name.endswith(".jpg")
        )
    for word in ("高橋", "田中", "渡辺", "内部メモ", "scored", "decided", "certified", "判定", "採点"):
        assert word not in everything.replace("採点は含まれません", ""), word
    assert scene.good.receipt_number in everything


def test_copy_after_release_holds_letters_and_certificate(cast, firm, now):
    scene = procedure.released_scene(cast, firm)
    with opened(made_of(cast.sato, firm)) as archive:
        names = archive.namelist()
        words = archive.read("data.json").decode()
    assert sum(name.startswith("letters/") for name in names) == 3
    assert f"certificates/{scene.good.certificate.number}.pdf" in names
    assert "高橋 誠" not in words
    assert "内部メモ" not in words


def test_copy_of_a_person_holds_own_acts_consents_and_mails(cast, firm, draft, now):
    applications.submit(draft, by=cast.sato, at=AT)
    call_command("send_outbox")
    with opened(made_of(cast.sato)) as archive:
        data = json.loads(archive.read("data.json"))
    assert data["profile"][0]["email"] == "sato@example.org"
    assert data["memberships"][0]["firm"] == firm.name
    assert {"application.started", "application.moved"} <= {row["act"] for row in data["acts"]}
    assert data["consents"][0]["answer"] == "yes"
    assert data["mails"][0]["kind"] == "receipt"


def test_copy_is_asked_for_made_mailed_and_downloaded_by_its_owner_alone(client_of, cast, firm, run_tasks, now):
    client = client_of(cast.sato)
    assert client.post("/apply/me/export/").status_code == 302
    client.post("/apply/me/export/")
    row = DataExport.objects.get()
    assert "作っています" in text(client.get("/apply/me/"))
    exports.make(row.pk, at=AT, verbs={})
    assert "ダウンロード（" in text(client.get("/apply/me/"))
    assert OutboxMessage.objects.filter(kind="export_ready", to="sato@example.org").count() == 1
    address = f"/apply/me/export/{row.token}/"
    answer = client.get(address)
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    assert client_of(cast.stranger).get(address).status_code == 404
    assert client_of(cast.suzuki).get(address).status_code == 404


def test_copy_is_gone_after_a_week(client_of, cast, firm, now, travel_to):
    row = made_of(cast.sato)
    row.refresh_from_db()
    path = row.stored.file.path
    travel_to(AT + timedelta(days=8))
    client = client_of(cast.sato)
    assert client.get(f"/apply/me/export/{row.token}/").status_code == 404
    assert exports.clear_expired(at=AT + timedelta(days=8)) == 1
    row.refresh_from_db()
    assert row.stored is None
    assert not __import__("pathlib").Path(path).exists()
    assert "期限が過ぎました" in text(client.get("/apply/me/"))


def test_firm_is_copied_for_its_owners_only(client_of, cast, firm, reader, now):
    address = f"/apply/business/{firm.code}/export/"
    assert client_of(reader).post(address).status_code == 403
    assert client_of(cast.stranger).post(address).status_code == 404
    assert client_of(cast.sato).post(address).status_code == 302
    assert client_of(cast.sato).get(address).status_code == 405
    assert DataExport.objects.count() == 1
