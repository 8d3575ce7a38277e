"""Every state names the next step and its date; hidden states read alike; results lead on; papers; members."""

import re
from datetime import date, timedelta

import pytest

from certification.domain.outcome import Outcome
from certification.domain.states import Status
from certification.models import Round
from certification.services import applications, decisions, receipts, rounds, screening
from tests.factories import cast as people
from tests.factories import procedure
from tests.factories.cast import AT


def body_of(client, row):
    return client.get(f"/apply/a/{row.code}/").content.decode()


def plan_dates(round_):
    Round.objects.filter(pk=round_.pk).update(review_on=date(2026, 12, 10), release_on=date(2026, 12, 24))


def test_a5_every_state_names_its_next_step_and_date(cast, firm, call, client_of):
    client = client_of(cast.sato)
    plan_dates(call)
    row = procedure.draft(call, firm, cast.sato)
    seen = {Status.DRAFT: body_of(client, row)}
    applications.submit(row, by=cast.sato, at=AT)
    seen[Status.SUBMITTED] = body_of(client, row)
    screening.request_correction(
        row, {"contents": "個数を書いてください。"}, message="", due_on=date(2026, 11, 30), by=cast.suzuki, at=AT
    )
    seen[Status.RETURNED] = body_of(client, row)
    applications.submit(row, by=cast.sato, at=AT)
    row.refresh_from_db()
    procedure.accept(row, cast)
    seen[Status.ACCEPTED] = body_of(client, row)
    procedure.in_review(call, [row], cast)
    seen[Status.IN_REVIEW] = body_of(client, row)
    for reviewer in cast.reviewers:
        procedure.score(row, reviewer, marks=procedure.POOR, gate=False)
    rounds.close_scoring(call, by=cast.suzuki, at=AT)
    seen[Status.SCORED] = body_of(client, row)
    row.refresh_from_db()
    made = decisions.propose(row, outcome=Outcome.DECLINED, by=cast.suzuki, at=AT)
    decisions.confirm([made], by=cast.kimura, at=AT)
    seen[Status.DECIDED] = body_of(client, row)
    Round.objects.filter(pk=call.pk).update(closes_at=AT)
    decisions.release(Round.objects.get(pk=call.pk), by=cast.suzuki, at=AT)
    seen[Status.RELEASED] = body_of(client, row)
    dates = {
        Status.DRAFT: "締切：2026年12月1日", Status.SUBMITTED: "審査の予定：2026年12月10日",
        Status.RETURNED: "修正の期限：2026年11月30日", Status.ACCEPTED: "審査の予定：2026年12月10日",
        Status.IN_REVIEW: "結果の公表予定：2026年12月24日", Status.SCORED: "結果の公表予定：2026年12月24日",
        Status.DECIDED: "結果の公表予定：2026年12月24日", Status.RELEASED: "次の募集：まだ決まっていません",
    }  # fmt: skip
    for state, words in dates.items():
        assert words in seen[state], state
    hidden = {_without_keys(seen[state]) for state in (Status.IN_REVIEW, Status.SCORED, Status.DECIDED)}
    assert len(hidden) == 1


def _without_keys(page):
    """The page without what is new at every request: tokens and keys of forms, the moment it was made."""
    page = re.sub(r'name="(csrfmiddlewaretoken|key)" value="[^"]*"', "", page)
    page = re.sub(r'(data-now|nonce)="[^"]*"', "", page)
    return re.sub(r"<title>.*?</title>", "", page)


@pytest.mark.parametrize("end", ["withdrawn", "refused"])
def test_a5_what_left_the_procedure_names_the_next_call(cast, sent, call, client_of, end):
    if end == "withdrawn":
        applications.withdraw(sent, by=cast.sato, at=AT)
    else:
        screening.refuse(sent, reason="市内での販売が確かめられません。", by=cast.suzuki, at=AT)
    assert "いま受付中の募集の締切：2026年12月1日" in body_of(client_of(cast.sato), sent)


def test_a_date_that_has_passed_is_not_promised(cast, sent, call, client_of):
    Round.objects.filter(pk=call.pk).update(review_on=AT.date() - timedelta(days=1))
    assert "2026年11月20日（金）の予定でした" in body_of(client_of(cast.sato), sent)


def test_a_correction_shows_why_old_and_new_and_afterwards_both_versions(cast, sent, client_of):
    screening.request_correction(
        sent, {"contents": "1個の重さを書いてください。"}, message="", due_on=date(2026, 11, 30), by=cast.suzuki, at=AT
    )
    client = client_of(cast.sato)
    before = body_of(client, sent)
    assert "1個の重さを書いてください。" in before
    assert "まだ変わっていません。" in before
    form = client.get(f"/apply/a/{sent.code}/basics/").content.decode()
    assert "1個の重さを書いてください。" in form
    assert "前に提出した内容" in form
    sent.refresh_from_db()
    applications.save(sent, {"contents": "6個入り（1個80g）"}, base=sent.revision, by=cast.sato, at=AT)
    assert "<ins>（1" in body_of(client, sent).replace("\n", "")
    applications.submit(sent, by=cast.sato, at=AT)
    shown = client.get(f"/apply/a/{sent.code}/versions/2/").content.decode()
    assert "<ins>" in shown
    assert "内容量・規格" in shown
    office = client_of(cast.suzuki).get(f"/cms/applications/{sent.code}/versions/").content.decode()
    assert "<ins>" in office


def test_a_copy_at_any_time_the_draft_plainly_marked(cast, draft, client_of):
    client = client_of(cast.sato)
    answer = client.get(f"/apply/a/{draft.code}/receipt.pdf")
    assert answer.content.startswith(b"%PDF-")
    assert "%E4%B8%8B%E6%9B%B8%E3%81%8D" in answer["Content-Disposition"]  # 下書き
    values = receipts.draft_values(draft)
    assert values["watermark"] == "下書き"
    assert "下書き・未提出" in values["submitted_at"]
    applications.submit(draft, by=cast.sato, at=AT)
    assert "%E4%B8%8B%E6%9B%B8" not in client.get(f"/apply/a/{draft.code}/receipt.pdf")["Content-Disposition"]
    assert client.get(f"/apply/a/{draft.code}/versions/1/receipt.pdf").content.startswith(b"%PDF-")
    assert client.get(f"/apply/a/{draft.code}/versions/2/receipt.pdf").status_code == 404
    assert client_of(cast.stranger).get(f"/apply/a/{draft.code}/versions/1/receipt.pdf").status_code == 404


def test_each_outcome_says_what_comes_next_and_lists_its_letters(cast, firm, now, client_of):
    scene = procedure.released_scene(cast, firm)
    client = client_of(cast.sato)
    good, near, poor = (body_of(client, row) for row in scene.all)
    assert f"/apply/certificates/{scene.good.certificate.number}/" in good
    assert "認証マークは、この認証品にだけ" in good
    assert "ふるさと納税の返礼品に関心があるとお答え" in good
    assert f"/apply/a/{scene.near.code}/plan/" in near
    assert "もう一度申請するとき" in poor
    for row, page in zip(scene.all, (good, near, poor), strict=True):
        letter = row.letters.get()
        address = f"/apply/a/{row.code}/letters/{letter.number}.pdf"
        assert address in page
        assert client.get(address).content.startswith(b"%PDF-")
        assert client_of(cast.stranger).get(address).status_code == 404


def test_no_letter_before_the_release(cast, firm, now, client_of):
    scene = procedure.decided_scene(cast, firm)
    assert client_of(cast.sato).get(f"/apply/a/{scene.good.code}/letters/2026-1-001.pdf").status_code == 404


def test_owner_changes_roles_and_hands_over(cast, firm, client_of):
    ito = people.person("ito", last="伊藤")
    seat = people.join(firm, ito, "editor")
    mine = firm.memberships.get(user=cast.sato)
    client = client_of(cast.sato)
    here = f"/apply/business/{firm.code}/"
    client.post(f"{here}members/{mine.pk}/role/", {"role": "reader"})
    mine.refresh_from_db()
    assert mine.role == "owner"  # the last owner stays
    assert "代表の方が一人もいなくなる" in client.get(here).content.decode()
    client.post(f"{here}members/{seat.pk}/role/", {"role": "owner"})
    client.post(f"{here}members/{mine.pk}/role/", {"role": "editor"})
    seat.refresh_from_db()
    mine.refresh_from_db()
    assert (seat.role, mine.role) == ("owner", "editor")
    assert client.post(f"{here}members/{seat.pk}/role/", {"role": "reader"}).status_code == 403
    assert client_of(ito).post(f"{here}members/{seat.pk}/role/", {"role": "king"}).status_code == 302
    assert client_of(cast.stranger).post(f"{here}members/{seat.pk}/role/", {"role": "owner"}).status_code == 404
