"""Marks of an invented panel, the same for every system they are given to: no Django, no database."""

import random
from dataclasses import dataclass

REVIEWERS = 25
WEIGHTS = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One sheet: places in the lists of applications and reviewers, and a mark of 1 to 5 for each criterion."""

    application: int
    reviewer: int
    marks: tuple[int, ...]


def draw(applications: int, reviewers_per: int, seed_number: int = 1) -> list[Drawn]:
    """Sheets of `applications`, each read by `reviewers_per` of 25 reviewers who differ in severity."""
    chance = random.Random(seed_number)  # noqa: S311 -- reproducible marks, not a secret
    severity = [chance.gauss(0, 0.6) for _ in range(REVIEWERS)]
    found = []
    for application in range(applications):
        quality = chance.gauss(3, 0.8)
        for reviewer in chance.sample(range(REVIEWERS), reviewers_per):
            level = quality + severity[reviewer]
            marks = tuple(max(1, min(5, round(level + chance.gauss(0, 0.6)))) for _ in WEIGHTS)
            found.append(Drawn(application, reviewer, marks))
    return found
