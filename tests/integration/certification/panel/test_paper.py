"""紙の審査票: two people, the second blind to the first; equal is handed in, different is named and settled."""

import pytest
from django.db import DatabaseError, transaction

from certification import invariants
from certification.models import ConflictDeclaration, KeyedSheet, Sheet
from certification.selectors.panels import panels
from certification.services import keyed_sheets, panel, rounds, sheets
from core.domain.reason import Refused
from core.models import AuditEvent
from tests.factories import procedure
from tests.factories.cast import AT, person

KEYED = {
    "declaration": "none", "mark.taste": "5", "mark.origin": "4", "gate.safe": "yes",
    "to_applicant.taste": "香りが良い", "internal.taste": "", "to_applicant.origin": "", "internal.origin": "",
    "to_applicant": "全体に良い", "internal": "", "action": "key",
}  # fmt: skip


@pytest.fixture
def second(desk, client_of):
    return client_of(person("ishii", last="石井", groups=("secretariat",)))


@pytest.fixture
def here(desk):
    return f"/cms/rounds/{desk.round.pk}/paper/{desk.first.code}/{desk.cast.tanaka.pk}/"


def test_equal_papers_are_handed_in_with_declaration_and_both_names(desk, office, second, here):
    office.post(here, {**KEYED, "note": "書庫A-3"})
    assert not Sheet.objects.exists()
    second.post(here, {**KEYED, "to_applicant.taste": "香りが 良い"})  # a space is no difference
    row = KeyedSheet.objects.get()
    assert (row.state, row.keyed_by.email, row.checked_by.email) == (
        "handed_in",
        "suzuki@example.org",
        "ishii@example.org",
    )
    sheet = Sheet.objects.get()
    assert sheet.submitted_at is not None
    assert sheet.marks["taste"]["value"] == "5"
    assert ConflictDeclaration.objects.get().kind == "none"
    assert len(panels([desk.first.pk])[desk.first.pk].sheets) == 1
    assert AuditEvent.objects.filter(verb="sheet.submitted_from_paper").count() == 1
    assert list(invariants.breaches()) == []
    second.post(here, KEYED)  # pressed again
    assert Sheet.objects.count() == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        KeyedSheet.objects.filter(pk=row.pk).update(source_note="別の紙")


def test_the_second_person_sees_nothing_of_the_first(desk, office, second, here):
    office.post(here, KEYED)
    html = second.get(here).content.decode()
    assert "香りが良い" not in html
    assert "checked" not in html
    assert "1人目の点は見えません" in html


def test_the_same_person_cannot_check_their_own(desk, office, here):
    office.post(here, KEYED)
    assert "あなたが1人目として入力しました" in office.get(here).content.decode()
    html = office.post(here, {**KEYED, "mark.taste": "4"}).content.decode()
    assert "1人目と同じ人は、2回目の入力ができません" in html
    assert KeyedSheet.objects.get().state == "keyed"


def test_differences_are_named_and_must_all_be_settled(desk, office, second, here):
    office.post(here, KEYED)
    second.post(here, {**KEYED, "mark.origin": "3", "gate.safe": "no"})
    html = second.get(here).content.decode()
    assert "地域らしさの点" in html
    assert "安全" in html
    assert "味の点" not in html
    assert not Sheet.objects.exists()
    answer = second.post(here, {"action": "settle", "settle.marks.origin.value": "second"})
    assert answer.status_code == 422
    assert "紙を見てどちらかを選んでください" in answer.content.decode()
    second.post(here, {"action": "settle", "settle.marks.origin.value": "second", "settle.gates.safe": "first"})
    sheet = Sheet.objects.get()
    assert (sheet.marks["origin"]["value"], sheet.gates["safe"]) == ("3", True)


def test_a_paper_that_declares_a_relation_recuses_and_makes_no_sheet(desk, office, second, here):
    related = {"declaration": "supplier", "reason": "原料を納めています", "action": "key"}
    office.post(here, related)
    second.post(here, related)
    assert KeyedSheet.objects.get().state == "recused"
    assert not Sheet.objects.exists()
    assert desk.cast.tanaka.pk in panels([desk.first.pk])[desk.first.pk].recused


def test_incomplete_paper_names_each_gap_and_keeps_what_was_typed(desk, office, here):
    answer = office.post(here, {**KEYED, "mark.origin": ""})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "「地域らしさ」がまだ採点されていません" in html
    assert "香りが良い" in html
    assert not KeyedSheet.objects.exists()


def test_only_while_open_and_never_for_a_conflict_a_draft_or_a_stranger(desk, office, here):
    by = desk.cast.suzuki
    content = keyed_sheets.content_of(sheets.Input({}, {}), declaration="none", reason="")
    panel.pin_conflict(desk.first, desk.cast.takahashi, kind="family", reason="親族", by=by, at=AT)
    panel.declare(desk.first, kind="none", by=desk.cast.watanabe, at=AT)
    sheets.save(desk.first, sheets.Input({"taste": {"value": "3"}}, {}), by=desk.cast.watanabe, at=AT)
    for reviewer, words in (
        (desk.cast.takahashi, "利益相反"),
        (desk.cast.watanabe, "画面で入力を始めています"),
        (desk.cast.stranger, "割り当てられていません"),
    ):
        with pytest.raises(Refused, match=words):
            keyed_sheets.key(desk.first, reviewer, content, by=by, at=AT)
    rounds.close_scoring(desk.round, by=by, at=AT)
    office.post(here, KEYED)
    assert not KeyedSheet.objects.exists()


def test_discarded_paper_stays_on_record_and_may_be_keyed_anew(desk, office, here):
    office.post(here, KEYED)
    office.post(here, {"action": "discard"})
    office.post(here, KEYED)
    assert list(KeyedSheet.objects.order_by("pk").values_list("state", flat=True)) == ["discarded", "keyed"]


def test_scan_is_kept_and_served_to_the_office_alone(desk, office, here, client_of):
    office.post(here, {**KEYED, "scan": procedure.picture("paper.jpg")})
    answer = office.get(f"{here}scan/")
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")
    assert client_of(desk.cast.tanaka).get(f"{here}scan/").status_code == 302
    assert client_of(desk.cast.kobayashi).get(here).status_code == 403


def test_list_costs_the_same_for_one_and_two_applications(desk, office, exact_queries):
    url = f"/cms/rounds/{desk.round.pk}/paper/"
    office.get(url)
    with exact_queries(18):
        office.get(url)
    type(desk.second).objects.filter(pk=desk.second.pk).update(status="withdrawn")
    with exact_queries(18):
        office.get(url)
