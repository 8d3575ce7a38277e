"""The application's own page, its papers, its files; withdrawing."""

import pytest

from certification.models import Attachment
from certification.services import applications, challenge
from tests.factories import procedure
from tests.factories.cast import AT


def fetch(client, address):
    """The status of a file's answer, read to its end, which closes the file."""
    answer = client.get(address)
    b"".join(answer) if answer.streaming else answer.content
    return answer.status_code


def test_withdraw_says_what_it_does_then_does_it(cast, draft, client_of):
    applications.submit(draft, by=cast.sato, at=AT)
    client = client_of(cast.sato)
    page = client.get(f"/apply/a/{draft.code}/withdraw/").content.decode()
    assert "審査の対象から外れます" in page
    for _ in range(2):
        client.post(f"/apply/a/{draft.code}/withdraw/", {"reason": "都合により"})
    draft.refresh_from_db()
    assert draft.status == "withdrawn"
    assert draft.transitions.filter(target="withdrawn").count() == 1
    assert "取り下げました" in client.get(f"/apply/a/{draft.code}/").content.decode()


def test_withdraw_by_a_reader_is_forbidden(draft, reader, client_of):
    assert client_of(reader).post(f"/apply/a/{draft.code}/withdraw/").status_code == 403


def test_withdraw_after_release_is_refused(cast, firm, now, client_of):
    scene = procedure.released_scene(cast, firm)
    client_of(cast.sato).post(f"/apply/a/{scene.good.code}/withdraw/")
    scene.good.refresh_from_db()
    assert scene.good.status == "released"


@pytest.mark.parametrize(
    "part", ["", "withdraw/", "receipt.pdf", "letter.pdf", "certificate.pdf", "versions/1/", "plan/"]
)
def test_pages_of_an_application_are_not_found_by_strangers(cast, draft, client_of, part):
    applications.submit(draft, by=cast.sato, at=AT)
    for who in (cast.stranger, cast.takahashi, cast.suzuki):
        assert client_of(who).get(f"/apply/a/{draft.code}/{part}").status_code == 404
        assert client_of(who).get(f"/apply/a/unknown/{part}").status_code == 404


def test_receipt_is_a_pdf_before_and_after_handing_in(cast, draft, client_of):
    client = client_of(cast.sato)
    assert client.get(f"/apply/a/{draft.code}/receipt.pdf").content.startswith(b"%PDF-")
    applications.submit(draft, by=cast.sato, at=AT)
    answer = client.get(f"/apply/a/{draft.code}/receipt.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_result_after_release(cast, firm, now, client_of):
    scene = procedure.released_scene(cast, firm)
    client = client_of(cast.sato)
    good = client.get(f"/apply/a/{scene.good.code}/").content.decode()
    assert "認証されました" in good
    assert scene.good.certificate.number in good
    near = client.get(f"/apply/a/{scene.near.code}/").content.decode()
    assert "チャレンジ支援" in near
    assert "下限の 2 点に届きませんでした" in near
    assert "originについて高橋より" in near
    assert "内部メモ" not in near
    poor = client.get(f"/apply/a/{scene.poor.code}/").content.decode()
    assert "今回は認証に至りませんでした" in poor
    for part in ("letter.pdf", "certificate.pdf"):
        assert client.get(f"/apply/a/{scene.good.code}/{part}").content.startswith(b"%PDF-")
    assert client.get(f"/apply/a/{scene.poor.code}/certificate.pdf").status_code == 404


def test_file_is_the_firms_the_offices_and_nobody_elses(cast, draft, client_of):
    token = draft.attachments.first().stored.token
    address = f"/apply/files/{token}/"
    assert fetch(client_of(cast.sato), address) == 200
    for who in (cast.stranger, cast.takahashi, cast.yamamoto, cast.kato, cast.suzuki):
        assert fetch(client_of(who), address) == 404
    applications.submit(draft, by=cast.sato, at=AT)
    assert fetch(client_of(cast.suzuki), address) == 200
    assert fetch(client_of(cast.takahashi), address) == 404
    assert fetch(client_of(cast.sato), "/apply/files/unknown/") == 404


def test_r4_file_under_its_own_name_never_opens_to_a_reviewer(cast, firm, now, client_of):
    call = procedure.open_round(cast)
    row = procedure.submitted(call, firm, cast.sato)
    procedure.accept(row, cast)
    procedure.in_review(call, [row], cast)
    photo = Attachment.objects.get(application=row, field_key="photos").stored.token
    client = client_of(cast.takahashi)
    procedure.panel.declare(row, kind="none", by=cast.takahashi, at=AT)
    assert fetch(client, f"/review/files/{photo}/") == 200
    assert fetch(client, f"/apply/files/{photo}/") == 404


def test_plan_is_agreed_worked_and_talked_about(cast, firm, now, client_of):
    scene = procedure.released_scene(cast, firm)
    plan, client, address = scene.near.plan, client_of(cast.sato), f"/apply/a/{scene.near.code}/plan/"
    assert "支援を受けますか" in client.get(address).content.decode()
    for _ in range(2):
        client.post(f"{address}agree/")
    plan.refresh_from_db()
    assert plan.status == "agreed"
    challenge.appoint_adviser(plan, cast.yamamoto, by=cast.suzuki, at=AT)
    task = challenge.add_task(plan, gap_key=plan.gaps[0]["key"], title="産地を変える", by=cast.yamamoto, at=AT)
    challenge.start(plan, by=cast.yamamoto, at=AT)
    empty = client.post(f"{address}tasks/{task.pk}/finish/", {"note": " "})
    assert empty.status_code == 422
    bad = procedure.SimpleUploadedFile("x.exe", b"MZ")
    refused = client.post(f"{address}tasks/{task.pk}/finish/", {"note": "変えました", "evidence": bad})
    assert refused.status_code == 422
    assert "変えました" in refused.content.decode()
    client.post(f"{address}tasks/{task.pk}/finish/", {"note": "変えました", "evidence": procedure.picture("証拠.jpg")})
    task.refresh_from_db()
    assert task.done_at == AT
    token = task.files.get().stored.token
    assert fetch(client, f"/apply/files/{token}/") == 200
    assert fetch(client_of(cast.yamamoto), f"/apply/files/{token}/") == 200
    assert fetch(client_of(cast.stranger), f"/apply/files/{token}/") == 404
    client.post(f"{address}messages/", {"text": "よろしくお願いします"})
    page = client.get(address).content.decode()
    assert "よろしくお願いします" in page
    assert "1／1 課題" in page


def test_plan_declined_closes_and_a_reader_may_not_answer(cast, firm, now, reader, client_of):
    scene = procedure.released_scene(cast, firm)
    address = f"/apply/a/{scene.near.code}/plan/"
    assert client_of(reader).post(f"{address}agree/").status_code == 403
    assert client_of(cast.sato).post(f"{address}decline/").status_code == 422
    for _ in range(2):
        client_of(cast.sato).post(f"{address}decline/", {"decline-why": "busy"})
    scene.near.plan.refresh_from_db()
    assert scene.near.plan.status == "closed"


@pytest.mark.parametrize("part", ["agree/", "decline/", "messages/", "reapply/", "tasks/1/finish/"])
def test_plan_of_a_stranger_and_wrong_method(cast, firm, now, client_of, part):
    scene = procedure.released_scene(cast, firm)
    address = f"/apply/a/{scene.near.code}/plan/{part}"
    assert client_of(cast.stranger).post(address).status_code == 404
    assert client_of(cast.sato).get(address).status_code == 405
