"""Kana and Latin letters meet in one key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.domain import romaji


@pytest.mark.parametrize(
    ("kana", "hepburn"),
    [
        ("しょうゆ", "shouyu"),
        ("まっちゃ", "matcha"),
        ("ざっし", "zasshi"),
        ("コーヒー", "kohi"),
        ("ファーム", "famu"),
        ("ティー", "ti"),
        ("んあ", "na"),
        ("漢ji", "漢ji"),
        ("っ", ""),
    ],
)
def test_romaji_is_hepburn_by_syllable(kana: str, hepburn: str) -> None:
    assert romaji.romaji(kana) == hepburn


@pytest.mark.parametrize(
    "forms",
    [
        ("ryokucha", "ryokutya", "Ryoku-cha"),
        ("shoyu", "syouyu", "shōyu", "shooyu"),
        ("hojicha", "houjicha", "hōjicha", "houzitya"),
        ("matcha", "maccha", "mattya"),
        ("tempura", "tenpura"),
        ("ohta", "oota", "ota", "ōta"),
        ("tsukuba", "tukuba"),
        ("fukure", "hukure"),
        ("shin'ichi", "shinichi", "sin'iti"),
    ],
)
def test_romanisations_share_a_key(forms: tuple[str, ...]) -> None:
    assert len({romaji.key(form) for form in forms}) == 1


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("ぶるーb", ("burub",)),
        ("にほんs", ("nihons",)),
        ("にほんsh", ("nihons",)),
        ("k", ("k",)),
        ("みch", ("mit",)),
        ("たj", ("taz",)),
        ("f", ("f", "h")),
        ("漢", ()),
        ("", ()),
    ],
)
def test_half_typed_text_has_keys(typed: str, keys: tuple[str, ...]) -> None:
    assert romaji.typed_keys(typed) == keys


KANA = st.text(
    alphabet="あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわん",
    min_size=1,
    max_size=12,
)


@given(KANA)
def test_key_of_kana_is_the_key_of_its_romaji(kana: str) -> None:
    assert romaji.kana_key(kana) == romaji.key(romaji.romaji(kana))


@given(KANA)
def test_key_of_a_key_stays(kana: str) -> None:
    assert romaji.key(romaji.kana_key(kana)) == romaji.kana_key(kana)


@given(KANA, KANA)
def test_keys_of_a_beginning_begin_the_key(first: str, rest: str) -> None:
    whole = romaji.kana_key(first + "か" + rest)
    if not first.endswith("ん"):
        assert whole.startswith(romaji.kana_key(first))


@given(st.text(max_size=300))
def test_key_is_short_and_plain(text: str) -> None:
    key = romaji.key(text)
    assert len(key) <= 200
    assert not key or (key.isascii() and key.isalnum())
