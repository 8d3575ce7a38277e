"""A page of the form: saving, two people, sessions, files, corrections."""

import pytest

from certification.models import Attachment, FormField
from certification.services import applications, challenge, screening
from certification.views.applicant import stash
from core.models import StoredFile
from tests.factories import procedure
from tests.factories.cast import AT
from tests.integration.certification.applicant.forms import fields, open_page

JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def url(draft):
    return lambda section: f"/apply/a/{draft.code}/{section}/"


def test_every_page_of_the_form_opens(cast, draft, client_of, url):
    for section in ("basics", "making", "delivery", "shops", "photos", "furusato", "programme", "statements"):
        page = client_of(cast.sato).get(url(section))
        assert page.status_code == 200
        assert "そろいました" in page.content.decode()


def test_p2_every_page_saved_as_it_stands_changes_nothing(cast, draft, client_of, url):
    before = dict(draft.answers)
    client = client_of(cast.sato)
    for section in ("basics", "making", "delivery", "shops", "photos", "furusato", "programme", "statements"):
        answer = client.post(url(section), {**open_page(client, url(section)), "do": "save"})
        assert answer.status_code == 302
    draft.refresh_from_db()
    assert draft.answers == before
    assert draft.revision == 2


def test_save_keeps_what_is_not_right_and_says_so(cast, draft, client_of, url):
    client = client_of(cast.sato)
    typed = {**open_page(client, url("basics")), "f-price_yen": "たかい", "f-name": "新しい名前", "do": "save"}
    assert client.post(url("basics"), typed)["Location"] == url("basics")
    page = client.get(url("basics")).content.decode()
    assert 'value="たかい"' in page
    assert 'value="新しい名前"' in page
    assert 'href="#id_f-price_yen"' in page
    draft.refresh_from_db()
    assert draft.product_name == "新しい名前"


def test_save_leads_on_to_the_next_page_and_at_last_to_the_review(cast, draft, client_of, url):
    client = client_of(cast.sato)
    assert client.post(url("basics"), {"do": "next"})["Location"] == url("making")
    assert client.post(url("statements"), {"do": "review"})["Location"] == f"/apply/a/{draft.code}/review/"


def test_next_page_says_what_the_page_before_still_needs(cast, draft, client_of, url):
    client = client_of(cast.sato)
    typed = {**open_page(client, url("basics")), "f-price_yen": "たかい", "f-name": "新しい名前", "do": "next"}
    page = client.post(url("basics"), typed, follow=True).content.decode()
    box = page[page.index('class="container messages"') : page.index("<main")]
    assert "直すところが1つあります" in box
    assert f'href="{url("basics")}?check=1"' in box
    typed = {**open_page(client, url("basics")), "f-price_yen": "", "do": "next"}
    page = client.post(url("basics"), typed, follow=True).content.decode()
    assert "まだ入力していない項目が1つあります" in page
    typed = {**open_page(client, url("basics")), "f-price_yen": "1200", "do": "next"}
    assert "前のページ" not in client.post(url("basics"), typed, follow=True).content.decode().split("<main")[0]


def test_p6_autosave_answers_with_time_and_progress(cast, draft, client_of, url):
    client = client_of(cast.sato)
    typed = {**open_page(client, url("basics")), "f-contents": "12個入り"}
    told = client.post(url("basics"), typed, **JSON).json()
    assert told["saved"] == "10:00:00に保存しました"
    assert list(told["seen"]) == ["contents"]
    assert told["answered"] == told["total"]
    draft.refresh_from_db()
    assert draft.answers["contents"] == "12個入り"


def test_p6_two_people_see_both_texts_and_overwrite_nothing(cast, draft, client_of, url):
    client = client_of(cast.sato)
    mine = open_page(client, url("basics"))
    theirs = open_page(client, url("basics"))
    client.post(url("basics"), {**theirs, "f-contents": "同僚の文", "do": "save"})
    typed = {**mine, "f-contents": "わたしの文", "f-name": "名前も直した", "do": "save"}
    assert client.post(url("basics"), typed, **JSON).status_code == 409
    answer = client.post(url("basics"), typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "は、別の画面（または別の人）で変更されています" in page
    assert "同僚の文" in page
    assert 'value="わたしの文"' in page
    assert 'value="名前も直した"' in page
    draft.refresh_from_db()
    assert (draft.answers["contents"], draft.product_name) == ("同僚の文", "架空の福来みかんゼリー")

    undecided = client.post(url("basics"), {**fields(page), "do": "save"})
    assert undecided.status_code == 409
    assert "どちらの文を残すか選んでください" in undecided.content.decode()

    client.post(url("basics"), {**fields(page), "keep.contents": "theirs", "do": "save"})
    draft.refresh_from_db()
    assert (draft.answers["contents"], draft.product_name) == ("同僚の文", "名前も直した")


def test_p6_keeping_ones_own_text_is_a_choice(cast, draft, client_of, url):
    client = client_of(cast.sato)
    mine = open_page(client, url("basics"))
    client.post(url("basics"), {**open_page(client, url("basics")), "f-contents": "同僚の文", "do": "save"})
    page = client.post(url("basics"), {**mine, "f-contents": "わたしの文", "do": "save"}).content.decode()
    client.post(url("basics"), {**fields(page), "keep.contents": "mine", "do": "save"})
    draft.refresh_from_db()
    assert draft.answers["contents"] == "わたしの文"


def test_p6_an_old_page_does_not_bring_back_what_it_never_changed(cast, draft, client_of, url):
    client = client_of(cast.sato)
    old = open_page(client, url("basics"))
    client.post(url("basics"), {**open_page(client, url("basics")), "f-contents": "新しい文", "do": "save"})
    assert client.post(url("basics"), {**old, "f-name": "ほかの欄", "do": "save"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.answers["contents"], draft.product_name) == ("新しい文", "ほかの欄")


def test_p1_text_posted_after_the_session_ended_comes_back_after_login(cast, draft, client, client_of, url):
    typed = {**open_page(client_of(cast.sato), url("basics")), "f-contents": "切れた後の文", "do": "save"}
    answer = client.post(url("basics"), typed)
    assert answer["Location"] == f"/accounts/login/?next={url('basics')}"
    client.force_login(cast.sato, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(url("basics")).content.decode()
    assert 'value="切れた後の文"' in page
    assert "ログインの前に入力した内容を戻しました" in page
    draft.refresh_from_db()
    assert draft.answers["contents"] == "6個入り"
    client.post(url("basics"), {**fields(page), "do": "save"})
    draft.refresh_from_db()
    assert draft.answers["contents"] == "切れた後の文"
    assert stash.KEY not in client.session


def test_p1_text_kept_for_one_person_is_not_shown_to_a_stranger(cast, draft, client, url):
    client.post(url("basics"), {"shown": "contents", "f-contents": "だれかの文"})
    client.force_login(cast.stranger, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(url("basics")).status_code == 404


def test_p1_autosave_after_the_session_ended_says_to_log_in(draft, client, url):
    answer = client.post(url("basics"), {"shown": "contents", "f-contents": "文"}, **JSON)
    assert answer.status_code == 401
    assert "ログインの期限が切れました" in answer.json()["sentence"]


def test_section_of_a_stranger_an_unknown_one_and_a_wrong_method(cast, draft, client_of, url):
    assert client_of(cast.stranger).get(url("basics")).status_code == 404
    assert client_of(cast.stranger).post(url("basics"), {"f-name": "x", "shown": "name"}).status_code == 404
    assert client_of(cast.suzuki).get(url("basics")).status_code == 404
    assert client_of(cast.sato).get(url("unknown")).status_code == 404
    assert client_of(cast.sato).delete(url("basics")).status_code == 405


def test_section_by_a_reader_is_read_only(draft, reader, client_of, url):
    assert "この申請はいま変更できません" in client_of(reader).get(url("basics")).content.decode()
    answer = client_of(reader).post(url("basics"), {"f-name": "x", "shown": "name"})
    assert answer.status_code == 403
    assert "閲覧の役割では変更できません" in answer.content.decode()


def test_section_after_submission_writes_nothing(cast, draft, client_of, url):
    applications.submit(draft, by=cast.sato, at=AT)
    answer = client_of(cast.sato).post(url("basics"), {"f-name": "あとから", "shown": "name", "do": "save"})
    assert answer["Location"] == f"/apply/a/{draft.code}/"
    draft.refresh_from_db()
    assert draft.product_name == "架空の福来みかんゼリー"


def test_allergens_are_never_chosen_beforehand_and_the_rest_can_become_unknown(cast, firm, call, client_of):
    made = applications.start(call, firm, by=cast.sato, at=AT)
    client, address = client_of(cast.sato), f"/apply/a/{made.code}/making/"
    typed = open_page(client, address)
    assert not [name for name in typed if name.startswith("f-allergens-")]
    client.post(address, {**typed, "f-allergens-egg": "yes", "do": "unknown"})
    made.refresh_from_db()
    assert made.answers["allergens"]["egg"] == "yes"
    assert made.answers["allergens"]["milk"] == "unknown"


def test_photo_is_added_taken_away_and_put_back(cast, draft, client_of, url):
    client = client_of(cast.sato)
    page = {**open_page(client, url("photos")), "do": "upload:photos"}
    client.post(url("photos"), {**page, "f-photos-files": procedure.picture("二枚目.jpg", colour="#36c")})
    placed = Attachment.objects.filter(field_key="photos", removed_at=None)
    assert placed.count() == 2
    first = placed.first()
    client.post(url("photos"), {**page, "do": f"detach:{first.pk}"})
    assert placed.count() == 1
    assert "元に戻す" in client.get(url("photos")).content.decode()
    client.post(url("photos"), {**page, "do": f"restore:{first.pk}"})
    client.post(url("photos"), {**page, "do": f"restore:{first.pk}"})
    assert placed.count() == 2


def test_file_that_is_no_photo_is_refused_and_the_texts_are_saved(cast, draft, client_of, url):
    client = client_of(cast.sato)
    wrong = procedure.SimpleUploadedFile("zip.jpg", b"PK\x03\x04")
    answer = client.post(url("photos"), {"do": "upload:photos", "f-photos-files": wrong})
    assert answer.status_code == 422
    assert "「zip.jpg」は開けない形式か、壊れています" in answer.content.decode()


@pytest.mark.parametrize("field", ["photos", "label_image"])
def test_same_photo_again_is_refused_and_not_kept(cast, draft, client_of, url, field):
    before = StoredFile.objects.count()
    answer = client_of(cast.sato).post(
        url("photos"), {"do": f"upload:{field}", f"f-{field}-files": procedure.picture("もう一度.jpg")}
    )
    assert answer.status_code == 422
    assert "「もう一度.jpg」と同じ画像が、もう「" in answer.content.decode()
    assert StoredFile.objects.count() == before
    assert Attachment.objects.filter(application=draft, removed_at=None).count() == 2


def test_small_photo_is_taken_with_a_warning(cast, draft, client_of, url):
    small = procedure.picture("小さい.jpg", size=(640, 399))
    page = client_of(cast.sato).post(url("photos"), {"do": "upload:photos", "f-photos-files": small}, follow=True)
    assert "小さい画像です（640×399）" in page.content.decode()
    fine = procedure.picture("足りる.jpg", size=(640, 400))
    page = client_of(cast.sato).post(url("photos"), {"do": "upload:photos", "f-photos-files": fine}, follow=True)
    assert "小さい画像です" not in page.content.decode()
    assert Attachment.objects.filter(field_key="photos", removed_at=None).count() == 3


def test_first_sale_still_to_come_is_asked_about_and_saved(cast, firm, now, client_of):
    made = procedure.programme("dated")
    FormField.objects.create(programme=made, sort_order=1, key="sold_since", label="販売を始めた日", kind="date")
    draft = procedure.draft(procedure.open_round(cast, made), firm, cast.sato)
    client, address = client_of(cast.sato), f"/apply/a/{draft.code}/programme/"
    day = {"f-sold_since_year": "2026", "f-sold_since_month": "11", "f-sold_since_day": "22"}
    page = client.post(address, {**open_page(client, address), **day, "do": "save"}, follow=True).content.decode()
    assert "「販売を始めた日」が今日より後の日になっています" in page
    draft.refresh_from_db()
    assert draft.answers["sold_since"] == "2026-11-22"
    day["f-sold_since_day"] = "21"
    page = client.post(address, {**open_page(client, address), **day, "do": "save"}, follow=True).content.decode()
    assert "今日より後の日" not in page


def test_more_photos_than_the_limit_are_refused(cast, draft, client_of, url):
    many = [procedure.picture(f"{n}.jpg", colour=f"#00{n}") for n in range(9)]
    answer = client_of(cast.sato).post(url("photos"), {"do": "upload:photos", "f-photos-files": many})
    assert answer.status_code == 422
    assert "8点までです" in answer.content.decode()
    assert Attachment.objects.filter(field_key="photos", removed_at=None).count() == 8


def test_attachment_of_another_application_cannot_be_taken_away(cast, firm, call, draft, client_of, url):
    other = procedure.draft(call, firm, cast.sato)
    row = other.attachments.first()
    client_of(cast.sato).post(url("photos"), {"do": f"detach:{row.pk}"})
    row.refresh_from_db()
    assert row.removed_at is None


def test_correction_opens_only_the_fields_named(cast, draft, client_of, url):
    applications.submit(draft, by=cast.sato, at=AT)
    screening.request_correction(draft, {"ingredients": "産地を書いてください。"}, by=cast.suzuki, at=AT)
    client = client_of(cast.sato)
    front = client.get(f"/apply/a/{draft.code}/").content.decode()
    assert "1か所を直して" in front
    assert f'href="{url("making")}#id_f-ingredients"' in front
    page = client.get(url("making")).content.decode()
    assert "産地を書いてください。" in page
    assert "前に提出した内容" in page
    assert 'name="f-made_at"' not in page
    typed = {**fields(page), "f-ingredients": "福来みかん（つくば市）", "f-made_at": "よそ", "do": "save"}
    client.post(url("making"), {**typed, "shown": ["ingredients", "made_at"]})
    draft.refresh_from_db()
    assert draft.answers["ingredients"] == "福来みかん（つくば市）"
    assert draft.answers["made_at"] == "つくば市東新井1-2-3"
    client.post(f"/apply/a/{draft.code}/review/", {"declare": "yes"})
    draft.refresh_from_db()
    assert draft.status == "submitted"
    assert draft.versions.count() == 2
    second = client.get(f"/apply/a/{draft.code}/versions/2/").content.decode()
    assert "前の提出から変わったところ" in second
    assert "<del>、砂糖、寒天</del>" in second


def test_a4_a_reapplication_asks_an_answer_to_every_gap(cast, firm, now, client_of):
    scene = procedure.released_scene(cast, firm)
    plan = scene.near.plan
    challenge.agree(plan, by=cast.sato, at=AT)
    challenge.appoint_adviser(plan, cast.yamamoto, by=cast.suzuki, at=AT)
    gap = plan.gaps[0]["key"]
    task = challenge.add_task(plan, gap_key=gap, title="地元の柚子を使う", by=cast.yamamoto, at=AT)
    challenge.start(plan, by=cast.yamamoto, at=AT)
    challenge.finish_task(task, note="しました", by=cast.sato, at=AT)
    challenge.ready(plan, by=cast.yamamoto, at=AT)
    again = procedure.open_round(cast, scene.round.programme, name="第2回")
    client = client_of(cast.sato)
    for _ in range(2):
        answer = client.post(f"/apply/a/{scene.near.code}/plan/reapply/", {"round": again.pk})
    plan.refresh_from_db()
    new = plan.reapplication
    assert answer["Location"] == f"/apply/a/{new.code}/"
    address = f"/apply/a/{new.code}/improvement/"
    page = client.get(address).content.decode()
    assert "について高橋より" in page
    assert any(reason.field == f"gap.{gap}" for reason in applications.problems(new))
    client.post(address, {**fields(page), f"f-gap.{gap}": "地元の柚子に変えました。", "do": "save"})
    new.refresh_from_db()
    assert new.gap_answers == {gap: "地元の柚子に変えました。"}
