"""Complaints of other systems' users about their mail: each is impossible here. The ids are those of the peers page."""

import html
import re
from datetime import timedelta

from django.core import mail as django_mail

from certification.domain.labels import producer_label
from certification.domain.states import Status
from certification.services import applications
from core import mail
from core.models import OutboxMessage
from tests.factories import cast as people
from tests.factories import procedure
from tests.factories.cast import AT


def words(answer) -> str:
    """The text of a page, as read."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def test_p5_receipt_mail_says_what_the_page_says(db, client_of, travel_to):
    travel_to(AT)
    cast = people.cast()
    made = procedure.draft(procedure.open_round(cast), people.business(cast.sato), cast.sato)
    client_of(cast.sato).post(f"/apply/a/{made.code}/review/", {"declare": "yes"})
    made.refresh_from_db()
    assert made.state is Status.SUBMITTED
    mail.deliver_due(at=AT)
    (receipt,) = django_mail.outbox
    page = words(client_of(cast.sato).get(f"/apply/a/{made.code}/"))
    assert made.receipt_number in receipt.subject
    assert f"受付番号　{made.receipt_number}" in receipt.body
    assert made.receipt_number in page
    assert producer_label(Status.SUBMITTED) in page
    for other in (Status.DRAFT, Status.RETURNED):
        assert producer_label(other) not in receipt.subject + receipt.body
    assert "下書き" not in receipt.subject + receipt.body


def test_p5_mail_is_rendered_after_the_commit_and_says_the_number_of_that_day(db):
    """A correction handed in again: the second receipt has the same number and says it is the second."""
    cast = people.cast()
    made = procedure.submitted(procedure.open_round(cast), people.business(cast.sato), cast.sato)
    (row,) = OutboxMessage.objects.all()
    assert row.state == "queued"  # nothing left before the commit
    subject, body = mail.render(row)
    assert made.receipt_number in subject
    assert "回目の提出" not in body


def test_a3_result_stands_on_the_desk_whatever_mail_does(db, client_of, settings, travel_to, run_tasks):
    settings.EMAIL_BACKEND = "tests.fakes.BrokenMail"
    travel_to(AT)
    cast = people.cast()
    scene = procedure.released_scene(cast, people.business(cast.sato))
    run_tasks()
    last = AT
    for _ in range(mail.MAX_ATTEMPTS):
        last += timedelta(hours=5)
        mail.deliver_due(at=last)
    results = OutboxMessage.objects.filter(kind="result")
    assert set(results.values_list("state", flat=True)) == {"failed"}
    for row, sentence in (
        (scene.good, "認証されました"),
        (scene.near, "チャレンジ支援"),
        (scene.poor, "至りませんでした"),
    ):
        assert sentence in words(client_of(cast.sato).get(f"/apply/a/{row.code}/"))
    office = words(client_of(cast.suzuki).get("/cms/outbox/?state=failed"))
    assert "送信できませんでした" in office
    assert cast.sato.email in office


def test_s5_internal_steps_leave_the_outbox_empty(db):
    """From acceptance to confirmation nobody is written to: those are steps of the office."""
    cast = people.cast()
    scene = procedure.decided_scene(cast, people.business(cast.sato))
    told = set(OutboxMessage.objects.values_list("kind", flat=True))
    assert told <= {"receipt", "accepted"}
    assert {row.state for row in scene.all} == {Status.DECIDED}


def test_p4_extension_is_the_only_way_past_the_deadline(db):
    cast = people.cast()
    round_ = procedure.open_round(cast)
    late = procedure.draft(round_, people.business(cast.sato), cast.sato)
    after = round_.closes_at + timedelta(seconds=1)
    saved = applications.save(late, {"name": "締切のあとに直した菓子"}, base=late.revision, by=cast.sato, at=after)
    assert saved.reasons == ()
    late.refresh_from_db()
    assert late.answers["name"] == "締切のあとに直した菓子"
