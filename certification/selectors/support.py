"""The office's settings of challenge support; where it has saved none, the marked defaults of certification/data/."""

import json
from functools import cache
from pathlib import Path

from django.conf import settings

from certification.domain import offer
from certification.domain.expertise import Expertise
from certification.domain.support import SuggestedTask, Topic
from certification.models import SupportSetting, SupportTopic

DEFAULTS = Path(settings.BASE_DIR) / "certification" / "data" / "support.json"


def setting() -> SupportSetting | None:
    """What the office has set; None while the defaults stand."""
    return SupportSetting.objects.filter(pk=1).first()


def days() -> tuple[int, int, bool]:
    """(days to answer, days before the end to remind, is it the default)."""
    row = setting()
    if row is None:
        return offer.DEFAULT_DAYS, offer.DEFAULT_REMIND_DAYS, True
    return row.offer_days, row.remind_days, False


def topics() -> tuple[Topic, ...]:
    """The office's topics in their order, else the defaults; two queries at most."""
    rows = list(SupportTopic.objects.prefetch_related("tasks"))
    return tuple(_topic(row) for row in rows) or default_topics()


def has_own_topics() -> bool:
    """Has the office made the topics its own?"""
    return SupportTopic.objects.exists()


@cache
def default_topics() -> tuple[Topic, ...]:
    """The topics of the file."""
    data = json.loads(DEFAULTS.read_text(encoding="utf-8"))
    return tuple(
        Topic(
            name=row["name"],
            words=tuple(row["words"]),
            expertise=tuple(Expertise(code) for code in row["expertise"]),
            fields=tuple(row["fields"]),
            tasks=tuple(SuggestedTask(**task) for task in row["tasks"]),
        )
        for row in data["topics"]
    )


def _topic(row: SupportTopic) -> Topic:
    return Topic(
        name=row.name,
        words=_lines(row.words),
        expertise=tuple(Expertise(code) for code in row.expertise),
        fields=_lines(row.fields),
        tasks=tuple(SuggestedTask(task.title, task.detail, task.days) for task in row.tasks.all()),
        pk=row.pk,
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
