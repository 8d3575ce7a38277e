"""Figures of search quality: nDCG@10 (gain 2^g - 1, discount log2(rank + 1), ideal over all judged), recall@10."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

DEPTH = 10
RELEVANT = 2


@dataclass(frozen=True, slots=True)
class Judged:
    """One query's figures; None where nothing was judged relevant."""

    ndcg: float | None
    recall: float | None
    zero_hit: bool


def ndcg(found: Sequence[str], grades: Mapping[str, int]) -> float | None:
    """nDCG@10 of codes in order; None without any positive grade."""
    ideal = sum((2**g - 1) / math.log2(r + 2) for r, g in enumerate(sorted(grades.values(), reverse=True)[:DEPTH]))
    gained = sum((2 ** grades.get(code, 0) - 1) / math.log2(rank + 2) for rank, code in enumerate(found[:DEPTH]))
    return gained / ideal if ideal else None


def recall(found: Sequence[str], grades: Mapping[str, int]) -> float | None:
    """Share of the relevant (grade ≥ 2) among the first ten; at most ten can be there."""
    relevant = {code for code, grade in grades.items() if grade >= RELEVANT}
    return len(relevant & set(found[:DEPTH])) / len(relevant) if relevant else None


def mean(values: Sequence[float | None]) -> float:
    """Mean of those that are there; 0 of none."""
    known = [v for v in values if v is not None]
    return sum(known) / len(known) if known else 0.0
