"""How firm a result is: leave one reviewer out; level the reviewers' severity. Shown beside the result, never applied.

Prose: docs/rules/firmness.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

from certification.domain.marks import PanelResult, SheetMarks
from certification.domain.outcome import Outcome, decide
from certification.domain.panel import Scale, mean
from certification.domain.rules import Rules


@dataclass(frozen=True, slots=True)
class Flip:
    """Without this reviewer the suggestion would be another one; None where nothing could be suggested."""

    reviewer: int
    without: Outcome | None


@dataclass(frozen=True, slots=True)
class Severity:
    """The additive model of a panel: item + reviewer. All in percent of full marks.

    `level` by application; `lenience` by reviewer, how far above the panel they mark; `groups` of applications that
    can be compared with one another (linked by common reviewers); levels of different groups cannot.
    """

    level: Mapping[int, Fraction]
    lenience: Mapping[int, Fraction]
    groups: tuple[frozenset[int], ...]


@dataclass(frozen=True, slots=True)
class Level:
    """An application's place by the additive model: `percent`, its `rank` within its `group` (0, 1 …; ties share)."""

    percent: Fraction
    rank: int
    group: int


def leave_one_out(rules: Rules, sheets: Sequence[SheetMarks], *, of: int) -> tuple[Flip, ...]:
    """The reviewers whose absence would change the suggestion. `of`: as in `scoring.panel_result`; it does not decide.

    The quorum is not asked again: the question is what the marks say. A result that one sheet alone carries flips.
    """
    return flips(rules, {0: sheets})[0]


def flips(rules: Rules, panels: Mapping[int, Sequence[SheetMarks]]) -> dict[int, tuple[Flip, ...]]:
    """`leave_one_out` for a whole round: {application: sheets} → {application: flips}."""
    bare = replace(rules, quorum=1)
    scale = Scale(bare)
    return {application: _flips(scale, sheets) for application, sheets in panels.items()}


def _flips(scale: Scale, sheets: Sequence[SheetMarks]) -> tuple[Flip, ...]:
    bare = scale.rules
    papers = [scale.paper(sheet) for sheet in sheets]
    now = decide(bare, scale.standing(papers))
    found = []
    for index, sheet in enumerate(sheets):
        rest = papers[:index] + papers[index + 1 :]
        without = decide(bare, scale.standing(rest))
        if without is not now:
            found.append(Flip(sheet.reviewer, without))
    return tuple(found)


def is_firm(rules: Rules, sheets: Sequence[SheetMarks], *, of: int) -> bool:
    """Whether no single reviewer's absence changes the suggestion."""
    return not leave_one_out(rules, sheets, of=of)


def levelled(panels: Mapping[int, Sequence[SheetMarks]], rules: Rules) -> Mapping[int, Fraction]:
    """Percent of each application with severity differences levelled; applications without marks are left out.

    With a complete panel this is exactly the mean, ties included.
    """
    return severity(panels, rules).level


def severity(panels: Mapping[int, Sequence[SheetMarks]], rules: Rules) -> Severity:
    """Least squares of percent = item + reviewer, exact, with the reviewers' effects summing to 0 in each group.

    Items are eliminated first, which leaves one equation per reviewer. Source: two-way additive model, e.g. Searle,
    Linear Models (1971) ch. 7; why not z-scores: docs/rules/firmness.md.
    """
    scale = Scale(rules)
    return _fit({item: [(s.reviewer, scale.paper(s).total.percent) for s in sheets] for item, sheets in panels.items()})


def severity_of(results: Mapping[int, PanelResult]) -> Severity:
    """`severity` from panel results already made, whose sheets need not be read again."""
    return _fit({item: [(r, total.percent) for r, total in result.sheet_totals] for item, result in results.items()})


def is_partial(results: Mapping[int, PanelResult]) -> bool:
    """Did not the same reviewers mark every application? Only then do levels say anything the mean does not."""
    panels = {
        frozenset(r for r, total in found.sheet_totals if total.percent is not None) for found in results.values()
    }
    return len(panels - {frozenset()}) > 1


def ranked(found: Severity) -> dict[int, Level]:
    """{application: its level and rank}, best first. Ranks count within a group; the largest group is 0."""
    places: dict[int, Level] = {}
    for number, group in enumerate(sorted(found.groups, key=lambda group: (-len(group), min(group)))):
        ordered = sorted(group, key=lambda application: (-found.level[application], application))
        rank = 0
        for place, application in enumerate(ordered, start=1):
            if place == 1 or found.level[application] != found.level[ordered[place - 2]]:
                rank = place
            places[application] = Level(found.level[application], rank, number)
    return places


def _fit(percents: Mapping[int, Sequence[tuple[int, Fraction | None]]]) -> Severity:
    scored = {item: {r: percent for r, percent in rows if percent is not None} for item, rows in percents.items()}
    marks = {item: found for item, found in scored.items() if found}
    lenience: dict[int, Fraction] = {}
    groups = _groups(marks)
    for group in groups:
        lenience |= _lenience({item: marks[item] for item in group})
    level = {
        item: mean([percent - lenience[reviewer] for reviewer, percent in found.items()])
        for item, found in marks.items()
    }
    return Severity(level, lenience, groups)


def _groups(marks: Mapping[int, Mapping[int, Fraction]]) -> tuple[frozenset[int], ...]:
    """Items linked by common reviewers."""
    parent: dict[int, int] = {}

    def root(reviewer: int) -> int:
        while parent.setdefault(reviewer, reviewer) != reviewer:
            parent[reviewer] = parent[parent[reviewer]]
            reviewer = parent[reviewer]
        return reviewer

    for found in marks.values():
        first, *others = found
        for other in others:
            parent[root(other)] = root(first)
    groups: dict[int, set[int]] = {}
    for item, found in marks.items():
        groups.setdefault(root(next(iter(found))), set()).add(item)
    return tuple(frozenset(group) for group in groups.values())


def _lenience(marks: Mapping[int, Mapping[int, Fraction]]) -> dict[int, Fraction]:
    """The reviewers' effects of one linked group: normal equations after eliminating items, Σ effects = 0."""
    reviewers = sorted({reviewer for found in marks.values() for reviewer in found})
    place = {reviewer: index for index, reviewer in enumerate(reviewers)}
    # Everything times `common` and `size` is an integer: percent·common, and 1/n·size for n marks of an item.
    common = lcm(*(percent.denominator for found in marks.values() for percent in found.values()))
    size = lcm(*(len(found) for found in marks.values()))
    rows = [[0] * (len(reviewers) + 1) for _ in reviewers]
    for found in marks.values():
        share = size // len(found)
        values = {place[r]: p.numerator * (common // p.denominator) for r, p in found.items()}
        total = sum(values.values())
        for i, value in values.items():
            rows[i][i] += size
            rows[i][-1] += size * value - share * total
            for j in values:
                rows[i][j] -= share
    rows[-1] = [1] * len(reviewers) + [0]  # the equations are dependent: one gives way to Σ effects = 0
    return {reviewer: Fraction(x) / common for reviewer, x in zip(reviewers, _solve(rows), strict=True)}


def _solve(rows: list[list[int]]) -> list[Fraction]:
    """The exact solution of an integer system [A | b]: fraction-free elimination (Bareiss 1968).

    Without exchanging rows: leading minors of a linked group's equations are never 0 (Laplace matrix of its graph).
    """
    n, divisor = len(rows), 1
    for k in range(n):
        pivot, top = rows[k][k], rows[k]
        for i in range(k + 1, n):
            row, factor = rows[i], rows[i][k]
            rows[i] = [0] * (k + 1) + [(pivot * row[j] - factor * top[j]) // divisor for j in range(k + 1, n + 1)]
        divisor = pivot
    solution = [Fraction(0)] * n
    for k in reversed(range(n)):
        known = sum((rows[k][j] * solution[j] for j in range(k + 1, n)), Fraction(0))
        solution[k] = (rows[k][n] - known) / rows[k][k]
    return solution
