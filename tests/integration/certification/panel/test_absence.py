"""不在: open applications go on, handed-in sheets stay, conflicts and caps hold, the new one is told once."""

import pytest

from certification.models import Assignment, PanelMember
from certification.selectors.panels import panels
from certification.services import absence, panel
from core.domain.reason import Refused
from core.models import OutboxMessage
from tests.factories import procedure
from tests.factories.cast import AT, person


@pytest.fixture
def helper(desk):
    """A fourth reviewer with nothing to read."""
    made = person("hayashi", last="林", groups=("reviewer",))
    panel.appoint(desk.round, made, by=desk.cast.suzuki, at=AT)
    return made


def seat_of(desk):
    return PanelMember.objects.get(round=desk.round, user=desk.cast.tanaka)


def test_open_ones_go_to_the_replacement_and_handed_in_ones_stay(desk, helper, office):
    procedure.score(desk.first, desk.cast.tanaka, marks=procedure.GOOD)
    here = f"/cms/rounds/{desk.round.pk}/panel/{seat_of(desk).pk}/absent/"
    page = office.get(here)
    assert [line["application"].pk for line in page.context["lines"]] == [desk.second.pk]
    assert page.context["lines"][0]["choices"][0]["chosen"]  # proposed
    values = {"reason": "入院のため", "from_on": "2026-11-21", f"to.{desk.second.pk}": helper.pk}
    assert office.post(here, values).status_code == 302
    office.post(here, values)  # pressed twice

    found = panels([desk.first.pk, desk.second.pk])
    assert desk.cast.tanaka.pk in found[desk.first.pk].base
    assert len(found[desk.first.pk].sheets) == 1
    assert set(found[desk.second.pk].base) == {desk.cast.takahashi.pk, desk.cast.watanabe.pk, helper.pk}
    mails = OutboxMessage.objects.filter(kind="panel_replacement")
    assert [row.to for row in mails] == [helper.email]
    assert "入院のため" in office.get(f"/cms/rounds/{desk.round.pk}/panel/{seat_of(desk).pk}/").content.decode()


def test_nobody_with_a_relation_or_a_full_cap_takes_over(desk, helper):
    seat = seat_of(desk)
    panel.pin_conflict(desk.first, helper, kind="family", reason="親族", by=desk.cast.suzuki, at=AT)
    helper_seat = PanelMember.objects.get(user=helper)
    panel.change_terms(helper_seat, panel.Terms(cap=1), by=desk.cast.suzuki, at=AT)
    assert absence.proposal(seat, on=AT.date()) == {desk.second.pk: helper.pk}
    with pytest.raises(Refused, match="引き継げません"):
        absence.replace(seat, {desk.first.pk: helper.pk}, reason="入院", from_on=AT.date(), by=desk.cast.suzuki, at=AT)
    assert Assignment.objects.filter(reviewer=desk.cast.tanaka, removed_at=None).count() == 2
    assert seat_of(desk).absent_from is None


def test_cap_counts_over_all_that_is_handed_on(desk, helper):
    panel.change_terms(PanelMember.objects.get(user=helper), panel.Terms(cap=1), by=desk.cast.suzuki, at=AT)
    both = {desk.first.pk: helper.pk, desk.second.pk: helper.pk}
    with pytest.raises(Refused, match="上限"):
        absence.replace(seat_of(desk), both, reason="入院", from_on=AT.date(), by=desk.cast.suzuki, at=AT)


def test_without_a_reason_it_is_refused_and_what_was_chosen_kept(desk, helper, office):
    here = f"/cms/rounds/{desk.round.pk}/panel/{seat_of(desk).pk}/absent/"
    answer = office.post(here, {"from_on": "2026-11-21", f"to.{desk.first.pk}": helper.pk})
    assert answer.status_code == 422
    assert answer.context["lines"][0]["choices"][0]["chosen"]


def test_coming_back_ends_the_absence_and_moves_nothing(desk, helper, office):
    seat = seat_of(desk)
    absence.replace(seat, {}, reason="入院", from_on=AT.date(), by=desk.cast.suzuki, at=AT)
    office.post(f"/cms/rounds/{desk.round.pk}/panel/{seat.pk}/absent/", {"action": "back"})
    assert seat_of(desk).absent_from is None
    assert not Assignment.objects.filter(reviewer=desk.cast.tanaka, removed_at=None).exists()
