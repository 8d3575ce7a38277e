"""A programme, a round and applications brought to any state, step by step, through the services."""

import io
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from catalog.domain.allergens import ITEMS
from certification.domain.outcome import Outcome
from certification.domain.states import Status
from certification.models import (
    Application,
    Criterion,
    Decision,
    EligibilityStatement,
    FormField,
    Gate,
    Programme,
    Round,
    ScaleStep,
)
from certification.services import applications, decisions, panel, rounds, screening, sheets
from core.models import Business, User
from tests.factories.cast import AT, Cast

STEPS = ((5, "とても良い"), (4, "良い"), (3, "ふつう"), (1, "もう少し"), (0, "足りない"))
ANSWERS: dict[str, Any] = {
    "name": "架空の福来みかんゼリー",
    "name_kana": "カクウノフクレミカンゼリー",
    "kind": "food",
    "category": "sweets",
    "description": "皮ごと煮た福来みかんのゼリーです。",
    "price_yen": "1200",
    "contents": "6個入り",
    "made_at": "つくば市東新井1-2-3",
    "ingredients": "福来みかん（つくば市）、砂糖、寒天",
    "allergens": {item.slug: "no" for item in ITEMS},
    "storage": "常温で90日",
    "temperature": "ambient",
    "shops": [{"name": "架空市場", "address": "つくば市研究学園1-1", "url": ""}],
    "furusato_interest": "yes",
}


def picture(name: str = "photo.jpg", *, size: tuple[int, int] = (640, 480), colour: str = "#c65") -> SimpleUploadedFile:
    """A small photograph."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


def prefix_of(slug: str) -> str:
    """Letters of a number for a programme: T for the usual one, its own for any other."""
    return "T" if slug == "test-food" else "".join(char for char in slug.upper() if char.isalnum())[:8]


def programme(slug: str = "test-food", *, blind: bool = True, **values: Any) -> Programme:
    """Two criteria (weights 1 and 3, floor 2 on the second), one gate, one statement, one own field."""
    made = Programme.objects.create(
        **{
            "slug": slug, "name": "架空ブランド", "word": "認証", "scope": "food", "accent": "mikan",
            "number_prefix": prefix_of(slug), "pass_mark": Decimal(70), "near_mark": Decimal(50), "near_max_missed": 1,
            "blind": blind, **values,
        }
    )  # fmt: skip
    for place, (key, name, weight, floor) in enumerate(
        (("taste", "味", Decimal(1), None), ("origin", "地域らしさ", Decimal(3), Decimal(2)))
    ):
        row = Criterion.objects.create(
            programme=made, sort_order=place, key=key, name=name, weight=weight, floor=floor, allow_na=key == "taste"
        )
        ScaleStep.objects.bulk_create(
            ScaleStep(criterion=row, sort_order=n, value=value, label=label) for n, (value, label) in enumerate(STEPS)
        )
    Gate.objects.create(programme=made, sort_order=0, key="safe", name="安全", question="表示に誤りはありませんか。")
    EligibilityStatement.objects.create(programme=made, sort_order=0, key="sold", text="市内で販売しています。")
    FormField.objects.create(
        programme=made, sort_order=0, key="story", label="ものがたり", kind="long_text", max_length=400,
        safe_for_blind=True,
    )  # fmt: skip
    return made


def planned_round(made: Programme, *, at: datetime = AT, days: int = 10, **values: Any) -> Round:
    """A round not opened yet, with a window around `at`."""
    return Round.objects.create(
        **{
            "programme": made, "fiscal_year": 2026, "name": "第1回", "opens_at": at - timedelta(days=1),
            "closes_at": at + timedelta(days=days), **values,
        }
    )  # fmt: skip


def open_round(cast: Cast, made: Programme | None = None, *, at: datetime = AT, **values: Any) -> Round:
    """A round taking applications."""
    found = planned_round(made or programme(), at=at, **values)
    rounds.open_round(found, by=cast.suzuki, at=at)
    return found


def draft(
    round_: Round, firm: Business, by: User, *, at: datetime = AT, answers: dict[str, Any] | None = None
) -> Application:
    """A complete draft with photograph and label."""
    made = applications.start(round_, firm, by=by, at=at)
    values = {**ANSWERS, "story": "三代続くみかん畑のゼリーです。", "statement.sold": "yes", **(answers or {})}
    saved = applications.save(made, values, base=made.revision, by=by, at=at)
    assert saved.reasons == (), saved.reasons
    for key in ("photos", "label_image"):
        stored = applications.take_upload(picture(f"{key}.jpg"), "photo", by=by, at=at)
        applications.attach(made, key, stored, by=by, at=at)
    return made


def submitted(round_: Round, firm: Business, by: User, *, at: datetime = AT, **more: Any) -> Application:
    """Handed in."""
    made = draft(round_, firm, by, at=at, **more)
    applications.submit(made, by=by, at=at)
    return made


def accept(application: Application, cast: Cast, *, at: datetime = AT) -> None:
    """Checked and accepted by the secretariat."""
    checks = {row.key: (True, "") for row in application.round.frozen.statements}
    screening.check(application, checks, by=cast.suzuki, at=at)
    screening.accept(application, by=cast.suzuki, at=at)


def seat_panel(round_: Round, cast: Cast, *, at: datetime = AT) -> None:
    """The three reviewers are appointed."""
    for reviewer in cast.reviewers:
        panel.appoint(round_, reviewer, by=cast.suzuki, at=at)


def in_review(round_: Round, rows: list[Application], cast: Cast, *, at: datetime = AT) -> None:
    """Accepted applications before the whole panel; nobody has declared yet."""
    seat_panel(round_, cast, at=at)
    panel.assign(rows, cast.reviewers, by=cast.suzuki, at=at)
    rounds.start_review(round_, by=cast.suzuki, at=at)
    for row in rows:
        row.refresh_from_db()


def score(
    application: Application, reviewer: User, *, marks: dict[str, str], gate: bool = True, at: datetime = AT
) -> None:
    """No conflict, these marks, handed in."""
    panel.declare(application, kind="none", by=reviewer, at=at)
    given = sheets.Input(
        marks={
            key: {"value": value, "to_applicant": f"{key}について{reviewer.last_name}より", "internal": "内部メモ"}
            for key, value in marks.items()
        },
        gates={"safe": gate},
    )
    sheets.save(application, given, by=reviewer, at=at)
    sheets.submit(application, by=reviewer, at=at)


GOOD = {"taste": "5", "origin": "5"}
NEAR = {"taste": "5", "origin": "1"}  # 40 %, one criterion below its floor
POOR = {"taste": "1", "origin": "0"}


@dataclass(slots=True)
class Scene:
    """A round with one application for each outcome."""

    cast: Cast
    round: Round
    firm: Business
    good: Application
    near: Application
    poor: Application
    decisions: list[Decision] = field(default_factory=list)

    @property
    def all(self) -> list[Application]:
        return [self.good, self.near, self.poor]

    def refresh(self) -> None:
        """Read the applications again."""
        for row in self.all:
            row.refresh_from_db()


def end_window(round_: Round, *, at: datetime = AT) -> None:
    """The deadline has just passed: nobody releases the results of a window that is still open."""
    round_.closes_at = at
    round_.save(update_fields=["closes_at"])


def scored_scene(cast: Cast, firm: Business, *, at: datetime = AT, blind: bool = True) -> Scene:
    """Three applications scored by three reviewers, scoring closed."""
    round_ = open_round(cast, programme(blind=blind), at=at)
    rows = [submitted(round_, firm, cast.sato, at=at, answers={"name": f"架空の菓子{n}号"}) for n in (1, 2, 3)]
    for row in rows:
        accept(row, cast, at=at)
    in_review(round_, rows, cast, at=at)
    for row, marks in zip(rows, (GOOD, NEAR, POOR), strict=True):
        for reviewer in cast.reviewers:
            score(row, reviewer, marks=marks, gate=marks is not POOR, at=at)
    end_window(round_, at=at)
    rounds.close_scoring(round_, by=cast.suzuki, at=at)
    scene = Scene(cast, round_, firm, *rows)
    scene.refresh()
    return scene


def decided_scene(cast: Cast, firm: Business, *, at: datetime = AT, blind: bool = True) -> Scene:
    """Proposed by the secretariat, confirmed by the approver, not released."""
    scene = scored_scene(cast, firm, at=at, blind=blind)
    for row, outcome in zip(scene.all, (Outcome.CERTIFIED, Outcome.CHALLENGE, Outcome.DECLINED), strict=True):
        scene.decisions.append(decisions.propose(row, outcome=outcome, by=cast.suzuki, at=at))
    decisions.confirm(scene.decisions, by=cast.kimura, at=at)
    scene.refresh()
    return scene


def released_scene(cast: Cast, firm: Business, *, at: datetime = AT, blind: bool = True) -> Scene:
    """Released; the worker has not been there yet."""
    scene = decided_scene(cast, firm, at=at, blind=blind)
    decisions.release(scene.round, by=cast.suzuki, at=at)
    scene.refresh()
    assert all(row.state is Status.RELEASED for row in scene.all)
    return scene
