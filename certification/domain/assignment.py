"""A balanced proposal of who reads what, around conflicts and personal caps. The office looks at it, then takes it.

Prose: docs/rules/conflicts.md.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Proposal:
    """Reviewers by application, in the order given; `short`: how many reviewers each application still lacks."""

    reviewers: Mapping[int, tuple[int, ...]]
    short: Mapping[int, int]

    @property
    def loads(self) -> dict[int, int]:
        """How many applications each reviewer gets."""
        found: dict[int, int] = {}
        for assigned in self.reviewers.values():
            for reviewer in assigned:
                found[reviewer] = found.get(reviewer, 0) + 1
        return found


def balanced(
    applications: Sequence[int],
    reviewers: Sequence[int],
    conflicts: Collection[tuple[int, int]],
    per_application: int,
    caps: Mapping[int, int] | None = None,
    existing: Mapping[int, Collection[int]] | None = None,
) -> Mapping[int, tuple[int, ...]]:
    """`propose(…).reviewers`."""
    return propose(applications, reviewers, conflicts, per_application, caps, existing).reviewers


def propose(
    applications: Sequence[int],
    reviewers: Sequence[int],
    conflicts: Collection[tuple[int, int]],
    per_application: int,
    caps: Mapping[int, int] | None = None,
    existing: Mapping[int, Collection[int]] | None = None,
) -> Proposal:
    """Give every application `per_application` reviewers, nobody over their cap, never a conflict.

    `conflicts`: (application, reviewer). `caps`: the most a reviewer reads, those already assigned included; without an
    entry there is no cap. `existing`: reviewers an application has already, who stay and count. The application with
    the fewest possible reviewers goes first and takes those with the least load; when it finds too few, one exchange
    along a chain of already given places is tried. Same input, same proposal. What cannot be filled stands in `short`.
    """
    plan = _Plan(applications, reviewers, set(conflicts), dict(caps or {}), existing or {})
    wanted = {a: max(0, per_application - len(plan.given[a])) for a in applications}
    order = sorted(applications, key=lambda a: (len(plan.possible(a)) - wanted[a], applications.index(a)))
    for _ in range(per_application):
        for application in order:
            if len(plan.given[application]) < per_application:
                plan.add(application)
    plan.level()
    short = {a: per_application - len(plan.given[a]) for a in applications}
    return Proposal(
        {a: tuple(r for r in reviewers if r in plan.given[a]) for a in applications},
        {a: lack for a, lack in short.items() if lack > 0},
    )


def faults(
    proposal: Proposal,
    conflicts: Collection[tuple[int, int]],
    per_application: int,
    caps: Mapping[int, int] | None = None,
    existing: Mapping[int, Collection[int]] | None = None,
) -> tuple[str, ...]:
    """What is wrong with a proposal, whoever made it: a conflict, a cap broken, one too many, somebody taken away.

    Existing reviewers may break a rule; nobody new may.
    """
    before = {a: set((existing or {}).get(a, ())) for a in proposal.reviewers}
    found = []
    for application, given in proposal.reviewers.items():
        fresh = set(given) - before[application]
        if len(set(given)) != len(given):
            found.append(f"{application}: the same reviewer twice")
        if not before[application] <= set(given):
            found.append(f"{application}: an existing reviewer was taken away")
        if fresh and len(given) > per_application:
            found.append(f"{application}: {len(given)} reviewers, {per_application} wanted")
        found += [f"{application}: conflict of {r}" for r in sorted(fresh) if (application, r) in conflicts]
    fresh_loads: dict[int, int] = {}
    for application, given in proposal.reviewers.items():
        for reviewer in set(given) - before[application]:
            fresh_loads[reviewer] = fresh_loads.get(reviewer, 0) + 1
    for reviewer, load in proposal.loads.items():
        if fresh_loads.get(reviewer) and caps and load > caps.get(reviewer, load):
            found.append(f"reviewer {reviewer}: {load} applications, at most {caps[reviewer]}")
    return tuple(found)


def matches(expertise: Collection[str], category: str, text: str) -> bool:
    """Does a reviewer's expertise (category slugs and words) speak to a product? Without any, to every product."""
    words = {word.strip().casefold() for word in expertise if word.strip()}
    return not words or category.casefold() in words or any(word in text.casefold() for word in words)


class _Plan:
    """The state of one proposal while it is made."""

    def __init__(
        self,
        applications: Sequence[int],
        reviewers: Sequence[int],
        conflicts: set[tuple[int, int]],
        caps: dict[int, int],
        existing: Mapping[int, Collection[int]],
    ) -> None:
        self.reviewers, self.conflicts, self.caps = list(reviewers), conflicts, caps
        self.fixed = {a: set(existing.get(a, ())) for a in applications}
        self.given = {a: set(fixed) for a, fixed in self.fixed.items()}
        self.place = {reviewer: index for index, reviewer in enumerate(reviewers)}
        self.load = {r: sum(r in given for given in self.given.values()) for r in reviewers}

    def allowed(self, application: int, reviewer: int) -> bool:
        return (application, reviewer) not in self.conflicts and reviewer not in self.given[application]

    def free(self, reviewer: int) -> bool:
        return reviewer not in self.caps or self.load[reviewer] < self.caps[reviewer]

    def possible(self, application: int) -> list[int]:
        """Reviewers who may take it, least load first."""
        found = [r for r in self.reviewers if self.allowed(application, r) and self.free(r)]
        return sorted(found, key=lambda r: (self.load[r], self.place[r]))

    def add(self, application: int) -> None:
        candidates = self.possible(application)
        if candidates:
            self._give(application, candidates[0])
            return
        for full in self.reviewers:  # everyone possible is at their cap: hand one of their places on
            if self.allowed(application, full) and self._hand_on(full):
                self._give(application, full)
                return

    def level(self) -> None:
        """Move places from the busiest to the least busy while that evens the loads out by two or more."""
        moved = True
        while moved:
            moved = False
            for busy in sorted(self.reviewers, key=lambda r: -self.load[r]):
                for idle in sorted(self.reviewers, key=lambda r: self.load[r]):
                    if self.load[busy] - self.load[idle] < 2:
                        break
                    if self.free(idle) and self._move(busy, idle):
                        moved = True
                        break

    def _hand_on(self, reviewer: int) -> bool:
        return any(self.free(other) and self._move(reviewer, other) for other in self.reviewers if other != reviewer)

    def _move(self, source: int, target: int) -> bool:
        for application, given in self.given.items():
            if source in given and source not in self.fixed[application] and self.allowed(application, target):
                given.discard(source)
                self.load[source] -= 1
                self._give(application, target)
                return True
        return False

    def _give(self, application: int, reviewer: int) -> None:
        self.given[application].add(reviewer)
        self.load[reviewer] += 1
