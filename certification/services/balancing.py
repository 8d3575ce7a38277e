"""A balanced assignment as a flow of least cost: the library's call, behind the same values as domain/assignment.py.

Prose: docs/rules/conflicts.md. The rules there (`faults`) judge what this module proposes.
"""

from collections.abc import Collection, Mapping, Sequence

from certification.domain.assignment import Proposal

UNFILLED = 1_000_000  # a place left empty: only when nothing else is possible
SUSPECTED = 10_000  # somebody the office should ask first
LOAD = 10  # per application a reviewer already reads: evens the loads out
UNLIKE = 5  # outside a reviewer's field: less than one step of load


def flow(
    applications: Sequence[int],
    reviewers: Sequence[int],
    forbidden: Collection[tuple[int, int]],
    per_application: int,
    *,
    caps: Mapping[int, int] | None = None,
    existing: Mapping[int, Collection[int]] | None = None,
    costs: Mapping[tuple[int, int], int] | None = None,
    loads: Mapping[int, int] | None = None,
) -> Proposal:
    """Give every application `per_application` reviewers at the least cost; shape and names as `assignment.propose`.

    `costs` by (application, reviewer), 0 without an entry. `loads`: what reviewers read already, applications outside
    this list included; without it `existing` alone counts. As many places are filled as can be, then loads are even,
    then costs are least. What cannot be filled stands in `short`.
    """
    from ortools.graph.python import min_cost_flow  # noqa: PLC0415 -- slow to load, needed on one page

    fixed = {a: set((existing or {}).get(a, ())) for a in applications}
    before = {r: (loads or {}).get(r, 0) if loads is not None else _held(fixed, r) for r in reviewers}
    wanted = {a: max(0, per_application - len(fixed[a])) for a in applications}
    places = {r: index for index, r in enumerate(reviewers, start=len(applications))}
    sink = len(applications) + len(reviewers)
    solver = min_cost_flow.SimpleMinCostFlow()
    arcs: dict[int, tuple[int, int]] = {}
    for node, application in enumerate(applications):
        solver.set_node_supply(node, wanted[application])
        solver.add_arc_with_capacity_and_unit_cost(node, sink, wanted[application], UNFILLED)
        for reviewer in reviewers:
            pair = (application, reviewer)
            if pair in forbidden or reviewer in fixed[application]:
                continue
            arc = solver.add_arc_with_capacity_and_unit_cost(node, places[reviewer], 1, (costs or {}).get(pair, 0))
            arcs[arc] = pair
    most = sum(wanted.values())
    for reviewer in reviewers:
        room = len(applications) if reviewer not in (caps or {}) else max(0, (caps or {})[reviewer] - before[reviewer])
        for step in range(min(room, most, len(applications))):
            solver.add_arc_with_capacity_and_unit_cost(places[reviewer], sink, 1, LOAD * (before[reviewer] + step))
    solver.set_node_supply(sink, -most)
    if solver.solve() != solver.OPTIMAL:
        raise RuntimeError("The assignment has no flow, though every place may stay empty.")
    given = {a: set(row) for a, row in fixed.items()}
    for arc, (application, reviewer) in arcs.items():
        if solver.flow(arc):
            given[application].add(reviewer)
    short = {a: per_application - len(given[a]) for a in applications}
    order = {r: index for index, r in enumerate(reviewers)}
    return Proposal(
        {a: tuple(sorted(given[a], key=lambda r: (order.get(r, len(order)), r))) for a in applications},
        {a: lack for a, lack in short.items() if lack > 0},
    )


def _held(fixed: Mapping[int, Collection[int]], reviewer: int) -> int:
    return sum(reviewer in row for row in fixed.values())
