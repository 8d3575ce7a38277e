"""The workflows: application, certificate, challenge plan. Each table, read top to bottom, is the procedure manual.

Who a person is stands in permissions.py; what a state allows stands here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Actor(StrEnum):
    """The hats a person may wear towards one application, certificate or plan."""

    APPLICANT = "applicant"  # 申請者: owner or editor of the firm
    SECRETARIAT = "secretariat"  # 事務局
    APPROVER = "approver"  # 決裁者
    ADVISER = "adviser"  # 専門家 assigned to the plan
    SYSTEM = "system"  # the calendar


class Status(StrEnum):
    """Application (申請)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned_for_correction"
    ACCEPTED = "accepted"
    IN_REVIEW = "in_review"
    SCORED = "scored"
    DECIDED = "decided"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


class CertificateStatus(StrEnum):
    """Certificate (認証書 / 認定書)."""

    ACTIVE = "active"
    RENEWAL_DUE = "renewal_due"
    RENEWED = "renewed"
    EXPIRED = "expired"
    REVOKED = "revoked"
    SURRENDERED = "surrendered"


class PlanStatus(StrEnum):
    """Challenge plan (チャレンジ支援の計画)."""

    OFFERED = "offered"
    AGREED = "agreed"
    IN_PROGRESS = "in_progress"
    READY = "ready"
    REAPPLIED = "reapplied"
    CLOSED = "closed"


AnyStatus = Status | CertificateStatus | PlanStatus


@dataclass(frozen=True, slots=True)
class Edge:
    """One permitted move and whose hand makes it. `letter`: the mail this move sends the applicant, if any."""

    source: AnyStatus
    target: AnyStatus
    actor: Actor
    letter: str = ""


class IllegalMove(Exception):
    """A move the table does not have, for these hats."""

    def __init__(self, source: AnyStatus, target: AnyStatus) -> None:
        super().__init__(f"{source.value} → {target.value}")
        self.source, self.target = source, target


EDGES = (
    Edge(Status.DRAFT, Status.SUBMITTED, Actor.APPLICANT, "receipt"),
    Edge(Status.DRAFT, Status.WITHDRAWN, Actor.APPLICANT),
    Edge(Status.SUBMITTED, Status.RETURNED, Actor.SECRETARIAT, "correction"),  # 補正依頼
    Edge(Status.RETURNED, Status.SUBMITTED, Actor.APPLICANT, "receipt"),
    Edge(Status.SUBMITTED, Status.ACCEPTED, Actor.SECRETARIAT, "accepted"),  # 受理
    Edge(Status.SUBMITTED, Status.REFUSED, Actor.SECRETARIAT, "refused"),  # 却下: with reasons
    Edge(Status.ACCEPTED, Status.IN_REVIEW, Actor.SECRETARIAT),
    Edge(Status.IN_REVIEW, Status.SCORED, Actor.SECRETARIAT),
    Edge(Status.SCORED, Status.DECIDED, Actor.APPROVER),  # the second pair of eyes
    Edge(Status.DECIDED, Status.SCORED, Actor.SECRETARIAT),  # reopened before release; the old decision is superseded
    Edge(Status.DECIDED, Status.RELEASED, Actor.SECRETARIAT, "result"),
    Edge(Status.SUBMITTED, Status.WITHDRAWN, Actor.APPLICANT, "withdrawn"),
    Edge(Status.RETURNED, Status.WITHDRAWN, Actor.APPLICANT, "withdrawn"),
    Edge(Status.ACCEPTED, Status.WITHDRAWN, Actor.APPLICANT, "withdrawn"),
    Edge(Status.IN_REVIEW, Status.WITHDRAWN, Actor.APPLICANT, "withdrawn"),
    Edge(Status.SCORED, Status.WITHDRAWN, Actor.APPLICANT, "withdrawn"),
    # A decision takes effect when it is made known; and the firm must not read its existence from a closed door.
    Edge(Status.DECIDED, Status.WITHDRAWN, Actor.APPLICANT, "withdrawn"),
)

CERTIFICATE_EDGES = (
    Edge(CertificateStatus.ACTIVE, CertificateStatus.RENEWAL_DUE, Actor.SYSTEM, "renewal_due"),
    Edge(CertificateStatus.ACTIVE, CertificateStatus.EXPIRED, Actor.SYSTEM, "expired"),
    Edge(CertificateStatus.RENEWAL_DUE, CertificateStatus.EXPIRED, Actor.SYSTEM, "expired"),
    # Released as certified: the new one follows. A renewal decided before the calendar came finds the old one active.
    Edge(CertificateStatus.ACTIVE, CertificateStatus.RENEWED, Actor.SECRETARIAT),
    Edge(CertificateStatus.RENEWAL_DUE, CertificateStatus.RENEWED, Actor.SECRETARIAT),
    Edge(CertificateStatus.ACTIVE, CertificateStatus.REVOKED, Actor.APPROVER, "revoked"),
    Edge(CertificateStatus.RENEWAL_DUE, CertificateStatus.REVOKED, Actor.APPROVER, "revoked"),
    Edge(CertificateStatus.ACTIVE, CertificateStatus.SURRENDERED, Actor.SECRETARIAT),  # 廃止届
    Edge(CertificateStatus.RENEWAL_DUE, CertificateStatus.SURRENDERED, Actor.SECRETARIAT),
    # A 廃止届 accepted before its day takes effect when the day comes.
    Edge(CertificateStatus.ACTIVE, CertificateStatus.SURRENDERED, Actor.SYSTEM),
    Edge(CertificateStatus.RENEWAL_DUE, CertificateStatus.SURRENDERED, Actor.SYSTEM),
)

PLAN_EDGES = (
    Edge(PlanStatus.OFFERED, PlanStatus.AGREED, Actor.APPLICANT),
    Edge(PlanStatus.OFFERED, PlanStatus.CLOSED, Actor.APPLICANT),
    Edge(PlanStatus.OFFERED, PlanStatus.CLOSED, Actor.SECRETARIAT),
    Edge(PlanStatus.OFFERED, PlanStatus.CLOSED, Actor.SYSTEM, "plan_lapsed"),  # the last day of the offer went by
    Edge(PlanStatus.CLOSED, PlanStatus.OFFERED, Actor.SECRETARIAT, "plan_offered_again"),  # not answered yet only
    Edge(PlanStatus.AGREED, PlanStatus.IN_PROGRESS, Actor.ADVISER, "plan_started"),
    Edge(PlanStatus.AGREED, PlanStatus.CLOSED, Actor.SECRETARIAT),
    Edge(PlanStatus.IN_PROGRESS, PlanStatus.READY, Actor.ADVISER, "plan_ready"),
    Edge(PlanStatus.IN_PROGRESS, PlanStatus.CLOSED, Actor.SECRETARIAT),
    Edge(PlanStatus.READY, PlanStatus.IN_PROGRESS, Actor.ADVISER),
    Edge(PlanStatus.READY, PlanStatus.REAPPLIED, Actor.APPLICANT),
    Edge(PlanStatus.READY, PlanStatus.CLOSED, Actor.SECRETARIAT),
)

OPEN = frozenset({Status.DRAFT, Status.RETURNED})  # the applicant may write
WITHDRAWABLE = frozenset(edge.source for edge in EDGES if edge.target is Status.WITHDRAWN)
FINAL = frozenset({Status.RELEASED, Status.WITHDRAWN, Status.REFUSED})
REVIEWABLE = frozenset({Status.IN_REVIEW})
UNDER_EMBARGO = frozenset({Status.SCORED, Status.DECIDED})  # looks like "in review" to the applicant
TURN_OF = {  # whose turn it is: feeds "what to do next" on every desk
    Status.DRAFT: Actor.APPLICANT,
    Status.RETURNED: Actor.APPLICANT,
    Status.SUBMITTED: Actor.SECRETARIAT,
    Status.ACCEPTED: Actor.SECRETARIAT,
    Status.IN_REVIEW: Actor.SECRETARIAT,
    Status.SCORED: Actor.SECRETARIAT,
    Status.DECIDED: Actor.SECRETARIAT,
}
IN_FORCE = frozenset({CertificateStatus.ACTIVE, CertificateStatus.RENEWAL_DUE})
ENDED = frozenset({CertificateStatus.EXPIRED, CertificateStatus.REVOKED, CertificateStatus.SURRENDERED})

_TABLES: dict[type, tuple[Edge, ...]] = {Status: EDGES, CertificateStatus: CERTIFICATE_EDGES, PlanStatus: PLAN_EDGES}


def find_edge(source: AnyStatus, target: AnyStatus, actors: Iterable[Actor]) -> Edge:
    """The edge for this move and any of these hats (one person may wear two). Raises IllegalMove."""
    hats = frozenset(actors)
    for edge in _TABLES[type(source)]:
        if edge.source is source and edge.target is target and edge.actor in hats:
            return edge
    raise IllegalMove(source, target)


def check_move(source: AnyStatus, target: AnyStatus, actors: Iterable[Actor]) -> None:
    """Raise IllegalMove unless the table has the move."""
    find_edge(source, target, actors)


def mermaid(edges: Sequence[Edge]) -> str:
    """The picture of a table, for docs/reference/states.md."""
    return "\n".join(
        [
            "stateDiagram-v2",
            f"    [*] --> {edges[0].source.value}",
            *(f"    {edge.source.value} --> {edge.target.value}: {edge.actor.value}" for edge in edges),
        ]
    )
