"""The score sheet: saved as typed, two saves never overwrite, nothing is lost, handed in once."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from certification.models import Sheet
from certification.services import panel, rounds, sheets
from tests.factories.cast import AT, join
from tests.integration.certification.reviewer.conftest import Desk

FULL = {
    "mark.taste": "4",
    "mark.origin": "3",
    "gate.safe": "yes",
    "to_applicant.taste": "香りがよいです。",
    "internal.taste": "予算の件は別途。",
    "to_applicant": "次も楽しみです。",
    "internal": "",
}


def page(desk: Desk, name: str = "sheet", **more) -> str:
    return reverse(f"review:{name}", args=[desk.first.code], **more)


@pytest.fixture
def reviewer(client_of, opened):
    return client_of(opened.cast.takahashi)


def test_sheet_is_shown_with_anchors_total_and_neighbours(reviewer, opened):
    html = reviewer.get(page(opened)).content.decode()
    assert "とても良い" in html
    assert "2項目中0項目" in html
    assert reverse("review:sheet", args=[opened.second.code]) in html
    assert 'name="mark.taste"' in html
    assert html.count('step__word">該当しない') == 1  # only the criterion that allows it


def test_save_without_javascript_keeps_everything_and_shows_the_total(reviewer, opened):
    answer = reviewer.post(page(opened), {**FULL, "base": "1", "action": "save"}, follow=True)
    html = answer.content.decode()
    assert "2項目中2項目" in html
    assert "65.0％" in html  # (1×4/5 + 3×3/5) ÷ 4
    assert "香りがよいです。" in html
    assert "予算の件は別途。" in html


def test_save_from_javascript_answers_with_total_and_revision(reviewer, opened):
    answer = reviewer.post(page(opened), {"mark.taste": "5", "base": "1"}, headers={"Accept": "application/json"})
    state = answer.json()
    assert state["revision"] == 2
    assert state["total"]["percent"] == "途中"  # R3: a part never reads as the total
    assert state["total"]["so_far"] == "答えた項目だけでは 100.0％"
    assert state["total"]["answered"] == "2項目中1項目"
    assert Sheet.objects.get().marks["taste"]["value"] == "5"


def test_blank_not_applicable_and_zero_are_three_things(reviewer, opened):
    reviewer.post(page(opened), {"mark.taste": "na", "mark.origin": "0", "base": "1"})
    sheet = Sheet.objects.get()
    assert sheet.marks["taste"]["na"] is True
    assert sheet.marks["origin"] == {"value": "0", "na": False, "to_applicant": "", "internal": ""}
    html = reviewer.get(page(opened)).content.decode()
    assert "該当しない 1項目" in html
    reviewer.post(page(opened), {"mark.origin": "", "base": "2"})
    assert Sheet.objects.get().marks["origin"]["value"] is None


def test_r2_marks_land_by_key_whatever_their_order(reviewer, opened):
    reviewer.post(page(opened), {"mark.origin": "1", "mark.taste": "5", "base": "1"})
    marks = Sheet.objects.get().marks
    assert (marks["taste"]["value"], marks["origin"]["value"]) == ("5", "1")


def test_r2_criterion_of_another_time_is_refused_and_its_text_kept(reviewer, opened):
    data = {"mark.taste": "5", "mark.gone": "3", "to_applicant.gone": "古い項目への講評", "base": "1"}
    answer = reviewer.post(page(opened), data)
    assert answer.status_code == 422
    assert "古い項目への講評" in answer.content.decode()
    assert Sheet.objects.get().marks["taste"]["value"] == "5"


def test_mark_off_the_scale_is_refused_and_the_rest_kept(reviewer, opened):
    answer = reviewer.post(page(opened), {"mark.taste": "2", "to_applicant.taste": "よい", "base": "1"})
    assert answer.status_code == 422
    assert "から選んでください" in answer.content.decode()
    assert Sheet.objects.get().marks["taste"]["to_applicant"] == "よい"


def test_too_long_comment_is_refused_and_stays_on_the_page(reviewer, opened):
    words = "あ" * (sheets.COMMENT_LENGTH + 5)
    answer = reviewer.post(page(opened), {"to_applicant.taste": words, "base": "1"})
    assert answer.status_code == 422
    assert "5字減らしてください" in answer.content.decode()
    assert words in answer.content.decode()


def test_stale_page_shows_both_and_overwrites_nothing(reviewer, opened):
    reviewer.post(page(opened), {"mark.taste": "5", "to_applicant.taste": "先の言葉", "base": "1"})
    answer = reviewer.post(page(opened), {"mark.taste": "1", "to_applicant.taste": "後の言葉", "base": "1"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "先の言葉" in html
    assert "後の言葉" in html
    assert "5 とても良い" in html
    assert Sheet.objects.get().marks["taste"]["value"] == "5"
    again = reviewer.post(page(opened), {"mark.taste": "1", "to_applicant.taste": "後の言葉", "base": "2"})
    assert again.status_code == 302
    assert Sheet.objects.get().marks["taste"]["value"] == "1"


def test_stale_words_on_the_whole_are_not_overwritten(reviewer, opened):
    reviewer.post(page(opened), {"to_applicant": "先の講評", "base": "1"})
    answer = reviewer.post(page(opened), {"to_applicant": "後の講評", "base": "1"})
    assert answer.status_code == 409
    assert Sheet.objects.get().to_applicant == "先の講評"


def test_same_save_twice_is_no_conflict(reviewer, opened):
    for _ in range(2):
        assert reviewer.post(page(opened), {**FULL, "base": "1"}).status_code == 302


def test_r1_incomplete_sheet_is_kept_and_each_gap_linked(reviewer, opened):
    data = {"mark.taste": "4", "to_applicant.origin": "あとで", "base": "1", "action": "finish"}
    answer = reviewer.post(page(opened), data, follow=True)
    html = answer.content.decode()
    assert answer.redirect_chain[-1][0].endswith("?check=1")
    assert 'href="#mark-origin-1"' in html
    assert 'href="#gate-safe-1"' in html
    assert 'id="mark-origin-1"' in html
    assert 'id="gate-safe-1"' in html
    assert "data-error-summary" in html
    assert Sheet.objects.get().submitted_at is None
    assert "あとで" in html


def test_submit_asks_once_more_then_is_final(reviewer, opened):
    asked = reviewer.post(page(opened), {**FULL, "base": "1", "action": "finish"}, follow=True)
    assert asked.redirect_chain[-1][0] == page(opened, "submit")
    assert Sheet.objects.get().submitted_at is None
    done = reviewer.post(page(opened, "submit"), {"base": "2"})
    assert done.status_code == 302
    assert Sheet.objects.get().submitted_at is not None
    html = reviewer.get(page(opened)).content.decode()
    assert "に提出した審査票です" in html
    assert "<textarea" not in html
    assert reviewer.get(page(opened, "submit")).status_code == 302
    assert reviewer.post(page(opened), {"mark.taste": "0", "base": "2"}).status_code == 302
    assert Sheet.objects.get().marks["taste"]["value"] == "4"


def test_submit_twice_makes_one(reviewer, opened):
    reviewer.post(page(opened), {**FULL, "base": "1"})
    for _ in range(2):
        assert reviewer.post(page(opened, "submit"), {"base": "2"}).status_code == 302
    assert Sheet.objects.filter(submitted_at__isnull=False).count() == 1


def test_submit_of_a_sheet_changed_since_the_question_asks_again(reviewer, opened):
    reviewer.post(page(opened), {**FULL, "base": "1"})
    answer = reviewer.post(page(opened, "submit"), {"base": "1"}, follow=True)
    assert answer.redirect_chain[-1][0] == page(opened, "submit")
    assert "もう一度内容を確かめてください" in answer.content.decode()
    assert Sheet.objects.get().submitted_at is None


def test_submit_incomplete_leads_to_the_gaps(reviewer, opened):
    assert reviewer.get(page(opened, "submit")).url.endswith("?check=1")
    answer = reviewer.post(page(opened, "submit"), {"base": "1"})
    assert answer.url.endswith("?check=1")


def test_r1_expired_session_keeps_the_text_and_offers_it_after_login(opened, client, client_of):
    owner = _owner(client_of(opened.cast.takahashi), opened)
    answer = client.post(page(opened), {**FULL, "base": "1", "owner": owner, "action": "save"})
    assert answer.status_code == 302
    assert reverse("account_login") in answer.url
    assert not Sheet.objects.exists()
    client.force_login(opened.cast.takahashi, backend="django.contrib.auth.backends.ModelBackend")
    html = client.get(page(opened)).content.decode()
    assert "ログインの前に入力した内容です" in html
    assert "香りがよいです。" in html
    saved = client.post(page(opened), {**FULL, "base": "1", "owner": owner, "action": "save"})
    assert saved.status_code == 302
    assert "ログインの前に入力した内容です" not in client.get(page(opened)).content.decode()
    assert Sheet.objects.get().marks["taste"]["to_applicant"] == "香りがよいです。"


def test_r1_text_typed_before_login_may_be_set_aside(opened, client, client_of):
    owner = _owner(client_of(opened.cast.takahashi), opened)
    client.post(page(opened), {**FULL, "base": "1", "owner": owner})
    client.force_login(opened.cast.takahashi, backend="django.contrib.auth.backends.ModelBackend")
    client.post(page(opened), {"action": "discard"})
    assert "香りがよいです。" not in client.get(page(opened)).content.decode()
    assert not Sheet.objects.exists()


def test_text_typed_before_login_is_never_offered_to_another_reviewer(opened, client, client_of):
    owner = _owner(client_of(opened.cast.takahashi), opened)
    client.post(page(opened), {**FULL, "base": "1", "owner": owner})
    panel.declare(opened.first, kind="none", by=opened.cast.tanaka, at=AT)
    client.force_login(opened.cast.tanaka, backend="django.contrib.auth.backends.ModelBackend")
    assert "香りがよいです。" not in client.get(page(opened)).content.decode()


def test_r1_autosave_after_expiry_says_where_to_log_in(opened, client):
    answer = client.post(page(opened), FULL, headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert reverse("account_login") in answer.json()["login"]


def test_r1_stale_token_writes_nothing_and_gives_the_text_back(opened):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(opened.cast.takahashi, backend="django.contrib.auth.backends.ModelBackend")
    answer = strict.post(page(opened), {**FULL, "base": "1", "csrfmiddlewaretoken": "old"})
    assert answer.status_code == 403
    assert "香りがよいです。" in answer.content.decode()
    assert not Sheet.objects.exists()
    again = strict.post(page(opened), FULL, headers={"Accept": "application/json"})
    assert again.status_code == 403
    token = again.json()["token"]
    assert strict.post(page(opened), {**FULL, "base": "1", "csrfmiddlewaretoken": token}).status_code == 302
    assert Sheet.objects.exists()


def test_without_token_nothing_is_kept_for_a_stranger(opened):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(page(opened), FULL).status_code == 302
    assert "review_unsent" not in strict.session


def test_closed_scoring_leaves_the_sheet_readable_only(reviewer, opened):
    reviewer.post(page(opened), {**FULL, "base": "1"})
    rounds.close_scoring(opened.round, by=opened.cast.suzuki, at=AT)
    html = reviewer.get(page(opened)).content.decode()
    assert "採点の受付は終わりました" in html
    assert "<textarea" not in html
    answer = reviewer.post(page(opened), {"mark.taste": "0", "base": "2"}, follow=True)
    assert "審査の期間ではありません" in answer.content.decode()
    assert Sheet.objects.get().marks["taste"]["value"] == "4"


def test_sheet_before_declaring_leads_to_the_declaration(client_of, desk):
    tanaka = client_of(desk.cast.tanaka)
    for name in ("sheet", "submit"):
        assert tanaka.get(page(desk, name)).url == page(desk, "declare")
    answer = tanaka.post(page(desk), {**FULL, "base": "1"})
    assert answer.url == page(desk, "declare")
    assert not Sheet.objects.exists()


def test_sheet_of_a_recused_reviewer_is_not_found(client_of, desk):
    panel.declare(desk.first, kind="family", by=desk.cast.tanaka, at=AT)
    tanaka = client_of(desk.cast.tanaka)
    assert tanaka.get(page(desk)).status_code == 404
    assert tanaka.post(page(desk), FULL).status_code == 404
    assert tanaka.get(page(desk, "submit")).status_code == 404


@pytest.mark.parametrize("name", ["sato", "suzuki", "yamamoto", "kobayashi", "stranger"])
def test_sheet_of_anyone_but_the_panel_is_not_found(client_of, desk, name):
    person = client_of(getattr(desk.cast, name))
    for target in ("sheet", "declare", "submit"):
        assert person.get(page(desk, target)).status_code == 404
        assert person.post(page(desk, target), {**FULL, "kind": "none"}).status_code == 404


def test_own_firms_application_is_not_found(client_of, opened):
    join(opened.firm, opened.cast.takahashi, "reader")
    reviewer = client_of(opened.cast.takahashi)
    for name in ("sheet", "declare", "submit"):
        assert reviewer.get(page(opened, name)).status_code == 404
    assert "架空のゼリー" not in reviewer.get(reverse("review:index")).content.decode()


def test_taken_back_assignment_is_not_found(client_of, opened):
    panel.unassign(opened.first.assignments.get(reviewer=opened.cast.takahashi), by=opened.cast.suzuki, at=AT)
    assert client_of(opened.cast.takahashi).get(page(opened)).status_code == 404


def test_unknown_code_and_wrong_method(reviewer, opened):
    assert reviewer.get(reverse("review:sheet", args=["nothing"])).status_code == 404
    assert reviewer.put(page(opened)).status_code == 405
    assert reviewer.delete(page(opened, "submit")).status_code == 405


def test_another_reviewers_sheet_is_never_shown(reviewer, opened, client_of):
    panel.declare(opened.first, kind="none", by=opened.cast.tanaka, at=AT)
    marks = {"taste": {"value": "1", "to_applicant": "田中の講評", "internal": "田中のメモ"}}
    given = sheets.Input(marks, {"safe": False})
    sheets.save(opened.first, given, by=opened.cast.tanaka, at=AT)
    for address in (page(opened), reverse("review:index")):
        html = reviewer.get(address).content.decode()
        assert "田中" not in html


def test_sheet_costs_the_same_with_one_and_many_applications(client_of, opened, exact_queries):
    reviewer = client_of(opened.cast.takahashi)
    reviewer.get(page(opened))
    with exact_queries(13):
        reviewer.get(page(opened))
    panel.unassign(opened.second.assignments.get(reviewer=opened.cast.takahashi), by=opened.cast.suzuki, at=AT)
    with exact_queries(13):
        reviewer.get(page(opened))


def test_bad_base_is_treated_as_old(reviewer, opened):
    reviewer.post(page(opened), {"mark.taste": "5", "base": "1"})
    for base in ("", "x", "-1", "９", "9" * 40):
        assert reviewer.post(page(opened), {"mark.taste": "1", "base": base}).status_code == 409
    assert json.loads(json.dumps(Sheet.objects.get().marks))["taste"]["value"] == "5"


def _owner(reviewer, desk) -> str:
    html = reviewer.get(page(desk)).content.decode()
    return html.split('name="owner" value="')[1].split('"')[0]
