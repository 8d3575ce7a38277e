"""文様 and allergens."""

from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog import patterns
from catalog.domain import allergens, categories
from catalog.domain.public_records import read
from catalog.services.clicks import is_program


@pytest.mark.parametrize("category", categories.CATEGORIES, ids=lambda each: each.slug)
def test_every_category_has_its_pattern(category):
    assert category.pattern in patterns.DRAWN


@given(
    code=st.text(max_size=20),
    name=st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30),
    tone=st.sampled_from(["light", "dark"]),
)
def test_pattern_is_well_formed_whatever_the_name(code, name, tone):
    picture = patterns.svg(code, name, "shippo", "mikan", tone)
    ET.fromstring(picture)
    assert "style=" not in picture
    assert "<style" not in picture
    assert picture == patterns.svg(code, name, "shippo", "mikan", tone)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("北条米シフォン", "北条米"),
        ("ワタクモ", "ワ"),
        ("（呼称）独立型電源システム", "独立"),
        ("Overdrive", "O"),
        ("花咲く峰より", "花咲"),
        ("「福来氷」", "福来氷"),
        ("★", "品"),
        ("", "品"),
    ],
)
def test_first_characters_stand_for_the_name(name, first):
    assert patterns.first_characters(name) == first


def test_allergen_tables_hold_every_item_once():
    for table in allergens.TABLES:
        assert not set(table.mandatory) & set(table.recommended)
    now = allergens.table(date(2026, 11, 21))
    assert (len(now.mandatory), len(now.recommended)) == (9, 20)
    assert (len(allergens.table(date(2026, 3, 31)).mandatory), len(allergens.table(date(2026, 3, 31)).recommended)) == (
        8,
        20,
    )


def test_unstated_allergen_is_never_free():
    assert allergens.free_of({"wheat": "no", "egg": "unknown", "milk": "yes", "soy": "nonsense"}) == ("wheat",)


@pytest.mark.parametrize(
    "agent", ["", "Googlebot/2.1", "curl/8", "python-requests/2", "Mozilla/5.0 (compatible; bingbot/2.0)"]
)
def test_programs_are_not_counted(agent):
    assert is_program(agent)


def test_people_are_counted():
    assert not is_program(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"
    )


def test_categories_cover_the_shipped_records():
    reading = read((Path(categories.__file__).resolve().parents[1] / "data" / "products.csv").read_bytes())
    assert {record.category for record in reading.records} <= set(categories.BY_SLUG)
