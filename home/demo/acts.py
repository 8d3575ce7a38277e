"""What happens on the stage: rounds of this year and earlier years, brought to every state."""

from datetime import datetime

from certification.domain.outcome import Outcome
from certification.models import Application, Programme, Round
from certification.services import applications, certificates, challenge, decisions, panel, rounds, screening, sheets
from core.services import businesses
from home.demo import committee, keeping, producer, registers, support
from home.demo import panel as demo_panel
from home.demo import programme as demo_programme
from home.demo import rounds as demo_rounds
from home.demo.stage import Stage, draft, open_round

MARKS = {
    "good": ("5", "4", "4", "5", "4"),
    "near": ("4", "4", "1", "4", "3"),
    "poor": ("1", "3", "1", "1", "3"),
}
REVIEWERS = ("takahashi", "tanaka", "watanabe")


def submit(stage: Stage, round_: Round, key: str, *, at: datetime) -> Application:
    """Hand a product in."""
    made = draft(stage, round_, key, at=at)
    applications.submit(made, by=stage.owner_of(stage.data["products"][key]["firm"]), at=at)
    return made


def accept(stage: Stage, row: Application, *, at: datetime) -> Application:
    """Check every statement and accept."""
    checks = {statement.key: (True, "") for statement in row.round.frozen.statements}
    screening.check(row, checks, by=stage.people["suzuki"], at=at)
    screening.accept(row, by=stage.people["suzuki"], at=at)
    return row


def start_review(stage: Stage, round_: Round, rows: list[Application], *, at: datetime) -> None:
    """Appoint the three, assign everything to everybody, begin."""
    office = stage.people["suzuki"]
    for name in REVIEWERS:
        panel.appoint(round_, stage.people[name], affiliation="架空の商工団体", by=office, at=at)
    panel.assign(rows, [stage.people[name] for name in REVIEWERS], by=office, at=at)
    rounds.start_review(round_, by=office, at=at)
    for row in rows:
        row.refresh_from_db()


def score(stage: Stage, row: Application, reviewer: int, kind: str, *, at: datetime, submit: bool = True) -> None:
    """One reviewer's sheet; a step up or down by turns, so that the dots on the board spread."""
    rules = row.round.frozen
    person = stage.people[REVIEWERS[reviewer]]
    panel.declare(row, kind="none", by=person, at=at)
    words = stage.data["comments"][kind]
    marks = {}
    for place, criterion in enumerate(rules.criteria):
        steps = sorted({step.value for step in criterion.steps})
        wanted = MARKS[kind][place % len(MARKS[kind])]
        index = min(range(len(steps)), key=lambda n: abs(float(steps[n]) - float(wanted)))
        shift = (0, 1, -1)[(reviewer + place) % 3] if kind != "good" or place % 2 else 0
        value = steps[max(0, min(len(steps) - 1, index + shift))]
        marks[criterion.key] = {
            "value": str(value),
            "to_applicant": words[place % len(words)] if place % 3 == reviewer else "",
            "internal": "",
        }
    gates = {gate.key: kind != "poor" for gate in rules.gates}
    given = sheets.Input(marks=marks, gates=gates, to_applicant=words[reviewer % len(words)])
    sheets.save(row, given, by=person, at=at)
    if submit:
        sheets.submit(row, by=person, at=at)


def judged_round(
    stage: Stage,
    programme: Programme,
    *,
    name: str,
    opened: int,
    kinds: dict[str, str],
    release: bool = True,
    recused: tuple[tuple[str, int], ...] = (),
) -> tuple[Round, dict[str, Application]]:
    """A whole round in the past: `kinds` {product: good | near | poor}; released 60 days after its opening. `recused`:
    (product, place of the reviewer) who declares a conflict.
    """
    round_ = open_round(stage, programme, name=name, opens=opened, closes=-(opened - 30))
    rows = {
        key: accept(stage, submit(stage, round_, key, at=stage.ago(opened - 10)), at=stage.ago(opened - 20))
        for key in kinds
    }
    start_review(stage, round_, list(rows.values()), at=stage.ago(opened - 32))
    for key, row in rows.items():
        for reviewer in range(3):
            if (key, reviewer) in recused:
                person = stage.people[REVIEWERS[reviewer]]
                panel.declare(row, kind="supplier", reason="材料を納めています", by=person, at=stage.ago(opened - 39))
            else:
                score(stage, row, reviewer, kinds[key], at=stage.ago(opened - 40))
    rounds.close_scoring(round_, by=stage.people["suzuki"], at=stage.ago(opened - 45))
    for row in rows.values():
        row.refresh_from_db()
    if release:
        decisions.propose_all(round_, by=stage.people["suzuki"], at=stage.ago(opened - 46))
        newest = [row.decisions.latest("version") for row in rows.values()]
        decisions.confirm(newest, by=stage.people["kimura"], at=stage.ago(opened - 47))
        decisions.release(round_, by=stage.people["suzuki"], at=stage.ago(opened - 60))
        for row in rows.values():
            row.refresh_from_db()
    return round_, rows


def past(stage: Stage, collection: Programme, quality: Programme) -> dict[str, Application]:
    """Released rounds: certificates in every state, plans in every state."""
    office, chief = stage.people["suzuki"], stage.people["kimura"]
    _old, old = judged_round(
        stage, collection, name="デモ・過去の回", opened=1500, kinds={"udon": "good", "amazake": "good", "nuts": "good"}
    )
    certificates.revoke(
        old["amazake"].certificate, reason="製造場所の届出に誤りがあったため（架空の例）", by=chief, at=stage.ago(500)
    )
    certificates.surrender(
        old["nuts"].certificate, reason="製造を終了したため（架空の例）", by=office, at=stage.ago(400)
    )
    _due, due = judged_round(
        stage, quality, name="デモ・更新時期の回", opened=1050, kinds={"cloth": "good", "lesson": "poor"}
    )
    _last, last = judged_round(
        stage,
        collection,
        name="デモ・前回",
        opened=330,
        kinds={
            "jelly": "good",
            "jam": "good",
            "sake": "good",
            "soba": "near",
            "syrup": "near",
            "vegetable": "near",
            "cookie": "near",
        },
    )
    certificates.expire_due(today=stage.now.date(), at=stage.now)
    committee.signed(stage, _last)
    _plans(stage, last)
    support.play(stage, last)
    return {**old, **due, **last}


def _plans(stage: Stage, rows: dict[str, Application]) -> None:
    """soba: in progress; syrup: ready (and applied again in this year's round); vegetable: agreed; cookie: offered."""
    adviser, office = stage.people["yamamoto"], stage.people["suzuki"]
    for key in ("soba", "syrup", "vegetable"):
        plan = rows[key].plan
        owner = stage.owner_of(stage.data["products"][key]["firm"])
        challenge.agree(plan, by=owner, at=stage.ago(250))
        challenge.appoint_adviser(plan, adviser, by=office, at=stage.ago(248))
        if key == "vegetable":
            continue
        gap = plan.gaps[0]["key"]
        first = challenge.add_task(
            plan,
            gap_key=gap,
            title="包装に、地元の材料の割合を書く",
            detail="表示の案を2つ作り、店頭で読みやすさを確かめます。",
            by=adviser,
            at=stage.ago(240),
        )
        second = challenge.add_task(plan, gap_key=gap, title="開けやすい袋を試す", by=adviser, at=stage.ago(239))
        challenge.start(plan, by=adviser, at=stage.ago(238))
        challenge.say(plan, "まずは表示の案から始めましょう。", by=adviser, at=stage.ago(238))
        challenge.finish_task(
            first, note="表示を新しくし、店頭で10人に読んでもらいました。", by=owner, at=stage.ago(200)
        )
        if key == "syrup":
            challenge.finish_task(second, note="切り込みの入った袋に替えました。", by=owner, at=stage.ago(180))
            challenge.ready(plan, by=adviser, at=stage.ago(170))


def board(stage: Stage, quality: Programme) -> None:
    """A round before the committee: scored, proposed, decided; and a conflict."""
    round_, rows = judged_round(
        stage,
        quality,
        name="デモ・判定中の回",
        opened=100,
        kinds={"tray": "good", "chair": "near", "robot": "good", "bag": "poor"},
        release=False,
        recused=(("tray", 1),),
    )
    office, chief = stage.people["suzuki"], stage.people["kimura"]
    decided = decisions.propose(rows["robot"], outcome=Outcome.CERTIFIED, by=office, at=stage.ago(20))
    decisions.confirm([decided], by=chief, at=stage.ago(19))
    decisions.propose(rows["bag"], outcome=Outcome.DECLINED, by=office, at=stage.ago(18))
    assert round_.scoring_closed_at is not None
    committee.undecided(stage, round_, rows["chair"])


def reviewing(stage: Stage, collection: Programme) -> None:
    """A round whose window is over and whose panel is at work: blank, begun, handed in, recused."""
    round_ = open_round(stage, collection, name="デモ・審査中の回", opens=70, closes=-10)
    keys = ("jelly", "jam", "sake", "udon", "amazake")
    rows = [accept(stage, submit(stage, round_, key, at=stage.ago(30)), at=stage.ago(25)) for key in keys]
    start_review(stage, round_, rows, at=stage.ago(9))
    for reviewer in range(3):
        score(stage, rows[0], reviewer, "good", at=stage.ago(5))
    score(stage, rows[1], 0, "near", at=stage.ago(4))
    score(stage, rows[2], 0, "good", at=stage.ago(3), submit=False)
    panel.declare(rows[3], kind="supplier", reason="原料を納めています", by=stage.people["takahashi"], at=stage.ago(3))
    demo_rounds.extended(stage, round_)


def calling(stage: Stage, collection: Programme, trial: Programme, past_rows: dict[str, Application]) -> None:
    """The call now open: draft, submitted, returned, accepted, refused, withdrawn, and a re-application."""
    round_ = open_round(stage, collection, name="デモ・今年の回", opens=14, closes=24, contact="デモ事務局（架空）")
    sato, office = stage.people["sato"], stage.people["suzuki"]
    demo_rounds.dates(stage, round_)
    demo_rounds.copied(stage, round_)
    draft(stage, round_, "cookie", at=stage.ago(2), complete=False)
    submit(stage, round_, "nuts", at=stage.ago(3))
    returned = submit(stage, round_, "jelly", at=stage.ago(6))
    screening.request_correction(
        returned,
        {"ingredients": "福来みかんの産地を、市町村名まで書いてください。"},
        message="ほかの項目はこのままで大丈夫です。",
        due_on=(stage.now.date()),
        by=office,
        at=stage.ago(4),
    )
    accept(stage, submit(stage, round_, "sake", at=stage.ago(7)), at=stage.ago(5))
    refused = submit(stage, round_, "amazake", at=stage.ago(8))
    why = "市内の店での販売が、まだ確認できませんでした。販売が始まりましたら、もう一度ご応募ください。"
    screening.refuse(refused, reason=why, by=office, at=stage.ago(5))
    withdrawn = submit(stage, round_, "udon", at=stage.ago(9))
    applications.withdraw(withdrawn, by=stage.people["ito"], at=stage.ago(7), reason="商品の内容を見直すため")
    plan = past_rows["syrup"].plan
    again = challenge.reapply(plan, round_, by=stage.people["ito"], at=stage.ago(1))
    answer = {plan.gaps[0]["key"]: "袋を切り込み入りに替え、表示に地元の材料の割合を書きました。"}
    applications.save_gap_answers(again, answer, base=again.revision, by=stage.people["ito"], at=stage.ago(1))
    rolling = open_round(stage, trial, name="デモ・随時受付", opens=60, closes=None)
    submit(stage, rolling, "lesson", at=stage.ago(12))
    businesses.invite(stage.firms["kukuri"], email="colleague@example.org", role="editor", by=sato, at=stage.ago(2))


def play(stage: Stage, programmes: dict[str, Programme]) -> None:
    """Everything, oldest first."""
    collection, quality, trial = (programmes[scope] for scope in ("food", "goods_services", "trial"))
    past_rows = past(stage, collection, quality)
    board(stage, quality)
    reviewing(stage, collection)
    demo_panel.play(stage)

    def bring(round_: Round, key: str) -> Application:
        return accept(stage, submit(stage, round_, key, at=stage.ago(30)), at=stage.ago(20))

    demo_rounds.tasting(stage, collection, bring)
    calling(stage, collection, trial, past_rows)
    producer.play(stage, past_rows, quality)
    registers.play(stage)
    demo_programme.sample_programme(stage)
    keeping.play(stage, past_rows)
