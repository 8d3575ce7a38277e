"""The questions every programme asks."""

from certification.domain.common_fields import COMMON_FIELDS, FOOD_REQUIRED, SECTIONS, with_common
from certification.domain.rules import Field

KEYS = [
    "name",
    "name_kana",
    "kind",
    "category",
    "description",
    "price_yen",
    "contents",
    "made_at",
    "ingredients",
    "allergens",
    "storage",
    "temperature",
    "shops",
    "photos",
    "label_image",
    "furusato_interest",
]


def test_common_fields_are_those_of_the_product():
    assert [field.key for field in COMMON_FIELDS] == KEYS
    assert set(KEYS) > FOOD_REQUIRED


def test_r4_fields_that_name_the_maker_are_blind():
    assert {field.key for field in COMMON_FIELDS if field.blind} == {
        "made_at",
        "shops",
        "label_image",
        "furusato_interest",
    }


def test_every_section_has_its_heading():
    assert {field.section for field in COMMON_FIELDS} | {"programme"} == set(SECTIONS)


def test_allergens_ask_for_all_29_items():
    (allergens,) = (field for field in COMMON_FIELDS if field.key == "allergens")

    assert len(allergens.options) == 29


def test_with_common_puts_own_fields_last_and_none_twice():
    own = Field("story", "物語")

    assert with_common((own,)) == (*COMMON_FIELDS, own)
    assert with_common(with_common((own,))) == (*COMMON_FIELDS, own)
