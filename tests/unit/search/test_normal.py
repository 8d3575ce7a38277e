"""Writing made equal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.domain import normal


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ﾌﾞﾙｰﾍﾞﾘｰ", "ブルーベリー"),
        ("ＢＬＵＥ ５００ｇ", "blue 500g"),
        ("醬油 國產 髙﨑 高濱", "醤油 国産 高崎 高浜"),
        ("斉藤 齊藤 齋藤", "斎藤 斎藤 斎藤"),
        ("一斉", "一斉"),
        ("ブル\u2212ベリ\u2014", "ブルーベリー"),
        ("らーーめん", "らーめん"),
        ("6-8枚", "6-8枚"),
        ("霞ケ浦", "霞ヶ浦"),
        ("ケーキ", "ケーキ"),
    ],
)
def test_norm_makes_writings_equal(text: str, expected: str) -> None:
    assert normal.norm(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("霞が浦", "霞ヶ浦"), ("ヴィネガー", "びねがー"), ("私が", "私が"), ("カタカナ", "かたかな")]
)
def test_fold_is_hiragana_with_one_ke(text: str, expected: str) -> None:
    assert normal.fold(text) == expected


def test_clean_drops_what_is_not_text() -> None:
    assert normal.clean("a\x00\u202eb\u200bc\ud800") == "a bc\ufffd"
    assert len(normal.clean("あ" * 10_000, 200)) == 200


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("福来みかん", ["福来", "来み", "みか", "かん"]),
        ("茶", ["茶"]),
        ("500g入り", ["500g", "入り"]),
        ("a.b", ["a", "b"]),
        ("", []),
    ],
)
def test_bigrams(text: str, expected: list[str]) -> None:
    assert normal.bigrams(text) == expected


def test_unigrams_keep_ascii_whole() -> None:
    assert normal.unigrams("茶と茶 ipa") == ["茶", "と", "ipa"]


@given(st.text(max_size=60))
def test_fold_twice_is_fold_once(text: str) -> None:
    once = normal.squeeze(normal.clean(text))
    assert normal.squeeze(once) == once


@given(st.text(max_size=60))
def test_tokens_hold_letters_and_digits_alone(text: str) -> None:
    for token in normal.bigrams(normal.fold(normal.clean(text))):
        assert token
        assert normal.letters(token) == token
        assert len(token) <= normal.TOKEN_LENGTH


@given(st.text(alphabet="アイウエオカキクケコガギグパピプヴンッャュョー", max_size=20))
def test_katakana_and_hiragana_fold_alike(text: str) -> None:
    assert normal.fold(text) == normal.fold(normal.hiragana(text))
