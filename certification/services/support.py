"""The office keeps what challenge support runs on: days of the offer, topics with suggested tasks, adviser profiles."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from certification import permissions
from certification.domain.expertise import Expertise
from certification.models import AdviserProfile, SupportSetting, SupportTopic, SupportTopicTask
from certification.selectors import support
from core import audit
from core.domain import text
from core.domain.reason import Reason, Refused
from core.models import User
from core.roles import has_role


@transaction.atomic
def save_days(*, offer_days: int, remind_days: int, by: User, at: datetime) -> SupportSetting:
    """The days of the offer become the office's own; offers already made keep their last day."""
    permissions.require_secretariat(by)
    if remind_days >= offer_days:
        raise Refused(Reason("support.days", "知らせる日は、返事までの日数より短くしてください。", field="remind_days"))
    row, _made = SupportSetting.objects.update_or_create(
        pk=1, defaults={"offer_days": offer_days, "remind_days": remind_days, "changed_at": at, "changed_by": by}
    )
    audit.record("support.days", row, by=by, at=at, after=f"{offer_days}/{remind_days}")
    return row


@transaction.atomic
def own_topics(*, by: User, at: datetime) -> None:
    """The default topics become rows the office can edit; does nothing when there are rows."""
    permissions.require_secretariat(by)
    if support.has_own_topics():
        return
    for place, topic in enumerate(support.default_topics()):
        row = SupportTopic.objects.create(
            name=topic.name,
            words="\n".join(topic.words),
            expertise=[str(code) for code in topic.expertise],
            fields="\n".join(topic.fields),
            sort_order=place,
        )
        _put_tasks(row, [{"title": task.title, "detail": task.detail, "days": task.days} for task in topic.tasks])
        audit.record("support.topic", row, by=by, at=at, name=row.name)


@transaction.atomic
def save_topic(
    topic: SupportTopic | None, values: Mapping[str, Any], tasks: Sequence[Mapping[str, Any]], *, by: User, at: datetime
) -> SupportTopic:
    """A topic with its suggested tasks; plans already proposed keep what they were given."""
    permissions.require_secretariat(by)
    row = topic or SupportTopic(sort_order=SupportTopic.objects.count())
    row.name = text.clean(values["name"])[:60]
    row.words = text.clean(values["words"], lines=True)
    row.fields = text.clean(values["fields"], lines=True)
    row.expertise = [str(Expertise(code)) for code in values["expertise"]]
    row.save()
    row.tasks.all().delete()
    _put_tasks(row, tasks)
    audit.record("support.topic", row, by=by, at=at, name=row.name)
    return row


@transaction.atomic
def remove_topic(topic: SupportTopic, *, by: User, at: datetime) -> None:
    """Take a topic out. The last one stays: without any, the defaults would come back."""
    permissions.require_secretariat(by)
    if SupportTopic.objects.count() == 1:
        raise Refused(Reason("support.last", "最後の分野は消せません。内容を直して使ってください。"))
    audit.record("support.topic_removed", topic, by=by, at=at, name=topic.name)
    topic.delete()


def _put_tasks(row: SupportTopic, tasks: Sequence[Mapping[str, Any]]) -> None:
    SupportTopicTask.objects.bulk_create(
        SupportTopicTask(
            topic=row,
            title=text.clean(task["title"])[:120],
            detail=text.clean(task.get("detail", ""), lines=True),
            days=task["days"],
            sort_order=place,
        )
        for place, task in enumerate(tasks)
    )


@transaction.atomic
def save_profile(adviser: User, values: Mapping[str, Any], *, by: User, at: datetime) -> AdviserProfile:
    """What an adviser is good at and how much they take on."""
    permissions.require_secretariat(by)
    if not has_role(adviser, "adviser"):
        raise Refused(Reason("plan.no_role", f"{adviser.display_name} さんに専門家の役割がありません。"))
    row, _made = AdviserProfile.objects.update_or_create(
        user=adviser,
        defaults={
            "expertise": [str(Expertise(code)) for code in values["expertise"]],
            "affiliation": text.clean(values.get("affiliation", ""))[:100],
            "capacity": values["capacity"],
            "active": values["active"],
            "note": text.clean(values.get("note", ""))[:300],
            "changed_at": at,
            "changed_by": by,
        },
    )
    audit.record("adviser.profile", adviser, by=by, at=at, name=adviser.display_name)
    return row
