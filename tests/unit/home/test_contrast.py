"""Contrast of colours, against values of the WCAG, and of our own tokens on every ground they stand on."""

import re
from pathlib import Path

import pytest

from home.domain import contrast

TOKENS = Path(__file__).parents[3] / "static" / "css" / "tokens.css"
PAIR = re.compile(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
TEXT = ("ink", "stone", "mikan", "ai", "take", "kogane", "beni", "sumi")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_ratio_of_known_pairs(one, other, expected):
    assert round(contrast.ratio(one, other), 2) == expected
    assert contrast.ratio(one, other) == contrast.ratio(other, one)


def test_luminance_refuses_what_is_no_colour():
    with pytest.raises(ValueError, match="abc"):
        contrast.luminance("#abc")


@pytest.mark.parametrize("name", TEXT)
def test_text_colours_are_readable_on_every_ground(name):
    pairs = {found[1]: (found[2], found[3]) for found in PAIR.finditer(TOKENS.read_text())}
    light, dark = pairs[name]
    assert contrast.readable(light, contrast.LIGHT_GROUNDS)
    assert contrast.readable(dark, contrast.DARK_GROUNDS)


def test_words_on_an_accent_are_readable():
    pairs = {found[1]: (found[2], found[3]) for found in PAIR.finditer(TOKENS.read_text())}
    light_words, dark_words = pairs["on-colour"]
    for name in ("mikan", "ai", "take", "kogane", "beni", "sumi"):
        light, dark = pairs[name]
        assert contrast.ratio(light, light_words) >= contrast.ENOUGH
        assert contrast.ratio(dark, dark_words) >= contrast.ENOUGH
