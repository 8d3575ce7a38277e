"""Screening on the office's desk: the list, one application, check, correction, acceptance, refusal, versions."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from certification.domain.states import Status
from certification.models import Application, Round
from certification.services import applications, screening
from core import clock
from core.models import Business, OutboxMessage
from tests.factories import procedure
from tests.factories.cast import Cast
from tests.harness.client import StrictClient


@pytest.fixture
def submitted(open_round: Round, firm: Business, cast: Cast) -> Application:
    return procedure.submitted(open_round, firm, cast.sato)


def page(client: StrictClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def test_list_shows_what_was_handed_in_and_no_draft(
    office: StrictClient, submitted: Application, open_round: Round, firm: Business, cast: Cast
) -> None:
    procedure.draft(open_round, firm, cast.sato, answers={"name": "書きかけの品"})
    words = page(office, "/cms/applications/")
    assert submitted.receipt_number in words
    assert "書きかけの品" not in words


def test_list_is_searched_and_filtered(office: StrictClient, submitted: Application) -> None:
    assert submitted.code in page(office, "/cms/applications/results/?q=福来")
    assert submitted.code in page(office, f"/cms/applications/results/?q={submitted.receipt_number.lower()}")  # type: ignore[union-attr]
    assert submitted.code not in page(office, "/cms/applications/results/?q=存在しない")
    assert submitted.code not in page(office, "/cms/applications/results/?status=accepted")
    assert submitted.code in page(office, f"/cms/applications/results/?status=submitted&round={submitted.round_id}")


def test_s8_list_is_exported_without_formulas(
    office: StrictClient, open_round: Round, firm: Business, cast: Cast
) -> None:
    procedure.submitted(open_round, firm, cast.sato, answers={"name": "=HYPERLINK(1)"})
    sheet = b"".join(office.get("/cms/applications/?export=csv").streaming_content).decode()
    assert sheet.startswith("\ufeff受付番号,商品・サービス")
    assert "'=HYPERLINK(1)" in sheet
    assert "提出済み（未確認）" in sheet
    assert office.get("/cms/applications/?export=xlsx").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_the_same_queries_however_long(
    count: int,
    office: StrictClient,
    open_round: Round,
    firm: Business,
    cast: Cast,
    exact_queries: Callable[[int], object],
) -> None:
    for number in range(count):
        procedure.submitted(open_round, firm, cast.sato, answers={"name": f"架空の品{number}"})
    office.get("/cms/applications/")
    with exact_queries(LIST_QUERIES):  # type: ignore[attr-defined]
        office.get("/cms/applications/")


LIST_QUERIES = 21


def test_detail_reads_the_version_handed_in_while_a_correction_is_typed(
    office: StrictClient, submitted: Application, cast: Cast
) -> None:
    screening.request_correction(submitted, {"contents": "個数を書いてください。"}, by=cast.suzuki, at=procedure.AT)
    applications.save(submitted, {"contents": "打ちかけ"}, base=submitted.revision, by=cast.sato, at=procedure.AT)
    words = page(office, f"/cms/applications/{submitted.code}/")
    assert "6個入り" in words
    assert "打ちかけ" not in words
    assert "個数を書いてください。" in words


def test_detail_of_an_unknown_or_unsubmitted_application_is_not_found(
    office: StrictClient, open_round: Round, firm: Business, cast: Cast
) -> None:
    draft = procedure.draft(open_round, firm, cast.sato)
    assert office.get("/cms/applications/none/").status_code == 404
    assert office.get(f"/cms/applications/{draft.code}/").status_code == 404


def test_check_is_saved_and_acceptance_follows(office: StrictClient, submitted: Application) -> None:
    here = f"/cms/applications/{submitted.code}/"
    assert office.post(f"{here}check/", {"check.sold": "yes", "note.sold": "店を確かめた"}).url == here
    assert list(submitted.checks.values_list("statement_key", "passed", "note")) == [("sold", True, "店を確かめた")]
    assert office.post(f"{here}accept/").url == here
    submitted.refresh_from_db()
    assert submitted.state is Status.ACCEPTED


def test_acceptance_without_the_checks_is_refused_in_a_sentence(office: StrictClient, submitted: Application) -> None:
    words = office.post(f"/cms/applications/{submitted.code}/accept/", follow=True).content.decode()
    assert "応募資格の点検が済んでいません" in words
    submitted.refresh_from_db()
    assert submitted.state is Status.SUBMITTED


def test_correction_names_fields_reasons_and_a_date(office: StrictClient, submitted: Application) -> None:
    due = clock.today() + timedelta(days=7)
    here = f"/cms/applications/{submitted.code}/"
    values = {"pick.contents": "on", "why.contents": "個数を書いてください。", "due_on": due.isoformat()}
    assert office.post(f"{here}correction/", values).url == here
    found = submitted.corrections.get()
    assert (found.fields, found.due_on) == ({"contents": "個数を書いてください。"}, due)
    assert OutboxMessage.objects.filter(kind="correction").count() == 1


def test_correction_with_gaps_keeps_everything_typed(office: StrictClient, submitted: Application) -> None:
    values = {
        "pick.contents": "on",
        "why.name": "読みにくい名前です",
        "message": "お手数をかけます",
        "due_on": "2020-01-01",
    }
    response = office.post(f"/cms/applications/{submitted.code}/correction/", values)
    words = response.content.decode()
    assert response.status_code == 422
    assert all(kept in words for kept in ("読みにくい名前です", "お手数をかけます", "2020-01-01"))
    assert "直してほしい理由を書いてください" in words
    assert "期限は今日以後の日にしてください" in words
    assert not submitted.corrections.exists()


def test_refusal_needs_a_reason_and_sends_it(office: StrictClient, submitted: Application) -> None:
    here = f"/cms/applications/{submitted.code}/"
    assert office.post(f"{here}refuse/", {"reason": " "}).status_code == 422
    assert office.post(f"{here}refuse/", {"reason": "市外で製造しています。"}).url == here
    submitted.refresh_from_db()
    assert submitted.state is Status.REFUSED
    assert OutboxMessage.objects.get(kind="refused").context["reason"] == "市外で製造しています。"


@pytest.mark.parametrize("act", ["check", "accept", "correction", "refuse"])
def test_acts_in_the_wrong_state_write_nothing(
    act: str, office: StrictClient, submitted: Application, cast: Cast
) -> None:
    procedure.accept(submitted, cast)
    response = office.post(
        f"/cms/applications/{submitted.code}/{act}/", {"reason": "x", "check.sold": "no"}, follow=True
    )
    assert "いまの状態は「受理」のため" in response.content.decode()
    submitted.refresh_from_db()
    assert submitted.state is Status.ACCEPTED


def test_check_answers_only_to_post(office: StrictClient, submitted: Application) -> None:
    assert office.get(f"/cms/applications/{submitted.code}/check/").status_code == 405
    assert office.post(f"/cms/applications/{submitted.code}/versions/").status_code == 405


def test_versions_stand_side_by_side(office: StrictClient, submitted: Application, cast: Cast) -> None:
    screening.request_correction(submitted, {"contents": "個数を。"}, by=cast.suzuki, at=procedure.AT)
    applications.save(submitted, {"contents": "12個入り"}, base=submitted.revision, by=cast.sato, at=procedure.AT)
    applications.submit(submitted, by=cast.sato, at=procedure.AT)
    words = page(office, f"/cms/applications/{submitted.code}/versions/")
    assert "<del>6</del>個入り" in words
    assert "<ins>12</ins>個入り" in words
    assert "1項目が変わりました。" in words
