"""Declaring a conflict of interest: before anything opens, with its reason, and never silently."""

import pytest
from django.urls import reverse

from certification.models import ConflictDeclaration, PanelMember
from certification.services import panel, sheets
from tests.factories.cast import AT

INDEX = "/review/"


def address(desk) -> str:
    return reverse("review:declare", args=[desk.first.code])


@pytest.fixture
def reviewer(client_of, desk):
    return client_of(desk.cast.takahashi)


def test_no_relation_opens_the_sheet(reviewer, desk):
    answer = reviewer.post(address(desk), {"kind": "none"})
    assert answer.url == reverse("review:sheet", args=[desk.first.code])
    declared = ConflictDeclaration.objects.get()
    assert (declared.kind, declared.declared_by, declared.pinned_by_office) == ("none", desk.cast.takahashi, False)


def test_r5_relation_is_asked_once_more_then_recuses_with_its_reason(reviewer, desk):
    asked = reviewer.post(address(desk), {"kind": "supplier", "reason": "みかんを納めています"})
    assert "この申請の審査から外れます" in asked.content.decode()
    assert not ConflictDeclaration.objects.exists()
    answer = reviewer.post(
        address(desk), {"kind": "supplier", "reason": "みかんを納めています", "confirmed": "yes"}, follow=True
    )
    assert "審査から外れました" in answer.content.decode()
    declared = ConflictDeclaration.objects.get()
    assert (declared.kind, declared.reason) == ("supplier", "みかんを納めています")
    assert "0 / 1 件" in answer.content.decode()


def test_nothing_chosen_is_refused_with_a_link_to_the_field(reviewer, desk):
    answer = reviewer.post(address(desk), {"kind": "", "reason": "書きかけ"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_kind_0"' in html
    assert "書きかけ" in html
    assert not ConflictDeclaration.objects.exists()


@pytest.mark.parametrize("data", [{"kind": "other"}, {"kind": "x"}, {"kind": "other", "reason": "あ" * 301}])
def test_bad_input_is_refused_in_a_sentence(reviewer, desk, data):
    answer = reviewer.post(address(desk), {**data, "confirmed": "yes"})
    assert answer.status_code == 422
    assert "field__error" in answer.content.decode()
    assert not ConflictDeclaration.objects.exists()


def test_declaration_may_be_mended_until_submission(reviewer, desk):
    reviewer.post(address(desk), {"kind": "family", "confirmed": "yes"})
    reviewer.post(address(desk), {"kind": "none"})
    assert ConflictDeclaration.objects.get().kind == "none"
    given = sheets.Input({"taste": {"value": "4"}, "origin": {"value": "4"}}, {"safe": True})
    sheets.save(desk.first, given, by=desk.cast.takahashi, at=AT)
    sheets.submit(desk.first, by=desk.cast.takahashi, at=AT)
    assert "提出した後は変更できません" in reviewer.get(address(desk)).content.decode()
    answer = reviewer.post(address(desk), {"kind": "family", "confirmed": "yes"})
    assert answer.status_code == 422
    assert ConflictDeclaration.objects.get().kind == "none"


def test_r5_declaration_set_by_the_office_stays(reviewer, desk):
    person, office = desk.cast.takahashi, desk.cast.suzuki
    panel.pin_conflict(desk.first, person, kind="employment", reason="役員名簿", by=office, at=AT)
    assert "事務局が設定した内容のため、変更できません" in reviewer.get(address(desk)).content.decode()
    assert reviewer.post(address(desk), {"kind": "none"}).status_code == 422
    assert ConflictDeclaration.objects.get().kind == "employment"


def test_r5_suspicion_is_shown_without_names_in_a_blind_round(reviewer, desk):
    PanelMember.objects.filter(user=desk.cast.takahashi).update(affiliation="架空菓子店つむぎ")
    html = reviewer.get(address(desk)).content.decode()
    assert "関係がある可能性があります" in html
    assert "つむぎ" not in html


def test_r5_suspicion_names_its_ground_in_a_named_round(client_of, named_desk):
    PanelMember.objects.filter(user=named_desk.cast.takahashi).update(affiliation="架空菓子店つむぎ")
    html = client_of(named_desk.cast.takahashi).get(address(named_desk)).content.decode()
    assert "所属「架空菓子店つむぎ」" in html


def test_unknown_code_and_wrong_method(reviewer, desk):
    assert reviewer.get(reverse("review:declare", args=["nothing"])).status_code == 404
    assert reviewer.put(address(desk)).status_code == 405
