"""load_products: whole or nothing, twice without harm, honest about what is known."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from catalog.domain import public_records
from catalog.models import Product, ProductCertificate, ProductPage
from catalog.services import public_records as service
from search import api
from search.models import Change
from tests.factories.cast import AT

FILE = Path(public_records.__file__).resolve().parents[1] / "data" / "products.csv"


@pytest.fixture
def loaded(db):
    return service.load(public_records.read(FILE.read_bytes()), by=None, at=AT)


def test_shipped_records_load_whole_and_again_without_harm(loaded):
    assert loaded == service.Report(created=274, changed=0, unchanged=0, left_out=22)
    changes = Change.objects.count()
    again = service.load(public_records.read(FILE.read_bytes()), by=None, at=AT)
    assert again == service.Report(created=0, changed=0, unchanged=274, left_out=22)
    assert Product.objects.count() == ProductPage.objects.count() == 274
    assert Change.objects.count() == changes


def test_status_of_records_is_honest(loaded):
    rows = ProductCertificate.objects
    assert rows.filter(status="valid").count() == rows.filter(valid_until="2027-03-31").count() == 6
    assert rows.filter(status="expired").count() == rows.filter(valid_until__lt="2026-11-21").count() == 54
    assert set(rows.filter(valid_until=None).values_list("status", flat=True)) == {"unknown"}


def test_not_certified_rows_are_nowhere(loaded, client):
    api.rebuild()
    assert not Product.objects.filter(name="筑波北条米").exists()
    assert "（参考・非認定）" not in client.get("/products/").content.decode()


def test_record_page_names_its_sources(loaded, client):
    product = Product.objects.get(name="福来氷")
    page = client.get(f"/products/{product.slug}/").content.decode()
    assert "公開資料による記録" in page
    assert "https://tsukuba.keizai.biz/headline/333" in page
    assert "台帳の整理番号" in page
    assert "記録のみ" in client.get(f"/v/{product.code}/").content.decode()


def test_nothing_is_written_when_a_row_is_wrong(db, tmp_path):
    bad = FILE.read_text(encoding="utf-8-sig").replace("2027-03-31", "令和9年", 1)
    file = tmp_path / "bad.csv"
    file.write_text(bad, encoding="cp932", errors="replace")
    with pytest.raises(CommandError, match="行目のvalid_until: 「令和9年」は日付として読めません。"):
        call_command("load_products", str(file))
    assert not Product.objects.exists()


def test_missing_file_is_said(db):
    with pytest.raises(CommandError, match="を開けません"):
        call_command("load_products", "/nowhere/products.csv")


def test_changed_row_changes_its_product_only(loaded):
    changed = FILE.read_text(encoding="utf-8-sig").replace("並木の菓子店が手がける", "並木の菓子店がつくる", 1)
    report = service.load(public_records.read(changed.encode()), by=None, at=AT)
    assert (report.created, report.changed) == (0, 1)
