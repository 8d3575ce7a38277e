"""Reading files of public records, hostile ones above all."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.domain import public_records as records

FILE = Path(records.__file__).resolve().parents[1] / "data" / "products.csv"
HEADING = ",".join(records.COLUMNS)


def csv(*rows: dict[str, str], heading: str = HEADING) -> str:
    base = {
        "programme": "見本ブランド",
        "product_name": "見本",
        "category": "菓子",
        "source_url": "https://example.jp/",
    }
    lines = [",".join((base | row).get(column, "") for column in records.COLUMNS) for row in rows]
    return "\n".join([heading, *lines]) + "\n"


def read(text: str, encoding: str = "utf-8") -> records.Reading:
    return records.read(text.encode(encoding))


def test_shipped_file_has_no_problem():
    reading = records.read(FILE.read_bytes())
    assert (len(reading.records), reading.left_out, reading.problems) == (274, 22, ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_encodings_are_told_apart(encoding):
    (record,) = read(csv({"product_name": "福来みかん"}), encoding).records
    assert record.name == "福来みかん"


def test_missing_column_is_named():
    reading = read(csv({}, heading=HEADING.replace("valid_until", "until")))
    assert reading.problems == ("列「valid_until」がありません。1行目に列の名前を入れてください。",)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"valid_until": "令和9年3月"}, "2行目のvalid_until: 「令和9年3月」は日付として読めません。"),
        ({"valid_until": "2027-02-30"}, "2行目のvalid_until: "),
        ({"category": "宝石"}, "2行目のcategory: 「宝石」という分類はありません。"),
        ({"price_yen": "-5"}, "2行目のprice_yen: 「-5」は数字ではありません。"),
        ({"price_yen": "9999999999"}, "2行目のprice_yen: "),
        ({"product_name": ""}, "2行目のproduct_name: 空です。"),
        ({"product_name": "\u200b\u200b"}, "2行目のproduct_name: 空です。"),
        ({"source_url": "javascript:alert(1)"}, "2行目のsource_url: "),
        ({"product_name": "長" * 101}, "2行目のproduct_name: 101文字あります。"),
        ({"certified_fiscal_year": "H30"}, "2行目のcertified_fiscal_year: "),
    ],
)
def test_problem_names_row_and_column(row, sentence):
    reading = read(csv(row))
    assert reading.records == ()
    assert reading.problems[0].startswith(sentence)


def test_every_problem_is_said_at_once():
    reading = read(
        csv({"product_name": "a", "price_yen": "x"}, {"product_name": "b", "category": "x", "valid_until": "x"})
    )
    assert [each.split(":")[0] for each in reading.problems] == [
        "2行目のprice_yen",
        "3行目のcategory",
        "3行目のvalid_until",
    ]


def test_same_row_twice_is_a_problem():
    assert read(csv({}, {})).problems == ("3行目: 2行目と制度・商品名・事業者名が同じです。どちらかを消してください。",)


def test_formula_cell_is_text():
    (record,) = read(csv({"product_name": "=HYPERLINK(1)"})).records
    assert record.name == "=HYPERLINK(1)"


def test_full_width_digits_and_dates_are_read():
    (record,) = read(
        csv({"price_yen": "１２００", "valid_until": "2027年3月31日", "certified_fiscal_year": "２０２４"})
    ).records
    assert (record.price_yen, record.valid_until, record.fiscal_year) == (1200, date(2027, 3, 31), 2024)


def test_not_certified_rows_are_left_out():
    reading = read(csv({"programme": "（参考・非認定）見本"}, {"product_name": "本物"}))
    assert ([each.name for each in reading.records], reading.left_out) == (["本物"], 1)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"PK\x03\x04zip", b"\x81\x00\xff\xfe\x80", b'a,"b\n'])
def test_rubbish_gives_one_sentence(content):
    reading = records.read(content)
    assert reading.records == ()
    assert reading.problems


@given(st.binary(max_size=2000))
def test_reading_never_fails(content):
    assert isinstance(records.read(content), records.Reading)


@given(st.lists(st.text(max_size=60), min_size=17, max_size=17))
def test_rows_never_fail(cells):
    quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    reading = records.read(f"{HEADING}\n{quoted}\n".encode("utf-8", "ignore"))
    assert isinstance(reading, records.Reading)
