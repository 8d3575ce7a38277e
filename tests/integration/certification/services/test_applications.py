"""Starting, saving, attaching, handing in and withdrawing an application."""

from datetime import timedelta

import pytest

from certification.domain.states import Status
from certification.models import Application, ApplicationVersion, Transition
from certification.permissions import Denied
from certification.services import applications
from core.domain.reason import Refused
from core.models import AuditEvent, OutboxMessage
from tests.factories import cast as people
from tests.factories import procedure
from tests.factories.cast import AT, Cast


def test_start_pressed_twice_makes_one_draft(cast, firm):
    """P3: the same form sent again is the same draft."""
    round_ = procedure.open_round(cast)
    first = applications.start(round_, firm, by=cast.sato, at=AT, key="abc123")
    second = applications.start(round_, firm, by=cast.sato, at=AT, key="abc123")
    assert first.pk == second.pk
    assert Application.objects.count() == 1


def test_start_outside_the_window_is_refused(cast, firm):
    round_ = procedure.open_round(cast, days=3)
    with pytest.raises(Refused, match="受付期間ではありません"):
        applications.start(round_, firm, by=cast.sato, at=AT + timedelta(days=4))


def test_start_beyond_the_maximum_is_refused(cast, firm):
    round_ = procedure.open_round(cast, procedure.programme(max_per_firm=1))
    applications.start(round_, firm, by=cast.sato, at=AT)
    with pytest.raises(Refused, match="1件まで"):
        applications.start(round_, firm, by=cast.sato, at=AT)


def test_reader_may_not_start_nor_save(cast, firm):
    people.join(firm, cast.kato, "reader")
    round_ = procedure.open_round(cast)
    with pytest.raises(Denied):
        applications.start(round_, firm, by=cast.kato, at=AT)
    made = applications.start(round_, firm, by=cast.sato, at=AT)
    with pytest.raises(Denied):
        applications.save(made, {"name": "変更"}, base=1, by=cast.kato, at=AT)
    made.refresh_from_db()
    assert made.answers == {}


def test_p2_half_filled_draft_saves_and_reads_back_the_same(cast, firm):
    """P2: draft → reopen → submit is identical, wrong values included."""
    round_ = procedure.open_round(cast)
    made = applications.start(round_, firm, by=cast.sato, at=AT)
    saved = applications.save(
        made, {"name": "髙﨑の菓子", "price_yen": "千二百円くらい"}, base=made.revision, by=cast.sato, at=AT
    )
    assert [reason.field for reason in saved.reasons] == ["price_yen"]
    reread = Application.objects.get(pk=made.pk)
    assert reread.answers["name"] == "髙﨑の菓子"
    assert reread.answers["price_yen"] == "千二百円くらい"
    assert reread.product_name == "髙﨑の菓子"


def test_p6_two_people_on_one_field_see_both_texts(cast, firm):
    """P6: the later of two saves of one field from the same page is told, and overwrites nothing."""
    people.join(firm, cast.stranger)
    made = applications.start(procedure.open_round(cast), firm, by=cast.sato, at=AT)
    base = made.revision
    applications.save(made, {"name": "佐藤の名前"}, base=base, by=cast.sato, at=AT)
    with pytest.raises(applications.Stale) as raised:
        applications.save(made, {"name": "同僚の名前"}, base=base, by=cast.stranger, at=AT)
    assert raised.value.clashes == (applications.Clash("name", "佐藤の名前", "同僚の名前"),)
    made.refresh_from_db()
    assert made.answers["name"] == "佐藤の名前"


def test_p6_two_people_on_different_fields_both_land(cast, firm):
    people.join(firm, cast.stranger)
    made = applications.start(procedure.open_round(cast), firm, by=cast.sato, at=AT)
    base = made.revision
    applications.save(made, {"name": "名前"}, base=base, by=cast.sato, at=AT)
    applications.save(made, {"contents": "6個"}, base=base, by=cast.stranger, at=AT)
    made.refresh_from_db()
    assert (made.answers["name"], made.answers["contents"]) == ("名前", "6個")


def test_submit_incomplete_names_every_field_and_writes_nothing(cast, firm):
    made = applications.start(procedure.open_round(cast), firm, by=cast.sato, at=AT)
    with pytest.raises(applications.NotReady) as raised:
        applications.submit(made, by=cast.sato, at=AT)
    fields = {reason.field for reason in raised.value.reasons}
    assert {"name", "photos", "statement.sold", "story"} <= fields
    made.refresh_from_db()
    assert (made.state, made.receipt_number) == (Status.DRAFT, None)
    assert ApplicationVersion.objects.count() == 0
    assert OutboxMessage.objects.count() == 0


def test_p3_submit_pressed_twice_is_one_number_one_version_one_mail(cast, firm):
    """P3: the same POST twice."""
    made = procedure.draft(procedure.open_round(cast), firm, cast.sato)
    first = applications.submit(made, by=cast.sato, at=AT)
    second = applications.submit(made, by=cast.sato, at=AT)
    assert first == second
    assert list(Transition.objects.values_list("source", "target")) == [("draft", "submitted")]
    assert ApplicationVersion.objects.count() == 1
    assert list(OutboxMessage.objects.values_list("kind", flat=True)) == ["receipt"]


def test_p4_last_second_is_in_time_and_the_next_is_not(cast, firm):
    """P4: the deadline is the server's, to the second; the draft stays; an extension lets that draft in."""
    round_ = procedure.open_round(cast)
    in_time = procedure.draft(round_, firm, cast.sato)
    late = procedure.draft(round_, firm, cast.sato, answers={"name": "遅れた菓子"})
    applications.submit(in_time, by=cast.sato, at=round_.closes_at - timedelta(seconds=1))
    with pytest.raises(Refused, match="下書きとして残っています"):
        applications.submit(late, by=cast.sato, at=round_.closes_at)
    late.refresh_from_db()
    assert (late.state, late.answers["name"]) == (Status.DRAFT, "遅れた菓子")
    late.late_allowed_until = round_.closes_at + timedelta(days=1)
    late.save(update_fields=["late_allowed_until"])
    applications.submit(late, by=cast.sato, at=round_.closes_at + timedelta(hours=1))
    assert late.state is Status.SUBMITTED


def test_numbers_count_up_within_a_round(cast, firm):
    round_ = procedure.open_round(cast)
    numbers = [procedure.submitted(round_, firm, cast.sato).receipt_number for _ in range(3)]
    assert [number[-4:] for number in numbers] == ["0001", "0002", "0003"]


def test_submitted_application_is_closed_to_writing(cast, firm):
    made = procedure.submitted(procedure.open_round(cast), firm, cast.sato)
    with pytest.raises(Denied, match="提出済み"):
        applications.save(made, {"name": "変更"}, base=made.revision, by=cast.sato, at=AT)
    stored = applications.take_upload(procedure.picture(), "photo", by=cast.sato, at=AT)
    with pytest.raises(Denied):
        applications.attach(made, "photos", stored, by=cast.sato, at=AT)


def test_withdraw_keeps_the_record(cast, firm):
    made = procedure.submitted(procedure.open_round(cast), firm, cast.sato)
    applications.withdraw(made, by=cast.sato, at=AT, reason="見直すため")
    assert made.state is Status.WITHDRAWN
    assert Transition.objects.latest("pk").reason == "見直すため"
    assert AuditEvent.objects.filter(verb="application.moved").count() == 2


def test_every_write_leaves_an_audit_row(cast: Cast, firm):
    made = procedure.submitted(procedure.open_round(cast), firm, cast.sato)
    rows = AuditEvent.objects.filter(subject_id=str(made.pk), subject_type="certification.application")
    verbs = list(rows.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["application.started", "application.attached", "application.attached", "application.moved"]
