"""The check digit of corporate numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.corporate_number import check_digit, clean, problem


@pytest.mark.parametrize(
    "text",
    ["4011001098993", "2120901007402", "４０１１００１０９８９９３", "4-0110-0109-8993", " 2120 9010 0740 2 "],
)
def test_right_number_has_no_problem_in_any_width(text):
    assert problem(text) is None


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "数字だけ"),
        ("法人番号", "数字だけ"),
        ("401100109899X", "数字だけ"),
        ("401100109899", "12桁"),
        ("40110010989931", "14桁"),
        ("5011001098993", "検査数字"),
        ("4011001098939", "検査数字"),
    ],
)
def test_wrong_number_gets_a_sentence(text, part):
    assert part in problem(text)
    assert problem(text).endswith("。")


@given(st.from_regex(r"[0-9]{12}", fullmatch=True))
def test_number_with_its_check_digit_is_right_and_any_other_digit_in_front_is_wrong(base):
    digit = check_digit(base)

    assert 1 <= digit <= 9
    assert problem(f"{digit}{base}") is None
    assert all(problem(f"{other}{base}") for other in range(10) if other != digit)


@given(st.from_regex(r"[0-9]{12}", fullmatch=True), st.integers(0, 11), st.integers(0, 9))
def test_one_wrong_digit_is_found_but_for_0_and_9(base, place, digit):
    changed = base[:place] + str(digit) + base[place + 1 :]

    same = check_digit(base) == check_digit(changed)
    assert same == (base[place] == str(digit) or {base[place], str(digit)} == {"0", "9"})


def test_clean_keeps_what_is_no_digit_so_that_it_can_be_named():
    assert clean("４０ー１１Ａ") == "4011A"
