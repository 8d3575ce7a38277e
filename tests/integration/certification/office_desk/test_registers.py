"""Registers: letters with their numbers, certificates, expiries, renewal calls, outbox, papers of a release."""

import io
import re
from collections.abc import Callable
from datetime import timedelta

import openpyxl
import pytest

from certification.domain.states import CertificateStatus
from certification.models import Certificate, Letter, NumberNote, OfficeNotice, RenewalStop, Round
from certification.selectors import registers
from certification.services import certificates, renewal_calls, screening
from core import clock
from core.domain.reason import Refused
from core.models import AuditEvent, Business, OutboxMessage
from tests.factories import procedure
from tests.factories.cast import AT, Cast
from tests.factories.procedure import Scene
from tests.harness.client import StrictClient


def text(client: StrictClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


# ---------------------------------------------------------------- letters


def test_register_holds_every_letter_with_number_person_date_and_paper(office: StrictClient, released: Scene) -> None:
    words = text(office, "/cms/letters/")
    for letter in Letter.objects.all():
        assert letter.number in words
    assert "架空菓子店つむぎ" in words
    assert "番号は続いています" in words
    first = Letter.objects.order_by("pk").first()
    assert first is not None
    assert office.get(f"/cms/letters/letter/{first.pk}/").content.startswith(b"%PDF-")
    assert first.number not in text(office, "/cms/letters/?kind=revoked")
    assert first.number in text(office, f"/cms/letters/?q={first.number}")


def test_s8_register_of_letters_is_exported(office: StrictClient, released: Scene) -> None:
    answer = office.get("/cms/letters/?kind=certified&export=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert [cell.value for cell in next(sheet.iter_rows())][:3] == ["文書番号", "種類", "あて先"]
    assert sheet.max_row == 2
    assert b"".join(office.get("/cms/letters/?export=csv").streaming_content).decode().startswith("\ufeff文書番号")


def test_gap_is_found_and_explained(office: StrictClient, released: Scene, cast: Cast) -> None:
    row = released.poor
    OfficeNotice.objects.create(application=row, kind="refused", number="2026-7-F-003", values={}, made_at=AT)
    assert [gap.number for gap in registers.letter_gaps()] == ["2026-7-F-001", "2026-7-F-002"]
    assert "理由がありません" in text(office, "/cms/letters/")
    here = "/cms/letters/gaps/2026-7-F/1/"
    assert office.post(here, {"reason": ""}).status_code == 422
    office.post(here, {"reason": "書き損じのため"})
    assert "書き損じのため" in text(office, "/cms/letters/")
    assert NumberNote.objects.count() == 1
    office.post("/cms/letters/gaps/2026-7-F/3/", {"reason": "ある番号"})
    assert NumberNote.objects.count() == 1


# ---------------------------------------------------------------- certificates


def test_revocation_verifies_publicly_tells_the_firm_and_writes_a_letter(
    approver: StrictClient, office: StrictClient, released: Scene, client: StrictClient
) -> None:
    certificates.publish_pending(by=None, at=AT)
    found = released.good.certificate
    approver.post(f"/cms/certificates/{found.pk}/revoke/", {"reason": "表示に誤りがありました。"})
    found.refresh_from_db()
    assert found.state is CertificateStatus.REVOKED
    assert "取消" in text(client, f"/v/{found.number}/")
    assert OutboxMessage.objects.get(kind="revoked").context["reason"] == "表示に誤りがありました。"
    notice = OfficeNotice.objects.get(kind="revoked")
    assert notice.number.endswith("-T-001")
    assert notice.number in text(office, "/cms/letters/?kind=revoked")
    assert "表示に誤りがありました。" in text(office, "/cms/certificates/register/")


def test_register_of_certificates_prints_and_exports_the_filtered_rows(office: StrictClient, released: Scene) -> None:
    found = released.good.certificate
    assert found.number in text(office, "/cms/certificates/register/?status=active")
    assert found.number not in text(office, "/cms/certificates/register/?status=revoked")
    assert office.get("/cms/certificates/register.pdf").content.startswith(b"%PDF-")
    sheet = b"".join(office.get("/cms/certificates/?export=csv").streaming_content).decode()
    assert "東新井1-2-3" in sheet
    assert "取消し・廃止の理由" in sheet


# ---------------------------------------------------------------- expiries and renewal calls


def test_calendar_of_expiries_by_month_and_as_ics(office: StrictClient, released: Scene) -> None:
    found = released.good.certificate
    year = found.valid_until.year - 1
    words = text(office, f"/cms/expiries/?year={year}")
    assert found.number in words
    assert f"{found.valid_until.year}年3月" in words
    assert found.number not in text(office, f"/cms/expiries/?year={year + 1}")
    ics = office.get(f"/cms/expiries/expiries.ics?year={year}")
    assert ics["Content-Type"].startswith("text/calendar")
    assert f"DTSTART;VALUE=DATE:{found.valid_until:%Y%m%d}" in ics.content.decode()
    assert office.get("/cms/expiries/?year=abc").status_code == 200


@pytest.fixture
def ending(released: Scene) -> Certificate:
    found: Certificate = released.good.certificate
    Certificate.objects.filter(pk=found.pk).update(valid_until=clock.today() + timedelta(days=60))
    found.refresh_from_db()
    return found


def calls() -> int:
    return OutboxMessage.objects.filter(kind="renewal_call").count()


def test_renewal_call_is_previewed_and_goes_once_a_year(office: StrictClient, ending: Certificate) -> None:
    words = text(office, "/cms/expiries/renewals/")
    assert "sato@example.org" in words
    assert "1件の証書について、1通のメールを送ります" in words
    for _ in range(2):
        office.post("/cms/expiries/renewals/", {"certificate": ending.pk})
    assert calls() == 1
    assert "この年度は送りました" in text(office, "/cms/expiries/renewals/")
    assert AuditEvent.objects.filter(verb="certificate.renewal_called").count() == 1


def test_renewal_call_of_the_next_year_is_another(ending: Certificate, cast: Cast) -> None:
    renewal_calls.call([ending.pk], by=cast.suzuki, at=clock.now())
    Certificate.objects.filter(pk=ending.pk).update(valid_until=clock.today() + timedelta(days=400))
    renewal_calls.call([ending.pk], by=cast.suzuki, at=clock.now() + timedelta(days=366))
    assert calls() == 2


def test_renewal_call_is_stopped_and_taken_up_again(office: StrictClient, ending: Certificate) -> None:
    here = f"/cms/expiries/renewals/{ending.pk}/stop/"
    assert office.post(here, {"reason": ""}).status_code == 422
    office.post(here, {"reason": "製造を終える予定のため"})
    office.post(here, {"reason": "製造を終える予定のため"})
    assert RenewalStop.objects.count() == 1
    assert "製造を終える予定のため" in text(office, "/cms/expiries/renewals/")
    said = office.post("/cms/expiries/renewals/", {"certificate": ending.pk}, follow=True).content.decode()
    assert "確かめている間に変わったため、送りませんでした" in said
    assert calls() == 0
    office.post(here, {"lift": "1"})
    office.post("/cms/expiries/renewals/", {"certificate": ending.pk})
    assert calls() == 1


def test_renewal_call_needs_a_choice(ending: Certificate, cast: Cast) -> None:
    with pytest.raises(Refused, match="1件以上選んでください"):
        renewal_calls.call([], by=cast.suzuki, at=AT)


# ---------------------------------------------------------------- outbox


def test_outbox_is_filtered_by_kind_round_and_person(
    office: StrictClient, open_round: Round, firm: Business, cast: Cast
) -> None:
    row = procedure.submitted(open_round, firm, cast.sato)
    screening.refuse(row, reason="理由", by=cast.suzuki, at=AT)
    last = OutboxMessage.objects.get(kind="refused").pk
    marked = f"/cms/outbox/{last}/"
    results = "/cms/outbox/results/"
    assert marked in text(office, f"{results}?kind=refused&round={open_round.pk}&to=sato")
    assert marked not in text(office, f"{results}?kind=receipt")
    assert marked not in text(office, f"{results}?to=nobody")
    other = procedure.planned_round(open_round.programme, name="別の回", fiscal_year=2025)
    Round.objects.filter(pk=other.pk).update(opened_at=AT, opened_by=cast.suzuki, rules=open_round.rules)
    assert marked not in text(office, f"{results}?round={other.pk}")


def test_every_failed_mail_is_tried_again_after_a_look(
    office: StrictClient, open_round: Round, firm: Business, cast: Cast
) -> None:
    procedure.submitted(open_round, firm, cast.sato)
    OutboxMessage.objects.update(state="failed", last_error="SMTPServerDisconnected: 切れました", attempts=12)
    words = text(office, "/cms/outbox/retry/")
    assert "切れました" in words
    picked = re.findall(r'name="mail" value="(\d+)"', words)
    office.post("/cms/outbox/retry/", {"mail": picked})
    assert not OutboxMessage.objects.filter(state="failed").exists()
    assert (
        "送り直すメールはありません"
        in office.post("/cms/outbox/retry/", {"mail": picked}, follow=True).content.decode()
    )


# ---------------------------------------------------------------- papers of a release


def test_public_notice_holds_what_is_certified_and_nothing_of_the_judging(
    office: StrictClient, released: Scene
) -> None:
    pk = released.round.pk
    words = text(office, f"/cms/papers/{pk}/announcement/")
    assert "架空の菓子1号" in words
    assert "架空の菓子2号" not in words
    assert "架空の菓子3号" not in words
    assert released.good.certificate.number in words
    assert "100" not in re.sub(r"\d{4,}", "", words.split("<article")[1].split("</article>")[0])
    assert office.get(f"/cms/papers/{pk}/announcement.pdf").content.startswith(b"%PDF-")


@pytest.mark.parametrize("paper", ["announcement/", "announcement.pdf", "ceremony/", "plates.pdf"])
def test_before_release_there_is_no_paper(paper: str, office: StrictClient, cast: Cast, firm: Business) -> None:
    decided = procedure.decided_scene(cast, firm)
    assert office.get(f"/cms/papers/{decided.round.pk}/{paper}").status_code == 404
    assert "公表した結果はまだありません" in text(office, "/cms/papers/")


def test_ceremony_has_its_list_and_its_plates(office: StrictClient, released: Scene) -> None:
    pk = released.round.pk
    assert released.good.certificate.number in text(office, f"/cms/papers/{pk}/ceremony/")
    sheet = b"".join(office.get(f"/cms/papers/{pk}/ceremony/?export=csv").streaming_content).decode()
    assert "架空の菓子1号" in sheet
    assert "カクウカシテンツムギ" in sheet
    assert office.get(f"/cms/papers/{pk}/plates.pdf").content.startswith(b"%PDF-")


def test_a_revoked_certificate_leaves_the_ceremony(office: StrictClient, released: Scene, cast: Cast) -> None:
    certificates.revoke(released.good.certificate, reason="誤り", by=cast.kimura, at=AT)
    assert "この回で有効な証書はありません" in text(office, f"/cms/papers/{released.round.pk}/ceremony/")


# ---------------------------------------------------------------- who reads


@pytest.mark.parametrize(
    "address",
    ["/cms/letters/", "/cms/expiries/", "/cms/expiries/renewals/", "/cms/papers/", "/cms/certificates/register/"],
)
def test_registers_are_read_by_office_and_auditor_only(address: str, clients: Callable[[str], StrictClient]) -> None:
    assert clients("kobayashi").get(address).status_code == 200
    assert clients("kimura").get(address).status_code == 200
    assert clients("kato").get(address).status_code == 403
    assert clients("stranger").get(address).status_code == 302


def test_auditor_sends_nothing(clients: Callable[[str], StrictClient], ending: Certificate) -> None:
    auditor = clients("kobayashi")
    assert auditor.post("/cms/expiries/renewals/", {"certificate": ending.pk}).status_code == 403
    assert auditor.post("/cms/outbox/retry/").status_code == 403
    assert auditor.post(f"/cms/expiries/renewals/{ending.pk}/stop/", {"reason": "x"}).status_code == 403
