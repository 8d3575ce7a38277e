"""The maximum of applications per firm (1事業者の申請の上限): which of them count. Prose: docs/rules/rounds.md."""

from collections.abc import Iterable

from certification.domain.states import FINAL, Status

NEVER = frozenset({Status.WITHDRAWN, Status.REFUSED})  # left the procedure without a judgement


def counts(status: Status, *, rolling: bool) -> bool:
    """Does an application in this state take one of the firm's places?

    Withdrawn and refused ones never do. In a round with a window a released one does; in rolling intake, where no next
    round comes, only those still in the procedure do (default of the product).
    """
    return status not in (FINAL if rolling else NEVER)


def taken(statuses: Iterable[Status], *, rolling: bool) -> int:
    """How many places of the firm are taken."""
    return sum(counts(status, rolling=rolling) for status in statuses)


def left(maximum: int, statuses: Iterable[Status], *, rolling: bool) -> int | None:
    """How many more the firm may start; None without a maximum (0 means none is set)."""
    return max(0, maximum - taken(statuses, rolling=rolling)) if maximum else None
