"""Steps of a draft's history: what may be forgotten between two saves, and what never."""

import pytest

from certification.domain.draft_steps import goes_on


@pytest.mark.parametrize(
    ("before", "between", "after", "expected"),
    [
        ("", "みかん", "みかんのゼリー", True),
        ("", "みかんゼリー", "みかんの入ったゼリー", True),
        ("みかんのゼリー", "みかん", "み", True),
        ("", "みかんのゼリーです", "", False),
        ("", "みかんのゼリーです", "福来の菓子でございます", False),
        ("みかんのゼリー", "", "福", False),
        ("みかんのゼリー", "み", "みかん", False),
    ],
)
def test_step(before, between, after, expected):
    assert goes_on(before, between, after) is expected
