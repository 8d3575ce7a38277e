"""An application in short, as the producer reads it: status word, track, next date; and the one thing to do next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from certification.domain import labels
from certification.domain.outcome import Outcome
from certification.domain.states import PlanStatus, Status
from certification.models import Application, Certificate, ChallengePlan, Round
from certification.selectors import calls as calls_of
from certification.views.applicant import answers, steps
from core import clock

KINDS = {
    Status.DRAFT: "neutral",
    Status.RETURNED: "warning",
    Status.RELEASED: "accent",
    Status.WITHDRAWN: "neutral",
    Status.REFUSED: "error",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the track. `state`: done, current, todo."""

    label: str
    state: str


@dataclass(frozen=True, slots=True)
class Card:
    """An application in the list and on top of its page. Nothing under embargo is in it."""

    application: Application
    title: str
    href: str
    status: str
    kind: str
    next_step: str
    when_label: str
    when: str
    track: tuple[Step, ...]
    result: str = ""
    unread: int = 0  # messages of the office this person has not read

    @property
    def current(self) -> str:
        """The step the track stands at."""
        return next((step.label for step in self.track if step.state == "current"), "")


@dataclass(frozen=True, slots=True)
class Next:
    """The one thing to do next."""

    title: str
    body: str
    href: str
    label: str
    until: str = ""


def card(
    application: Application,
    *,
    at: datetime | None = None,
    known: Mapping[int, Round] | None = None,
    unread: int = 0,
) -> Card:
    """The card of an application. `known`: the next call of each programme, where a list has asked for all at once."""
    state = application.state
    at = at or clock.now()
    step = steps.of(application, at=at, calls=calls_of.next_calls(at) if known is None else known)
    return Card(
        application=application,
        title=application.product_name or _("（名前はまだありません）"),
        href=reverse("apply:application", args=[application.code]),
        status=_(labels.producer_label(state)),
        kind=KINDS.get(state, "info"),
        next_step=step.sentence,
        when_label=step.label,
        when=step.when,
        track=track(state),
        result=result_sentence(application),
        unread=unread,
    )


def track(state: Status) -> tuple[Step, ...]:
    """The five steps with where the application stands; empty for one that left the procedure."""
    here = labels.timeline_position(state)
    if here is None:
        return ()
    last = len(labels.TIMELINE) - 1
    return tuple(
        Step(_(name), "done" if place < here or place == here == last else "current" if place == here else "todo")
        for place, name in enumerate(labels.TIMELINE)
    )


def result_sentence(application: Application) -> str:
    """The result in one sentence; empty before the release."""
    if application.state is not Status.RELEASED:
        return ""
    letter = max(application.letters.all(), key=lambda row: row.pk, default=None)
    if letter is None:
        return ""
    return _(labels.outcome_for_producer(Outcome(letter.values["outcome"]), letter.values["word"]))


FRESH = timedelta(days=14)  # how long a result stands before the drafts
MOST_LATER = 3


def next_things(
    rows: Sequence[Application],
    rounds: Sequence[Round],
    *,
    at: datetime,
    unread: Mapping[int, int] | None = None,
    due: Sequence[Certificate] = (),
) -> list[Next]:
    """What the person should do next, the most pressing first: one thing, then at most three for afterwards.

    What came from the office or the adviser stands before a draft of one's own. `unread` {application id: messages};
    `due`: certificates whose renewal can be applied for now and is not under way.
    """
    by_state: dict[Status, list[Application]] = {}
    for row in rows:
        by_state.setdefault(row.state, []).append(row)
    released = by_state.get(Status.RELEASED, [])
    plans = [row.plan for row in released if hasattr(row, "plan")]
    plain = [row for row in released if not hasattr(row, "plan")]
    fresh = [row for row in plain if (made := _told_at(row)) and at - made <= FRESH]
    found = [
        _returned(by_state.get(Status.RETURNED, [])),
        _message([row for row in rows if (unread or {}).get(row.pk)]),
        _result(fresh),
        _plan(plans, rounds),
        _renewal(due),
        _draft(by_state.get(Status.DRAFT, []), at=at),
        _result([row for row in plain if row not in fresh]),
    ]
    found = [each for each in found if each] or [
        _waiting([row for row in rows if row.state in labels_waiting()]) or _begin(rounds)
    ]
    return [each for each in found if each][: MOST_LATER + 1]


def _told_at(application: Application) -> datetime | None:
    """When the result was made known."""
    return max((row.made_at for row in application.letters.all()), default=None)


def labels_waiting() -> frozenset[Status]:
    """States in which it is the office's turn."""
    return frozenset({Status.SUBMITTED, Status.ACCEPTED, Status.IN_REVIEW, Status.SCORED, Status.DECIDED})


def _returned(rows: list[Application]) -> Next | None:
    if not rows:
        return None
    due = [row.due_on for row in steps.open_corrections(rows[0]) if row.due_on]
    return Next(
        _("「{name}」を直して、もう一度提出してください").format(name=rows[0].product_name),
        _("事務局から修正のお願いが届いています。示された項目だけを直せます。"),
        reverse("apply:application", args=[rows[0].code]),
        _("修正する項目を見る"),
        clock.date_text(due[0]) if due else "",
    )


def _message(rows: list[Application]) -> Next | None:
    if not rows:
        return None
    return Next(
        _("「{name}」に事務局からメッセージがあります").format(name=rows[0].product_name),
        _("読んで、必要なら返事を書いてください。"),
        reverse("apply:application", args=[rows[0].code]) + "#messages",
        _("メッセージを読む"),
    )


def _renewal(rows: Sequence[Certificate]) -> Next | None:
    if not rows:
        return None
    first = min(rows, key=lambda row: row.valid_until)
    return Next(
        _("「{name}」の更新の時期です").format(name=first.application.product_name),
        _("いまの内容を写して、更新の申請を始められます。"),
        reverse("apply:certificate_page", args=[first.number]),
        _("更新の手続きへ"),
        clock.date_text(first.valid_until),
    )


def _draft(rows: list[Application], *, at: datetime) -> Next | None:
    live = [row for row in rows if steps.deadline(row) is None or steps.deadline(row) > at]  # type: ignore[operator]
    if not live:
        return None
    row = min(live, key=lambda each: (steps.deadline(each) is None, steps.deadline(each) or at, -each.pk))
    until = steps.deadline(row)
    return Next(
        _("「{name}」の申請を続けてください").format(name=row.product_name or _("名前はまだありません")),
        _("入力した内容は保存されています。そろったら、内容を確認して提出します。"),
        reverse("apply:application", args=[row.code]),
        _("続きを入力する"),
        answers.deadline_text(until) if until else "",
    )


def _plan(plans: list[ChallengePlan], rounds: Sequence[Round]) -> Next | None:
    order = (PlanStatus.OFFERED, PlanStatus.IN_PROGRESS, PlanStatus.READY, PlanStatus.AGREED)
    for plan in sorted((each for each in plans if each.state in order), key=lambda each: order.index(each.state)):
        application = plan.application
        href = reverse("apply:plan", args=[application.code])
        name = application.product_name
        if plan.state is PlanStatus.OFFERED:
            body = _("専門家といっしょに改善し、もう一度申請できます。費用はかかりません。")
            return Next(_("「{name}」に支援のご案内があります").format(name=name), body, href, _("案内を読む"))
        if _word_waits(plan):
            title = _("「{name}」に専門家からメッセージがあります").format(name=name)
            body = _("読んで、わからないことは返事で聞いてください。")
            return Next(title, body, href, _("メッセージを読む"))
        if plan.state is PlanStatus.IN_PROGRESS:
            return _in_progress(plan, name, href)
        if plan.state is PlanStatus.READY and any(r.programme_id == application.round.programme_id for r in rounds):
            body = _("準備ができました。前の申請をもとに、もう一度申請できます。")
            return Next(_("「{name}」を再申請できます").format(name=name), body, href, _("再申請へ進む"))
    return None


def _word_waits(plan: ChallengePlan) -> bool:
    """Is the adviser's message the last one?"""
    last = max(plan.messages.all(), key=lambda each: each.pk, default=None)
    return last is not None and last.by_id == plan.adviser_id


def _in_progress(plan: ChallengePlan, name: str, href: str) -> Next:
    open_tasks = sum(1 for task in plan.tasks.all() if task.done_at is None)
    body = _("計画の項目を進め、できたことを記録してください。")
    if open_tasks:
        body = _("することが{n}つあります。進めて、できたことを記録してください。").format(n=open_tasks)
    return Next(_("「{name}」の改善を進めましょう").format(name=name), body, href, _("計画を見る"))


def _result(rows: list[Application]) -> Next | None:
    if not rows:
        return None
    href = reverse("apply:application", args=[rows[0].code])
    title = _("「{name}」の結果をご覧ください").format(name=rows[0].product_name)
    return Next(title, _("通知書と、審査項目ごとの講評を見られます。"), href, _("結果を見る"))


def _waiting(rows: list[Application]) -> Next | None:
    if not rows:
        return None
    row = rows[0]
    body = _(labels.next_step(row.state))
    title = _("いま、することはありません")
    return Next(
        title, f"「{row.product_name}」：{body}", reverse("apply:application", args=[row.code]), _("状況を見る")
    )


def _begin(rounds: Sequence[Round]) -> Next:
    if rounds:
        body = _("いくつかの質問に答えると、合う制度が分かります。1分ほどで終わり、何も送られません。")
        return Next(_("申請できるか確かめましょう"), body, reverse("apply:precheck"), _("はじめの確認へ"))
    body = _("いま受付中の募集はありません。合う制度があるかどうかは、いつでも確かめられます。")
    return Next(_("次の募集にそなえましょう"), body, reverse("apply:precheck"), _("はじめの確認へ"))


@dataclass(frozen=True, slots=True)
class Call:
    """An open call."""

    round: Round
    left: str
    until: str
    closes: str

    @property
    def accent(self) -> str:
        return str(self.round.programme.accent)


def calls(rounds: Sequence[Round], *, at: datetime) -> list[Call]:
    """Open calls with the time left."""
    return [
        Call(
            round=row,
            left=answers.time_left(row.closes_at, at=at) if row.closes_at else "",
            until=answers.deadline_text(row.closes_at) if row.closes_at else _("随時受け付けています"),
            closes=row.closes_at.isoformat() if row.closes_at else "",
        )
        for row in rounds
    ]
