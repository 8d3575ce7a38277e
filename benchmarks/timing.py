"""A B A B: both sides take turns, warm, in one run."""

import math
import statistics
from collections.abc import Callable, Sequence

Samples = Sequence[float]


def alternate(
    ours: Callable[[int], Samples], peer: Callable[[int], Samples], *, turns: int = 2, each: int | tuple[int, int]
) -> tuple[list[float], list[float]]:
    """Seconds of both sides. `each`: samples per turn, of ours and of the peer. The first turn follows a warm-up."""
    mine, theirs = each if isinstance(each, tuple) else (each, each)
    ours(1)
    peer(1)
    found: tuple[list[float], list[float]] = ([], [])
    for _ in range(turns):
        found[0].extend(ours(mine))
        found[1].extend(peer(theirs))
    return found


def median(samples: Samples) -> float:
    """The median, in the unit of the samples."""
    return statistics.median(samples)


def p95(samples: Samples) -> float:
    """The value 95 in 100 do not exceed (nearest rank: one that was really measured)."""
    return sorted(samples)[math.ceil(0.95 * len(samples)) - 1]


def percentile(samples: Samples, share: float) -> float:
    """The same for any share between 0 and 1."""
    return sorted(samples)[max(0, math.ceil(share * len(samples)) - 1)]
