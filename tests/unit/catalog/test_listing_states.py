"""The listing's edges against a matrix written by hand."""

import pytest

from catalog.domain.listing_states import EDGES, Actor, IllegalMove, ListingStatus, check_move, mermaid

STATES = ("draft", "checked", "offered", "listed", "paused", "ended")
# rows: from, columns: to; o office, s a second person, y system
MATRIX = {
    "draft":   ("",  "o", "",  "",  "",   "o"),
    "checked": ("o", "",  "s", "",  "",   "o"),
    "offered": ("o", "",  "",  "s", "",   "o"),
    "listed":  ("o", "",  "",  "",  "oy", "o"),
    "paused":  ("o", "",  "",  "s", "",   "o"),
    "ended":   ("",  "",  "",  "",  "",   ""),
}  # fmt: skip
ACTORS = {"o": Actor.OFFICE, "s": Actor.SECOND, "y": Actor.SYSTEM}


@pytest.mark.parametrize("source", STATES)
@pytest.mark.parametrize("target", STATES)
@pytest.mark.parametrize("actor", "osy")
def test_move_is_allowed_only_where_the_matrix_says(source, target, actor):
    allowed = actor in MATRIX[source][STATES.index(target)]
    try:
        check_move(ListingStatus(source), ListingStatus(target), (ACTORS[actor],))
    except IllegalMove:
        assert not allowed
    else:
        assert allowed


def test_mermaid_draws_every_edge():
    assert mermaid().count("-->") == len(EDGES) + 1
