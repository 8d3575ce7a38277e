"""S2, S3: assigning in bulk and in balance; shown first, taken exactly so, refused where a row has changed since."""

import pytest
from django.urls import reverse

from certification.models import Assignment
from certification.services import panel
from core.domain.reason import Refused
from core.models import AuditEvent
from tests.factories.cast import AT

TODAY = AT


@pytest.fixture
def client(before, office):
    return office


def pairs():
    return set(Assignment.objects.filter(removed_at=None).values_list("application_id", "reviewer_id"))


def test_s2_balanced_plan_is_shown_and_writes_nothing_until_it_is_taken(before, office):
    panel.pin_conflict(before.rows[0], before.cast.tanaka, kind="supplier", reason="納入", by=before.cast.suzuki, at=AT)
    page = office.get(f"{before.here}/assignment/plan/?per=2")
    text, html = page.context["plan"].text, page.content.decode()

    assert pairs() == set()
    assert "この6件を割り当てる" in html
    office.post(f"{before.here}/assignment/plan/", {"plan": text})

    made = pairs()
    assert len(made) == 6
    assert (before.rows[0].pk, before.cast.tanaka.pk) not in made
    loads = [sum(who == person.pk for _row, who in made) for person in before.cast.reviewers]
    assert loads == [2, 2, 2]
    assert AuditEvent.objects.filter(verb="application.assigned").count() == 6


def test_s3_a_row_changed_since_the_preview_is_refused_and_nothing_written(before, office):
    text = office.get(f"{before.here}/assignment/plan/?per=1").context["plan"].text
    panel.assign([before.rows[1]], [before.cast.watanabe], by=before.cast.suzuki, at=AT)
    kept = pairs()

    html = office.post(f"{before.here}/assignment/plan/", {"plan": text}, follow=True).content.decode()

    assert "案を表示した後に変わった申請があります" in html
    assert before.rows[1].receipt_number in html
    assert pairs() == kept


def test_s3_a_conflict_since_the_preview_is_refused(before, office):
    text = office.get(f"{before.here}/assignment/plan/?per=3").context["plan"].text
    panel.pin_conflict(before.rows[0], before.cast.tanaka, kind="family", reason="親族", by=before.cast.suzuki, at=AT)

    office.post(f"{before.here}/assignment/plan/", {"plan": text})

    assert pairs() == set()


def test_the_same_plan_pressed_twice_is_taken_once(before, office):
    text = office.get(f"{before.here}/assignment/plan/?per=2").context["plan"].text
    office.post(f"{before.here}/assignment/plan/", {"plan": text})
    html = office.post(f"{before.here}/assignment/plan/", {"plan": text}, follow=True).content.decode()

    assert "0件の割当を加えました" in html
    assert len(pairs()) == 6


def test_s2_caps_hold_and_what_cannot_be_filled_is_said_with_why(before, office):
    for person in before.cast.reviewers:
        seat = before.seat(person)
        panel.change_terms(seat, panel.Terms(cap=1), by=before.cast.suzuki, at=AT)

    page = office.get(f"{before.here}/assignment/plan/?per=2")

    assert page.context["plan"].count == 3
    assert "人数がそろいません" in page.content.decode()


def test_s2_field_of_expertise_decides_where_loads_are_equal(before, office):
    for person, words in zip(before.cast.reviewers, (("1号",), ("2号",), ("3号",)), strict=True):
        panel.change_terms(before.seat(person), panel.Terms(expertise=words), by=before.cast.suzuki, at=AT)

    plan = office.get(f"{before.here}/assignment/plan/?per=1").context["plan"]

    assert [plan.new[row.pk] for row in before.rows] == [(person.pk,) for person in before.cast.reviewers]


def test_s3_bulk_shows_rows_effect_and_what_is_skipped_with_why(before, office):
    cast = before.cast
    panel.pin_conflict(before.rows[0], cast.tanaka, kind="supplier", reason="納入", by=cast.suzuki, at=AT)
    panel.assign([before.rows[1]], [cast.tanaka], by=cast.suzuki, at=AT)
    values = {"action": "bulk", "pick": [row.pk for row in before.rows[:2]], "who": [cast.tanaka.pk, cast.takahashi.pk]}

    page = office.post(f"{before.here}/assignment/plan/", values)
    html = page.content.decode()

    assert "関係があります（取引がある）" in html
    assert "すでに割り当てています" in html
    office.post(f"{before.here}/assignment/plan/", {"plan": page.context["plan"].text})
    assert pairs() == {
        (before.rows[1].pk, cast.tanaka.pk),
        (before.rows[0].pk, cast.takahashi.pk),
        (before.rows[1].pk, cast.takahashi.pk),
    }


def test_bulk_without_a_choice_says_what_is_missing(before, office):
    html = office.post(f"{before.here}/assignment/plan/", {"action": "bulk"}, follow=True).content.decode()
    assert "申請と審査委員を、1つ以上ずつ選んでください" in html


def test_a_forged_plan_is_refused_with_a_sentence(before, office):
    stranger = f"{before.rows[0].pk}:{'0' * 10}:999"
    for text in ("nonsense", stranger):
        office.post(f"{before.here}/assignment/plan/", {"plan": text})
    assert pairs() == set()


def test_suspected_relations_are_avoided_and_named_when_nobody_else_is_left(before, office):
    panel.change_terms(
        before.seat(before.cast.takahashi), panel.Terms(affiliation="架空菓子店つむぎ"), by=before.cast.suzuki, at=AT
    )
    few = office.get(f"{before.here}/assignment/plan/?per=2")
    assert before.cast.takahashi.pk not in {r for who in few.context["plan"].new.values() for r in who}
    every = office.get(f"{before.here}/assignment/plan/?per=3").content.decode()
    assert "関係があるかもしれない組み合わせ" in every


def test_absent_reviewer_is_given_nothing(before, office):
    seat = before.seat(before.cast.tanaka)
    seat.absent_from, seat.absent_at, seat.absent_by = AT.date(), AT, before.cast.suzuki
    seat.save()
    plan = office.get(f"{before.here}/assignment/plan/?per=3").context["plan"]
    assert before.cast.tanaka.pk not in {r for who in plan.new.values() for r in who}
    with pytest.raises(Refused, match="不在"):
        panel.assign([before.rows[0]], [before.cast.tanaka], by=before.cast.suzuki, at=AT)


@pytest.mark.parametrize("count", [1, 3])
def test_plan_costs_the_same_at_every_size(before, office, exact_queries, count):
    for row in before.rows[count:]:
        type(row).objects.filter(pk=row.pk).update(status="refused")
    url = reverse("rounds:assignment_plan", args=[before.round.pk])
    office.get(url)
    with exact_queries(17):
        office.get(url)
