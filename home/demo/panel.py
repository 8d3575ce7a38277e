"""The panel of the demonstration's round under review: terms, invitations, calibration, one paper sheet, reminders."""

from datetime import timedelta

from certification.domain.states import Status
from certification.models import Application, PanelMember, Round
from certification.services import calibration, invitations, keyed_sheets, panel, reminders, sheets
from certification.services.sheets import Input
from home.demo.stage import Stage

ROUND = "デモ・審査中の回"
FIELDS = {"takahashi": ("sweets", "発酵"), "tanaka": ("デザイン",), "watanabe": ("noodles", "安全")}


def play(stage: Stage) -> None:
    """Everything around the panel; the sheets themselves stand in acts.py."""
    round_ = Round.objects.get(name=ROUND)
    _terms(stage, round_)
    _invitations(stage, round_)
    _calibration(stage, round_)
    _paper(stage, round_)
    due = (stage.now + timedelta(days=5)).date()
    reminders.plan(
        round_, due_on=due, days_before=[3, 1], draft_days_before=[], by=stage.people["suzuki"], at=stage.ago(2)
    )


def _terms(stage: Stage, round_: Round) -> None:
    for name, expertise in FIELDS.items():
        seat = PanelMember.objects.get(round=round_, user=stage.people[name])
        terms = panel.Terms(
            seat.affiliation, stage.ago(9).date(), (stage.now + timedelta(days=120)).date(), 20, expertise
        )
        panel.change_terms(seat, terms, by=stage.people["suzuki"], at=stage.ago(9))


def _invitations(stage: Stage, round_: Round) -> None:
    office = stage.people["suzuki"]
    terms = panel.Terms("架空の大学", stage.ago(9).date(), (stage.now + timedelta(days=120)).date(), 10, ("デザイン",))
    gone = invitations.invite(
        round_, email="declined@example.org", name="架空 次郎", terms=terms, by=office, at=stage.ago(12)
    )
    invitations.decline(
        gone, kind="schedule", reason="審査会の日に、ほかの用務があります（架空の例）。", by=None, at=stage.ago(11)
    )
    invitations.invite(round_, email="invited@example.org", name="架空 三郎", terms=terms, by=office, at=stage.ago(1))


def _calibration(stage: Stage, round_: Round) -> None:
    text = "架空の商品です。米と地元の枝豆だけで焼いた、手のひらほどのせんべい。6枚入り、900円。包装は茶色の紙袋。"
    begun = calibration.begin(round_, title="架空の枝豆せんべい", text=text, by=stage.people["suzuki"], at=stage.ago(8))
    rules = round_.frozen
    for place, name in enumerate(("tanaka", "watanabe")):
        marks = {}
        for number, criterion in enumerate(rules.criteria):
            steps = sorted({step.value for step in criterion.steps})
            marks[criterion.key] = {"value": str(steps[-1 - (number + place) % 3 % len(steps)]), "na": False}
        given = Input(marks, {gate.key: True for gate in rules.gates})
        calibration.save(begun, given, by=stage.people[name], at=stage.ago(7))
        calibration.submit(begun, by=stage.people[name], at=stage.ago(7))


def _paper(stage: Stage, round_: Round) -> None:
    """The first of two people has keyed 渡辺's paper for the last application."""
    row = Application.objects.filter(round=round_, status=Status.IN_REVIEW.value).order_by("-pk")[0]
    rules = round_.frozen
    marks = {criterion.key: {"value": str(criterion.steps[0].value), "na": False} for criterion in rules.criteria}
    given = sheets.Input(marks, {gate.key: True for gate in rules.gates}, "香りがよく、贈り物に向きます。", "")
    content = keyed_sheets.content_of(given, declaration="none", reason="")
    keyed_sheets.key(
        row,
        stage.people["watanabe"],
        content,
        note="審査会の封筒 3番（架空）",
        by=stage.people["suzuki"],
        at=stage.ago(1),
    )
