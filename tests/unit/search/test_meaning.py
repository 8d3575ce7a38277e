"""Prices and allergens in the words of a question."""

import pytest

from search.domain import meaning, normal
from search.public_records import allergens


def read(text: str) -> meaning.Read:
    return meaning.read(normal.norm(text), allergens())


@pytest.mark.parametrize(
    ("text", "low", "high", "rest"),
    [
        ("1000円以下のお菓子", None, 1000, "お菓子"),
        ("焼酎 2000円まで", None, 2000, "焼酎"),
        ("3,000円以上 日本酒", 3000, None, "日本酒"),
        ("500円未満", None, 499, ""),
        ("3000円台の日本酒", 3000, 3999, "日本酒"),
        ("1500円台", 1500, 1599, ""),
        ("1万円台", 10_000, 19_999, ""),
        ("700円くらいの手土産", 560, 840, "手土産"),
        ("２千円以内", None, 2000, ""),
        ("三千円以下", None, 3000, ""),
        ("1000円〜2000円 茶", 1000, 2000, "茶"),
        ("2〜3千円のハム", 2000, 3000, "ハム"),
        ("under 1000 yen sweets", None, 1000, "sweets"),
        ("ジャム", None, None, "ジャム"),
        ("500gジャム", None, None, "500gジャム"),
        ("円以下", None, None, "円以下"),
    ],
)
def test_price_is_read_and_taken_out(text: str, low: int | None, high: int | None, rest: str) -> None:
    found = read(text)
    assert (found.price_min, found.price_max, " ".join(found.text.split())) == (low, high, rest)


@pytest.mark.parametrize(
    ("text", "slugs", "rest"),
    [
        ("卵なし クッキー", ("egg",), "クッキー"),
        ("卵アレルギーでも食べられるお土産", ("egg",), "お土産"),
        ("そばが入っていない麺", ("buckwheat",), "麺"),
        ("乳製品なし おやつ", ("milk",), "おやつ"),
        ("小麦粉不使用のケーキ", ("wheat",), "ケーキ"),
        ("グルテンフリー パン", ("wheat",), "パン"),
        ("卵なし 乳なし", ("egg", "milk"), ""),
        ("egg free cookies", ("egg",), "cookies"),
        ("添加物なし ハム", (), "添加物なし ハム"),
        ("梨ジャム", (), "梨ジャム"),
    ],
)
def test_allergen_is_read_and_taken_out(text: str, slugs: tuple[str, ...], rest: str) -> None:
    found = read(text)
    assert (found.allergens, " ".join(found.text.split())) == (slugs, rest)
