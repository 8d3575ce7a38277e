"""The fee: shown before it is owed, seen paid by the office, needed before an application is taken up."""

from datetime import date

import pytest

from certification.domain.states import Status
from certification.models import Application, FeePayment, ScreeningCheck
from certification.services import documents, fees, screening
from core.domain.reason import Refused
from core.models import AuditEvent, Business
from tests.factories import procedure
from tests.factories.cast import AT, Cast
from tests.harness.client import StrictClient


@pytest.fixture
def row(cast: Cast, firm: Business, now) -> Application:
    """Handed in to a programme that asks for 5,000 yen, every statement checked."""
    made = procedure.submitted(procedure.open_round(cast, procedure.programme(fee_yen=5000)), firm, cast.sato)
    screening.check(made, {"sold": (True, "")}, by=cast.suzuki, at=AT)
    assert ScreeningCheck.objects.count() == 1
    return made


def test_fee_is_shown_on_the_call_the_application_and_the_receipt(cast, row, client_of) -> None:
    client = client_of(cast.sato)

    assert "1件 5,000円" in client.get("/apply/").content.decode()
    assert "1件 5,000円" in client.get(f"/apply/a/{row.code}/").content.decode()
    assert documents.receipt_values(row, row.versions.get())["fee"] == "5,000円"
    assert documents.receipt_pdf(row).startswith(b"%PDF-")


def test_acceptance_waits_for_the_fee(office: StrictClient, cast: Cast, row: Application, clients) -> None:
    with pytest.raises(Refused, match="5,000円の納付がまだ記録されていません"):
        screening.accept(row, by=cast.suzuki, at=AT)
    assert "手数料の納付がまだ記録されていません" in office.get(f"/cms/applications/{row.code}/").content.decode()

    here = f"/cms/applications/{row.code}/fee/"
    answer = office.post(here, {"do": "paid", "paid_on": "2026-11-20", "note": "領収 第12号"})
    assert answer.status_code == 302
    office.post(here, {"do": "paid", "paid_on": "2026-11-20", "note": "もう一度"})
    assert FeePayment.objects.get().note == "領収 第12号"
    assert AuditEvent.objects.get(verb="fee.paid").facts["yen"] == 5000

    assert "納付済み" in clients("sato").get(f"/apply/a/{row.code}/").content.decode()
    screening.accept(row, by=cast.suzuki, at=AT)
    assert Application.objects.get(pk=row.pk).state is Status.ACCEPTED


def test_payment_is_undone_only_with_a_reason_and_before_acceptance(office, cast, row) -> None:
    here = f"/cms/applications/{row.code}/fee/"
    fees.record(row, paid_on=date(2026, 11, 20), by=cast.suzuki, at=AT)

    assert office.post(here, {"do": "undo", "reason": ""}).status_code == 422
    assert fees.standing(row) is not None
    assert office.post(here, {"do": "undo", "reason": "別の申請の入金でした"}).status_code == 302
    assert fees.standing(row) is None
    assert "別の申請の入金でした" in office.get(here).content.decode()

    fees.record(row, paid_on=date(2026, 11, 21), by=cast.suzuki, at=AT)
    screening.accept(row, by=cast.suzuki, at=AT)
    with pytest.raises(Refused, match="受理した後は"):
        fees.undo(row, reason="まちがい", by=cast.suzuki, at=AT)


def test_payment_of_tomorrow_is_refused_with_the_typed_words_kept(office, row) -> None:
    answer = office.post(
        f"/cms/applications/{row.code}/fee/", {"do": "paid", "paid_on": "2026-11-23", "note": "領収 第9号"}
    )

    assert answer.status_code == 422
    assert "今日か、今日より前の日にしてください" in answer.content.decode()
    assert "領収 第9号" in answer.content.decode()


def test_free_programme_has_no_fee_anywhere(office, cast, firm, now, clients) -> None:
    row = procedure.submitted(procedure.open_round(cast), firm, cast.sato)

    assert office.get(f"/cms/applications/{row.code}/fee/").status_code == 404
    assert "手数料" not in clients("sato").get(f"/apply/a/{row.code}/").content.decode()
    assert fees.why_not_accept(row) is None
    with pytest.raises(Refused, match="無料です"):
        fees.record(row, paid_on=date(2026, 11, 20), by=cast.suzuki, at=AT)


def test_fee_is_for_the_secretariat_to_record(cast, clients, row) -> None:
    here = f"/cms/applications/{row.code}/fee/"

    assert clients("kobayashi").get(here).status_code == 200
    assert clients("kobayashi").post(here, {"do": "paid", "paid_on": "2026-11-20"}).status_code == 403
    assert not FeePayment.objects.exists()
