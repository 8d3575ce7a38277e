"""Parts of a challenge plan as people read them, for the firm's page and its adviser's: gaps, steps, meetings."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from certification.domain import plan_steps, self_check
from certification.domain.plan_steps import PlanFacts, Step
from certification.domain.rules import Rules
from certification.domain.scoring import plain
from certification.models import ChallengePlan, ChallengeTask, PlanMeeting
from certification.selectors.plan_work import Work, fact_of
from core import clock


def gap(row: dict[str, Any], rules: Rules) -> dict[str, Any]:
    """A gap with its picture (percent of full marks) and in words; a gate has no picture."""
    full = _full(rules, row["key"]) if row["kind"] != "gate" else None
    had, needed = self_check.percent(row["had"], full or Decimal(0)), _percent(row["needed"], full)
    return {
        **row,
        "full": plain(full) if full else "",
        "had_percent": min(100, max(0, had or 0)),
        "needed_percent": min(100, max(0, needed or 0)),
        "sentence": _sentence(row, full, had, needed),
        "why": _why(row, rules),
    }


def _sentence(row: dict[str, Any], full: Decimal | None, had: int | None, needed: int | None) -> str:
    if full is None:
        return _("必須の条件を満たしていない、という判断でした。満たすことが必要です。")
    words = _(
        "審査の平均は{had}点（{full}点満点の{percent}%）、必要なのは{needed}点（{needed_percent}%）です。あと{short}点でした。"
    )
    return words.format(
        had=row["had"], full=plain(full), percent=had, needed=row["needed"], needed_percent=needed, short=row["short"]
    )


def _why(row: dict[str, Any], rules: Rules) -> str:
    match row["kind"]:
        case "floor":
            return _("この項目には、最低の点（{needed}点）が決められています。").format(needed=row["needed"])
        case "total":
            words = _("合計が合格点（{mark}%）に届くためのめやすです。")
            return words.format(mark=plain(rules.pass_mark))
    return ""


def _full(rules: Rules, key: str) -> Decimal | None:
    try:
        return rules.criterion(key).maximum
    except KeyError:
        return None


def _percent(value: str, full: Decimal | None) -> int | None:
    try:
        return int(Decimal(value) * 100 / full) if full else None
    except InvalidOperation:
        return None


def gaps(plan: ChallengePlan, work: Work) -> list[dict[str, Any]]:
    """Every gap with its tasks, the firm's goal, photographs, suggestions and how far it is."""
    rules = plan.application.round.frozen
    found = [fact_of(task) for task in work.tasks]
    return [
        {
            **gap(row, rules),
            "goal": work.goals.get(row["key"]),
            "tasks": [each for each in work.tasks if each.gap_key == row["key"]],
            "photos": [each for each in work.photos if each.gap_key == row["key"]],
            "drafts": [each for each in work.drafts if each.gap_key == row["key"] and each.dropped_at is None],
            "dropped": [each for each in work.drafts if each.gap_key == row["key"] and each.dropped_at is not None],
            "progress": plan_steps.progress(found, row["key"]),
        }
        for row in plan.gaps
    ]


def total(tasks: Iterable[ChallengeTask]) -> plan_steps.Progress:
    """The whole plan's progress."""
    return plan_steps.progress(fact_of(task) for task in tasks)


def day_text(day: date | None) -> str:
    """A date as people read it; empty without one."""
    return clock.date_text(day) if day else ""


def is_late(task: ChallengeTask, today: date) -> bool:
    """Is an open task past its date?"""
    return task.done_at is None and task.due_on is not None and task.due_on < today


def meetings(work: Work, *, today: date) -> dict[str, list[PlanMeeting]]:
    """Those to come and those held (or called off), each the nearest first."""
    coming = [row for row in work.meetings if row.cancelled_at is None and clock.on(row.starts_at) >= today]
    return {"coming": coming, "past": [row for row in reversed(work.meetings) if row not in coming]}


def calendar(meeting: PlanMeeting, *, url: str) -> HttpResponse:
    """The meeting as a file for a calendar (iCalendar); a later one of the same UID moves or cancels it."""
    product = meeting.plan.application.product_name
    event = Event()
    event.add("uid", f"plan-meeting-{meeting.pk}@challenge")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", meeting.made_at)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.starts_at + timedelta(minutes=meeting.minutes))
    event.add("summary", _("チャレンジ支援の面談（{product}）").format(product=product))
    event.add("location", meeting.place or meeting.online_url)
    event.add("description", "\n".join(filter(None, [meeting.online_url, meeting.people, url])))
    event.add("status", "CANCELLED" if meeting.cancelled_at else "CONFIRMED")
    made = Calendar()
    made.add("prodid", "-//challenge support//meeting//JA")
    made.add("version", "2.0")
    made.add_component(event)
    answer = HttpResponse(made.to_ical(), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="meeting-{meeting.pk}.ics"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def checks(plan: ChallengePlan, work: Work) -> dict[str, Any]:
    """Self-checks beside the panel: the last three with their days, and every criterion's line."""
    last = work.checks[-3:]
    return {
        "days": [{"at": row.at, "by": row.by.display_name} for row in last],
        "lines": self_check.lines(plan.application.round.frozen, work.told, [row.marks for row in last]),
        "count": len(work.checks),
    }


def steps(
    facts: Sequence[PlanFacts],
    make: Callable[[PlanFacts], tuple[Step, ...]],
    words: Callable[[Step], dict[str, str]],
    *,
    today: date,
) -> list[dict[str, Any]]:
    """The list of what to do next over these plans, the most pressing first, in words."""
    rows = plan_steps.in_order((step for each in facts for step in make(each)), today)
    return [
        {**words(step), "by": day_text(step.by), "late": plan_steps.is_late(step, today), "code": step.code}
        for step in rows
    ]


def firm_words(plans: dict[int, ChallengePlan]) -> Callable[[Step], dict[str, str]]:
    """How the firm reads a step: title and address."""

    def words(step: Step) -> dict[str, str]:
        plan = plans[step.plan]
        name = plan.application.product_name
        href = reverse("apply:plan", args=[plan.application.code])
        match step.code:
            case "answer_offer":
                return {"title": _("支援を受けるかどうかを選ぶ"), "href": href, "product": name}
            case "task":
                assert step.task is not None
                return {"title": step.task.title, "href": f"{href}#task-{step.task.pk}", "product": name}
            case "goals":
                title = _("どう改善したいかを書く（{n}点）").format(n=step.count)
                return {"title": title, "href": f"{href}#gaps", "product": name}
            case "reapply":
                return {"title": _("再申請を始める"), "href": f"{href}#again", "product": name}
            case "self_check":
                href = reverse("apply:plan_check", args=[plan.application.code])
                return {"title": _("再申請の前に、自分で点検する"), "href": href, "product": name}
            case "hand_in":
                assert plan.reapplication is not None
                href = reverse("apply:application", args=[plan.reapplication.code])
                words = _("再申請を書いて提出する（答えていない点が{n}つ）").format(n=step.count)
                return {"title": words if step.count else _("再申請を提出する"), "href": href, "product": name}
            case "read_word":
                return {"title": _("届いたメッセージを読んで返事をする"), "href": f"{href}#messages", "product": name}
        return {"title": _("面談に出る"), "href": f"{href}#meetings", "product": name}

    return words


def adviser_words(plans: dict[int, ChallengePlan]) -> Callable[[Step], dict[str, str]]:
    """How the adviser reads a step."""

    def words(step: Step) -> dict[str, str]:
        plan = plans[step.plan]
        href = reverse("advise:plan", args=[plan.pk])
        found = {
            "answer_word": (_("事業者のメッセージに返事をする"), "#words"),
            "note_meeting": (_("終わった面談の記録を書く"), "#meetings"),
            "meeting": (_("面談をする"), "#meetings"),
            "start": (_("支援を始める"), "#next"),
            "make_tasks": (_("課題を入れる（提案が{n}件）").format(n=step.count), "#gaps"),
            "judge": (_("再申請できるかを確かめる"), "#next"),
            "follow": (_("残りの課題{n}件の進み具合を見る").format(n=step.count), "#gaps"),
        }
        title, anchor = found[step.code]
        return {"title": title, "href": href + anchor, "product": plan.application.product_name}

    return words
