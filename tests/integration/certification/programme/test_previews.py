"""Previews before anything opens: the form, the sheet, every letter and paper; sample values, nothing written."""

import pytest

from certification.models import Application, Certificate, Letter, Programme
from certification.services import letters, previews, programmes
from core import files
from core.models import Business
from tests.factories import procedure
from tests.factories.cast import AT, Cast
from tests.harness.client import StrictClient
from tests.integration.certification.programme.test_field_kinds import every_kind

TEXTS = {
    "certified": {
        "opening": "{事業者}様へ。番号は{番号}です。",
        "steps": "{証書}を飾ってください。",
        "closing": "結びです。",
    },
    "renewal_due": {"opening": "{有効期限}が近づきました。"},
    "revoked": {"opening": "{理由}のため取り消しました。"},
}


@pytest.fixture
def made(cast: Cast, now) -> Programme:
    made = every_kind()
    made.letter_texts = TEXTS
    made.fee_yen = 3000
    made.save()
    return made


def test_form_is_shown_as_a_producer_sees_it(office: StrictClient, made: Programme) -> None:
    words = office.get(f"/cms/programmes/{made.pk}/preview/form/").content.decode()

    assert "申請書の見本" in words
    assert "見本のみかんゼリー" in words
    assert 'name="f-workshop-postcode"' in words
    assert "つくり手" in words
    assert "3,000円" in words
    assert "disabled" in words
    assert not Application.objects.exists()


def test_sheet_is_shown_as_a_reviewer_sees_it(office: StrictClient, made: Programme) -> None:
    words = office.get(f"/cms/programmes/{made.pk}/preview/sheet/").content.decode()

    assert 'name="mark.taste"' in words
    assert 'name="gate.safe"' in words
    assert "見本のみかんゼリー" in words
    assert "見本食品（架空）" not in words  # a blind round
    Programme.objects.filter(pk=made.pk).update(blind=False)
    assert "見本食品（架空）" in office.get(f"/cms/programmes/{made.pk}/preview/sheet/").content.decode()


@pytest.mark.parametrize("kind", [*previews.PAPERS, *previews.MAILS])
def test_s6_every_letter_is_previewed_on_screen(office: StrictClient, made: Programme, kind: str) -> None:
    words = office.get(f"/cms/programmes/{made.pk}/preview/letters/{kind}/").content.decode()

    assert "見本" in words
    assert "見本食品（架空）" in words
    own = TEXTS.get(kind, {}).get("opening", "")
    assert not own or own.split("}")[-1] in words


@pytest.mark.parametrize("kind", [*previews.PAPERS, "receipt", "certificate"])
def test_s6_every_paper_is_previewed_as_pdf(office: StrictClient, made: Programme, kind: str) -> None:
    answer = office.get(f"/cms/programmes/{made.pk}/preview/pdf/{kind}/")

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_certificate_carries_the_mark(office: StrictClient, cast: Cast, made: Programme) -> None:
    bare = len(office.get(f"/cms/programmes/{made.pk}/preview/pdf/certificate/").content)
    stored = files.accept(procedure.picture("mark.png"), by=cast.suzuki, at=AT, purpose="label")
    programmes.put_mark(made, stored, by=cast.suzuki, at=AT)

    assert len(office.get(f"/cms/programmes/{made.pk}/preview/pdf/certificate/").content) > bare


def test_preview_says_when_the_settings_give_no_last_day(office: StrictClient, made: Programme) -> None:
    Programme.objects.filter(pk=made.pk).update(validity_kind="fixed_date", validity_fixed_on="2020-03-31")

    answer = office.get(f"/cms/programmes/{made.pk}/preview/pdf/certificate/", follow=True)

    assert "決まった有効期限が過ぎています" in answer.content.decode()


def test_unknown_preview_is_not_found_and_editors_read_why(clients, office: StrictClient, made: Programme) -> None:
    assert office.get(f"/cms/programmes/{made.pk}/preview/letters/bogus/").status_code == 404
    assert office.get(f"/cms/programmes/{made.pk}/preview/pdf/bogus/").status_code == 404
    assert clients("kato").get(f"/cms/programmes/{made.pk}/preview/form/").status_code == 403
    assert clients("kobayashi").get(f"/cms/programmes/{made.pk}/preview/sheet/").status_code == 200


def test_a1_released_letter_speaks_the_programmes_words(cast: Cast, firm: Business, now) -> None:
    made = procedure.programme()
    made.letter_texts = TEXTS
    made.save()
    round_ = procedure.open_round(cast, made)
    Programme.objects.filter(pk=made.pk).update(letter_texts={})  # what an opened round froze stays
    row = procedure.submitted(round_, firm, cast.sato, answers={"name": "架空の菓子1号"})
    sample = previews.application(made, at=AT)

    values = letters.values_of(round_.frozen, previews._row(row, "certified"), None, at=AT)

    assert values["opening"] == f"架空菓子店つむぎ様へ。番号は{letters.NOT_YET}です。"
    assert values["next_steps"] == ["認証書を飾ってください。"]
    assert values["closing"] == "結びです。"
    assert sample.pk is None
    assert not Letter.objects.exists()
    assert not Certificate.objects.exists()
