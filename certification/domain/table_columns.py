"""The columns of a table question, as the office types them: one name a line, a star at the end if it must be filled.

A column's key is made from its name, so that answers stay with their column when the office puts it elsewhere.
"""

import hashlib
from dataclasses import dataclass

from core.domain.reason import Reason

STARS = "*＊※"
MOST = 8


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    key: str
    name: str
    needed: bool


def parse(typed: str) -> tuple[Column, ...]:
    """The columns, in the order typed; a name typed twice counts once."""
    found: dict[str, Column] = {}
    for line in typed.splitlines():
        name = line.strip().rstrip(STARS).strip()
        if name:
            key = "c" + hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest()[:8]
            found.setdefault(key, Column(key, name, line.strip()[-1] in STARS))
    return tuple(found.values())


def problem(typed: str) -> Reason | None:
    """What is wrong with the columns of a table; None when they will do."""
    columns = parse(typed)
    names = [line.strip().rstrip(STARS).strip() for line in typed.splitlines() if line.strip()]
    if not columns:
        return Reason("table.columns", "表の列の名前を、1行に1つずつ入れてください。", field="options_text")
    if len(columns) > MOST:
        return Reason(
            "table.columns",
            f"表の列は{MOST}つまでにしてください。携帯電話で入力できなくなります。",
            field="options_text",
        )
    if len(names) != len(columns):
        return Reason("table.columns", "同じ名前の列があります。違う名前にしてください。", field="options_text")
    if any(len(name) > 40 for name in names):
        return Reason("table.columns", "列の名前は40字までにしてください。", field="options_text")
    return None
