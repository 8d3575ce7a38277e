"""The firm's side: goals in its words, evidence, photographs, self-check, one list of what to do, the next panel."""

import io
from datetime import date

import pytest
from django.urls import reverse
from PIL import Image

from certification.models import GapGoal, PlanPhoto, SelfCheck
from certification.services import applications, challenge, panel, plan_tasks, plan_work
from core.domain.reason import Refused
from core.models import StoredFile
from tests.factories import plans
from tests.factories.cast import AT, join, person
from tests.factories.plans import GAP
from tests.factories.procedure import picture

PLAN_QUERIES = 31


@pytest.fixture
def client(client_of, under_way):
    return client_of(under_way.cast.sato)


def url(support, name, *more):
    return reverse(f"apply:{name}", args=[support.code, *more])


def text(response):
    return response.content.decode()


def test_gap_is_told_in_marks_percent_and_words_with_the_floor(client, under_way):
    html = text(client.get(url(under_way, "plan")))
    assert "審査の平均は1.0点（5点満点の20%）、必要なのは2.0点（40%）です。あと1.0点でした。" in html
    assert "この項目には、最低の点（2.0点）が決められています。" in html
    assert "originについて高橋より" in html
    assert "内部メモ" not in html
    for reviewer in under_way.cast.reviewers:
        assert reviewer.display_name not in html


def test_goal_is_kept_and_two_tabs_show_both_texts(client, under_way):
    address = url(under_way, "plan_goal")
    client.post(address, {"gap": GAP, "revision": "0", "goal": "産地をもっと伝えたい"})
    assert GapGoal.objects.get().text == "産地をもっと伝えたい"
    clash = client.post(address, {"gap": GAP, "revision": "0", "goal": "別の画面の文"})
    html = text(clash)
    assert clash.status_code == 409
    assert "産地をもっと伝えたい" in html
    assert "別の画面の文" in html
    assert GapGoal.objects.get().text == "産地をもっと伝えたい"
    client.post(address, {"gap": GAP, "revision": "1", "goal": "両方を合わせた文"})
    assert (GapGoal.objects.get().text, GapGoal.objects.get().revision) == ("両方を合わせた文", 2)


def test_goal_reaches_the_adviser_and_a_reader_cannot_write(client, under_way, client_of):
    client.post(url(under_way, "plan_goal"), {"gap": GAP, "revision": "0", "goal": "産地をもっと伝えたい"})
    page = client_of(under_way.cast.yamamoto).get(reverse("advise:plan", args=[under_way.plan.pk]))
    assert "産地をもっと伝えたい" in text(page)
    reader = person("reader")
    join(under_way.firm, reader, "reader")
    assert client_of(reader).post(url(under_way, "plan_goal"), {"gap": GAP, "goal": "x"}).status_code == 403


def test_task_takes_several_files_keeps_its_history_and_gives_files_back(client, under_way):
    task = under_way.plan.tasks.get()
    files = [picture("表.jpg"), picture("裏.jpg", colour="#363")]
    client.post(url(under_way, "task_finish", task.pk), {"note": "直しました", "evidence": files})
    assert [row.stored.original_name for row in task.files.order_by("pk")] == ["表.jpg", "裏.jpg"]
    client.post(url(under_way, "task_reopen", task.pk))
    client.post(url(under_way, "task_files", task.pk), {"files": [picture("三.jpg")]})
    client.post(url(under_way, "evidence_remove", task.files.first().pk))
    html = text(client.get(url(under_way, "plan")))
    assert "裏.jpg" in html
    assert [event.kind for event in task.events.order_by("pk")] == [
        "made", "done", "reopened", "evidence", "evidence_removed",
    ]  # fmt: skip
    assert "未完了に戻した" in html
    none = client.post(url(under_way, "task_files", task.pk), {})
    assert none.status_code == 422
    assert "付けるファイルを選んでください" in text(none)


def test_photographs_stand_side_by_side_without_their_position(client, under_way):
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (36.0, 5.0, 0.0)}
    Image.new("RGB", (640, 480), "#abc").save(out, "JPEG", exif=exif)
    before = picture("前.jpg")
    before.file = io.BytesIO(out.getvalue())
    before.size = len(out.getvalue())
    address = url(under_way, "plan_photo")
    wrong = client.post(address, {"photo-gap_key": GAP, "photo-caption": "ラベルの表"})
    assert wrong.status_code == 422
    assert "ラベルの表" in text(wrong)
    client.post(address, {"photo-gap_key": GAP, "photo-caption": "ラベルの表", "photo-before": before})
    pair = PlanPhoto.objects.get()
    with pair.before.file.open("rb") as kept:
        assert dict(Image.open(kept).getexif()) == {}
    client.post(url(under_way, "plan_photo_half", pair.pk), {"picture": picture("後.jpg", colour="#060")})
    pair.refresh_from_db()
    html = text(client.get(url(under_way, "plan")))
    assert html.index("改善の前") < html.index(pair.before.token) < html.index(pair.after.token)
    client.post(url(under_way, "plan_photo_half", pair.pk), {"remove": "yes"})
    assert pair.after.token not in text(client.get(url(under_way, "plan")))


def test_photograph_is_private(client_of, under_way):
    stored = StoredFile.objects.first()
    photo = plan_work.add_photo(
        under_way.plan, gap_key=GAP, caption="x", before=stored, after=None, by=under_way.cast.sato, at=AT
    )
    for name, status in (("sato", 200), ("suzuki", 200), ("stranger", 404), ("takahashi", 404)):
        answer = client_of(getattr(under_way.cast, name)).get(reverse("apply:file", args=[photo.before.token]))
        assert not answer.streaming or answer.getvalue()
        assert answer.status_code == status, name


def test_self_check_stands_beside_the_letter_is_kept_over_time_and_only_firm_and_adviser_see_it(
    client, under_way, client_of
):
    address = url(under_way, "plan_check")
    wrong = client.post(address, {"note-origin": "理由だけ書いた"})
    assert wrong.status_code == 422
    assert "理由だけ書いた" in text(wrong)
    client.post(address, {"value-origin": "3", "note-origin": "産地を入れた"})
    client.post(address, {"value-origin": "3", "note-origin": "産地を入れた"})
    client.post(address, {"value-origin": "4", "value-taste": "5"})
    assert [row.marks["origin"]["value"] for row in SelfCheck.objects.order_by("pk")] == ["3", "4"]
    html = text(client.get(address))
    row = html[html.index("地域らしさ") :]
    assert row.index("20%") < row.index("60%") < row.index("80%")
    assert "80%" in text(client_of(under_way.cast.yamamoto).get(reverse("advise:plan", args=[under_way.plan.pk])))
    for name in ("stranger", "takahashi", "yamamoto"):
        assert client_of(getattr(under_way.cast, name)).get(address).status_code == 404


def test_self_check_never_reaches_a_reviewer(client_of, now):
    made = plans.ready(blind=False)
    plan_work.check_oneself(made.plan, {"origin": {"value": "4", "note": "秘密の自己点検"}}, by=made.cast.sato, at=AT)
    again = plans.procedure.open_round(made.cast, made.scene.round.programme, name="第2回")
    new = challenge.reapply(made.plan, again, by=made.cast.sato, at=AT)
    html = reviewer_page(client_of, made, new, again)
    assert "秘密の自己点検" not in html


def reviewer_page(client_of, made, new, again, *, answer="産地を大きく書きました。", **changes):
    """The sheet of 高橋 for the re-application, handed in and accepted."""
    applications.save(new, {"statement.sold": "yes", **changes}, base=new.revision, by=made.cast.sato, at=AT)
    applications.save_gap_answers(new, {GAP: answer}, base=new.revision, by=made.cast.sato, at=AT)
    applications.submit(new, by=made.cast.sato, at=AT)
    plans.procedure.accept(new, made.cast)
    plans.procedure.in_review(again, [new], made.cast)
    panel.declare(new, kind="none", by=made.cast.takahashi, at=AT)
    address = reverse("review:sheet", args=[new.code])
    found = client_of(made.cast.takahashi).get(address, follow=True)
    return found.content.decode()


def test_next_panel_sees_answer_changes_and_work_per_gap_with_the_firm_covered(client_of, now):
    made, new, again = plans.reapplied(blind=True)
    words = f"{made.firm.name}で産地を書きました。"
    html = reviewer_page(client_of, made, new, again, answer=words, ingredients="福来みかん（架空町）")
    part = html[html.index("地域らしさ") :]
    assert "［伏せました］で産地を書きました" in part
    assert made.firm.name not in html
    assert "福来みかん（架空町）" in part
    assert "産地を大きく表示する" in part
    assert "ラベルの表に産地を入れました。" in part
    assert "1.0点" not in html


@pytest.mark.parametrize(("blind", "status"), [(False, 200), (True, 404)])
def test_next_panel_opens_the_evidence_in_an_open_round_only(client_of, now, blind, status):
    made = plans.started(blind=blind)
    stored = applications.take_upload(picture("証.jpg", colour="#123"), "photo", by=made.cast.sato, at=AT)
    challenge.finish_task(made.plan.tasks.get(), note="直しました", evidence=stored, by=made.cast.sato, at=AT)
    challenge.ready(made.plan, by=made.cast.yamamoto, at=AT)
    again = plans.procedure.open_round(made.cast, made.scene.round.programme, name="第2回")
    new = challenge.reapply(made.plan, again, by=made.cast.sato, at=AT)
    reviewer_page(client_of, made, new, again)
    answer = client_of(made.cast.takahashi).get(reverse("review:file", args=[stored.token]))
    assert not answer.streaming or answer.getvalue()
    assert answer.status_code == status


def test_one_list_over_all_plans_stands_on_the_desk(client, under_way):
    task = under_way.plan.tasks.get()
    plan_tasks.edit(
        task, gap_key=GAP, title=task.title, detail="", due_on=date(2026, 11, 1), by=under_way.cast.yamamoto, at=AT
    )
    challenge.say(under_way.plan, "写真を送ってください", by=under_way.cast.yamamoto, at=AT)
    html = text(client.get(reverse("apply:index")))
    part = html[html.index("チャレンジ支援ですること") :]
    assert part.index("2026年11月1日（日）（過ぎています）") < part.index("届いたメッセージを読んで返事をする")
    assert "どう改善したいかを書く（1点）" in part


def test_finished_tasks_are_offered_beside_the_answer_and_taken_over_without_losing_what_was_typed(client_of, now):
    made, new, _again = plans.reapplied()
    client = client_of(made.cast.sato)
    address = f"/apply/a/{new.code}/improvement/"
    html = text(client.get(address))
    assert "・産地を大きく表示する：ラベルの表に産地を入れました。" in html
    seen = html.split('name="seen" value="')[1].split('"')[0].replace("&quot;", '"')
    data = {"shown": f"gap.{GAP}", "seen": seen, f"f-gap.{GAP}": "自分の言葉。", "do": f"take:gap.{GAP}"}
    client.post(address, data)
    new.refresh_from_db()
    assert new.gap_answers[GAP] == "自分の言葉。\n・産地を大きく表示する：ラベルの表に産地を入れました。"


def test_p2_answers_to_gaps_in_two_tabs_show_both_texts(client_of, now):
    made, new, _again = plans.reapplied()
    client = client_of(made.cast.sato)
    address = f"/apply/a/{new.code}/improvement/"
    seen = text(client.get(address)).split('name="seen" value="')[1].split('"')[0].replace("&quot;", '"')
    common = {"shown": f"gap.{GAP}", "seen": seen, "do": "save"}
    client.post(address, {**common, f"f-gap.{GAP}": "一つめの画面の文"})
    clash = client.post(address, {**common, f"f-gap.{GAP}": "二つめの画面の文"})
    assert clash.status_code == 409
    assert "一つめの画面の文" in text(clash)
    assert "二つめの画面の文" in text(clash)
    new.refresh_from_db()
    assert new.gap_answers[GAP] == "一つめの画面の文"


def test_office_sees_the_re_application_gap_by_gap(client_of, now):
    made, new, again = plans.reapplied()
    reviewer_page(client_of, made, new, again, ingredients="福来みかん（架空町）")
    html = text(client_of(made.cast.suzuki).get(reverse("applications:detail", args=[new.code])))
    part = html[html.index("前回届かなかった点と、今回変えたこと") :]
    for words in (
        "前回 1.0、必要 2.0",
        "産地を大きく書きました。",
        "福来みかん（架空町）",
        "ラベルの表に産地を入れました。",
    ):
        assert words in part


def test_late_task_of_a_ready_plan_is_not_reopened(now):
    made = plans.ready()
    with pytest.raises(Refused, match="先に、専門家が支援を再開"):
        challenge.reopen_task(made.plan.tasks.get(), by=made.cast.sato, at=AT)


@pytest.mark.parametrize("count", [1, 3])
def test_plan_page_costs_the_same_with_one_and_three_tasks(client, under_way, exact_queries, count):
    for number in range(count - 1):
        challenge.add_task(under_way.plan, gap_key=GAP, title=f"課題{number}", by=under_way.cast.yamamoto, at=AT)
    with exact_queries(PLAN_QUERIES):
        client.get(url(under_way, "plan"))
