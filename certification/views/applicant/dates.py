"""The public dates of a round as the producer reads them."""

from typing import Any

from certification.domain.key_dates import relation
from certification.models import Round
from certification.selectors import round_dates
from core import clock

STATES = {"past": "done", "today": "current", "ahead": "todo"}


def lines(round_: Round) -> list[dict[str, Any]]:
    """For components/timeline.html; one query."""
    today = clock.today()
    found = []
    for row in round_dates.of_round(round_, public_only=True):
        starts = "%H:%M:%S" if row.starts and row.starts.second else "%H:%M"
        time = row.starts.strftime(starts) if row.starts else ""
        time += f"–{row.ends:%H:%M}" if row.ends else ""
        found.append(
            {
                "title": row.label,
                "state": STATES[relation(row.day, today)],
                "when": f"{clock.date_text(row.day)} {time}".strip(),
                "datetime": row.day.isoformat(),
                "body": row.place,
            }
        )
    return found


def ahead(round_: Round) -> list[dict[str, Any]]:
    """Those of today and later."""
    return [line for line in lines(round_) if line["state"] != "done"]
