"""The office of the demonstration: one product under two spellings, saved views, a stopped call."""

from certification.domain.states import IN_FORCE
from certification.models import Certificate, Round
from certification.services import applications, renewal_calls, saved_views
from home.demo.stage import Stage, draft


def play(stage: Stage) -> None:
    """After the call that is open now: the peanut miso once more, spelled in kanji and with its weight."""
    office = stage.people["suzuki"]
    round_ = Round.objects.get(name="デモ・今年の回", opened_at__isnull=False)
    owner = stage.owner_of("komorebi")
    twin = draft(stage, round_, "nuts", at=stage.ago(2))
    values = {"name": "架空のらっかせい味噌（150g）", "name_kana": "カクウノラッカセイミソ"}
    applications.save(twin, values, base=twin.revision, by=owner, at=stage.ago(2))
    applications.submit(twin, by=owner, at=stage.ago(2))
    saved_views.save("applications", "点検が残る申請", "flag=checks", shared=True, by=office, at=stage.ago(2))
    saved_views.save(
        "applications",
        "すぐ見るもの",
        "flag=overdue&flag=duplicate&flag=unread",
        shared=True,
        by=office,
        at=stage.ago(1),
    )
    ending = (
        Certificate.objects.filter(status__in=[one.value for one in IN_FORCE]).order_by("valid_until", "pk").first()
    )
    if ending is not None:
        reason = "材料を替えるため、今回は更新しないと電話で聞いた（架空の例）"
        renewal_calls.stop(ending, reason=reason, by=office, at=stage.ago(1))
