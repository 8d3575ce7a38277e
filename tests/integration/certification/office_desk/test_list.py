"""The screening list: search in any writing, filters, flags, saved views, the spreadsheet of just these rows."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from certification.models import Application, Round, SavedView
from certification.services import messages, saved_views, screening
from core import clock
from core.domain.reason import Refused
from core.models import Business
from tests.factories import procedure
from tests.factories.cast import AT, Cast
from tests.harness.client import StrictClient

LIST = "/cms/applications/results/"


@pytest.fixture
def submitted(open_round: Round, firm: Business, cast: Cast) -> Application:
    return procedure.submitted(open_round, firm, cast.sato, answers={"name": "福来みかんジャム"})


def shown(client: StrictClient, query: str) -> str:
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.mark.parametrize("words", ["福来", "ｼﾞｬﾑ", "じゃむ", "みかん ジャム", "ミカン", "つむぎ"])
def test_search_finds_any_width_and_kana(words: str, office: StrictClient, submitted: Application) -> None:
    assert submitted.code in shown(office, f"q={words}")


def test_search_finds_a_receipt_number_typed_full_width(office: StrictClient, submitted: Application) -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) for char in str(submitted.receipt_number).lower())
    assert submitted.code in shown(office, f"q={wide}")
    assert submitted.code not in shown(office, "q=存在しない")


def test_filters_by_flag(office: StrictClient, submitted: Application, cast: Cast) -> None:
    assert submitted.code in shown(office, "flag=checks")
    assert "点検 0/1" in shown(office, "flag=checks")
    for other in ("overdue", "unread", "late", "duplicate"):
        assert submitted.code not in shown(office, f"flag={other}")
    screening.check(submitted, {"sold": (True, "")}, by=cast.suzuki, at=AT)
    assert submitted.code not in shown(office, "flag=checks")
    messages.say(submitted, "質問があります", office=False, by=cast.sato, at=AT)
    assert "未読の連絡" in shown(office, "flag=unread")
    messages.say(submitted, "お答えします", office=True, by=cast.suzuki, at=AT)
    assert submitted.code not in shown(office, "flag=unread")


def test_filter_shows_a_correction_that_is_overdue(office: StrictClient, submitted: Application, cast: Cast) -> None:
    late = clock.today() - timedelta(days=1)
    at = clock.now() - timedelta(days=9)
    screening.request_correction(submitted, {"contents": "個数を。"}, due_on=late, by=cast.suzuki, at=at)
    assert submitted.code in shown(office, "flag=overdue")
    assert "補正の期限切れ" in shown(office, "flag=overdue&flag=late")


def test_filters_by_kind_and_attempt(office: StrictClient, submitted: Application) -> None:
    assert submitted.code in shown(office, "kind=new&attempt=first")
    assert submitted.code not in shown(office, "kind=renewal")
    assert submitted.code not in shown(office, "attempt=again")


def test_s8_spreadsheet_has_the_rows_and_filters_of_the_screen(
    office: StrictClient, submitted: Application, open_round: Round, firm: Business, cast: Cast
) -> None:
    other = procedure.submitted(open_round, firm, cast.sato, answers={"name": "架空の塩"})
    sheet = b"".join(office.get("/cms/applications/?q=ｼﾞｬﾑ&flag=checks&export=csv").streaming_content).decode()
    assert submitted.receipt_number in sheet
    assert other.receipt_number not in sheet
    assert "点検 0/1" in sheet


def test_view_is_saved_renamed_shared_and_deleted(
    office: StrictClient, clients: Callable[[str], StrictClient], submitted: Application
) -> None:
    office.post("/cms/applications/views/save/", {"name": "点検待ち", "query": "flag=checks&p=3&status=submitted"})
    kept = SavedView.objects.get()
    assert (kept.name, kept.query, kept.shared) == ("点検待ち", "flag=checks&status=submitted", False)
    assert "点検待ち" in shown(office, "flag=checks")
    auditor = clients("kobayashi")
    assert "点検待ち" not in shown(auditor, "flag=checks")
    assert auditor.post(f"/cms/applications/views/{kept.pk}/delete/").status_code == 404
    here = f"/cms/applications/views/{kept.pk}"
    office.post(f"{here}/rename/", {"name": "点検が残る", "shared": "on"})
    assert "点検が残る" in shown(auditor, "flag=checks")
    auditor.post(f"{here}/delete/")
    auditor.post(f"{here}/rename/", {"name": "横取り"})
    kept.refresh_from_db()
    assert kept.name == "点検が残る"
    assert office.get(f"{here}/delete/").status_code == 200
    office.post(f"{here}/delete/")
    assert not SavedView.objects.exists()


def test_list_opens_with_ones_own_start(office: StrictClient, submitted: Application, cast: Cast) -> None:
    view = saved_views.save("applications", "点検待ち", "flag=checks", shared=False, by=cast.suzuki, at=AT)
    assert office.get("/cms/applications/").status_code == 200
    office.post(f"/cms/applications/views/{view.pk}/start/", {"on": "1"})
    assert office.get("/cms/applications/").url == f"/cms/applications/?flag=checks&view={view.pk}"
    assert office.get("/cms/applications/?all=1").status_code == 200
    office.post(f"/cms/applications/views/{view.pk}/start/", {"on": "0"})
    assert office.get("/cms/applications/").status_code == 200


def test_view_without_a_name_keeps_what_was_chosen(office: StrictClient) -> None:
    response = office.post("/cms/applications/views/save/", {"name": " ", "query": "flag=checks"})
    assert response.status_code == 422
    assert 'value="flag=checks"' in response.content.decode()


def test_two_views_cannot_share_a_name(cast: Cast) -> None:
    saved_views.save("applications", "甲", "q=1", shared=False, by=cast.suzuki, at=AT)
    other = saved_views.save("applications", "乙", "q=2", shared=False, by=cast.suzuki, at=AT)
    with pytest.raises(Refused, match="「甲」という表示はもうあります"):
        saved_views.rename(other, "甲", shared=False, by=cast.suzuki, at=AT)
    assert not SavedView.objects.filter(owner=cast.suzuki, name="乙", query="q=1").exists()


def test_empty_list_says_what_to_do(office: StrictClient) -> None:
    assert "まだ提出された申請はありません" in shown(office, "all=1")
    assert "条件を減らしてください" in shown(office, "flag=late")
