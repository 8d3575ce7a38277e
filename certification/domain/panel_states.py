"""Two small workflows of the panel: an invitation (委嘱の依頼) and a paper sheet keyed in by two people.

Each table, read top to bottom, is the manual; services/invitations.py and services/keyed_sheets.py are its writers.
"""

from enum import StrEnum


class InvitationState(StrEnum):
    """委嘱の依頼: answered once, or taken back."""

    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class PaperState(StrEnum):
    """紙の審査票: keyed by one, keyed again by another, settled where the two differ."""

    KEYED = "keyed"
    DIFFERS = "differs"
    HANDED_IN = "handed_in"
    RECUSED = "recused"  # the paper declares a relation: no sheet
    DISCARDED = "discarded"


PanelState = InvitationState | PaperState

INVITATION_EDGES: tuple[tuple[PanelState, PanelState], ...] = (
    (InvitationState.SENT, InvitationState.ACCEPTED),
    (InvitationState.SENT, InvitationState.DECLINED),
    (InvitationState.SENT, InvitationState.CANCELLED),
)
PAPER_EDGES: tuple[tuple[PanelState, PanelState], ...] = (
    (PaperState.KEYED, PaperState.HANDED_IN),
    (PaperState.KEYED, PaperState.RECUSED),
    (PaperState.KEYED, PaperState.DIFFERS),
    (PaperState.KEYED, PaperState.DISCARDED),
    (PaperState.DIFFERS, PaperState.HANDED_IN),
    (PaperState.DIFFERS, PaperState.RECUSED),
    (PaperState.DIFFERS, PaperState.DISCARDED),
)
_EDGES = frozenset(INVITATION_EDGES + PAPER_EDGES)
PAPER_OPEN = frozenset({PaperState.KEYED, PaperState.DIFFERS})
PAPER_LIVE = frozenset({PaperState.KEYED, PaperState.DIFFERS, PaperState.HANDED_IN})


def may_move(source: PanelState, target: PanelState) -> bool:
    """Does the table have this move?"""
    return (source, target) in _EDGES
