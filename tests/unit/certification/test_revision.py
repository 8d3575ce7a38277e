"""Versions side by side."""

from certification.domain.common_fields import COMMON_FIELDS
from certification.domain.revision import Change, diff

OLD = {"name": "福来ぽんず", "price_yen": 800, "allergens": {"soy": "unknown"}, "gone": "前の質問"}
NEW = {"name": "福来ぽんず", "price_yen": 900, "allergens": {"soy": "yes"}, "contents": "200ml"}


def test_a4_changes_stand_in_the_order_of_the_form_with_questions_that_are_gone_last():
    assert diff(OLD, NEW, COMMON_FIELDS) == (
        Change("price_yen", "販売価格（税込み）", "800円", "900円"),
        Change("contents", "内容量・規格", "", "200ml"),
        Change("allergens", "アレルギー物質", "未確認：大豆", "あり：大豆"),
        Change("gone", "gone", "前の質問", ""),
    )


def test_equal_answers_have_no_changes():
    assert diff(OLD, OLD, COMMON_FIELDS) == ()


def test_values_that_read_the_same_are_no_change():
    assert diff({"name": "", "contents": None}, {"name": None}, COMMON_FIELDS) == ()
