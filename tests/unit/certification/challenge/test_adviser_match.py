"""Who fits: expertise, then room; never the same firm; a reviewer of the next panel behind the others."""

from certification.domain.adviser_match import Candidate, rank
from certification.domain.expertise import Expertise

NEEDS = {Expertise.DESIGN: ("包装",), Expertise.LABEL: ("包装", "信頼性")}


def who(person, *expertise, load=0, capacity=5, **more):
    return Candidate(person, f"{person:02}", frozenset(expertise), load, capacity, **more)


def order(*candidates):
    return [row.candidate.person for row in rank(candidates, NEEDS)]


def test_more_gaps_answered_come_first_then_the_smaller_share_of_their_capacity():
    both, design = who(1, Expertise.LABEL), who(2, Expertise.DESIGN)
    assert order(design, both) == [1, 2]
    assert order(who(1, Expertise.LABEL, load=3), who(2, Expertise.LABEL, load=2)) == [2, 1]
    assert order(who(1, Expertise.LABEL, load=2, capacity=4), who(2, Expertise.LABEL, load=3, capacity=9)) == [2, 1]


def test_full_adviser_stands_behind_one_with_room_whatever_the_expertise():
    assert order(who(1, Expertise.LABEL, load=5), who(2, Expertise.WEB)) == [2, 1]
    assert order(who(1, Expertise.LABEL, capacity=0), who(2)) == [2, 1]


def test_same_firm_and_inactive_may_not_be_asked_and_stand_last():
    found = rank([who(1, Expertise.LABEL, same_firm=True), who(2, active=False), who(3)], NEEDS)
    assert [(row.candidate.person, row.why_not) for row in found] == [(3, ""), (1, "same_firm"), (2, "inactive")]
    assert [row.may_be_asked for row in found] == [True, False, False]


def test_reviewer_of_the_next_panel_is_kept_but_stands_behind():
    found = rank([who(1, Expertise.LABEL, on_next_panel=True), who(2)], NEEDS)
    assert [row.candidate.person for row in found] == [2, 1]
    assert found[1].may_be_asked
    assert found[1].covers == (Expertise.LABEL,)
    assert found[1].gaps == ("包装", "信頼性")


def test_equals_stand_by_name_whatever_order_they_came_in():
    assert order(who(3), who(1), who(2)) == [1, 2, 3]
