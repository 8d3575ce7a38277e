"""Typed text into values: any width, any era, nothing lost."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.domain.common_fields import COMMON_FIELDS
from certification.domain.form_values import clean, display, is_empty, storable
from certification.domain.rules import Field

BY_KEY = {field.key: field for field in COMMON_FIELDS}
NAME, KANA, PRICE = BY_KEY["name"], BY_KEY["name_kana"], BY_KEY["price_yen"]
ALLERGENS, SHOPS = BY_KEY["allergens"], BY_KEY["shops"]
NUMBER = Field("count", "数", "number", unit="個", minimum=Decimal(1), maximum=Decimal(1000))
DAY = Field("since", "始めた日", "date")
PHONE = Field("phone", "電話")
CHOICE = Field("pick", "選ぶ", "choice", options=(("x", "エックス"), ("y", "ワイ")))
CHOICES = Field("picks", "選ぶ", "choices", options=(("x", "エックス"), ("y", "ワイ")))
AGREE = Field("ok", "同意", "agree")
ADDRESS = Field("place", "住所", "address")
FILE = Field("paper", "書類", "file")


def codes(field, raw):
    return [reason.code for reason in clean(field, raw)[1]]


@pytest.mark.parametrize(
    ("field", "raw", "value"),
    [
        (NAME, "  髙﨑の㈱ﾐｶﾝ  ", "髙﨑の㈱ﾐｶﾝ"),
        (NAME, "福来\u200bみかん\x00\ufeff", "福来みかん"),
        (NAME, "𠮷田の葛󠄀餅", "𠮷田の葛󠄀餅"),
        (NAME, "一行目\r\n二行目", "一行目 二行目"),
        (BY_KEY["description"], "一行目\r\n二行目", "一行目\n二行目"),
        (KANA, "ふくれぽんず", "フクレポンズ"),
        (KANA, "ﾌｸﾚ ﾎﾟﾝｽﾞ", "フクレ ポンズ"),
        (KANA, "ヴァイツェン・ビール", "ヴァイツェン・ビール"),
        (PRICE, "１，２００円", 1200),
        (PRICE, "￥1,200", 1200),
        (PRICE, " 1200 ", 1200),
        (PRICE, 1200, 1200),
        (PRICE, "1200.0", 1200),
        (NUMBER, "１２．５個", "12.5"),
        (NUMBER, "1,000", "1000"),
        (NUMBER, "12.0", "12"),
        (DAY, {"year": "２０２６", "month": "４", "day": "１"}, "2026-04-01"),
        (DAY, {"year": "令和8", "month": "4", "day": "1"}, "2026-04-01"),
        (DAY, {"year": "令和8年", "month": "4月", "day": "1日"}, "2026-04-01"),
        (DAY, {"year": "R8", "month": "04", "day": "01"}, "2026-04-01"),
        (DAY, "令和元年5月1日", "2019-05-01"),
        (DAY, "平成31年4月30日", "2019-04-30"),
        (DAY, "昭和64年1月7日", "1989-01-07"),
        (DAY, "2026/4/1", "2026-04-01"),
        (DAY, "2026-04-01", "2026-04-01"),
        (DAY, "Ｒ８．４．１", "2026-04-01"),
        (PHONE, "０２９ー８８３ー１１１１", "029-883-1111"),
        (PHONE, "029(883)1111", "029883-1111"),
        (CHOICE, "x", "x"),
        (CHOICES, ["y", "x"], ["x", "y"]),
        (CHOICES, "y", ["y"]),
        (AGREE, "on", "yes"),
        (AGREE, True, "yes"),
        (AGREE, False, ""),
        (ALLERGENS, {"egg": "yes", "milk": "", "bogus": "no"}, {"egg": "yes"}),
        (
            SHOPS,
            [{"name": "店", "address": "つくば市", "x": "1"}, {"name": " "}],
            [{"name": "店", "address": "つくば市", "url": ""}],
        ),
        (
            ADDRESS,
            {"postcode": "〒３０５－８５５５", "city": " つくば市 "},
            {"postcode": "3058555", "city": "つくば市"},
        ),
        (ADDRESS, "つくば市研究学園", "つくば市研究学園"),
        (FILE, ["token"], ["token"]),
    ],
)
def test_value_is_cleaned_in_any_width(field, raw, value):
    assert clean(field, raw) == (value, ())


@pytest.mark.parametrize("field", [*COMMON_FIELDS, NUMBER, DAY, CHOICES, AGREE, ADDRESS, FILE], ids=lambda f: f.key)
def test_empty_value_is_never_wrong_here(field):
    assert clean(field, "") == ("", ())
    assert clean(field, None) == ("", ())


@pytest.mark.parametrize(
    ("field", "raw", "code"),
    [
        (NAME, "あ" * 101, "too_long"),
        (Field("free", "自由"), "あ" * 20_001, "too_long"),
        (NAME, {"x": 1}, "not_text"),
        (KANA, "福来", "kana"),
        (PRICE, "千円", "number"),
        (PRICE, "1200円くらい", "number"),
        (PRICE, "9" * 5000, "number"),
        (PRICE, "1e9", "number"),
        (PRICE, "NaN", "number"),
        (PRICE, True, "number"),
        (PRICE, "12.5", "whole_yen"),
        (PRICE, "-1", "too_small"),
        (PRICE, "100000000", "too_large"),
        (NUMBER, "0", "too_small"),
        (NUMBER, "1001", "too_large"),
        (NUMBER, ["1"], "number"),
        (DAY, {"year": "2026", "month": "2", "day": "30"}, "no_such_day"),
        (DAY, {"year": "8", "month": "2", "day": "3"}, "year"),
        (DAY, {"year": "来年", "month": "2", "day": "3"}, "year"),
        (DAY, {"year": "2026", "month": "", "day": "3"}, "date"),
        (DAY, {"year": "2026", "month": "13月x", "day": "3"}, "date"),
        (DAY, "そのうち", "date"),
        (DAY, 5, "date"),
        (PHONE, "電話なし", "phone"),
        (CHOICE, "z", "choice"),
        (CHOICE, ["x"], "choice"),
        (CHOICES, ["x", "z"], "choice"),
        (CHOICES, 3, "choice"),
        (ALLERGENS, {"egg": "maybe"}, "allergens"),
        (ALLERGENS, {"egg": ["yes"]}, "allergens"),
        (ALLERGENS, "egg", "allergens"),
        (SHOPS, "店", "table"),
        (SHOPS, ["店"], "table"),
        (SHOPS, [{"name": "店" * 20_001}], "too_long"),
        (ADDRESS, {"postcode": "305"}, "postcode"),
    ],
)
def test_p2_wrong_value_is_kept_as_typed_with_one_sentence(field, raw, code):
    value, reasons = clean(field, raw)

    assert value == raw
    assert [reason.code for reason in reasons] == [code]
    assert reasons[0].field == field.key
    assert field.label in reasons[0].sentence
    assert reasons[0].sentence.endswith(("。", "日", "1200", "1000001"))


def test_too_long_says_by_how_much():
    assert clean(NAME, "あ" * 103)[1][0].sentence == (
        "「商品・サービスの名前」は100字までです。いま103字あるので、3字減らしてください。"
    )


def test_label_with_braces_does_not_break_the_sentence():
    assert clean(Field("x", "{serial}と{label}", "number"), "abc")[1][0].sentence.startswith("「{serial}と{label}」は")


def test_storable_drops_what_no_database_text_holds():
    assert storable({"a\x00": ["x\x00", "\ud800y", 1, None]}) == {"a": ["x", "y", 1, None]}


@pytest.mark.parametrize(
    ("value", "empty"),
    [
        *((value, True) for value in ("", " ", None, [], {"a": ""}, [{"a": ""}], False)),
        *((value, False) for value in (0, "no", {"a": "x"}, ["x"], True)),
    ],
)
def test_is_empty_knows_a_zero_from_nothing(value, empty):
    assert is_empty(value) is empty


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        (PRICE, 1200, "1,200円"),
        (PRICE, "千円", "千円"),
        (NUMBER, "12.5", "12.5個"),
        (NUMBER, "たくさん", "たくさん"),
        (DAY, "2026-04-01", "2026年4月1日"),
        (DAY, "そのうち", "そのうち"),
        (DAY, {"year": "8", "month": "4", "day": "1"}, "8年4月1日"),
        (CHOICE, "x", "エックス"),
        (CHOICE, "z", "z"),
        (CHOICES, ["x", "y"], "エックス、ワイ"),
        (AGREE, "yes", "同意する"),
        (
            ALLERGENS,
            {"egg": "yes", "milk": "yes", "soy": "unknown", "crab": "no"},
            "あり：卵、乳\nなし：かに\n未確認：大豆",
        ),
        (SHOPS, [{"name": "店", "address": "つくば市", "url": ""}], "店 つくば市"),
        (ADDRESS, {"postcode": "3058555", "city": "つくば市"}, "〒305-8555 つくば市"),
        (FILE, ["a", "b"], "2件"),
        (NAME, "ぽんず", "ぽんず"),
        (NAME, None, ""),
        (AGREE, "", ""),
    ],
)
def test_display_reads_as_people_do(field, value, shown):
    assert display(field, value) == shown


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
FIELDS = st.sampled_from([*COMMON_FIELDS, NUMBER, DAY, PHONE, CHOICE, CHOICES, AGREE, ADDRESS, FILE])


@given(FIELDS, ANYTHING)
def test_any_input_gives_a_value_that_can_be_stored_and_shown(field, raw):
    value, reasons = clean(field, raw)

    text = json.dumps(value, ensure_ascii=False)
    assert "\\u0000" not in text
    text.encode()
    assert isinstance(display(field, value), str)
    assert all(reason.field == field.key for reason in reasons)


@given(FIELDS, st.text(max_size=300))
def test_p2_cleaning_twice_changes_nothing(field, raw):
    value, reasons = clean(field, raw)

    if not reasons:
        assert clean(field, value) == (value, ())


@given(st.text(max_size=60))
def test_p2_no_visible_character_of_a_name_is_lost(raw):
    value, _ = clean(NAME, raw)

    for char in "髙﨑㈱①Ⅲℓ":
        assert value.count(char) == raw.count(char)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31)))
def test_every_day_reads_back_from_three_inputs(day):
    parts = {"year": str(day.year), "month": str(day.month), "day": str(day.day)}

    assert clean(DAY, parts) == (day.isoformat(), ())
