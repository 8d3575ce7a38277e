"""議事録: the versions of a round's minutes, the table of applications they hold, and both as printed values."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from certification.domain import scoring
from certification.domain.labels import outcome_for_office
from certification.domain.masking import Names
from certification.domain.outcome import Outcome
from certification.models import MinutesVersion, Round
from certification.selectors import board as boards
from core import clock


def versions(round_: Round) -> list[MinutesVersion]:
    """Every version, newest first, with who saved and who signed."""
    rows = MinutesVersion.objects.filter(round=round_).select_related("saved_by", "signature__signed_by")
    return list(rows.order_by("-number"))


def items(round_: Round) -> list[dict[str, Any]]:
    """One line for each application of the board, in the order of receipt; reviewers by id, plain JSON values."""
    rows = sorted(boards.board(round_).rows, key=lambda row: row.application.pk)
    return [_item(row, round_.frozen.word) for row in rows]


def _item(row: boards.Row, word: str) -> dict[str, Any]:
    suggested = row.suggestion.outcome if row.suggestion else None
    decision = row.decision
    reasons = [reason.sentence for reason in row.suggestion.reasons] if row.suggestion else []
    return {
        "id": row.application.pk,
        "number": row.application.receipt_number or "",
        "product": row.application.product_name,
        "firm": row.application.business.name,
        "total": scoring.display(row.result.total) if row.result else "–",
        "count": f"{len(row.panel.sheets)}/{len(row.panel.base)}",
        "suggestion": outcome_for_office(suggested, word) if suggested else "案なし",
        "decision": outcome_for_office(Outcome(decision.outcome), word) if decision else "",
        "confirmed": row.confirmed,
        "overrides": bool(decision and decision.overrides),
        "reason": decision.override_reason if decision and decision.overrides else " ".join(reasons),
        "held": row.held.reason if row.held else "",
        "recused": list(row.panel.recused),
    }


def printed(version: MinutesVersion, lines: Sequence[dict[str, Any]], names: Names, *, at: datetime) -> dict[str, Any]:
    """What the paper prints. `lines`: the signed table, or the table of now for a version nobody has signed."""
    rules = version.round.frozen
    signature = getattr(version, "signature", None)
    present = [names.of(key) for key in version.attendees]
    state = (
        f"確定（{clock.local_text(signature.signed_at)} {signature.signed_by.display_name}）"
        if signature
        else f"案（{clock.local_text(at)} 現在）"
    )
    facts = [
        ("会議", f"{rules.name} 審査会（{version.round}）"),
        ("開催日", clock.date_text(version.held_on)),
        ("場所", version.place or "―"),
        ("議長", names.clear(version.chair) or "―"),
        ("出席した審査委員", "、".join(present) or "―"),
        ("そのほかの出席者", names.clear(version.others) or "―"),
        ("版", f"第{version.number}版　{state}"),
    ]
    return {
        "title": f"{rules.name} 審査会議事録",
        "sender": f"{rules.name} 事務局",
        "round": str(version.round),
        "facts": facts,
        "opening": names.clear(version.opening),
        "closing": names.clear(version.closing),
        "masked": names.masked,
        "items": [_printed(line, version, names) for line in lines],
    }


def _printed(line: dict[str, Any], version: MinutesVersion, names: Names) -> dict[str, Any]:
    key = str(line["id"])
    votes = version.votes.get(key) or {}
    cast = [f"{word}{votes[name]}" for name, word in VOTES.items() if votes.get(name) is not None]
    return {
        **line,
        "reason": names.clear(line["reason"]),
        "held": names.clear(line["held"]),
        "decision": "保留" if line["held"] else line["decision"] or "未決定",
        "recused": [names.of(reviewer) for reviewer in line["recused"]],
        "votes": "、".join(cast),
        "remark": names.clear(version.remarks.get(key, "")),
    }


VOTES = {"for": "賛成", "against": "反対", "abstain": "棄権"}


def table_of(version: MinutesVersion) -> list[dict[str, Any]]:
    """The table of a version: as signed, or as it stands now."""
    signature = getattr(version, "signature", None)
    return signature.items if signature is not None else items(version.round)
