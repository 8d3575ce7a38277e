"""Reviewers masked on paper: letters in the order of appointment, no name left in anybody's words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.domain.masking import Names, Reviewer, label

PANEL = [
    Reviewer(7, "高橋", "誠", "takahashi@example.org"),
    Reviewer(3, "田中", "優", "tanaka@example.org"),
    Reviewer(9, "Smith", "Ann", "ann@example.org"),
]


@pytest.mark.parametrize(
    ("place", "letter"), [(0, "委員A"), (25, "委員Z"), (26, "委員AA"), (51, "委員AZ"), (52, "委員BA")]
)
def test_letters_count_on_after_z(place: int, letter: str) -> None:
    assert label(place) == letter


def test_named_paper_names_and_changes_no_word() -> None:
    names = Names(PANEL, masked=False)
    assert names.of(7) == "高橋 誠"
    assert names.clear("高橋さんの話") == "高橋さんの話"


@pytest.mark.parametrize(
    ("words", "masked"),
    [
        ("高橋 誠が言う", "委員Aが言う"),
        ("高橋誠・田中優", "委員A・委員B"),
        ("高橋　誠委員", "委員A委員"),
        ("田中さんと同じ", "委員Bさんと同じ"),
        ("連絡は TAKAHASHI@example.org", "連絡は 委員A"),
        ("Ann Smith と smith ann", "委員C と 委員C"),
        ("高橋商店の品", "委員A商店の品"),
        ("だれの名もない", "だれの名もない"),
    ],
)
def test_masked_paper_clears_names_in_any_form(words: str, masked: str) -> None:
    assert Names(PANEL, masked=True).clear(words) == masked


def test_masked_paper_has_no_name_for_a_stranger_to_the_panel() -> None:
    assert Names(PANEL, masked=True).of(99) == "委員"


@given(st.lists(st.sampled_from(["高橋", "誠", "田中", "優", " ", "　", "が", "tanaka@example.org"]), max_size=12))
def test_no_family_name_survives(parts: list[str]) -> None:
    cleared = Names(PANEL, masked=True).clear("".join(parts))
    assert not [name for name in ("高橋", "田中", "tanaka") if name in cleared]
