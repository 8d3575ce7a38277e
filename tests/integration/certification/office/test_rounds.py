"""A programme and a round from nothing, in the admin alone; opening; panel; assignment; progress; closing."""

from collections.abc import Callable
from typing import Any

import pytest

from catalog.models import ProgrammeMark
from certification.domain.states import Status
from certification.models import Application, Assignment, ConflictDeclaration, Programme, Round
from certification.services import panel, programmes
from core.models import AuditEvent, Business
from tests.factories import procedure
from tests.factories.cast import Cast
from tests.factories.procedure import Scene
from tests.harness.client import StrictClient

NEW = {
    "name": "架空ブランド", "slug": "kakuu-brand", "word": "認証", "scope": "food", "accent": "take",
    "intake": "window",
    "panel_rule": "mean", "pass_mark": "70", "near_mark": "60", "near_max_missed": "1", "quorum": "2",
    "validity_kind": "years_to_31_march", "validity_years": "3", "number_prefix": "KB", "max_per_firm": "0",
    "number_format": "{prefix}-{year}-{serial:03d}", "tie_rule": "shared", "fee_yen": "0",
    "retention_years": "5", "is_active": "on", "reasons_shown": "on", "summary": "", "criteria_text": "",
    "appeal_text": "",
}  # fmt: skip


def formset(name: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """An InlinePanel as the browser posts it."""
    data: dict[str, Any] = {f"{name}-TOTAL_FORMS": len(rows), f"{name}-INITIAL_FORMS": 0}
    for place, row in enumerate(rows):
        data |= {
            f"{name}-{place}-{key}": value for key, value in {"ORDER": place + 1, "DELETE": "", "id": "", **row}.items()
        }
    return data


def programme_form(**more: Any) -> dict[str, Any]:
    steps = formset("criteria-0-steps", [{"value": "5", "label": "良い"}, {"value": "0", "label": "足りない"}])
    return {
        **NEW,
        **formset("criteria", [{"name": "味", "weight": "1", "floor": "2", "stage": "1", "key": ""}]),
        **steps,
        **formset("gates", [{"name": "安全", "question": "表示は正しいですか。", "key": "safe"}]),
        **formset("statements", [{"text": "市内で製造しています。", "key": ""}]),
        **formset("form_fields", [{"label": "ものがたり", "kind": "long_text", "max_length": "0", "key": ""}]),
        **more,
    }


def test_s7_programme_and_round_are_set_up_in_the_admin_alone(office: StrictClient, cast: Cast) -> None:
    response = office.post("/cms/programmes/new/", programme_form())
    assert response.status_code == 302, response.context["form"].errors
    made = Programme.objects.get(slug="kakuu-brand")
    criterion = made.criteria.get()
    assert criterion.key.startswith("k")
    assert [step.label for step in criterion.steps.all()] == ["良い", "足りない"]
    assert AuditEvent.objects.filter(verb="programme.created", subject_id=str(made.pk)).count() == 1

    values = {
        "programme": made.pk, "fiscal_year": "2026", "name": "第1回", "opens_at": "2026-04-01 00:00",
        "closes_at": "2099-06-01 00:00", "review_on": "", "release_on": "", "contact": "",
        **formset("dates", []),
    }  # fmt: skip
    response = office.post("/cms/rounds/new/", values)
    assert response.status_code == 302, response.context["form"].errors
    found = Round.objects.get(programme=made)
    assert response.url == f"/cms/rounds/{found.pk}/"
    assert office.post(f"/cms/rounds/{found.pk}/open/").url == f"/cms/rounds/{found.pk}/"
    found.refresh_from_db()
    assert [row.name for row in found.frozen.criteria] == ["味"]


def test_programme_with_an_error_keeps_everything_typed(office: StrictClient, cast: Cast) -> None:
    response = office.post("/cms/programmes/new/", programme_form(near_mark="90", summary="打ち込んだ説明"))
    words = response.content.decode()
    assert response.status_code == 200
    assert "チャレンジ支援の点は、合格点以下にしてください。" in words
    assert "打ち込んだ説明" in words
    assert "ものがたり" in words
    assert not Programme.objects.exists()


def posted(form: Any) -> dict[str, Any]:
    """What the browser would post of a form of the admin, its InlinePanels and theirs."""
    data = {field.html_name: field.value() for field in form}
    for formset_ in getattr(form, "formsets", {}).values():
        for part in (formset_.management_form, *formset_.forms):
            data |= posted(part)
    return {name: value for name, value in data.items() if value is not None and value is not False}


def test_programme_change_is_audited_and_told_to_the_catalog(office: StrictClient, cast: Cast) -> None:
    made = procedure.programme()
    here = f"/cms/programmes/edit/{made.pk}/"
    values = posted(office.get(here).context["form"])
    response = office.post(here, {**values, "summary": "新しい説明", "criteria-0-steps-0-label": "すばらしい"})
    assert response.status_code == 302, (response.context["form"].errors, response.context["form"].formsets)
    made.refresh_from_db()
    assert made.summary == "新しい説明"
    assert made.criteria.first().steps.first().label == "すばらしい"
    facts = AuditEvent.objects.get(verb="programme.changed").facts
    assert facts["parts"] == ["criteria"]
    assert facts["changed"]["ひとことの説明"][1] == "新しい説明"
    assert "すばらしい" in [new for _old, new in facts["changed"].values()]
    assert ProgrammeMark.objects.get(slug=made.slug).summary == "新しい説明"


def test_defaults_are_shown_and_confirmed(office: StrictClient, cast: Cast) -> None:
    made = procedure.programme(defaults_to_confirm={"pass_mark": "公開資料に記載がありません。"})
    here = f"/cms/programmes/{made.pk}/confirm/"
    assert "仮の値：市の確認が必要です" in office.get(f"/cms/programmes/edit/{made.pk}/").content.decode()
    assert "公開資料に記載がありません。" in office.get(here).content.decode()
    office.post(here, {"default": ["quorum"]})  # a page older than the programme
    made.refresh_from_db()
    assert made.defaults_to_confirm
    office.post(here, {"default": ["pass_mark"]})
    made.refresh_from_db()
    assert (made.defaults_to_confirm, made.confirmed_by) == ({}, cast.suzuki)


def test_opening_says_what_is_frozen_and_what_lacks(office: StrictClient, cast: Cast) -> None:
    made = procedure.programme(defaults_to_confirm={"quorum": "仮の値です。"})
    found = procedure.planned_round(made)
    here = f"/cms/rounds/{found.pk}/open/"
    words = office.get(here).content.decode()
    assert "規則を固定して、募集を始める" in words
    assert "仮の値です。" in words
    made.statements.all().delete()
    words = office.get(here).content.decode()
    assert "応募資格の文を、1つ以上入れてください。" in words
    assert "規則を固定して、募集を始める" not in words
    office.post(here)
    found.refresh_from_db()
    assert found.opened_at is None


def test_opened_round_keeps_its_rules_and_name(office: StrictClient, open_round: Round) -> None:
    values = {
        "programme": "", "fiscal_year": "2030", "name": "別の名前", "opens_at": "2020-01-01 00:00",
        "closes_at": "2027-03-31 17:00", "review_on": "2027-04-01", "release_on": "", "contact": "産業振興課",
    }  # fmt: skip
    assert office.post(f"/cms/rounds/edit/{open_round.pk}/", values).status_code == 302
    before = open_round.opens_at
    open_round.refresh_from_db()
    assert (open_round.name, open_round.opens_at, open_round.contact) == ("第1回", before, "産業振興課")
    assert "固定" in office.get(f"/cms/rounds/{open_round.pk}/").content.decode()


@pytest.fixture
def accepted(open_round: Round, firm: Business, cast: Cast) -> list[Application]:
    rows = [procedure.submitted(open_round, firm, cast.sato, answers={"name": f"架空の品{n}"}) for n in (1, 2)]
    for row in rows:
        procedure.accept(row, cast)
    return rows


def assign_all(office: StrictClient, here: str) -> None:
    """Everything to everybody: previewed, then taken."""
    plan = office.post(f"{here}/assignment/plan/", {"action": "all"}).context["plan"].text
    office.post(f"{here}/assignment/plan/", {"plan": plan})


def test_reviewers_are_appointed_and_assigned(
    office: StrictClient, open_round: Round, accepted: list[Application], cast: Cast
) -> None:
    here = f"/cms/rounds/{open_round.pk}"
    assert office.post(f"{here}/panel/", {"user": cast.sato.pk}).status_code == 422
    for person in cast.reviewers:
        assert office.post(f"{here}/panel/", {"user": person.pk, "affiliation": "架空大学"}).status_code == 302
    ids = ",".join(str(row.pk) for row in accepted)
    tick = f"{accepted[0].pk}-{cast.tanaka.pk}"
    office.post(f"{here}/assignment/", {"shown": ids, "tick": [tick, "x-1"], "action": "save"})
    assert list(Assignment.objects.values_list("application", "reviewer")) == [(accepted[0].pk, cast.tanaka.pk)]
    office.post(f"{here}/assignment/", {"shown": ids, "action": "save"})
    assert not Assignment.objects.filter(removed_at=None).exists()
    assign_all(office, here)
    assert Assignment.objects.filter(removed_at=None).count() == 6


def test_review_starts_only_when_everyone_has_a_reviewer(
    office: StrictClient, open_round: Round, accepted: list[Application], cast: Cast
) -> None:
    here = f"/cms/rounds/{open_round.pk}"
    assert "審査委員が割り当てられていない申請があります" in office.post(f"{here}/start/", follow=True).content.decode()
    procedure.seat_panel(open_round, cast)
    assign_all(office, here)
    assert "2件の審査を始める" in office.get(f"{here}/start/").content.decode()
    office.post(f"{here}/start/")
    assert {row.status for row in Application.objects.all()} == {Status.IN_REVIEW.value}


def test_conflict_is_pinned_by_the_office(
    office: StrictClient, open_round: Round, accepted: list[Application], cast: Cast
) -> None:
    procedure.seat_panel(open_round, cast)
    here = f"/cms/rounds/{open_round.pk}/conflicts/{accepted[0].code}/"
    response = office.post(here, {"reviewer": cast.tanaka.pk, "kind": "none", "reason": "関係なし"})
    assert response.status_code == 422
    office.post(here, {"reviewer": cast.tanaka.pk, "kind": "supplier", "reason": "原料を納めている"})
    found = ConflictDeclaration.objects.get()
    assert (found.reviewer, found.kind, found.pinned_by_office) == (cast.tanaka, "supplier", True)
    words = office.get(f"/cms/rounds/{open_round.pk}/assignment/").content.decode()
    assert "利益相反：取引がある" in words


def test_progress_counts_sheets_and_closing_names_the_missing(
    office: StrictClient, open_round: Round, accepted: list[Application], cast: Cast
) -> None:
    procedure.in_review(open_round, accepted, cast)
    procedure.score(accepted[0], cast.tanaka, marks=procedure.GOOD)
    panel.declare(accepted[1], kind="family", by=cast.takahashi, at=procedure.AT)
    here = f"/cms/rounds/{open_round.pk}"
    words = office.get(f"{here}/progress/").content.decode()
    assert "5枚のうち1枚が提出されています" in words
    assert all(word in words for word in ("提出済み", "利益相反", "未申告"))
    words = office.get(f"{here}/close/").content.decode()
    assert "まだ提出されていない審査票が4枚あります" in words
    assert "高橋 誠（1枚）、田中 優（1枚）、渡辺 進（2枚）" in words
    assert office.post(f"{here}/close/").url == f"{here}/board/"
    assert {row.status for row in Application.objects.all()} == {Status.SCORED.value}


def test_submitted_sheet_keeps_its_assignment(
    office: StrictClient, open_round: Round, accepted: list[Application], cast: Cast
) -> None:
    procedure.in_review(open_round, accepted, cast)
    procedure.score(accepted[0], cast.tanaka, marks=procedure.GOOD)
    ids = ",".join(str(row.pk) for row in accepted)
    words = office.post(
        f"/cms/rounds/{open_round.pk}/assignment/", {"shown": ids, "action": "save"}, follow=True
    ).content.decode()
    assert "審査票が提出済みのため、割当を外せません" in words
    assert Assignment.objects.filter(removed_at=None).count() == 6


def test_unknown_round_is_not_found_and_wrong_method_is_refused(office: StrictClient, open_round: Round) -> None:
    assert office.get("/cms/rounds/999/").status_code == 404
    assert office.post(f"/cms/rounds/{open_round.pk}/").status_code == 405
    assert office.post(f"/cms/rounds/{open_round.pk}/progress/").status_code == 405


def test_overview_tells_whose_turn_it_is(office: StrictClient, scored: Scene) -> None:
    words = office.get(f"/cms/rounds/{scored.round.pk}/").content.decode()
    assert "決定案を作る" in words
    assert "公表する" not in words


def test_ready_programmes_open_in_the_form(office: StrictClient, cast: Cast) -> None:
    for made in programmes.load_all_ready(by=cast.suzuki, at=procedure.AT):
        assert office.get(f"/cms/programmes/edit/{made.pk}/").status_code == 200
        assert office.get(f"/cms/programmes/{made.pk}/rules/").status_code == 200
        assert office.get(f"/cms/programmes/{made.pk}/confirm/").status_code == 200


def test_hub_query_count_does_not_grow(
    office: StrictClient, scored: Scene, exact_queries: Callable[[int], Any]
) -> None:
    office.get(f"/cms/rounds/{scored.round.pk}/")
    with exact_queries(HUB_QUERIES):
        office.get(f"/cms/rounds/{scored.round.pk}/")


HUB_QUERIES = 18
