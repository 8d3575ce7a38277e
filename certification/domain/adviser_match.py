"""Which adviser fits a plan: by expertise against the gaps, then by load. People propose nothing here, they choose.

Never somebody of the applicant's own firm; a reviewer of the next panel is warned of. Prose: docs/rules/challenge.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from certification.domain.expertise import Expertise


@dataclass(frozen=True, slots=True)
class Candidate:
    """An adviser as the choice sees them. `load`: plans under way now, this one not counted."""

    person: int
    name: str
    expertise: frozenset[Expertise]
    load: int
    capacity: int
    active: bool = True
    same_firm: bool = False
    on_next_panel: bool = False

    @property
    def is_full(self) -> bool:
        return self.load >= self.capacity


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate with why they stand where they stand. `covers`: needed expertise they have; `gaps`: the names of
    the gaps it answers; `why_not`: "same_firm", "inactive" or empty.
    """

    candidate: Candidate
    covers: tuple[Expertise, ...]
    gaps: tuple[str, ...]
    why_not: str

    @property
    def may_be_asked(self) -> bool:
        return not self.why_not


def rank(candidates: Iterable[Candidate], needs: Mapping[Expertise, tuple[str, ...]]) -> tuple[Match, ...]:
    """Best first: who may be asked; not on the next panel; with room; more gaps answered; the smaller share of their
    capacity in use; then by name, so that the order is the same every time.
    """
    return tuple(sorted((_match(each, needs) for each in candidates), key=_order))


def _match(candidate: Candidate, needs: Mapping[Expertise, tuple[str, ...]]) -> Match:
    covers = tuple(each for each in needs if each in candidate.expertise)
    gaps = tuple(dict.fromkeys(name for each in covers for name in needs[each]))
    why_not = "same_firm" if candidate.same_firm else "" if candidate.active else "inactive"
    return Match(candidate, covers, gaps, why_not)


def _order(match: Match) -> tuple[bool, bool, bool, int, int, Fraction, str, int]:
    who = match.candidate
    share = Fraction(who.load, who.capacity) if who.capacity else Fraction(who.load + 1)
    return (
        not match.may_be_asked,
        who.on_next_panel,
        who.is_full,
        -len(match.gaps),
        -len(match.covers),
        share,
        who.name,
        who.person,
    )
