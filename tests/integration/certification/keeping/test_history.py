"""The history of what was typed: found again, taken back under the lock, coalesced, cleared after its term."""

from datetime import timedelta

import pytest

from certification.models import FieldEdit
from certification.services import applications, draft_history
from tests.factories.cast import AT


@pytest.fixture
def sato(client_of, cast, draft):
    return client_of(cast.sato)


def write(draft, text, by, at, field="description"):
    draft.refresh_from_db()
    applications.save(draft, {field: text}, base=draft.revision, by=by, at=at)


def test_earlier_text_is_shown_with_who_and_when_and_taken_back(sato, draft, cast):
    write(draft, "一つ目の説明です。", cast.sato, AT + timedelta(minutes=10))
    write(draft, "二つ目の説明です。", cast.sato, AT + timedelta(minutes=20))
    page = sato.get(f"/apply/a/{draft.code}/history/").content.decode()
    assert "一つ目の説明です。" in page
    assert "佐藤 花" in page
    edit = FieldEdit.objects.get(field_key="description", new="一つ目の説明です。")
    seen = page.split('id="h-description"')[1].split('name="seen" value="')[1].split('"')[0]
    answer = sato.post(f"/apply/a/{draft.code}/history/", {"take": f"{edit.pk}:new", "seen": seen})
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert draft.answers["description"] == "一つ目の説明です。"
    assert "二つ目の説明です。" in sato.get(f"/apply/a/{draft.code}/history/").content.decode()


def test_text_changed_since_the_page_opened_is_not_overwritten(sato, draft, cast):
    write(draft, "一つ目の説明です。", cast.sato, AT + timedelta(minutes=10))
    write(draft, "二つ目の説明です。", cast.sato, AT + timedelta(minutes=20))
    page = sato.get(f"/apply/a/{draft.code}/history/").content.decode()
    seen = page.split('id="h-description"')[1].split('name="seen" value="')[1].split('"')[0]
    write(draft, "同僚の説明です。", cast.sato, AT + timedelta(minutes=30))
    edit = FieldEdit.objects.get(field_key="description", new="一つ目の説明です。")
    answer = sato.post(f"/apply/a/{draft.code}/history/", {"take": f"{edit.pk}:new", "seen": seen}, follow=True)
    assert "戻しませんでした" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.answers["description"] == "同僚の説明です。"


def test_saves_close_together_are_one_step(draft, cast):
    write(draft, "", cast.sato, AT + timedelta(minutes=9))
    FieldEdit.objects.all().delete()
    for minute, text in enumerate(("あ", "あい", "あいう")):
        write(draft, text, cast.sato, AT + timedelta(minutes=10 + minute))
    row = FieldEdit.objects.get(field_key="description")
    assert (row.new, row.begun_at, row.at) == ("あいう", AT + timedelta(minutes=10), AT + timedelta(minutes=12))
    write(draft, "別の日", cast.sato, AT + timedelta(minutes=60))
    assert FieldEdit.objects.filter(field_key="description").count() == 2


def test_stranger_finds_nothing_and_reader_sees_no_button(client_of, cast, reader, draft, sato):
    write(draft, "一つ目", cast.sato, AT + timedelta(minutes=10))
    write(draft, "二つ目", cast.sato, AT + timedelta(minutes=20))
    address = f"/apply/a/{draft.code}/history/"
    assert client_of(cast.stranger).get(address).status_code == 404
    edit = FieldEdit.objects.filter(field_key="description").first()
    assert client_of(cast.stranger).post(address, {"take": f"{edit.pk}:new"}).status_code == 404
    page = client_of(reader).get(address).content.decode()
    assert "一つ目" in page
    assert 'name="take"' not in page
    assert client_of(reader).post(address, {"take": f"{edit.pk}:new", "seen": ""}).status_code == 403
    assert sato.post(address, {"take": "999999:new"}).status_code == 404
    assert sato.put(address).status_code == 405


@pytest.mark.parametrize("many", [1, 3])
def test_history_asks_the_same_number_of_queries(sato, draft, cast, exact_queries, many):
    for n in range(many + 1):
        write(draft, f"{n}番目の文", cast.sato, AT + timedelta(minutes=10 * (n + 1)))
    sato.get(f"/apply/a/{draft.code}/history/")  # the frame is kept
    with exact_queries(6):
        sato.get(f"/apply/a/{draft.code}/history/")


def test_history_is_cleared_a_term_after_handing_in(draft, cast):
    write(draft, "一つ目", cast.sato, AT + timedelta(minutes=10))
    later = AT + draft_history.KEPT + timedelta(days=5)
    assert draft_history.prune(at=later) == 0
    applications.submit(draft, by=cast.sato, at=AT + timedelta(days=1))
    assert draft_history.prune(at=AT + timedelta(days=80)) == 0
    assert draft_history.prune(at=later) > 0
    assert not FieldEdit.objects.exists()
