"""The reviewer's desk beside the marks: total in words, queue, pictures, papers without names, table, register."""

import csv
import io

import pypdf
import pytest
from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile
from django.urls import reverse
from openpyxl import load_workbook
from PIL import Image

from certification.models import Round
from certification.selectors.reviewer import suspicions
from certification.services import panel, sheets
from certification.views.reviewer.pictures import bare_pdf
from core.models import StoredFile
from tests.factories import procedure
from tests.factories.cast import AT


@pytest.fixture
def opened(desk):
    for row in (desk.first, desk.second):
        panel.declare(row, kind="none", by=desk.cast.takahashi, at=AT)
    return desk


@pytest.fixture
def mine(opened, client_of):
    return client_of(opened.cast.takahashi)


def page(row):
    return reverse("review:sheet", args=[row.code])


def test_r3_a_part_is_never_read_as_the_total_without_javascript(opened, mine):
    words = mine.get(page(opened.first)).content.decode()
    assert '<strong data-total="percent">未採点</strong>' in words
    mine.post(page(opened.first), {"mark.taste": "5", "base": "1", "action": "save"})
    words = mine.get(page(opened.first)).content.decode()
    assert '<strong data-total="percent">途中</strong>' in words
    assert "2項目中1項目" in words
    assert "答えた項目だけでは 100.0％" in words
    mine.post(page(opened.first), {"mark.origin": "4", "base": "2", "action": "save"})
    words = mine.get(page(opened.first)).content.decode()
    assert '<strong data-total="percent">85.0％</strong>' in words
    assert "答えた項目だけでは" not in words


def test_r3_not_applicable_leaves_the_total_of_the_rest(opened, mine):
    mine.post(page(opened.first), {"mark.taste": "na", "mark.origin": "4", "base": "1", "action": "save"})
    words = mine.get(page(opened.first)).content.decode()
    assert '<strong data-total="percent">80.0％</strong>' in words
    assert "該当しない 1項目" in words


def test_sheet_tells_its_place_in_the_queue_and_the_next_unscored(opened, mine):
    words = mine.get(page(opened.first)).content.decode()
    assert "2件中1件目・提出済み0件" in words
    assert f"次の未採点：{opened.second.receipt_number}" in words
    procedure.score(opened.second, opened.cast.takahashi, marks=procedure.GOOD)
    words = mine.get(page(opened.first)).content.decode()
    assert "次の未採点" not in words
    assert "提出済み1件" in words


def test_every_key_is_told_on_the_page(opened, mine):
    words = mine.get(page(opened.first)).content.decode()
    assert all(f"<kbd>{key}</kbd>" in words for key in ("0", "9", "-", "y", "x", "n", "p", "c", "?"))


def test_pictures_come_at_the_size_of_the_screen(opened, mine):
    stored = opened.first.attachments.get(field_key="photos").stored
    big = io.BytesIO()
    Image.new("RGB", (3900, 2900), "#c65").save(big, "JPEG")
    stored.file.save(stored.original_name, ContentFile(big.getvalue()), save=True)
    answer = mine.get(reverse("review:picture", args=[stored.token, 960]))
    with Image.open(io.BytesIO(answer.content)) as image:
        assert max(image.size) == 960
    assert opened.first.receipt_number.encode() not in answer.content
    again = mine.get(reverse("review:picture", args=[stored.token, 960]), headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    assert mine.get(reverse("review:picture", args=[stored.token, 961])).status_code == 404
    words = mine.get(page(opened.first)).content.decode()
    assert f'"{reverse("review:file", args=[stored.token])}"' not in words  # the original is never asked for


def test_r4_picture_of_another_or_recused_is_not_found(opened, mine, client_of):
    token = opened.first.attachments.get(field_key="photos").stored.token
    url = reverse("review:picture", args=[token, 960])
    panel.pin_conflict(opened.first, opened.cast.takahashi, kind="family", reason="親族", by=opened.cast.suzuki, at=AT)
    assert mine.get(url).status_code == 404
    assert client_of(opened.cast.tanaka).get(url).status_code == 404  # has not declared
    assert client_of(opened.cast.sato).get(url).status_code == 404


def test_r4_pdf_of_a_blind_round_loses_the_properties_that_name_its_author(db):
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Author": "架空菓子店つむぎ", "/Title": "秘密の題"})
    out = io.BytesIO()
    writer.write(out)
    row = StoredFile(original_name="秘密.pdf", content_type="application/pdf", extension=".pdf", size=1, uploaded_at=AT)
    row.file.save("秘密.pdf", ContentFile(out.getvalue()), save=False)
    bare = pypdf.PdfReader(io.BytesIO(bare_pdf(row)))
    assert len(bare.pages) == 1
    assert not (bare.metadata or {}).get("/Author")
    assert not (bare.metadata or {}).get("/Title")
    row.file.delete(save=False)


def test_table_of_all_my_sheets_names_the_recused_without_marks(opened, mine, client_of):
    procedure.score(opened.first, opened.cast.takahashi, marks={"taste": "3", "origin": "4"})
    panel.declare(opened.second, kind="family", by=opened.cast.takahashi, at=AT)
    url = reverse("review:table", args=[opened.round.pk])
    words = mine.get(url).content.decode()
    assert "3 ふつう" in words
    assert "75.0％" in words
    assert "審査から外れています" in words
    assert "架空菓子店つむぎ" not in words
    assert client_of(opened.cast.stranger).get(url).status_code == 404


def test_r5_suspected_over_every_mail_address_but_never_by_a_shared_domain(opened):
    firm, person = opened.firm, opened.cast.takahashi
    assert suspicions(person, opened.first) == ()  # both write from example.org, as everybody here
    firm.website = "https://www.tsumugi-kashi.jp/"
    firm.save()
    opened.first.refresh_from_db()
    EmailAddress.objects.create(user=person, email="makoto@mail.tsumugi-kashi.jp", verified=True, primary=False)
    assert [reason.code for reason in suspicions(person, opened.first)] == ["same_domain"]


def test_conflict_register_shows_and_exports_who_what_type_reason_when(opened, office):
    panel.declare(opened.second, kind="supplier", reason="=1+1 原料を納めています", by=opened.cast.takahashi, at=AT)
    panel.pin_conflict(opened.first, opened.cast.tanaka, kind="family", reason="親族", by=opened.cast.suzuki, at=AT)
    url = f"/cms/rounds/{opened.round.pk}/conflicts/"
    words = office.get(url).content.decode()
    assert all(each in words for each in ("取引がある", "親族が関わっている", "事務局が設定", "高橋 誠", "田中 優"))
    assert words.index("取引がある") < words.index("関係はありません")
    text = b"".join(office.get(f"{url}?export=csv").streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 4
    assert any("'=1+1" in cell for row in rows for cell in row)
    book = load_workbook(io.BytesIO(b"".join(office.get(f"{url}?export=xlsx").streaming_content)))
    assert book.active.max_row == 4


def test_progress_refreshes_itself_and_names_what_is_not_submitted(opened, office):
    sheets.save(opened.first, sheets.Input({"taste": {"value": "3"}}, {}), by=opened.cast.takahashi, at=AT)
    words = office.get(f"/cms/rounds/{opened.round.pk}/progress/").content.decode()
    assert 'hx-trigger="every 15s"' in words
    assert "入力中（未提出）" in words
    assert "いまの状態に更新" in words
    assert Round.objects.get().scoring_closed_at is None
