"""A donation listing's life: one table of edges. Read top to bottom it is the procedure.

draft 下書き → checked 点検済み → offered 出品手続き中 → listed 掲載中 ⇄ paused 休止 → ended 終了. Any change of cost or
clause sends the listing back to draft.
"""

from dataclasses import dataclass
from enum import StrEnum


class ListingStatus(StrEnum):
    """Where a listing stands."""

    DRAFT = "draft"
    CHECKED = "checked"
    OFFERED = "offered"
    LISTED = "listed"
    PAUSED = "paused"
    ENDED = "ended"


class Actor(StrEnum):
    """Who may move it."""

    OFFICE = "office"
    SECOND = "second"  # an office person who is not the last editor of cost or clause
    SYSTEM = "system"  # expiry, link check


LABELS = {
    ListingStatus.DRAFT: "下書き",
    ListingStatus.CHECKED: "点検済み",
    ListingStatus.OFFERED: "出品手続き中",
    ListingStatus.LISTED: "掲載中",
    ListingStatus.PAUSED: "休止中",
    ListingStatus.ENDED: "終了",
}
PUBLIC = (ListingStatus.LISTED,)
FINAL = (ListingStatus.ENDED,)


@dataclass(frozen=True, slots=True)
class Edge:
    """One allowed move."""

    source: ListingStatus
    target: ListingStatus
    actor: Actor


_D, _C, _O, _L, _P, _E = ListingStatus
EDGES = (
    Edge(_D, _C, Actor.OFFICE),
    Edge(_C, _O, Actor.SECOND),
    Edge(_O, _L, Actor.SECOND),
    Edge(_L, _P, Actor.OFFICE),
    Edge(_L, _P, Actor.SYSTEM),
    Edge(_P, _L, Actor.SECOND),
    Edge(_C, _D, Actor.OFFICE),
    Edge(_O, _D, Actor.OFFICE),
    Edge(_L, _D, Actor.OFFICE),
    Edge(_P, _D, Actor.OFFICE),
    Edge(_D, _E, Actor.OFFICE),
    Edge(_C, _E, Actor.OFFICE),
    Edge(_O, _E, Actor.OFFICE),
    Edge(_L, _E, Actor.OFFICE),
    Edge(_P, _E, Actor.OFFICE),
)


class IllegalMove(Exception):
    """The table has no such edge for this actor."""

    def __init__(self, source: ListingStatus, target: ListingStatus) -> None:
        super().__init__(f"「{LABELS[source]}」から「{LABELS[target]}」には変えられません。")


def check_move(source: ListingStatus, target: ListingStatus, actors: tuple[Actor, ...]) -> None:
    """Raise IllegalMove unless one of the actors may make this move."""
    if not any(Edge(source, target, actor) in EDGES for actor in actors):
        raise IllegalMove(source, target)


def mermaid() -> str:
    """The table as a state diagram for the docs."""
    lines = [f"    {edge.source} --> {edge.target}: {edge.actor}" for edge in EDGES]
    return "\n".join(["stateDiagram-v2", "    [*] --> draft", *lines])
