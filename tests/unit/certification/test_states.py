"""Every state × state × actor of the three workflows, against matrices written by hand."""

import pytest

from certification.domain.states import (
    CERTIFICATE_EDGES,
    EDGES,
    FINAL,
    OPEN,
    PLAN_EDGES,
    TURN_OF,
    UNDER_EMBARGO,
    WITHDRAWABLE,
    Actor,
    CertificateStatus,
    Edge,
    IllegalMove,
    PlanStatus,
    Status,
    check_move,
    find_edge,
    mermaid,
)

LETTERS = {
    "a": Actor.APPLICANT,
    "s": Actor.SECRETARIAT,
    "p": Actor.APPROVER,
    "v": Actor.ADVISER,
    "y": Actor.SYSTEM,
}

# Rows: from; columns: to, in the same order; letters: who may.
APPLICATION = """
          draft submitted returned accepted in_review scored decided released withdrawn refused
draft     .     a         .        .        .         .      .       .        a         .
submitted .     .         s        s        .         .      .       .        a         s
returned  .     a         .        .        .         .      .       .        a         .
accepted  .     .         .        .        s         .      .       .        a         .
in_review .     .         .        .        .         s      .       .        a         .
scored    .     .         .        .        .         .      p       .        a         .
decided   .     .         .        .        .         s      .       s        a         .
released  .     .         .        .        .         .      .       .        .         .
withdrawn .     .         .        .        .         .      .       .        .         .
refused   .     .         .        .        .         .      .       .        .         .
"""

CERTIFICATE = """
            active renewal_due renewed expired revoked surrendered
active      .      y           s       y       p       sy
renewal_due .      .           s       y       p       sy
renewed     .      .           .       .       .       .
expired     .      .           .       .       .       .
revoked     .      .           .       .       .       .
surrendered .      .           .       .       .       .
"""

PLAN = """
            offered agreed in_progress ready reapplied closed
offered     .       a      .           .     .         asy
agreed      .       .      v           .     .         s
in_progress .       .      .           v     .         s
ready       .       .      v           .     a         s
reapplied   .       .      .           .     .         .
closed      s       .      .           .     .         .
"""

TABLES = [(Status, APPLICATION), (CertificateStatus, CERTIFICATE), (PlanStatus, PLAN)]


def state(kind, word):
    return kind[word.upper()]


def moves(kind, table):
    """{(source, target, actor): allowed} of a table above."""
    header, *rows = [line.split() for line in table.strip().splitlines()]
    return {
        (state(kind, row[0]), state(kind, target), actor): letter in cell
        for row in rows
        for target, cell in zip(header, row[1:], strict=True)
        for letter, actor in LETTERS.items()
    }


def allowed(source, target, actor):
    try:
        check_move(source, target, [actor])
    except IllegalMove:
        return False
    return True


@pytest.mark.parametrize(("kind", "table"), TABLES, ids=["application", "certificate", "plan"])
def test_move_is_allowed_exactly_where_the_matrix_says(kind, table):
    expected = moves(kind, table)

    assert len(expected) == len(kind) ** 2 * len(Actor)
    assert {key: allowed(*key) for key in expected} == expected


@pytest.mark.parametrize(("kind", "table"), TABLES, ids=["application", "certificate", "plan"])
def test_move_without_any_hat_is_illegal(kind, table):
    for source, target, _actor in moves(kind, table):
        with pytest.raises(IllegalMove):
            check_move(source, target, [])


def test_find_edge_takes_the_hat_that_fits_of_two():
    edge = find_edge(Status.SUBMITTED, Status.ACCEPTED, [Actor.APPLICANT, Actor.SECRETARIAT])

    assert edge.actor is Actor.SECRETARIAT


def test_illegal_move_names_both_states():
    with pytest.raises(IllegalMove, match="draft → released") as caught:
        check_move(Status.DRAFT, Status.RELEASED, list(Actor))

    assert (caught.value.source, caught.value.target) == (Status.DRAFT, Status.RELEASED)


def test_s5_only_these_edges_write_to_the_applicant():
    letters = {
        (edge.source.value, edge.target.value): edge.letter
        for edges in (EDGES, CERTIFICATE_EDGES, PLAN_EDGES)
        for edge in edges
        if edge.letter
    }

    assert letters == {
        ("draft", "submitted"): "receipt",
        ("returned_for_correction", "submitted"): "receipt",
        ("submitted", "returned_for_correction"): "correction",
        ("submitted", "accepted"): "accepted",
        ("submitted", "refused"): "refused",
        ("decided", "released"): "result",
        ("submitted", "withdrawn"): "withdrawn",
        ("returned_for_correction", "withdrawn"): "withdrawn",
        ("accepted", "withdrawn"): "withdrawn",
        ("in_review", "withdrawn"): "withdrawn",
        ("scored", "withdrawn"): "withdrawn",
        ("decided", "withdrawn"): "withdrawn",
        ("active", "renewal_due"): "renewal_due",
        ("active", "expired"): "expired",
        ("renewal_due", "expired"): "expired",
        ("active", "revoked"): "revoked",
        ("renewal_due", "revoked"): "revoked",
        ("agreed", "in_progress"): "plan_started",
        ("in_progress", "ready"): "plan_ready",
        ("offered", "closed"): "plan_lapsed",
        ("closed", "offered"): "plan_offered_again",
    }


def test_no_edge_stands_twice():
    for edges in (EDGES, CERTIFICATE_EDGES, PLAN_EDGES):
        keys = [(edge.source, edge.target, edge.actor) for edge in edges]
        assert len(keys) == len(set(keys))


def test_groups_of_application_states():
    assert {status.value for status in OPEN} == {"draft", "returned_for_correction"}
    assert {status.value for status in FINAL} == {"released", "withdrawn", "refused"}
    assert {status.value for status in UNDER_EMBARGO} == {"scored", "decided"}
    assert {status.value for status in WITHDRAWABLE} == {
        "draft",
        "submitted",
        "returned_for_correction",
        "accepted",
        "in_review",
        "scored",
        "decided",
    }


def test_every_state_is_final_or_somebodys_turn():
    assert set(TURN_OF) == set(Status) - FINAL


def test_mermaid_draws_start_and_every_edge():
    edges = [
        Edge(PlanStatus.OFFERED, PlanStatus.AGREED, Actor.APPLICANT),
        Edge(PlanStatus.AGREED, PlanStatus.CLOSED, Actor.SECRETARIAT),
    ]

    assert mermaid(edges) == (
        "stateDiagram-v2\n    [*] --> offered\n    offered --> agreed: applicant\n    agreed --> closed: secretariat"
    )
