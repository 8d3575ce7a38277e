"""Reviewers on paper: by name, or masked as 委員A, 委員B … in the order of their appointment (disclosure requests).

A masked paper holds no reviewer's name anywhere: what others typed is searched for the names too.
"""

import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LETTERS = string.ascii_uppercase


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who may be named. `family` and `given` as in the account; `address`: mail address."""

    key: int
    family: str
    given: str
    address: str = ""

    @property
    def name(self) -> str:
        return f"{self.family} {self.given}".strip()


def label(place: int) -> str:
    """委員A for 0, 委員Z for 25, 委員AA for 26."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, len(LETTERS))
        letters = LETTERS[rest] + letters
    return f"委員{letters}"


class Names:
    """What to call each reviewer, and every text cleared of their names when `masked`."""

    def __init__(self, reviewers: Sequence[Reviewer], *, masked: bool) -> None:
        self.masked = masked
        labels = {reviewer.key: label(place) for place, reviewer in enumerate(reviewers)}
        self._called: Mapping[int, str] = labels if masked else {reviewer.key: reviewer.name for reviewer in reviewers}
        self._patterns = [
            (pattern, labels[reviewer.key]) for reviewer in reviewers if masked for pattern in _patterns(reviewer)
        ]
        # whole names before family names: 「高橋 誠」 must not leave 「 誠」 behind
        self._patterns.sort(key=lambda row: -len(row[0].pattern))

    def of(self, reviewer: int) -> str:
        """The name or the letter; someone unknown to the panel is 委員 when masked."""
        return self._called.get(reviewer, "委員" if self.masked else "―")

    def clear(self, text: str) -> str:
        """The text, without any reviewer's name when masked. A firm that shares a family name is masked too: better
        one word too many than one name too many.
        """
        for pattern, instead in self._patterns:
            text = pattern.sub(instead, text)
        return text


def _patterns(reviewer: Reviewer) -> list[re.Pattern[str]]:
    family, given = re.escape(reviewer.family), re.escape(reviewer.given)
    found = []
    if family and given:
        found += [rf"{family}[\s　・]*{given}", rf"{given}[\s　・]+{family}"]
    found += [text for text in (family, re.escape(reviewer.address)) if text]
    if len(reviewer.given) > 1:  # one character alone is a word too often
        found.append(given)
    return [re.compile(text, re.IGNORECASE) for text in found]
