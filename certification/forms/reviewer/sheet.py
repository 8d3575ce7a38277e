"""What a sheet's page sends, read by criterion key and never by position.

Names: mark.<criterion>, to_applicant.<criterion>, internal.<criterion>, gate.<gate>, to_applicant, internal, base.
"""

from collections.abc import Mapping
from typing import Any

from certification.services.sheets import Input
from core.domain import text

NOT_APPLICABLE = "na"
GATE_ANSWERS = {"yes": True, "no": False, "": None}
FIRST_REVISION = 1  # of a sheet that was never saved


def read(data: Mapping[str, str]) -> Input:
    """The page's input; what it does not name is absent and stays as it is."""
    marks: dict[str, dict[str, Any]] = {}
    gates: dict[str, bool | None] = {}
    for name in data:
        part, dot, key = name.partition(".")
        if not dot or not key:
            continue
        if part == "mark":
            marks.setdefault(key, {}).update(_mark(data[name]))
        elif part in ("to_applicant", "internal"):
            marks.setdefault(key, {})[part] = text.clean(data[name], lines=True)
        elif part == "gate" and data[name] in GATE_ANSWERS:
            gates[key] = GATE_ANSWERS[data[name]]
    return Input(marks, gates, _whole(data, "to_applicant"), _whole(data, "internal"))


def base_of(data: Mapping[str, str]) -> int:
    """The revision the page was made from; what is no number counts as older than any."""
    typed = data.get("base", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def _mark(value: str) -> dict[str, Any]:
    value = value.strip()
    na = value == NOT_APPLICABLE
    return {"value": None if na or not value else value, "na": na}


def _whole(data: Mapping[str, str], name: str) -> str | None:
    return text.clean(data[name], lines=True) if name in data else None
