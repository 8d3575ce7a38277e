"""Challenge support in the demonstration: profiles, goals, meetings, photographs, self-checks, an offer still open."""

from datetime import timedelta

from certification.models import Application
from certification.services import applications, challenge_offers, plan_meetings, plan_work, support
from home.demo.stage import Stage, picture


def play(stage: Stage, rows: dict[str, Application]) -> None:
    """After the plans of acts.py: `soba` is under way, `syrup` ready, `cookie` offered."""
    office, adviser = stage.people["suzuki"], stage.people["yamamoto"]
    profile = {"affiliation": "架空の支援機構", "capacity": 5, "active": True, "note": ""}
    support.save_profile(adviser, {**profile, "expertise": ["label", "consultant"]}, by=office, at=stage.ago(260))
    last_day = (stage.now + timedelta(days=10)).date()
    challenge_offers.set_last_day(rows["cookie"].plan, last_day, by=office, at=stage.ago(250))
    _under_way(stage, rows["soba"])
    for key, days in (("soba", 60), ("syrup", 175)):
        plan = rows[key].plan
        owner = stage.owner_of(stage.data["products"][key]["firm"])
        criteria = plan.application.round.frozen.criteria
        marks = {row.key: {"value": str(sorted(row.steps, key=lambda s: s.value)[-2].value)} for row in criteria}
        plan_work.check_oneself(plan, marks, by=owner, at=stage.ago(days))


def _under_way(stage: Stage, row: Application) -> None:
    plan, adviser = row.plan, stage.people["yamamoto"]
    owner = stage.owner_of(stage.data["products"]["soba"]["firm"])
    gap = plan.gaps[0]["key"]
    words = "地元のそば粉の割合を、手に取った人にすぐ分かるようにしたいです。"
    plan_work.save_goal(plan, gap, words, base=0, by=owner, at=stage.ago(245))
    halves = [
        applications.take_upload(picture(shape, name), "photo", by=owner, at=stage.ago(190))
        for shape, name in (("box", "before.jpg"), ("bowl", "after.jpg"))
    ]
    plan_work.add_photo(
        plan, gap_key=gap, caption="包装の表", before=halves[0], after=halves[1], by=owner, at=stage.ago(190)
    )
    held = {"starts_at": stage.ago(210), "minutes": 60, "place": "架空の公民館", "people": "伊藤、山本",
            "notes": "表示の案を2つ見比べました。", "next_step": "店頭で読みやすさを確かめる"}  # fmt: skip
    plan_meetings.arrange(plan, held, by=adviser, at=stage.ago(210))
    coming = {"starts_at": stage.now + timedelta(days=6), "minutes": 60, "place": "",
              "online_url": "https://meeting.example.org/fictional"}  # fmt: skip
    plan_meetings.arrange(plan, coming, by=adviser, at=stage.ago(3))
