"""Rounds of two stages: paper handed in, who goes on decided, a session made."""

from datetime import date, datetime, time

from certification.models import Application, ReviewSession, Round
from certification.services import panel, second_stage, sessions, sheets
from core.models import User
from tests.factories import procedure
from tests.factories.cast import AT, Cast


def hand_in_paper(row: Application, reviewer: User, *, origin: str, at: datetime = AT) -> None:
    """No conflict, the one criterion of paper, handed in."""
    panel.declare(row, kind="none", by=reviewer, at=at)
    sheets.save(row, sheets.Input(marks={"origin": {"value": origin}}, gates={"safe": True}), by=reviewer, at=at)
    sheets.submit(row, by=reviewer, at=at)


def hand_in_session(row: Application, reviewer: User, *, taste: str, at: datetime = AT) -> None:
    """The criterion of the session."""
    sheets.save(row, sheets.Input(marks={"taste": {"value": taste}}, gates={}), by=reviewer, at=at)
    sheets.submit(row, by=reviewer, at=at)


def after_paper(round_: Round, on: list[Application], cast: Cast, *, at: datetime = AT) -> None:
    """Paper closed, these go on; the window is over."""
    procedure.end_window(round_, at=at)
    second_stage.close_paper(round_, by=cast.suzuki, at=at)
    second_stage.decide_paper(round_, [row.pk for row in on], by=cast.suzuki, at=at)
    for row in on:
        row.round.refresh_from_db()


def session(round_: Round, cast: Cast, *, at: datetime = AT, **values: object) -> ReviewSession:
    """A tasting at 13:00, 15 minutes each, 5 between."""
    given = {
        "kind": "tasting", "held_on": date(2026, 12, 1), "starts": time(13), "place": "架空会館", "minutes": 15,
        "pause": 5, "samples": 8, **values,
    }  # fmt: skip
    return sessions.create(round_, given, by=cast.suzuki, at=at)
