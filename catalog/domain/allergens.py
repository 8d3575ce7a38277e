"""Food allergens (アレルゲン): the items a label must or should name, by date, and the three states we keep.

Source: 食品表示基準 別表第14 (mandatory) and 消費者庁次長通知 (recommended). 2025-04-01: くるみ became mandatory.
2026-04-01: カシューナッツ became mandatory, ピスタチオ recommended, with a transition of two years (taken from a
vendor's page, to be checked against the official text: docs/rules/gift-rules.md names every unconfirmed date).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

YES, NO, UNKNOWN = "yes", "no", "unknown"
STATES = {YES: "あり", NO: "なし", UNKNOWN: "未確認"}


@dataclass(frozen=True, slots=True)
class Item:
    """One allergen."""

    slug: str
    label: str
    label_en: str


@dataclass(frozen=True, slots=True)
class Table:
    """What the rules name from a day on: 特定原材料 (mandatory) and 特定原材料に準ずるもの (recommended)."""

    valid_from: date
    mandatory: tuple[str, ...]
    recommended: tuple[str, ...]


ITEMS = (
    Item("shrimp", "えび", "Shrimp"),
    Item("crab", "かに", "Crab"),
    Item("walnut", "くるみ", "Walnut"),
    Item("wheat", "小麦", "Wheat"),
    Item("buckwheat", "そば", "Buckwheat"),
    Item("egg", "卵", "Egg"),
    Item("milk", "乳", "Milk"),
    Item("peanut", "落花生", "Peanut"),
    Item("cashew", "カシューナッツ", "Cashew nut"),
    Item("almond", "アーモンド", "Almond"),
    Item("abalone", "あわび", "Abalone"),
    Item("squid", "いか", "Squid"),
    Item("salmon-roe", "いくら", "Salmon roe"),
    Item("orange", "オレンジ", "Orange"),
    Item("kiwi", "キウイフルーツ", "Kiwi fruit"),
    Item("beef", "牛肉", "Beef"),
    Item("sesame", "ごま", "Sesame"),
    Item("salmon", "さけ", "Salmon"),
    Item("mackerel", "さば", "Mackerel"),
    Item("soy", "大豆", "Soybean"),
    Item("chicken", "鶏肉", "Chicken"),
    Item("banana", "バナナ", "Banana"),
    Item("pistachio", "ピスタチオ", "Pistachio"),
    Item("pork", "豚肉", "Pork"),
    Item("macadamia", "マカダミアナッツ", "Macadamia nut"),
    Item("peach", "もも", "Peach"),
    Item("yam", "やまいも", "Yam"),
    Item("apple", "りんご", "Apple"),
    Item("gelatin", "ゼラチン", "Gelatin"),
)
BY_SLUG = {item.slug: item for item in ITEMS}
_ALWAYS = ("shrimp", "crab", "walnut", "wheat", "buckwheat", "egg", "milk", "peanut")
_RECOMMENDED = tuple(item.slug for item in ITEMS if item.slug not in (*_ALWAYS, "cashew", "pistachio"))
TABLES = (
    Table(date(2025, 4, 1), _ALWAYS, ("cashew", *_RECOMMENDED)),
    Table(date(2026, 4, 1), (*_ALWAYS, "cashew"), tuple(i.slug for i in ITEMS if i.slug not in (*_ALWAYS, "cashew"))),
)


def table(on: date) -> Table:
    """The table in force on a day; before the first one we hold, the first."""
    return next((each for each in reversed(TABLES) if each.valid_from <= on), TABLES[0])


def state(allergens: Mapping[str, str], slug: str) -> str:
    """`yes`, `no` or `unknown`: whatever is not stated is 未確認, never なし."""
    value = allergens.get(slug, UNKNOWN)
    return value if value in STATES else UNKNOWN


def free_of(allergens: Mapping[str, str]) -> tuple[str, ...]:
    """Slugs of the items stated as なし, for the facet `allergen_free`; 未確認 is not among them."""
    return tuple(item.slug for item in ITEMS if state(allergens, item.slug) == NO)
