"""Checking, correcting, accepting and refusing."""

import pytest

from certification.domain.states import IllegalMove, Status
from certification.permissions import Denied
from certification.services import applications, screening
from core.domain.reason import Refused
from core.models import OutboxMessage
from tests.factories import procedure
from tests.factories.cast import AT


@pytest.fixture
def made(cast, firm):
    return procedure.submitted(procedure.open_round(cast), firm, cast.sato)


def test_correction_opens_only_the_named_fields(cast, made):
    screening.request_correction(made, {"ingredients": "産地を書いてください。"}, by=cast.suzuki, at=AT)
    made.refresh_from_db()
    before = made.answers["name"]
    typed = {"ingredients": "福来みかん（つくば市神郡）", "name": "別の名前"}
    applications.save(made, typed, base=made.revision, by=cast.sato, at=AT)
    made.refresh_from_db()
    assert (made.answers["ingredients"], made.answers["name"]) == ("福来みかん（つくば市神郡）", before)


def test_correction_resubmitted_keeps_the_number_and_adds_a_version(cast, made):
    number = made.receipt_number
    screening.request_correction(made, {"ingredients": "産地を書いてください。"}, by=cast.suzuki, at=AT)
    applications.save(made, {"ingredients": "福来みかん（つくば市）"}, base=made.revision, by=cast.sato, at=AT)
    assert applications.submit(made, by=cast.sato, at=AT) == number
    assert list(made.versions.values_list("number", flat=True)) == [1, 2]
    assert made.corrections.get().answered_by == cast.sato
    assert list(OutboxMessage.objects.order_by("pk").values_list("kind", flat=True)) == [
        "receipt",
        "correction",
        "receipt",
    ]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "1つ以上選んでください"),
        ({"ingredients": " "}, "理由を書いてください"),
        ({"nothing": "なぜ"}, "申請書にない項目"),
    ],
)
def test_correction_without_field_or_reason_is_refused(cast, made, fields, sentence):
    with pytest.raises(Refused, match=sentence):
        screening.request_correction(made, fields, by=cast.suzuki, at=AT)
    made.refresh_from_db()
    assert made.state is Status.SUBMITTED


def test_accept_wants_every_statement_passed(cast, made):
    with pytest.raises(Refused, match="点検が済んでいません"):
        screening.accept(made, by=cast.suzuki, at=AT)
    screening.check(made, {"sold": (False, "店が見つからない")}, by=cast.suzuki, at=AT)
    with pytest.raises(Refused):
        screening.accept(made, by=cast.suzuki, at=AT)
    screening.check(made, {"sold": (True, "")}, by=cast.suzuki, at=AT)
    screening.accept(made, by=cast.suzuki, at=AT)
    assert made.state is Status.ACCEPTED


def test_refuse_wants_a_reason(cast, made):
    with pytest.raises(Refused, match="理由を書いてください"):
        screening.refuse(made, reason=" ", by=cast.suzuki, at=AT)
    screening.refuse(made, reason="市内で販売されていません。", by=cast.suzuki, at=AT)
    assert made.state is Status.REFUSED


@pytest.mark.parametrize("name", ["sato", "kimura", "takahashi", "kobayashi", "stranger"])
def test_screening_by_anyone_else_is_denied(cast, made, name):
    person = getattr(cast, name)
    for act in (
        lambda: screening.check(made, {"sold": (True, "")}, by=person, at=AT),
        lambda: screening.accept(made, by=person, at=AT),
        lambda: screening.refuse(made, reason="なぜ", by=person, at=AT),
        lambda: screening.request_correction(made, {"name": "なぜ"}, by=person, at=AT),
    ):
        with pytest.raises(Denied):
            act()


def test_accepting_twice_is_an_illegal_move(cast, made):
    procedure.accept(made, cast)
    with pytest.raises(IllegalMove):
        screening.accept(made, by=cast.suzuki, at=AT)
