"""Two vocabularies for every state, and the words made from 認証 and 認定."""

import pytest

from certification.domain.labels import (
    LABELS,
    TIMELINE,
    Words,
    next_step,
    office_label,
    outcome_for_office,
    outcome_for_producer,
    producer_label,
    timeline_position,
)
from certification.domain.outcome import Outcome
from certification.domain.states import UNDER_EMBARGO, CertificateStatus, PlanStatus, Status


def test_labels_are_complete():
    assert set(LABELS) == {*Status, *CertificateStatus, *PlanStatus}


@pytest.mark.parametrize("status", list(LABELS), ids=lambda status: f"{type(status).__name__}-{status.value}")
def test_a5_every_state_has_both_words_and_the_next_step_as_a_sentence(status):
    assert producer_label(status)
    assert office_label(status)
    assert next_step(status).endswith("。")


def test_embargo_reads_in_review_to_the_producer():
    assert {LABELS[status].producer for status in UNDER_EMBARGO} == {"審査中"}
    assert {(LABELS[status].producer, LABELS[status].next_step) for status in UNDER_EMBARGO} == {
        (LABELS[Status.IN_REVIEW].producer, LABELS[Status.IN_REVIEW].next_step)
    }
    assert {timeline_position(status) for status in UNDER_EMBARGO} == {timeline_position(Status.IN_REVIEW)}


def test_office_words_tell_every_state_of_a_workflow_apart():
    for kind in (Status, CertificateStatus, PlanStatus):
        assert len({office_label(status) for status in kind}) == len(kind)


def test_timeline_leads_from_draft_to_result():
    assert [TIMELINE[timeline_position(s)] for s in (Status.DRAFT, Status.SUBMITTED, Status.ACCEPTED)] == [
        "作成",
        "提出",
        "受理",
    ]
    assert TIMELINE[timeline_position(Status.RELEASED)] == "結果"
    assert timeline_position(Status.WITHDRAWN) is None
    assert timeline_position(Status.REFUSED) is None


@pytest.mark.parametrize(
    ("word", "derived"),
    [
        ("認証", ["認証品", "認証書", "認証マーク", "認証期間", "認証番号", "認証式", "更新認証", "認証事業者"]),
        ("認定", ["認定品", "認定書", "認定マーク", "認定期間", "認定番号", "認定式", "更新認定", "認定事業者"]),
    ],
)
def test_words_follow_the_programme(word, derived):
    words = Words(word)

    assert [
        words.item,
        words.certificate,
        words.mark,
        words.period,
        words.number,
        words.ceremony,
        words.renewal,
        words.firm,
    ] == derived


def test_outcome_words_follow_the_programme():
    assert [outcome_for_producer(outcome, "認定") for outcome in Outcome] == [
        "認定されました",
        "今回は認定に至りませんでした（チャレンジ支援の対象です）",
        "今回は認定に至りませんでした",
    ]
    assert [outcome_for_office(outcome, "認証") for outcome in Outcome] == ["認証", "チャレンジ支援", "不認証"]
