"""The flow of least cost against the plain rules of domain/assignment.py: legal, as full, as even, as much in field."""

from hypothesis import given, settings
from hypothesis import strategies as st

from certification.domain.assignment import Proposal, faults, matches, propose
from certification.services.balancing import LOAD, UNLIKE, flow


@st.composite
def rounds(draw):
    rows, people = draw(st.integers(1, 7)), draw(st.integers(1, 5))
    pairs = st.tuples(st.integers(0, rows - 1), st.integers(0, people - 1))
    conflicts = draw(st.sets(pairs, max_size=12))
    existing: dict[int, set[int]] = {}
    for row, person in draw(st.sets(pairs, max_size=6)):
        existing.setdefault(row, set()).add(person)
    caps = draw(st.dictionaries(st.integers(0, people - 1), st.integers(0, 6)))
    return list(range(rows)), list(range(people)), conflicts, draw(st.integers(1, 4)), caps, existing


@settings(deadline=None, max_examples=150)
@given(rounds())
def test_s2_flow_breaks_no_rule_and_fills_at_least_as_much_as_the_plain_rules(case):
    rows, people, conflicts, per, caps, existing = case

    ours = flow(rows, people, conflicts, per, caps=caps, existing=existing)
    plain = propose(rows, people, conflicts, per, caps, existing)

    assert faults(ours, conflicts, per, caps, existing) == ()
    assert sum(ours.short.values()) <= sum(plain.short.values())


def test_s2_sixty_over_eight_by_three_are_even_and_in_field():
    liked = {(row, person) for row in range(60) for person in range(8) if (row + person) % 2}
    costs = {(row, person): UNLIKE for row in range(60) for person in range(8) if (row, person) not in liked}

    found = flow(list(range(60)), list(range(8)), set(), 3, costs=costs)

    assert set(found.loads.values()) <= {22, 23}
    assert all((row, person) in liked for row, who in found.reviewers.items() for person in who)
    assert UNLIKE < LOAD


def test_loads_of_other_applications_count():
    found = flow([1, 2], [7, 8], set(), 1, existing={}, loads={7: 5, 8: 0})

    assert found.reviewers == {1: (8,), 2: (8,)}


def test_what_cannot_be_filled_is_said():
    found = flow([1, 2], [7], {(2, 7)}, 2)

    assert (found.reviewers, found.short) == ({1: (7,), 2: ()}, {1: 1, 2: 2})


def test_s2_a_thousand_over_twenty_five_by_five_are_filled_and_even():
    conflicts = {(row, row % 25) for row in range(1000)}

    found = flow(list(range(1000)), list(range(25)), conflicts, 5)

    assert not found.short
    assert max(found.loads.values()) - min(found.loads.values()) <= 1


def test_field_matches_by_category_or_word_and_without_any_everything():
    assert matches([], "sweets", "")
    assert matches(["sweets"], "sweets", "")
    assert matches(["デザイン"], "goods", "木工のデザイン雑貨")
    assert not matches(["sake", "デザイン"], "sweets", "みかんゼリー")


def test_faults_names_each_broken_rule():
    bad = Proposal({1: (7, 8), 2: (7,)}, {})

    assert len(faults(bad, {(1, 7)}, 1, {7: 1}, {2: [9]})) == 4
