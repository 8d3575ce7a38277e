"""The adviser's plan: gaps, tasks, evidence, messages, moves; and what an adviser never sees."""

from datetime import date

import pytest
from django.urls import reverse

from certification.models import ChallengeTask, PlanMessage
from certification.services import applications, challenge
from core.models import OutboxMessage
from tests.factories.cast import AT, person
from tests.factories.procedure import picture

WORDS = {"task-title": "ラベルを直す", "task-detail": "産地を大きく。", "task-due_on_year": "2027"}


def page(support, name: str = "plan", *more) -> str:
    return reverse(f"advise:{name}", args=[support.plan.pk, *more])


def task(support, title: str = "ラベルを直す") -> ChallengeTask:
    return challenge.add_task(support.plan, gap_key=support.gap, title=title, by=support.cast.yamamoto, at=AT)


@pytest.fixture
def adviser(client_of, support):
    return client_of(support.cast.yamamoto)


def test_plan_shows_gaps_as_picture_with_words_to_the_applicant(adviser, support):
    html = adviser.get(page(support)).content.decode()
    gap = support.plan.gaps[0]
    assert gap["name"] in html
    assert f"結果 {gap['had']}点" in html
    assert "<svg" in html
    assert gap["feedback"][0] in html


def test_plan_never_shows_notes_reviewers_or_single_marks(adviser, support):
    html = adviser.get(page(support)).content.decode()
    words = "".join(support.plan.gaps[0]["feedback"])
    assert "内部メモ" not in html
    for reviewer in support.cast.reviewers:
        assert reviewer.display_name not in html
        assert reviewer.email not in html
    assert words  # the words to the applicant are there, and only those


def test_offered_plan_tells_only_that_there_is_an_offer(client_of, offer):
    html = client_of(offer.cast.yamamoto).get(page(offer)).content.decode()
    assert "事業者の同意を待っています" in html
    assert offer.plan.gaps[0]["feedback"][0] not in html
    assert "0290000000" not in html


def test_task_is_added_with_date_in_three_fields_and_an_era(adviser, support):
    data = {
        "task-gap_key": support.gap,
        "task-title": "ラベルを直す",
        "task-detail": "",
        "task-due_on_year": "令和9",
        "task-due_on_month": "１",
        "task-due_on_day": "15",
    }
    answer = adviser.post(page(support, "add_task"), data, follow=True)
    assert "課題を入れました" in answer.content.decode()
    made = ChallengeTask.objects.get()
    assert (made.title, made.due_on, made.made_by) == ("ラベルを直す", date(2027, 1, 15), support.cast.yamamoto)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"task-title": "直す"}, "どの点についての課題か"),
        ({"task-gap_key": "nothing", "task-title": "直す"}, "示された中から選んでください"),
        ({"task-title": "", "task-detail": "書きかけ"}, "することを書いてください"),
        ({"task-title": "あ" * 121}, "120"),
        (
            {"task-title": "直す", "task-due_on_year": "2026", "task-due_on_month": "2", "task-due_on_day": "31"},
            "暦にある日",
        ),
        ({"task-title": "直す", "task-due_on_year": "2026"}, "暦にある日"),
    ],
)
def test_bad_task_is_refused_in_a_sentence_and_keeps_what_was_typed(adviser, support, data, sentence):
    answer = adviser.post(page(support, "add_task"), data)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in html
    assert "data-error-summary" in html
    for value in data.values():
        assert value in html or value == "nothing"
    assert not ChallengeTask.objects.exists()


def test_start_needs_a_task_then_tells_the_firm(adviser, support):
    answer = adviser.post(page(support, "move"), {"to": "start"}, follow=True)
    assert "課題を1つ以上入れてから" in answer.content.decode()
    task(support)
    adviser.post(page(support, "move"), {"to": "start"})
    support.plan.refresh_from_db()
    assert support.plan.status == "in_progress"
    assert OutboxMessage.objects.filter(kind="plan_started").count() == 1


def test_way_from_task_to_ready_and_back(adviser, support):
    made = task(support)
    adviser.post(page(support, "move"), {"to": "start"})
    answer = adviser.post(page(support, "move"), {"to": "ready"}, follow=True)
    assert "終わっていない課題が1件" in answer.content.decode()
    empty = adviser.post(page(support, "task", made.pk), {f"done-{made.pk}-note": ""})
    assert empty.status_code == 422
    assert "したことを書いてください" in empty.content.decode()
    adviser.post(page(support, "task", made.pk), {f"done-{made.pk}-note": "新しいラベルを確かめた"})
    html = adviser.get(page(support)).content.decode()
    assert "新しいラベルを確かめた" in html
    assert "再申請できる状態にする" in html
    adviser.post(page(support, "move"), {"to": "ready"})
    assert "支援を再開する" in adviser.get(page(support)).content.decode()
    adviser.post(page(support, "move"), {"to": "resume"})
    adviser.post(page(support, "task", made.pk), {"reopen": "yes"})
    made.refresh_from_db()
    support.plan.refresh_from_db()
    assert (support.plan.status, made.done_at) == ("in_progress", None)


def test_move_out_of_turn_is_refused_with_its_reason(adviser, support):
    answer = adviser.post(page(support, "move"), {"to": "resume"}, follow=True)
    assert "いまは行えません" in answer.content.decode()
    support.plan.refresh_from_db()
    assert support.plan.status == "agreed"
    assert adviser.post(page(support, "move"), {"to": "closed"}).status_code == 404
    task(support)
    adviser.post(page(support, "move"), {"to": "start"})
    again = adviser.post(page(support, "move"), {"to": "start"}, follow=True)
    assert "いまは行えません" in again.content.decode()
    assert OutboxMessage.objects.filter(kind="plan_started").count() == 1


def test_message_reaches_the_plan_and_an_empty_one_does_not(adviser, support):
    adviser.post(page(support, "message"), {"message-text": "来週うかがいます。"})
    said = PlanMessage.objects.get()
    assert (said.text, said.by) == ("来週うかがいます。", support.cast.yamamoto)
    empty = adviser.post(page(support, "message"), {"message-text": "  "})
    assert empty.status_code == 422
    assert "メッセージを書いてください" in empty.content.decode()
    assert "来週うかがいます。" in adviser.get(page(support)).content.decode()


def test_evidence_of_the_firm_is_served_to_its_adviser_only(adviser, support, client_of):
    made = task(support)
    stored = applications.take_upload(picture("新しいラベル.jpg"), "document", by=support.cast.sato, at=AT)
    challenge.finish_task(made, note="直しました", evidence=stored, by=support.cast.sato, at=AT)
    address = reverse("advise:file", args=[stored.token])
    assert address in adviser.get(page(support)).content.decode()
    answer = adviser.get(address)
    assert answer.status_code == 200
    assert answer.getvalue()
    other = person("another", groups=("adviser",))
    for stranger in (other, support.cast.stranger, support.cast.takahashi):
        assert client_of(stranger).get(address).status_code == 404
    photo = support.plan.application.attachments.first().stored
    assert adviser.get(reverse("advise:file", args=[photo.token])).status_code == 404


@pytest.mark.parametrize("name", ["sato", "suzuki", "takahashi", "stranger", "kobayashi"])
def test_plan_of_anyone_but_its_adviser_is_not_found(client_of, support, name):
    somebody = client_of(getattr(support.cast, name))
    made = task(support)
    assert somebody.get(page(support)).status_code == 404
    posts = {
        page(support, "add_task"): {"task-gap_key": support.gap, "task-title": "x"},
        page(support, "task", made.pk): {f"done-{made.pk}-note": "x"},
        page(support, "message"): {"message-text": "x"},
        page(support, "move"): {"to": "start"},
    }
    for address, data in posts.items():
        assert somebody.post(address, data).status_code == 404
    assert PlanMessage.objects.count() == 0
    assert ChallengeTask.objects.filter(done_at=None).count() == 1


def test_plan_of_another_adviser_is_not_found(client_of, support):
    other = client_of(person("another", last="別", groups=("adviser",)))
    assert other.get(page(support)).status_code == 404
    assert other.post(page(support, "message"), {"message-text": "x"}).status_code == 404


def test_unknown_plan_task_and_wrong_method(adviser, support):
    assert adviser.get(reverse("advise:plan", args=[999_999])).status_code == 404
    assert adviser.post(page(support, "task", 999_999), {}).status_code == 404
    assert adviser.post(page(support)).status_code == 405
    for name in ("add_task", "message", "move"):
        assert adviser.get(page(support, name)).status_code == 405


def test_closed_plan_takes_no_task(adviser, support):
    challenge.close(support.plan, reason="終了", by=support.cast.suzuki, at=AT)
    data = {"task-gap_key": support.gap, "task-title": "直す"}
    answer = adviser.post(page(support, "add_task"), data)
    assert answer.status_code == 422
    assert "いま変更できません" in answer.content.decode()
    html = adviser.get(page(support)).content.decode()
    assert "課題を入れる</h2>" not in html


@pytest.mark.parametrize("count", [1, 3])
def test_plan_costs_the_same_with_one_and_three_tasks(adviser, support, exact_queries, count):
    for n in range(count):
        task(support, f"課題{n}")
    with exact_queries(26):
        adviser.get(page(support))
