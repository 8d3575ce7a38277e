"""The running order of a session: start times, an order that spares reviewers the door, what changed since it was told.

Minutes are counted from midnight. Prose with worked tables: docs/rules/sessions.md.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Slot:
    """One application of the order. `recused`: reviewers who leave the room for it."""

    key: int
    minutes: int
    break_after: int = 0
    recused: frozenset[int] = frozenset()
    firm: int = 0


@dataclass(frozen=True, slots=True)
class Timed:
    """A slot with its times, in minutes from midnight."""

    key: int
    starts: int
    ends: int

    @property
    def text(self) -> str:
        """13:05–13:20."""
        return f"{clock(self.starts)}–{clock(self.ends)}"


def clock(minute: int) -> str:
    """13:05."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def times(start: time, slots: Sequence[Slot], *, pause: int) -> tuple[Timed, ...]:
    """When each slot begins and ends. `pause` minutes lie between two slots, and a slot's own `break_after` on top.

    Raises ValueError when the order runs past midnight.
    """
    at = start.hour * 60 + start.minute
    found = []
    for slot in slots:
        found.append(Timed(slot.key, at, at + slot.minutes))
        at += slot.minutes + pause + slot.break_after
    if found and found[-1].ends > DAY:
        raise ValueError("The running order ends after midnight.")
    return tuple(found)


def walks(slots: Sequence[Slot]) -> int:
    """How many times a reviewer goes out of the room: runs of neighbouring slots from which the same one is recused."""
    out = 0
    inside: frozenset[int] = frozenset()
    for slot in slots:
        out += len(slot.recused - inside)
        inside = slot.recused
    return out


def running_order(slots: Sequence[Slot]) -> tuple[Slot, ...]:
    """An order with few walks, never more than the order given: slots with the same recused reviewers stand together,
    those everybody judges first; within them the products of one firm stand together, else the given order holds.
    """
    groups: dict[frozenset[int], list[Slot]] = {}
    for slot in slots:
        groups.setdefault(slot.recused, []).append(slot)
    found: list[Slot] = []
    inside: frozenset[int] = frozenset()
    while groups:
        nearest = min(groups, key=lambda each: (len(each ^ inside), sorted(each)))
        found.extend(_by_firm(groups.pop(nearest)))
        inside = nearest
    return tuple(found) if walks(found) <= walks(slots) else tuple(slots)


def _by_firm(slots: Sequence[Slot]) -> list[Slot]:
    firms = {slot.firm: place for place, slot in reversed(list(enumerate(slots)))}
    return sorted(slots, key=lambda slot: firms[slot.firm])


def moved(keys: Sequence[int], key: int, by: int) -> tuple[int, ...]:
    """The order with one slot moved up (-1) or down (+1); at the edge, or unknown, it stays as it is."""
    order = list(keys)
    if key not in order:
        return tuple(order)
    at = order.index(key)
    to = at + by
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
    return tuple(order)


def digest(told: Mapping[str, Any]) -> str:
    """What identifies a message: the same facts give the same text, so that nothing is told twice."""
    plain = json.dumps(told, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(plain.encode()).hexdigest()


def next_mail(last: str | None, now: str) -> str:
    """What to send: "first", "changed", "off" (called off) or "" for nothing. Empty digests mean no slot.

    `last`: the digest told last, None when nothing was ever told.
    """
    if not now:
        return "off" if last else ""
    if last is None or last == "":
        return "first"
    return "" if last == now else "changed"
