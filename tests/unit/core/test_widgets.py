"""A date as three inputs: width, eras, what is no date."""

from datetime import date

import pytest
from django import forms

from core.widgets import DateWidget, western_year


class When(forms.Form):
    day = forms.DateField(widget=DateWidget)


def posted(year, month, day):
    return When({"day_year": year, "day_month": month, "day_day": day})


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("2026", "4", "1"), date(2026, 4, 1)),
        (("２０２６", "１１", "２１"), date(2026, 11, 21)),
        (("令和8", "4", "1"), date(2026, 4, 1)),
        (("Ｒ８", "4", "1"), date(2026, 4, 1)),
        (("平成30", "12", "31"), date(2018, 12, 31)),
        (("令和元", "5", "1"), date(2019, 5, 1)),
    ],
)
def test_date_in_any_width_and_era(parts, expected):
    form = posted(*parts)
    assert form.is_valid()
    assert form.cleaned_data["day"] == expected


def test_date_that_does_not_exist_is_refused_and_kept():
    form = posted("2026", "2", "31")
    assert not form.is_valid()
    assert 'value="31"' in str(form["day"])


def test_empty_date_is_missing():
    form = posted("", "", "")
    assert form.errors["day"].data[0].code == "required"


def test_three_labelled_inputs_without_placeholder():
    html = str(When(initial={"day": date(2026, 4, 1)})["day"])
    assert html.count("<label") == 3
    assert 'value="2026"' in html
    assert "placeholder" not in html


def test_western_year_leaves_other_words_alone():
    assert western_year("昭和50") == "昭和50"
    assert western_year("Rだよ") == "Rだよ"
