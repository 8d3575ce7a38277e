"""The adviser's side: suggestions taken, edited or dropped, tasks in order, meetings with a calendar file, the desk."""

from datetime import date

import pytest
from django.urls import reverse

from certification.domain.states import PlanStatus
from certification.models import ChallengeTask, PlanMeeting, TaskDraft
from certification.services import challenge
from core import clock
from core.models import OutboxMessage
from tests.factories.cast import AT
from tests.factories.plans import GAP

MEETING = {
    "meeting-day_year": "2026", "meeting-day_month": "12", "meeting-day_day": "1", "meeting-clock": "14:00",
    "meeting-minutes": "90", "meeting-place": "架空公民館", "meeting-people": "佐藤、山本",
}  # fmt: skip


def text(response):
    return response.content.decode()


def url(support, name="plan", *more):
    return reverse(f"advise:{name}", args=[support.plan.pk, *more])


@pytest.fixture
def adviser(client_of, support):
    return client_of(support.cast.yamamoto)


def test_agreement_brings_suggestions_marked_as_such(adviser, support):
    drafts = list(support.plan.drafts.order_by("pk"))
    assert [draft.gap_key for draft in drafts] == [GAP] * len(drafts)
    assert drafts
    html = text(adviser.get(url(support)))
    assert "課題の提案（地域とのつながり）。まだ計画には入っていません。" in html
    assert not ChallengeTask.objects.exists()


def test_suggestion_is_taken_edited_once_dropped_and_brought_back(adviser, support):
    first, second = support.plan.drafts.order_by("pk")[:2]
    here = url(support, "draft", first.pk)
    prefix = f"draft-{first.pk}"
    wrong = adviser.post(here, {f"{prefix}-gap_key": GAP, f"{prefix}-title": "", f"{prefix}-detail": "書きかけ"})
    assert wrong.status_code == 422
    assert "書きかけ" in text(wrong)
    for _ in range(2):
        adviser.post(here, {f"{prefix}-gap_key": GAP, f"{prefix}-title": "直した題", f"{prefix}-detail": ""})
    assert [task.title for task in support.plan.tasks.all()] == ["直した題"]
    adviser.post(url(support, "draft", second.pk), {"drop": "yes"})
    assert second.title in text(adviser.get(url(support))).split("使わない提案 1件")[1]
    adviser.post(url(support, "draft", second.pk), {"restore": "yes"})
    second.refresh_from_db()
    assert second.dropped_at is None
    adviser.post(url(support, "propose"))
    assert TaskDraft.objects.filter(plan=support.plan).count() == len(set(TaskDraft.objects.values_list("title")))


def test_tasks_are_edited_ordered_taken_out_and_put_back_with_history(adviser, support):
    one, two = (
        challenge.add_task(support.plan, gap_key=GAP, title=title, by=support.cast.yamamoto, at=AT)
        for title in ("一つめ", "二つめ")
    )
    adviser.post(url(support, "task", two.pk), {"up": "yes"})
    assert [task.title for task in support.plan.tasks.all()] == ["二つめ", "一つめ"]
    edit = f"edit-{one.pk}"
    values = {f"{edit}-gap_key": GAP, f"{edit}-title": "新しい題", f"{edit}-due_on_year": "令和9",
              f"{edit}-due_on_month": "1", f"{edit}-due_on_day": "15"}  # fmt: skip
    assert adviser.post(url(support, "task_edit", one.pk), {**values, f"{edit}-title": ""}).status_code == 422
    adviser.post(url(support, "task_edit", one.pk), values)
    one.refresh_from_db()
    assert (one.title, one.due_on) == ("新しい題", date(2027, 1, 15))
    assert one.events.get(kind="edited").note == "一つめ"
    adviser.post(url(support, "task", two.pk), {"remove": "yes"})
    assert [task.title for task in support.plan.tasks.all()] == ["新しい題"]
    assert "取り下げた課題 1件" in text(adviser.get(url(support)))
    adviser.post(url(support, "task", two.pk), {"put_back": "yes"})
    assert support.plan.tasks.count() == 2


def test_task_taken_out_no_longer_keeps_the_plan_from_being_ready(adviser, support):
    by = support.cast.yamamoto
    task = challenge.add_task(support.plan, gap_key=GAP, title="やめる課題", by=by, at=AT)
    challenge.start(support.plan, by=by, at=AT)
    adviser.post(url(support, "move"), {"to": "ready"})
    assert support.reload().state is PlanStatus.IN_PROGRESS
    adviser.post(url(support, "task", task.pk), {"remove": "yes"})
    adviser.post(url(support, "move"), {"to": "ready", "words-words": "よくがんばりました。"})
    assert support.reload().state is PlanStatus.READY
    assert support.plan.messages.get().text == "よくがんばりました。"
    adviser.post(url(support, "move"), {"to": "resume", "words-words": "もう一度だけ直しましょう。"})
    assert support.reload().state is PlanStatus.IN_PROGRESS
    assert OutboxMessage.objects.filter(kind="plan_resumed").count() == 1


def test_meeting_is_told_by_mail_opens_in_a_calendar_is_noted_and_called_off(adviser, support, client_of, travel_to):
    wrong = adviser.post(url(support, "meetings"), {**MEETING, "meeting-place": "", "meeting-clock": "昼"})
    assert wrong.status_code == 422
    assert "時刻は 14:00 のように" in text(wrong)
    assert "佐藤、山本" in text(wrong)
    adviser.post(url(support, "meetings"), MEETING)
    made = PlanMeeting.objects.get()
    assert clock.local_text(made.starts_at) == "2026年12月1日（火）14:00（日本時間）"
    firm = client_of(support.cast.sato)
    ics = text(firm.get(reverse("apply:plan_meeting", args=[support.code, made.pk])))
    assert "DTSTART:20261201T050000Z" in ics
    assert "架空公民館" in ics
    assert text(adviser.get(url(support, "ics", made.pk))).startswith("BEGIN:VCALENDAR")
    travel_to(AT.replace(month=12, day=2))
    prefix = f"meeting-{made.pk}"
    later = {key.replace("meeting-", f"{prefix}-"): value for key, value in MEETING.items()}
    adviser.post(
        url(support, "meeting", made.pk), {**later, f"{prefix}-notes": "案を2つ見た", f"{prefix}-next_step": "撮影"}
    )
    html = text(firm.get(reverse("apply:plan", args=[support.code])))
    assert "案を2つ見た" in html
    assert "撮影" in html
    adviser.post(url(support, "meeting", made.pk), {"off": "yes"})
    made.refresh_from_db()
    assert made.cancelled_at is not None
    assert [row.context["what"] for row in OutboxMessage.objects.filter(kind="plan_meeting")] == [
        "面談の予定が入りました"
    ]


def test_desk_lists_by_what_to_do_next_and_filters(adviser, support):
    html = text(adviser.get(reverse("advise:index")))
    assert "課題を入れる（提案が" in html
    product = support.plan.application.product_name
    assert product in text(adviser.get(reverse("advise:index"), {"show": "mine"})).split("いまの計画")[1]
    none = text(adviser.get(reverse("advise:index"), {"show": "late"}))
    assert "条件に合う計画はありません。ほかに 1件あります。" in none
    assert "条件に合う計画はありません" in text(adviser.get(reverse("advise:index"), {"q": "ない名前"}))


def test_former_desk_has_no_plan_of_others(client_of, support):
    assert support.firm.name not in text(client_of(support.cast.suzuki).get("/apply/"))
    assert client_of(support.cast.takahashi).get(url(support)).status_code == 404
