"""前の申請から写す: chosen, previewed, copied once; what was left is said; undone by throwing the draft away."""

import pytest

from certification.models import Application
from certification.services import applications
from tests.factories import cast as people
from tests.factories import procedure
from tests.factories.cast import AT


@pytest.fixture
def fresh(cast, firm, call):
    return applications.start(call, firm, by=cast.sato, at=AT)


def test_choose_preview_and_copy(cast, sent, fresh, client_of):
    client = client_of(cast.sato)
    here = f"/apply/a/{fresh.code}/"
    assert f"{here}copy/" in client.get(here).content.decode()
    listed = client.get(f"{here}copy/").content.decode()
    assert sent.product_name in listed
    preview = client.get(f"{here}copy/?from={sent.code}").content.decode()
    assert "6個入り" in preview
    assert "いまの状態で、もう一度答えてください。" in preview
    fresh.refresh_from_db()
    assert fresh.answers == {}
    answer = client.post(f"{here}copy/", {"from": sent.code})
    assert answer["Location"] == here
    after = client.get(here).content.decode()
    assert "写さなかった項目" in after
    assert "市内で販売しています。" in after
    fresh.refresh_from_db()
    assert fresh.answers["contents"] == "6個入り"


def test_copied_twice_or_from_nothing_changes_nothing(cast, sent, draft, fresh, client_of):
    client = client_of(cast.sato)
    client.post(f"/apply/a/{fresh.code}/copy/", {"from": "unknown"})
    client.post(f"/apply/a/{fresh.code}/copy/", {"from": sent.code})
    fresh.refresh_from_db()
    revision = fresh.revision
    client.post(f"/apply/a/{fresh.code}/copy/", {"from": draft.code})
    fresh.refresh_from_db()
    assert fresh.revision == revision


def test_undo_is_throwing_the_draft_away(cast, sent, fresh, client_of):
    client = client_of(cast.sato)
    client.post(f"/apply/a/{fresh.code}/copy/", {"from": sent.code})
    client.post(f"/apply/a/{fresh.code}/withdraw/", {})
    fresh.refresh_from_db()
    sent.refresh_from_db()
    assert (fresh.status, sent.status) == ("withdrawn", "submitted")
    assert applications.files_of(sent)


def test_starting_from_the_first_check_offers_earlier_ones(cast, firm, sent, client_of, call):
    client = client_of(cast.sato)
    page = client.get("/apply/check/?food=yes&fresh=no&sold_in_city=yes&go=1").content.decode()
    assert f'value="{sent.code}"' in page
    data = {"round": call.pk, "business": firm.code, "key": "abcdef123456", "kind": "food", "from": sent.code}
    client.post("/apply/start/", data)
    made = Application.objects.get(code="abcdef123456")
    assert made.answers["name"] == sent.answers["name"]
    assert made.copy.source == sent


def test_another_firms_application_is_no_source(cast, fresh, call, client_of):
    theirs = people.business(cast.stranger, name="架空の他社")
    other = procedure.submitted(call, theirs, cast.stranger)
    client = client_of(cast.sato)
    assert other.product_name not in client.get(f"/apply/a/{fresh.code}/copy/").content.decode()
    client.post(f"/apply/a/{fresh.code}/copy/", {"from": other.code})
    fresh.refresh_from_db()
    assert fresh.answers == {}


def test_roles_states_and_methods(cast, sent, fresh, reader, client_of):
    here = f"/apply/a/{fresh.code}/copy/"
    assert client_of(reader).get(here).status_code == 403
    assert client_of(cast.stranger).get(here).status_code == 404
    assert client_of(cast.sato).put(here).status_code == 405
    assert client_of(cast.sato).get(f"/apply/a/{sent.code}/copy/").status_code == 302
