"""Balanced assignment: no conflict, no cap broken, loads even."""

from hypothesis import given
from hypothesis import strategies as st

from certification.domain.assignment import balanced, propose


def test_s2_sixty_applications_over_eight_reviewers_are_even():
    proposal = propose(range(60), range(8), set(), 4)

    assert set(proposal.loads.values()) == {30}
    assert proposal.short == {}


def test_s2_conflicts_and_caps_hold_while_everything_is_filled():
    conflicts = {(application, application % 5) for application in range(20)}

    proposal = propose(range(20), range(5), conflicts, 3, {0: 8, 1: 13, 2: 13, 3: 13, 4: 13})

    assert not proposal.short
    assert proposal.loads[0] <= 8
    assert not any((a, r) in conflicts for a, given_ in proposal.reviewers.items() for r in given_)


def test_full_reviewer_hands_a_place_on():
    # 2 may go only to reviewer 0, whom 1 has taken up to the cap.
    proposal = propose([1, 2], [0, 1], {(2, 1)}, 1, {0: 1})

    assert proposal.reviewers == {1: (1,), 2: (0,)}


def test_what_cannot_be_filled_is_said():
    proposal = propose([1, 2], [0], {(2, 0)}, 2)

    assert (proposal.reviewers, proposal.short) == ({1: (0,), 2: ()}, {1: 1, 2: 2})


def test_full_reviewer_who_can_hand_nothing_on_leaves_a_lack():
    proposal = propose([1, 2], [0], set(), 1, {0: 1})

    assert (proposal.reviewers, proposal.short) == ({1: (0,), 2: ()}, {2: 1})


def test_existing_assignments_stay_and_count():
    proposal = propose([1, 2, 3], [0, 1], set(), 1, existing={1: [0], 2: [0]})

    assert proposal.reviewers == {1: (0,), 2: (0,), 3: (1,)}


def test_places_that_may_not_move_leave_the_loads_uneven():
    proposal = propose([1, 2, 3], [0, 1], set(), 1, existing={1: [0], 2: [0], 3: [0]})

    assert proposal.loads == {0: 3}


def test_same_input_gives_the_same_proposal():
    assert balanced(range(9), range(4), {(0, 0)}, 2) == balanced(range(9), range(4), {(0, 0)}, 2)


@given(
    st.integers(0, 8),
    st.integers(0, 5),
    st.integers(0, 4),
    st.sets(st.tuples(st.integers(0, 7), st.integers(0, 4)), max_size=15),
    st.dictionaries(st.integers(0, 4), st.integers(0, 6)),
)
def test_s2_proposal_never_breaks_a_conflict_or_cap(applications, reviewers, each, conflicts, caps):
    proposal = propose(range(applications), range(reviewers), conflicts, each, caps)

    for application, given_ in proposal.reviewers.items():
        assert len(set(given_)) == len(given_) == each - proposal.short.get(application, 0)
        assert not any((application, reviewer) in conflicts for reviewer in given_)
    for reviewer, load in proposal.loads.items():
        assert load <= caps.get(reviewer, load)
    for application in proposal.short:  # nobody who could simply take it was left idle
        for reviewer in range(reviewers):
            could = (application, reviewer) not in conflicts and reviewer not in proposal.reviewers[application]
            assert not could or proposal.loads.get(reviewer, 0) >= caps.get(reviewer, 99)


@given(st.integers(1, 20), st.integers(1, 6), st.integers(1, 6))
def test_s2_loads_differ_by_one_at_most_without_conflicts(applications, reviewers, each):
    proposal = propose(range(applications), range(reviewers), set(), min(each, reviewers))

    loads = [proposal.loads.get(reviewer, 0) for reviewer in range(reviewers)]
    assert max(loads) - min(loads) <= 1
