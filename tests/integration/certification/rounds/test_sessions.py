"""Sessions: the running order, the room list without recused reviewers (R5), papers, the timetable mailed once."""

import io
from datetime import time

import pytest
from openpyxl import load_workbook

from certification.models import SessionSlot, TimetableMail
from certification.selectors import sessions as reads
from certification.services import applications, panel, session_papers, sessions, timetables
from core import mail
from core.domain.reason import Refused
from core.models import AuditEvent, OutboxMessage
from tests.factories import procedure, stages
from tests.factories.cast import AT


@pytest.fixture
def tasting(staged):
    """Both went on; a tasting at 13:00."""
    stages.after_paper(staged.round, [staged.first, staged.second], staged.cast)
    return stages.session(staged.round, staged.cast)


def test_running_order_is_built_moved_and_timed(staged, tasting):
    office = staged.cast.suzuki
    assert sessions.arrange(tasting, by=office, at=AT) == 2
    assert sessions.arrange(tasting, by=office, at=AT) == 0
    first, second = reads.order(tasting)
    assert [line.time.text for line in (first, second)] == ["13:00–13:15", "13:20–13:35"]
    sessions.set_slots(tasting, {first.slot.pk: {"minutes": 20, "break_after": 10, "samples": 3}}, by=office, at=AT)
    sessions.move(second.slot, by_places=-1, by=office, at=AT)
    sessions.move(second.slot, by_places=-1, by=office, at=AT)  # at the top already
    lines = reads.order(tasting)
    assert [(line.application.pk, line.time.text, line.samples) for line in lines] == [
        (staged.second.pk, "13:00–13:15", 8),
        (staged.first.pk, "13:20–13:40", 3),
    ]
    assert AuditEvent.objects.filter(verb="session.slot_moved").count() == 1


def test_order_past_midnight_is_refused_and_nothing_written(staged, tasting):
    sessions.arrange(tasting, by=staged.cast.suzuki, at=AT)
    slot = tasting.slots.first()
    with pytest.raises(Refused, match="0時を過ぎます"):
        sessions.set_slots(tasting, {slot.pk: {"break_after": 480, "minutes": 400}}, by=staged.cast.suzuki, at=AT)
    slot.refresh_from_db()
    assert slot.minutes is None
    with pytest.raises(Refused, match="0時を過ぎます"):
        sessions.change(tasting, {"starts": time(23, 50)}, by=staged.cast.suzuki, at=AT)


def test_only_what_went_on_may_stand_once_in_a_kind_of_session(staged, cast):
    stages.after_paper(staged.round, [staged.first], cast)
    one = stages.session(staged.round, cast)
    sessions.add(one, staged.first, by=cast.suzuki, at=AT)
    assert sessions.add(one, staged.first, by=cast.suzuki, at=AT) == SessionSlot.objects.get()
    with pytest.raises(Refused, match="加えられません"):
        sessions.add(one, staged.second, by=cast.suzuki, at=AT)
    other = stages.session(staged.round, cast)
    with pytest.raises(Refused, match="加えられません"):
        sessions.add(other, staged.first, by=cast.suzuki, at=AT)
    hearing = stages.session(staged.round, cast, kind="hearing")
    assert sessions.add(hearing, staged.first, by=cast.suzuki, at=AT)


def test_r5_recused_reviewer_is_left_out_of_the_room_list(staged, tasting):
    cast = staged.cast
    sessions.arrange(tasting, by=cast.suzuki, at=AT)
    panel.pin_conflict(staged.second, cast.tanaka, kind="family", reason="親族", by=cast.suzuki, at=AT)
    found = session_papers.values(tasting)
    assert cast.tanaka.display_name in found["room"][0]["present"]
    assert cast.tanaka.display_name not in found["room"][1]["present"]
    assert found["staff"][1]["leaving"] == cast.tanaka.display_name
    told = next(each.told for each in timetables.plan(tasting) if each.reviewer_id == cast.tanaka.pk)
    assert [slot["number"] for slot in told["slots"]] == [staged.first.receipt_number]
    assert told["away"] == ["13:20–13:35"]
    assert staged.second.receipt_number not in str(told)


def test_r5_papers_of_a_blind_round_name_no_firm_in_the_room(staged, tasting):
    sessions.arrange(tasting, by=staged.cast.suzuki, at=AT)
    found = session_papers.values(tasting)
    assert staged.firm.name in str(found["staff"])
    assert staged.firm.name not in str(found["room"])
    assert "架空の菓子" not in str(found["room"])
    book = load_workbook(io.BytesIO(session_papers.session_xlsx(tasting)))
    assert book.sheetnames == ["進行表", "室内用"]
    assert book["進行表"]["B3"].value == "13:00–13:15"
    assert session_papers.session_pdf(tasting).startswith(b"%PDF-")


def test_a2_timetable_goes_once_and_only_changes_go_again(staged, tasting):
    office = staged.cast.suzuki
    sessions.arrange(tasting, by=office, at=AT)
    assert timetables.send(tasting, by=office, at=AT) == 4  # one firm with both its products, three reviewers
    assert timetables.send(tasting, by=office, at=AT) == 0
    rows = OutboxMessage.objects.filter(kind__startswith="timetable").order_by("pk")
    assert [row.kind for row in rows] == ["timetable_firm", *["timetable_panel"] * 3]
    assert len(rows[0].context["slots"]) == 2
    first = reads.order(tasting)[0]
    sessions.set_slots(tasting, {first.slot.pk: {"minutes": 30}}, by=office, at=AT)
    assert timetables.send(tasting, by=office, at=AT) == 4
    sessions.set_slots(tasting, {first.slot.pk: {"minutes": None}}, by=office, at=AT)
    assert timetables.send(tasting, by=office, at=AT) == 4  # changed back: the last word has to be told too
    assert timetables.send(tasting, by=office, at=AT) == 0
    assert TimetableMail.objects.count() == 12
    subject, body = mail.render(rows.filter(kind="timetable_firm").last())
    assert subject == "【架空ブランド】実食審査会の時間が変わりました"
    assert "13:00–13:15　架空の菓子1号" in body
    assert "見本・試食 8点" in body


def test_note_of_the_office_alone_sends_nothing_new(staged, tasting):
    office = staged.cast.suzuki
    sessions.arrange(tasting, by=office, at=AT)
    timetables.send(tasting, by=office, at=AT)
    slot = tasting.slots.first()
    sessions.set_slots(tasting, {slot.pk: {"note": "電子レンジ"}}, by=office, at=AT)
    assert timetables.send(tasting, by=office, at=AT) == 0


def test_withdrawn_application_leaves_the_order_and_its_firm_is_told(staged, tasting, cast):
    office = cast.suzuki
    sessions.arrange(tasting, by=office, at=AT)
    timetables.send(tasting, by=office, at=AT)
    applications.withdraw(staged.first, by=cast.sato, at=AT)
    assert [line.application for line in reads.order(tasting)] == [staged.second]
    planned = {each.kind for each in timetables.plan(tasting)}
    assert planned == {"changed"}
    applications.withdraw(staged.second, by=cast.sato, at=AT)
    assert {each.kind for each in timetables.plan(tasting)} == {"off"}
    assert timetables.send(tasting, by=office, at=AT) == 4
    assert "取り消します" in mail.render(OutboxMessage.objects.filter(kind="timetable_firm").order_by("pk").last())[0]


def test_timetable_of_an_older_preview_is_refused(staged, tasting):
    office = staged.cast.suzuki
    sessions.arrange(tasting, by=office, at=AT)
    seen = timetables.digest_of(timetables.plan(tasting))
    sessions.move(tasting.slots.last(), by_places=-1, by=office, at=AT)
    with pytest.raises(Refused, match="時間割が変わりました"):
        timetables.send(tasting, seen=seen, by=office, at=AT)
    assert not OutboxMessage.objects.filter(kind__startswith="timetable").exists()


def test_producer_sees_the_slot_as_it_was_mailed(staged, tasting, clients):
    office = staged.cast.suzuki
    sessions.arrange(tasting, by=office, at=AT)
    here = f"/apply/a/{staged.first.code}/"
    assert "審査の場にお越しください" not in clients("sato").get(here).content.decode()
    timetables.send(tasting, by=office, at=AT)
    sessions.move(tasting.slots.last(), by_places=-1, by=office, at=AT)  # not mailed yet
    words = clients("sato").get(here).content.decode()
    assert "2026年12月1日（火） 13:00–13:15" in words
    assert "架空会館" in words
    assert clients("stranger").get(here).status_code == 404


def test_session_told_cannot_be_removed(staged, tasting):
    office = staged.cast.suzuki
    sessions.arrange(tasting, by=office, at=AT)
    timetables.send(tasting, by=office, at=AT)
    with pytest.raises(Refused, match="消せません"):
        sessions.remove(tasting, by=office, at=AT)


def test_pages_of_a_session_work_by_buttons(staged, cast, office, clients):
    stages.after_paper(staged.round, [staged.first, staged.second], cast)
    top = f"/cms/rounds/{staged.round.pk}/sessions/"
    assert "審査の場を作る" in office.get(top).content.decode()
    blank = {
        "kind": "tasting", "held_on": "2026-12-01", "starts": "13:00", "place": "", "room_note": "",
        "minutes": "15", "pause": "5", "samples": "8",
    }  # fmt: skip
    wrong = office.post(f"{top}new/", {**blank, "room_note": "打った案内"})
    assert wrong.status_code == 422
    assert "打った案内" in wrong.content.decode()
    here = office.post(f"{top}new/", {**blank, "place": "架空会館"}).url
    assert office.post(here, {"action": "arrange"}).status_code == 302
    words = office.get(here).content.decode()
    assert "13:20–13:35" in words
    slots = list(SessionSlot.objects.order_by("place_in_order"))
    given = {f"slot-{slot.pk}-{key}": "" for slot in slots for key in ("minutes", "samples", "break_after", "note")}
    office.post(here, {"action": f"down:{slots[0].pk}", **given, f"slot-{slots[0].pk}-note": "電子レンジ"})
    assert [slot.note for slot in SessionSlot.objects.order_by("place_in_order")] == ["", "電子レンジ"]
    bad = office.post(here, {"action": "save", **given, f"slot-{slots[0].pk}-minutes": "0"})
    assert bad.status_code == 422
    for name in ("print/", "order.pdf", "order.xlsx", "edit/", "mail/"):
        assert office.get(f"{here}{name}").status_code == 200, name
    seen = office.get(f"{here}mail/").context["seen"]
    assert office.post(f"{here}mail/", {"seen": seen}).url == here
    assert OutboxMessage.objects.filter(kind__startswith="timetable").count() == 4
    assert office.post(f"{here}mail/", {"seen": "old"}).url == f"{here}mail/"
    for name, status in (("kimura", 403), ("kobayashi", 403), ("tanaka", 302)):
        assert clients(name).post(here, {"action": "arrange"}).status_code == status
    assert clients("kobayashi").get(here).status_code == 200
    assert office.get(f"{top}999/").status_code == 404


@pytest.mark.parametrize("n", [1, 3])
def test_running_order_costs_the_same_queries(cast, firm, exact_queries, n):
    found = procedure.open_round(cast)
    rows = [procedure.submitted(found, firm, cast.sato) for _ in range(n)]
    for row in rows:
        procedure.accept(row, cast)
    procedure.in_review(found, rows, cast)
    tasting = stages.session(found, cast)
    sessions.arrange(tasting, by=cast.suzuki, at=AT)
    tasting = reads.sessions(found).get()
    with exact_queries(5):
        assert len(reads.order(tasting)) == n
