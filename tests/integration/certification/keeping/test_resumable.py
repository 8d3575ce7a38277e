"""Files sent piece by piece: gone on with after a break, closed to others, checked at the end as any other file."""

import base64
import errno
import io
from datetime import timedelta

import pytest
from PIL import Image

from core import files
from core.models import PartialUpload, StoredFile
from core.services import uploads
from tests.factories.cast import AT, person
from tests.factories.procedure import picture

OCTETS = "application/offset+octet-stream"


def jpeg(size=(1600, 1200), colour="#3c6"):
    return picture(size=size, colour=colour).read()


def meta(field="photos", name="みかん.jpg"):
    def packed(text):
        return base64.b64encode(text.encode()).decode()

    return f"field {packed(field)},filename {packed(name)}"


def begin(client, draft, size, **told):
    return client.post(
        f"/apply/a/{draft.code}/uploads/",
        headers={"Upload-Length": str(size), "Upload-Metadata": meta(**told), "Tus-Resumable": "1.0.0"},
    )


def send(client, address, data, offset):
    return client.patch(address, data=data, content_type=OCTETS, headers={"Upload-Offset": str(offset)})


@pytest.fixture
def sato(client_of, cast, draft):
    return client_of(cast.sato)


def test_photograph_arrives_in_pieces_and_stands_in_the_form(sato, draft):
    data = jpeg()
    made = begin(sato, draft, len(data))
    assert made.status_code == 201
    address, half = made["Location"], len(data) // 2
    assert send(sato, address, data[:half], 0)["Upload-Offset"] == str(half)
    assert sato.head(address)["Upload-Offset"] == str(half)
    last = send(sato, address, data[half:], half)
    assert last.status_code == 200
    assert last.json()["name"] == "みかん.jpg"
    assert draft.attachments.filter(removed_at=None, stored__original_name="みかん.jpg").count() == 1
    assert not PartialUpload.objects.exists()
    assert sato.head(address).status_code == 404


def test_piece_that_does_not_continue_is_told_where_to_go_on(sato, draft):
    data = jpeg()
    address = begin(sato, draft, len(data))["Location"]
    send(sato, address, data[:1000], 0)
    wrong = send(sato, address, data[2000:], 2000)
    assert wrong.status_code == 409
    assert wrong["Upload-Offset"] == "1000"
    assert send(sato, address, data[1000:], 1000).status_code == 200


def test_bytes_lost_on_the_disk_are_asked_for_again(sato, draft):
    data = jpeg()
    address = begin(sato, draft, len(data))["Location"]
    send(sato, address, data[:1000], 0)
    uploads.path_of(PartialUpload.objects.get()).unlink()
    assert sato.head(address)["Upload-Offset"] == "0"
    assert send(sato, address, data[1000:], 1000).status_code == 409
    assert send(sato, address, data, 0).status_code == 200


def test_part_belongs_to_its_person_and_its_application(sato, draft, cast, firm, client_of, call):
    colleague = person("colleague")
    firm.memberships.create(user=colleague, role="editor", created_at=AT)
    address = begin(sato, draft, 100)["Location"]
    assert client_of(cast.stranger).head(address).status_code == 404
    assert client_of(colleague).head(address).status_code == 404
    assert client_of(cast.suzuki).head(address).status_code == 404
    other = call.applications.create(
        business=firm, started_at=AT, started_by=cast.sato, saved_at=AT, saved_by=cast.sato, code="otherdraft"
    )
    assert sato.head(address.replace(draft.code, other.code)).status_code == 404
    assert begin(client_of(cast.stranger), draft, 100).status_code == 404


def test_reader_is_refused_and_logged_out_is_told_in_words(client, client_of, reader, draft):
    refused = begin(client_of(reader), draft, 100)
    assert refused.status_code == 403
    assert "閲覧の役割" in refused.json()["sentence"]
    stranger = begin(client, draft, 100)
    assert stranger.status_code == 401
    assert "ログイン" in stranger.json()["sentence"]


def test_limits_are_told_before_a_byte_is_sent(sato, draft):
    assert "大きすぎます" in begin(sato, draft, 16 * 1024 * 1024).json()["sentence"]
    assert "空のファイル" in begin(sato, draft, 0).json()["sentence"]
    assert begin(sato, draft, 100, field="name").status_code == 404
    page = (
        sato.get(f"/apply/a/{draft.code}/making/").content.decode()
        + sato.get(f"/apply/a/{draft.code}/photos/").content.decode()
    )
    assert "点入れられます" in page
    assert "15MBまで" in page


def test_same_checks_at_the_end_broken_bomb_twice_and_position_removed(sato, draft, monkeypatch):
    broken = b"not a picture at all" * 50
    address = begin(sato, draft, len(broken), name="壊れ.jpg")["Location"]
    answer = send(sato, address, broken, 0)
    assert answer.status_code == 422
    assert "壊れています" in answer.json()["sentence"]
    assert not PartialUpload.objects.exists()
    same = jpeg()
    for expected in (200, 422):
        address = begin(sato, draft, len(same))["Location"]
        assert send(sato, address, same, 0).status_code == expected
    out = io.BytesIO()
    image = Image.new("RGB", (800, 600), "#a3c")
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (36.0, 5.0, 0.0)}
    image.save(out, "HEIF", exif=exif)
    address = begin(sato, draft, len(out.getvalue()), name="電話.heic")["Location"]
    assert send(sato, address, out.getvalue(), 0).status_code == 200
    stored = StoredFile.objects.get(original_name="電話.heic")
    assert stored.content_type == "image/jpeg"
    with stored.file.open("rb") as file, Image.open(file) as kept:
        assert not kept.getexif()
    monkeypatch.setattr(files, "MAX_PIXELS", 1000)
    address = begin(sato, draft, len(jpeg(colour="#123")))["Location"]
    assert "画素数が多すぎます" in send(sato, address, jpeg(colour="#123"), 0).json()["sentence"]


def test_virus_is_not_kept_and_the_part_is_gone(sato, draft, settings, monkeypatch):
    settings.CLAMAV_URL = "tcp://127.0.0.1:1"
    monkeypatch.setattr(files.antivirus, "found", lambda data, url: "Eicar")
    data = jpeg()
    before = StoredFile.objects.count()
    address = begin(sato, draft, len(data))["Location"]
    assert "ウイルスが見つかった" in send(sato, address, data, 0).json()["sentence"]
    assert StoredFile.objects.count() == before
    assert not PartialUpload.objects.exists()


def test_full_disk_says_so_and_the_part_can_go_on(sato, draft, monkeypatch):
    data = jpeg()
    address = begin(sato, draft, len(data))["Location"]
    send(sato, address, data[:1000], 0)

    def full(*_args, **_kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(uploads.os, "fdopen", full)
        answer = send(sato, address, data[1000:], 1000)
    assert answer.status_code == 507
    assert "保存する場所が足りない" in answer.json()["sentence"]
    assert send(sato, address, data[1000:], 1000).status_code == 200


def test_full_disk_at_the_end_leaves_nothing_half_written(sato, draft, monkeypatch):
    before = StoredFile.objects.count()
    data = jpeg()
    address = begin(sato, draft, len(data))["Location"]

    def full(self, content, name):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.files.storage.FileSystemStorage._save", lambda self, name, content: full(self, 0, 0))
        answer = send(sato, address, data, 0)
    assert answer.status_code == 422
    assert "保存する場所が足りない" in answer.json()["sentence"]
    assert StoredFile.objects.count() == before


def test_taken_and_attached_or_neither(sato, draft, monkeypatch):
    data = jpeg()
    address = begin(sato, draft, len(data))["Location"]
    send(sato, address, data[:1000], 0)

    def dies(*_args, **_kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("certification.services.applications.attach", dies)
        with pytest.raises(KeyboardInterrupt):
            send(sato, address, data[1000:], 1000)
    part = PartialUpload.objects.get()
    assert part.received == 1000
    start = int(sato.head(address)["Upload-Offset"])
    assert send(sato, address, data[start:], start).status_code == 200
    assert draft.attachments.filter(stored__original_name="みかん.jpg").count() == 1


def test_cancelled_part_and_its_bytes_are_gone(sato, draft):
    address = begin(sato, draft, 1000)["Location"]
    send(sato, address, b"x" * 500, 0)
    path = uploads.path_of(PartialUpload.objects.get())
    assert path.exists()
    assert sato.delete(address).status_code == 204
    assert not path.exists()
    assert sato.head(address).status_code == 404


def test_parts_nobody_goes_on_with_are_cleared_after_a_day(sato, draft):
    address = begin(sato, draft, 1000)["Location"]
    send(sato, address, b"x" * 500, 0)
    path = uploads.path_of(PartialUpload.objects.get())
    assert uploads.clear_stale(at=AT + timedelta(hours=23)) == 0
    assert uploads.clear_stale(at=AT + timedelta(hours=25)) == 1
    assert not path.exists()


def test_form_shows_how_far_a_part_has_come(sato, draft):
    address = begin(sato, draft, 1000)["Location"]
    send(sato, address, b"x" * 500, 0)
    pages = "".join(
        sato.get(f"/apply/a/{draft.code}/{slug}/").content.decode() for slug in ("basics", "making", "photos")
    )
    assert "「みかん.jpg」は50%まで届いています" in pages


def test_person_who_sends_too_often_waits(sato, draft, monkeypatch):
    monkeypatch.setattr("certification.views.applicant.uploads.RATE", 1)
    assert begin(sato, draft, 1000).status_code == 201
    answer = begin(sato, draft, 1000)
    assert answer.status_code == 429
    assert "しばらくしてから" in answer.json()["sentence"]
