"""Topics (分野) of support: the gaps they cover, the expertise they need, their tasks and form fields.

A topic covers a gap by the criterion's key, or by a word in its name. Prose: docs/rules/challenge.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from certification.domain.expertise import Expertise


@dataclass(frozen=True, slots=True)
class SuggestedTask:
    """課題の例: what may be done about a gap of the topic; `days` from the start of the plan to its date."""

    title: str
    detail: str
    days: int


@dataclass(frozen=True, slots=True)
class Topic:
    """`words`: keys of criteria, or words in their names; `fields`: keys of form fields that answer such a gap."""

    name: str
    words: tuple[str, ...]
    expertise: tuple[Expertise, ...]
    fields: tuple[str, ...]
    tasks: tuple[SuggestedTask, ...]
    pk: int | None = None


def topics_for(key: str, name: str, topics: Sequence[Topic]) -> tuple[Topic, ...]:
    """The topics that cover a gap, in the office's order: those that name its key; else those with a word in its
    name; else those without any word, which stand for everything else.
    """
    exact = tuple(topic for topic in topics if key in topic.words)
    if exact:
        return exact
    named = tuple(topic for topic in topics if any(word in name for word in topic.words))
    return named or tuple(topic for topic in topics if not topic.words)


def needs(gaps: Iterable[Mapping[str, Any]], topics: Sequence[Topic]) -> dict[Expertise, tuple[str, ...]]:
    """{expertise: names of the gaps that ask for it}, in the order of the gaps (the largest first)."""
    found: dict[Expertise, tuple[str, ...]] = {}
    for gap in gaps:
        wanted = dict.fromkeys(
            each for topic in topics_for(gap["key"], gap["name"], topics) for each in topic.expertise
        )
        for each in wanted:
            found[each] = (*found.get(each, ()), gap["name"])
    return found


def answers_gap(field_key: str, gap: Mapping[str, Any], topics: Sequence[Topic]) -> bool:
    """Does a change of this form field speak to the gap? The question about the criterion itself always does."""
    key = gap["key"]
    if field_key in (key, f"appeal_{key}", f"{key}_text"):
        return True
    return any(field_key in topic.fields for topic in topics_for(key, gap["name"], topics))
