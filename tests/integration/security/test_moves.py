"""State × state × person through the one writer of `status`: each person wears exactly one hat; sets by hand."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction

from certification.domain.states import CertificateStatus, IllegalMove, PlanStatus, Status
from certification.models import (
    Application,
    Certificate,
    CertificateTransition,
    ChallengePlan,
    PlanTransition,
    Transition,
)
from certification.services import transitions
from core.models import AuditEvent, User
from tests.factories import cast as people
from tests.factories import procedure
from tests.factories.cast import AT, Cast

# {from: {to: whose hand}}. Every pair that is not here is refused for everybody; so is every hand that is not here.
APPLICATION = {
    "draft": {"submitted": {"owner", "colleague"}, "withdrawn": {"owner", "colleague"}},
    "submitted": {
        "returned_for_correction": {"secretariat"},
        "accepted": {"secretariat"},
        "refused": {"secretariat"},
        "withdrawn": {"owner", "colleague"},
    },
    "returned_for_correction": {"submitted": {"owner", "colleague"}, "withdrawn": {"owner", "colleague"}},
    "accepted": {"in_review": {"secretariat"}, "withdrawn": {"owner", "colleague"}},
    "in_review": {"scored": {"secretariat"}, "withdrawn": {"owner", "colleague"}},
    "scored": {"decided": {"approver"}, "withdrawn": {"owner", "colleague"}},
    "decided": {"scored": {"secretariat"}, "released": {"secretariat"}, "withdrawn": {"owner", "colleague"}},
    "released": {},
    "withdrawn": {},
    "refused": {},
}
CERTIFICATE = {
    "active": {
        "renewal_due": {"system"},
        "expired": {"system"},
        "revoked": {"approver"},
        "renewed": {"secretariat"},
        "surrendered": {"secretariat", "system"},
    },
    "renewal_due": {
        "renewed": {"secretariat"},
        "expired": {"system"},
        "revoked": {"approver"},
        "surrendered": {"secretariat", "system"},
    },
    "renewed": {},
    "expired": {},
    "revoked": {},
    "surrendered": {},
}
PLAN = {
    "offered": {"agreed": {"owner", "colleague"}, "closed": {"owner", "colleague", "secretariat", "system"}},
    "agreed": {"in_progress": {"adviser"}, "closed": {"secretariat"}},
    "in_progress": {"ready": {"adviser"}, "closed": {"secretariat"}},
    "ready": {"in_progress": {"adviser"}, "reapplied": {"owner", "colleague"}, "closed": {"secretariat"}},
    "reapplied": {},
    "closed": {"offered": {"secretariat"}},
}
HANDS = (
    "system owner colleague reader stranger secretariat approver auditor editor reviewer adviser other_adviser nobody"
)


@pytest.fixture
def cast(db: None) -> Cast:
    return people.cast()


@pytest.fixture
def application(cast: Cast) -> Application:
    firm = people.business(cast.sato)
    people.business(cast.stranger, name="架空の他社")
    made = procedure.submitted(procedure.open_round(cast), firm, cast.sato)
    procedure.seat_panel(made.round, cast)
    return made


@pytest.fixture
def hands(cast: Cast, application: Application) -> dict[str, User | None]:
    """One person for each hat, none wears two; 高橋 is assigned to the application."""
    colleague, reader = people.person("colleague"), people.person("reader")
    people.join(application.business, colleague, "editor")
    people.join(application.business, reader, "reader")
    application.assignments.create(reviewer=cast.takahashi, assigned_at=AT, assigned_by=cast.suzuki)
    found = {
        "system": None, "owner": cast.sato, "colleague": colleague, "reader": reader, "stranger": cast.stranger,
        "secretariat": cast.suzuki, "approver": cast.kimura, "auditor": cast.kobayashi, "editor": cast.kato,
        "reviewer": cast.takahashi, "adviser": cast.yamamoto,
        "other_adviser": people.person("adviser2", groups=("adviser",)), "nobody": people.person("nobody"),
    }  # fmt: skip
    assert set(found) == set(HANDS.split())
    return found


def permitted(
    row: Any, states: Any, hands: dict[str, User | None], move: Callable[..., None], trace: Any
) -> Iterator[tuple[str, str, str]]:
    """Try everything; each move that was made is checked for its traces and taken back, each refusal for none."""
    for source in states:
        type(row).objects.filter(pk=row.pk).update(status=source.value)
        before = (trace.objects.count(), AuditEvent.objects.count())
        for target in states:
            for name, person in hands.items():
                with transaction.atomic():
                    try:
                        move(row, to=target, by=person, at=AT, reason="わけ")
                    except IllegalMove:
                        continue
                    row.refresh_from_db()
                    assert row.state is target
                    assert (trace.objects.count(), AuditEvent.objects.count()) == (before[0] + 1, before[1] + 1)
                    assert trace.objects.latest("pk").by == person
                    transaction.set_rollback(True)
                yield source.value, target.value, name
        row.refresh_from_db()
        assert row.state is source
        assert (trace.objects.count(), AuditEvent.objects.count()) == before


def written(table: dict[str, dict[str, set[str]]]) -> set[tuple[str, str, str]]:
    return {(source, target, hand) for source, row in table.items() for target, who in row.items() for hand in who}


def test_application_moves_by_its_own_hands_only(application: Application, hands: dict[str, User | None]) -> None:
    assert set(APPLICATION) == {state.value for state in Status}
    assert set(permitted(application, Status, hands, transitions.move, Transition)) == written(APPLICATION)


def test_several_applications_move_by_office_hands_only(
    application: Application, hands: dict[str, User | None]
) -> None:
    def move(row: Application, **values: Any) -> None:
        row.refresh_from_db()
        transitions.move_many([row], source=row.state, **values)

    office = {hand: hands[hand] for hand in ("owner", "secretariat", "approver", "auditor", "editor", "reviewer")}
    allowed = {move_ for move_ in written(APPLICATION) if move_[2] in ("secretariat", "approver")}
    assert set(permitted(application, Status, office, move, Transition)) == allowed


def test_certificate_moves_by_its_own_hands_only(application: Application, hands: dict[str, User | None]) -> None:
    assert set(CERTIFICATE) == {state.value for state in CertificateStatus}
    made = Certificate.objects.create(
        application=application, number="T-2026-001", serial=1, certified_on="2026-11-21", valid_until="2029-03-31",
        made_at=AT,
    )  # fmt: skip
    found = permitted(made, CertificateStatus, hands, transitions.move_certificate, CertificateTransition)
    assert set(found) == written(CERTIFICATE)


def test_plan_moves_by_its_own_hands_only(application: Application, hands: dict[str, User | None]) -> None:
    assert set(PLAN) == {state.value for state in PlanStatus}
    plan = ChallengePlan.objects.create(application=application, gaps=[], offered_at=AT, adviser=hands["adviser"])
    assert set(permitted(plan, PlanStatus, hands, transitions.move_plan, PlanTransition)) == written(PLAN)
