"""前回からの改善: beside each gap of the earlier attempt, what the plan's finished tasks say, ready to take over."""

from collections.abc import Mapping
from typing import Any

from certification.forms.applicant import sections
from certification.models import Application, ChallengePlan, ChallengeTask
from certification.selectors import plan_work

TAKE = "take:"


def of(application: Application) -> list[dict[str, Any]]:
    """The gaps as the plan keeps them, each with `offered`: the words the firm can take over, and the tasks behind."""
    gaps = sections.gaps_of(application)
    done = _finished(application)
    return [
        {
            **gap,
            "take": f"{TAKE}{sections.GAP}{gap['key']}",
            "offered": words(gap["key"], done),
            "files": sum(len(task.files.all()) for task in done if task.gap_key == gap["key"]),
        }
        for gap in gaps
    ]


def words(gap_key: str, done: tuple[ChallengeTask, ...]) -> str:
    """One line for each finished task of the gap: what was to be done, and what was done."""
    return "\n".join(f"・{task.title}：{task.evidence_note}" for task in done if task.gap_key == gap_key)


def taken_over(application: Application, do: str, typed: Mapping[str, Any]) -> dict[str, str]:
    """The typed answer with the plan's words under it, when that was pressed; words already in it are not repeated."""
    if not do.startswith(TAKE):
        return {}
    field_key = do.removeprefix(TAKE)
    if field_key not in typed:
        return {}
    offered = words(field_key.removeprefix(sections.GAP), _finished(application))
    before = str(typed[field_key]).replace("\r\n", "\n").rstrip()
    fresh = [line for line in offered.split("\n") if line and line not in before]
    return {field_key: "\n".join(filter(None, [before, *fresh]))}


def _finished(application: Application) -> tuple[ChallengeTask, ...]:
    plan: ChallengePlan | None = getattr(application.previous, "plan", None) if application.previous_id else None
    return plan_work.finished(plan) if plan is not None else ()
