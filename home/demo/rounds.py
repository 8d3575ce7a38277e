"""Rounds of the demonstration: key dates, a planned one announced, an extension, a second stage with its order."""

from collections.abc import Callable
from datetime import time, timedelta

from certification.models import Application, Criterion, Programme, ReviewSession, Round, RoundDate
from certification.services import (
    extensions,
    panel,
    round_copies,
    rounds,
    second_stage,
    sessions,
    sheets,
    timetables,
)
from core import clock
from home.demo.stage import Stage, closing, draft, open_round

PLACE = "架空市民ホール 2階 会議室（デモ）"
REVIEWERS = ("takahashi", "tanaka", "watanabe")


def dates(stage: Stage, round_: Round) -> None:
    """A briefing gone by, a tasting and a ceremony to come, and a day of the office alone."""
    today = clock.on(stage.now)
    rows = (
        ("briefing", "", -7, time(13, 30), time(15, 0), "架空市役所 1階 多目的室（デモ）", True),
        ("tasting", "", 45, time(10, 0), time(16, 0), PLACE, True),
        ("ceremony", "", 110, time(14, 0), time(15, 30), "架空中央広場（デモ）", True),
        ("other", "審査資料の発送", 38, None, None, "", False),
    )
    RoundDate.objects.bulk_create(
        RoundDate(round=round_, kind=kind, label=label, held_on=today + timedelta(days=days), starts=starts, ends=ends,
                  place=place, public=public)
        for kind, label, days, starts, ends, place, public in rows
    )  # fmt: skip


def extended(stage: Stage, round_: Round) -> None:
    """A draft that missed the deadline of a round under review and got three more days."""
    late = draft(stage, round_, "cookie", at=stage.ago(20), complete=False)
    why = "停電で提出の画面が開けなかったため（架空の例）"
    extensions.extend(late, until=closing(stage.now, 3), reason=why, by=stage.people["suzuki"], at=stage.ago(1))


def copied(stage: Stage, round_: Round) -> None:
    """Next year's round, planned and announced."""
    made = round_copies.copy_to_next_year(round_, by=stage.people["suzuki"], at=stage.ago(1))
    Round.objects.filter(pk=made.pk).update(announced=True)


def tasting(stage: Stage, programme: Programme, bring: Callable[[Round, str], Application]) -> Round:
    """Paper decided, the timetable mailed, the tasting begun. `bring`: hands a product in and has it accepted."""
    office = stage.people["suzuki"]
    waiting = list(Criterion.objects.filter(programme=programme).order_by("sort_order"))[-2:]
    Criterion.objects.filter(pk__in=[row.pk for row in waiting]).update(stage=2)
    round_ = open_round(stage, programme, name="デモ・実食審査のある回", opens=60, closes=-12)
    Criterion.objects.filter(pk__in=[row.pk for row in waiting]).update(stage=1)
    rows = [bring(round_, key) for key in ("jelly", "jam", "sake", "udon", "soba")]
    for name in REVIEWERS:
        panel.appoint(round_, stage.people[name], affiliation="架空の商工団体", by=office, at=stage.ago(11))
    panel.assign(rows, [stage.people[name] for name in REVIEWERS], by=office, at=stage.ago(11))
    rounds.start_review(round_, by=office, at=stage.ago(10))
    for row in rows:
        row.refresh_from_db()
    _paper(stage, rows)
    second_stage.close_paper(round_, by=office, at=stage.ago(5))
    second_stage.decide_paper(round_, [row.pk for row in rows[:4]], by=office, at=stage.ago(4))
    _session(stage, round_)
    return round_


def _paper(stage: Stage, rows: list[Application]) -> None:
    """Everybody scores on paper; 高橋 has a relation to the third product."""
    marks = (5, 4, 4, 3, 1)
    for number, name in enumerate(REVIEWERS):
        person = stage.people[name]
        for row, best in zip(rows, marks, strict=True):
            if name == "takahashi" and row is rows[2]:
                panel.declare(row, kind="supplier", reason="原料を納めています（架空）", by=person, at=stage.ago(9))
                continue
            panel.declare(row, kind="none", by=person, at=stage.ago(9))
            rules = row.round.frozen
            given = {}
            for criterion in rules.criteria:
                steps = sorted(step.value for step in criterion.steps)
                near = min(steps, key=lambda value: abs(float(value) - best + (number == 1)))
                if criterion.stage == 1:
                    given[criterion.key] = {"value": str(near)}
            sheets.save(row, sheets.Input(marks=given, gates={gate.key: True for gate in rules.gates}), by=person,
                        at=stage.ago(8))  # fmt: skip
            sheets.submit(row, by=person, at=stage.ago(8))


def _session(stage: Stage, round_: Round) -> None:
    office = stage.people["suzuki"]
    values = {
        "kind": "tasting", "held_on": clock.on(stage.now) + timedelta(days=2), "starts": time(13, 0), "place": PLACE,
        "room_note": "1階の受付で番号札を受け取ってください。", "minutes": 15, "pause": 5, "samples": 8,
    }  # fmt: skip
    made: ReviewSession = sessions.create(round_, values, by=office, at=stage.ago(3))
    sessions.arrange(made, by=office, at=stage.ago(3))
    third = made.slots.order_by("place_in_order")[1]
    sessions.set_slots(
        made, {third.pk: {"break_after": 10, "note": "電子レンジを使います"}}, by=office, at=stage.ago(3)
    )
    timetables.send(made, by=office, at=stage.ago(2))
    second_stage.begin_session(round_, by=office, at=stage.ago(1))
