"""A round before its panel: two firms, two applications; nobody has declared yet."""

from dataclasses import dataclass

import pytest

from certification.models import Application, Round
from certification.services import panel
from core.models import Business
from tests.factories import procedure
from tests.factories.cast import AT, Cast, business, cast


@dataclass(slots=True)
class Desk:
    """What the desk tests stand on."""

    cast: Cast
    round: Round
    firm: Business
    first: Application
    second: Application


def make(*, blind: bool, count: int = 2) -> Desk:
    people = cast()
    firm = business(people.sato)
    Business.objects.filter(pk=firm.pk).update(representative="佐藤 かよ", website="https://tsumugi.example.org/")
    firm.refresh_from_db()
    round_ = procedure.open_round(people, procedure.programme(blind=blind))
    words = {
        "description": "架空菓子店 つむぎの佐藤花が、東新井１－２－３で煮ています。問い合わせは sato@example.org へ。",
        "story": "カクウカシテンツムギの味です。",
    }
    rows = [
        procedure.submitted(round_, firm, people.sato, answers={"name": f"架空のゼリー{n}号", **words})
        for n in range(1, count + 1)
    ]
    for row in rows:
        procedure.accept(row, people)
    procedure.in_review(round_, rows, people)
    return Desk(people, round_, firm, rows[0], rows[min(1, count - 1)])


@pytest.fixture
def desk(db: None) -> Desk:
    return make(blind=True)


@pytest.fixture
def named_desk(db: None) -> Desk:
    return make(blind=False)


@pytest.fixture
def opened(desk: Desk) -> Desk:
    """高橋 has declared no relation to both."""
    for row in (desk.first, desk.second):
        panel.declare(row, kind="none", by=desk.cast.takahashi, at=AT)
    return desk
