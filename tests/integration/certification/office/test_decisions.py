"""The board, proposals, the second person, the release, and what ends afterwards."""

from collections.abc import Callable
from typing import Any

import pytest

from certification.domain.states import Status
from certification.models import Application, Certificate, ChallengePlan, Confirmation, Decision, Letter, Release
from certification.services import challenge, rounds
from core.models import Business, OutboxMessage
from core.roles import role_names
from tests.factories import procedure
from tests.factories.cast import Cast
from tests.factories.procedure import Scene
from tests.harness.client import StrictClient

BOARD_QUERIES = 15


def board_of(scene: Scene) -> str:
    return f"/cms/rounds/{scene.round.pk}/board/"


def test_board_ranks_by_total_and_shows_the_suggestion(office: StrictClient, scored: Scene) -> None:
    words = office.get(board_of(scored)).content.decode()
    places = [words.index(row.receipt_number) for row in scored.all]  # type: ignore[arg-type]
    assert places == sorted(places)
    assert all(part in words for part in ("100.0", "認証", "チャレンジ支援", "不認証"))
    assert words.count("<svg viewBox") == 3
    assert "3/3" in words


@pytest.mark.parametrize("count", [1, 3, 10])
def test_s1_board_takes_the_same_queries_at_any_size(
    count: int, office: StrictClient, firm: Business, cast: Cast, exact_queries: Callable[[int], Any]
) -> None:
    found = procedure.open_round(cast)
    rows = [procedure.submitted(found, firm, cast.sato, answers={"name": f"架空の品{n}"}) for n in range(count)]
    for row in rows:
        procedure.accept(row, cast)
    procedure.in_review(found, rows, cast)
    for row in rows:
        procedure.score(row, cast.tanaka, marks=procedure.NEAR)
    rounds.close_scoring(found, by=cast.suzuki, at=procedure.AT)
    here = f"/cms/rounds/{found.pk}/board/"
    office.get(here)
    with exact_queries(BOARD_QUERIES):
        office.get(here)


def test_r4_no_mark_is_shown_while_scoring_is_open(office: StrictClient, firm: Business, cast: Cast) -> None:
    found = procedure.open_round(cast)
    row = procedure.submitted(found, firm, cast.sato)
    procedure.accept(row, cast)
    procedure.in_review(found, [row], cast)
    procedure.score(row, cast.tanaka, marks=procedure.GOOD)
    words = office.get(f"/cms/rounds/{found.pk}/board/{row.code}/").content.decode()
    assert "3人のうち1人が提出" in words
    assert "内部メモ" not in words
    assert (
        "100"
        not in office.get(f"/cms/rounds/{found.pk}/board/").content.decode().split("<tbody>")[1].split("</tbody>")[0]
    )


def test_c1_detail_prints_the_derivation_marks_and_words(office: StrictClient, scored: Scene) -> None:
    words = office.get(f"{board_of(scored)}{scored.near.code}/").content.decode()
    assert "審査委員3人のうち3人の審査票で計算します。" in words
    assert "tasteについて高橋より" in words
    assert "内部メモ" in words
    assert "どの審査委員を1人除いても、案は変わりません" in words


def test_s8_board_is_exported_with_its_rows(office: StrictClient, scored: Scene) -> None:
    sheet = b"".join(office.get(f"{board_of(scored)}?export=csv").streaming_content).decode()
    assert sheet.splitlines()[0] == (
        "\ufeff順位,受付番号,商品,事業者,回数,総合点（％）,審査票,標準偏差,最低（％）,最高（％）,甘辛をならした値（％）,"
        "ならした順位,下限未満,満たさない必須条件,規則による案,1人抜くと変わる,利益相反,決定案,決裁,保留の理由,状態"
    )
    assert len(sheet.splitlines()) == 4


def test_proposal_follows_the_suggestion_or_needs_both_reasons(office: StrictClient, scored: Scene) -> None:
    here = f"{board_of(scored)}{scored.near.code}/"
    response = office.post(here, {"outcome": "certified", "override_reason": "委員会で議論", "seen": "0"})
    assert response.status_code == 422
    assert "委員会で議論" in response.content.decode()
    assert not Decision.objects.exists()
    values = {
        "outcome": "certified",
        "override_reason": "委員会で議論",
        "public_reason": "追加の資料で確認できました。",
        "seen": "0",
    }
    assert office.post(here, values).url == here
    assert Decision.objects.get().overrides


def test_stale_proposal_is_refused_with_its_text_kept(office: StrictClient, scored: Scene) -> None:
    here = f"{board_of(scored)}{scored.good.code}/"
    assert office.post(here, {"outcome": "certified", "seen": "0"}).status_code == 302
    response = office.post(here, {"outcome": "certified", "public_reason": "打ち込んだ理由", "seen": "0"})
    assert response.status_code == 409
    assert "打ち込んだ理由" in response.content.decode()
    assert Decision.objects.count() == 1


def test_s3_bulk_proposal_lists_rows_and_takes_only_those_shown(office: StrictClient, scored: Scene) -> None:
    here = f"/cms/rounds/{scored.round.pk}/propose/"
    words = office.get(here).content.decode()
    assert all(row.receipt_number in words for row in scored.all)
    assert "3件を決定案にする" in words
    office.post(here, {"row": [scored.good.pk, scored.near.pk]})
    assert list(Decision.objects.order_by("pk").values_list("application", "outcome")) == [
        (scored.good.pk, "certified"),
        (scored.near.pk, "challenge"),
    ]
    assert OutboxMessage.objects.exclude(kind__in=("receipt", "accepted")).count() == 0


def test_confirmation_is_previewed_and_done_by_another(
    office: StrictClient, approver: StrictClient, scored: Scene, cast: Cast
) -> None:
    office.post(f"/cms/rounds/{scored.round.pk}/propose/", {"row": [row.pk for row in scored.all]})
    here = f"/cms/rounds/{scored.round.pk}/confirm/"
    ids = list(Decision.objects.order_by("pk").values_list("pk", flat=True))
    words = approver.get(here, {"preview": "1", "pick": ids[:2]}).content.decode()
    assert "2件を決裁する" in words
    assert approver.post(here, {"decision": ids[:2]}).url == here
    assert set(Confirmation.objects.values_list("decision", "confirmed_by")) == {(pk, cast.kimura.pk) for pk in ids[:2]}
    assert OutboxMessage.objects.filter(kind="result").count() == 0


def test_own_proposal_is_refused(clients: Callable[[str], StrictClient], scored: Scene, cast: Cast) -> None:
    cast.suzuki.groups.add(cast.kimura.groups.get())
    vars(cast.suzuki).pop("_role_names", None)
    assert "approver" in role_names(cast.suzuki)
    both = clients("suzuki")
    both.post(f"{board_of(scored)}{scored.good.code}/", {"outcome": "certified", "seen": "0"})
    here = f"/cms/rounds/{scored.round.pk}/confirm/"
    assert "自分の案（もう一人の方が決裁します）" in both.get(here).content.decode()
    words = both.post(here, {"decision": [Decision.objects.get().pk]}, follow=True).content.decode()
    assert "ご自身の案です" in words
    assert not Confirmation.objects.exists()


def test_stale_confirmation_confirms_nothing(office: StrictClient, approver: StrictClient, scored: Scene) -> None:
    here = f"{board_of(scored)}{scored.good.code}/"
    office.post(here, {"outcome": "certified", "seen": "0"})
    old = Decision.objects.get().pk
    office.post(here, {"outcome": "certified", "public_reason": "言い直し", "seen": "1"})
    words = approver.post(f"/cms/rounds/{scored.round.pk}/confirm/", {"decision": [old]}, follow=True).content.decode()
    assert "決定案が変わっています" in words
    assert not Confirmation.objects.exists()


def test_s6_release_previews_letters_and_counts(office: StrictClient, decided: Scene) -> None:
    here = f"/cms/rounds/{decided.round.pk}/release/"
    words = office.get(here).content.decode()
    assert "3件の結果を公表する" in words
    letter = office.get(f"{here}{decided.near.code}/").content.decode()
    assert "今回は認証に至りませんでした" in letter
    assert "originについて田中より" in letter
    assert "内部メモ" not in letter
    assert not Letter.objects.exists()


def test_a2_release_pressed_twice_sends_once(office: StrictClient, decided: Scene) -> None:
    here = f"/cms/rounds/{decided.round.pk}/release/"
    values = {"decision": [row.pk for row in decided.decisions]}
    assert office.post(here, values).url == here
    counts = (Release.objects.count(), Letter.objects.count(), OutboxMessage.objects.filter(kind="result").count())
    words = office.post(here, values, follow=True).content.decode()
    assert "すでに公表されています" in words
    assert counts == (3, 3, 3)
    after = (Release.objects.count(), Letter.objects.count(), OutboxMessage.objects.filter(kind="result").count())
    assert after == counts
    assert Certificate.objects.count() == 1
    assert ChallengePlan.objects.count() == 1


def test_stale_release_releases_nothing(office: StrictClient, decided: Scene) -> None:
    here = f"/cms/rounds/{decided.round.pk}/release/"
    words = office.post(here, {"decision": [decided.decisions[0].pk]}, follow=True).content.decode()
    assert "画面を開いた後に決定が変わりました" in words
    assert {row.status for row in Application.objects.all()} == {Status.DECIDED.value}


def test_wrong_method_and_unknown_row(office: StrictClient, scored: Scene) -> None:
    assert office.post(board_of(scored)).status_code == 405
    assert office.get(f"{board_of(scored)}none/").status_code == 404
    assert office.get(f"/cms/rounds/{scored.round.pk}/release/{scored.good.code}/").status_code == 404


def test_certificate_is_revoked_by_the_approver_with_a_reason(approver: StrictClient, released: Scene) -> None:
    certificate = Certificate.objects.get()
    here = f"/cms/certificates/{certificate.pk}/"
    assert certificate.number in approver.get("/cms/certificates/").content.decode()
    assert approver.post(f"{here}revoke/", {"reason": ""}).status_code == 422
    assert approver.post(f"{here}revoke/", {"reason": "表示の偽りがありました。"}).url == here
    certificate.refresh_from_db()
    assert certificate.status == "revoked"
    assert (
        "この証書はいま「取消し」です" in approver.post(f"{here}revoke/", {"reason": "x"}, follow=True).content.decode()
    )


def test_plan_gets_an_adviser_and_an_end(office: StrictClient, released: Scene, cast: Cast) -> None:
    plan = ChallengePlan.objects.get()
    challenge.agree(plan, by=cast.sato, at=procedure.AT)
    here = f"/cms/plans/{plan.pk}/"
    assert "チャレンジ支援の専門家を決める" in office.get("/cms/").content.decode()
    assert office.post(here, {"adviser": cast.tanaka.pk}).status_code == 422
    assert office.post(here, {"adviser": cast.yamamoto.pk}).url == here
    assert OutboxMessage.objects.filter(kind="adviser_appointed").count() == 1
    assert office.post(f"{here}close/", {"reason": ""}).status_code == 422
    assert office.post(f"{here}close/", {"reason": "事業を終えた"}).url == here
    plan.refresh_from_db()
    assert plan.status == "closed"
    assert "この支援はもう終わっています" in office.post(f"{here}close/", {"reason": "x"}, follow=True).content.decode()


def test_failed_mail_is_tried_again(office: StrictClient, released: Scene) -> None:
    row = OutboxMessage.objects.filter(kind="result").first()
    assert row is not None
    here = f"/cms/outbox/{row.pk}/retry/"
    assert "送り直せません" in office.post(here, follow=True).content.decode()
    OutboxMessage.objects.filter(pk=row.pk).update(state="failed", last_error="550")
    assert "送り直す" in office.get("/cms/outbox/?state=failed").content.decode()
    office.post(here)
    row.refresh_from_db()
    assert row.state == "queued"
    assert office.get(here).status_code == 405


def test_firmness_names_the_reviewer_who_carries_a_result(office: StrictClient, firm: Business, cast: Cast) -> None:
    found = procedure.open_round(cast)
    row = procedure.submitted(found, firm, cast.sato)
    procedure.accept(row, cast)
    procedure.in_review(found, [row], cast)
    for person, marks in zip(cast.reviewers, (procedure.GOOD, procedure.NEAR, procedure.NEAR), strict=True):
        procedure.score(row, person, marks=marks)
    rounds.close_scoring(found, by=cast.suzuki, at=procedure.AT)
    words = office.get(f"/cms/rounds/{found.pk}/board/").content.decode()
    opened = office.get(f"/cms/rounds/{found.pk}/board/{row.code}/").content.decode()
    assert ("揺れる 1" in words) == ("高橋 誠 さんを除くと" in opened)
