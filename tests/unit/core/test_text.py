"""Cleaning what people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.text import clean, digits, katakana, whole_number


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  髙﨑　商店 ", "髙﨑 商店"),
        ("a\x00b\u200bc\u202ed\ufeff", "abcd"),
        ("葛󠄀飾", "葛󠄀飾"),
        ("𠮷野", "𠮷野"),
        ("一\r\n二\r三", "一 二 三"),
        ("\ud800x", "x"),
    ],
)
def test_clean_drops_only_what_cannot_be_seen(typed, kept):
    assert clean(typed) == kept


def test_clean_keeps_line_ends_when_asked():
    assert clean("一\r\n二\r三\n", lines=True) == "一\n二\n三"


@given(st.text())
def test_clean_is_stable_and_storable(typed):
    once = clean(typed)

    assert clean(once) == once
    assert "\x00" not in once
    once.encode()


def test_digits_of_any_width():
    assert digits("〒３０５－８５５５ (市役所)") == "3058555"


@pytest.mark.parametrize(
    ("typed", "kana"), [("ひらがな", "ヒラガナ"), ("ﾊﾝｶｸｶﾞ", "ハンカクガ"), ("ゔゎ", "ヴヮ"), ("漢字A", "漢字A")]
)
def test_katakana_of_any_kana(typed, kana):
    assert katakana(typed) == kana


def test_whole_number_takes_digits_of_any_width_that_a_column_holds():
    cases = {"7": 7, " ７ ": 7, "0" * 18: 0, "9" * 18: 10**18 - 1}
    assert {typed: whole_number(typed) for typed in cases} == cases
    for typed in ("", "-1", "1.5", "9" * 19, "9" * 5000, "二", "1e3", "NaN"):
        assert whole_number(typed) is None
