"""What changed between two versions of the answers: before and after a correction, and between two attempts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from certification.domain import form_values
from certification.domain.rules import Field


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs, as people read both values; an empty text where nothing was answered."""

    key: str
    label: str
    old: str
    new: str


def diff(old_answers: Mapping[str, Any], new_answers: Mapping[str, Any], fields: Sequence[Field]) -> tuple[Change, ...]:
    """The fields whose shown values differ, in the form's order; then answers to questions the form no longer has.

    Two values that read the same ("1200" as text and 1200 as money) are no change.
    """
    known = {field.key for field in fields}
    gone = [
        Field(key, key) for key in (*old_answers, *(k for k in new_answers if k not in old_answers)) if key not in known
    ]
    changes = []
    for field in (*fields, *gone):
        old = form_values.display(field, old_answers.get(field.key))
        new = form_values.display(field, new_answers.get(field.key))
        if old != new:
            changes.append(Change(field.key, field.label, old, new))
    return tuple(changes)
