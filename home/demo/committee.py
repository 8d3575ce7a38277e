"""The committee of the demonstration: a row left undecided, minutes as a draft and signed."""

from datetime import timedelta

from certification.models import Application, Round
from certification.services import holds, minutes
from certification.services.minutes import Text
from home.demo.stage import Stage

MEMBERS = ("takahashi", "tanaka", "watanabe")


def undecided(stage: Stage, round_: Round, row: Application) -> None:
    """A hold with its reason, and minutes nobody has signed yet."""
    office, at = stage.people["suzuki"], stage.ago(17)
    holds.hold(row, reason="寸法の表示を確かめてから決める（架空の例）", by=office, at=at)
    text = Text(
        held_on=at.date(),
        place="架空市役所 会議室",
        chair=stage.people["watanabe"].display_name,
        attendees=[stage.people[name].pk for name in MEMBERS],
        others="事務局 鈴木",
        opening="事務局が採点の結果を説明し、1件ずつ審議した。",
        remarks={str(row.pk): "表示の寸法と実物の差を確かめることにした。"},
    )
    minutes.save(round_, text, seen=0, by=office, at=at)


def signed(stage: Stage, round_: Round) -> None:
    """The minutes of a round whose results are out."""
    office, at = stage.people["suzuki"], stage.ago(268)
    rows = list(Application.objects.filter(round=round_).order_by("pk"))
    text = Text(
        held_on=at.date(),
        place="架空市役所 会議室",
        attendees=[stage.people[name].pk for name in MEMBERS],
        opening="規則による案のとおり決定した。",
        votes={str(rows[0].pk): {"for": 3, "against": 0, "abstain": 0}} if rows else {},
    )
    minutes.save(round_, text, seen=0, by=office, at=at)
    minutes.sign(round_, number=1, by=office, at=at + timedelta(hours=2))
