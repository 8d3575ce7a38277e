"""募集要項 as PDF: set once for the same content and kept in the process; a page request never sets it twice."""

import hashlib
import json
from typing import Any

import segno
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse

from certification.domain.key_dates import KeyDate
from certification.models import Round
from certification.selectors import calls, round_dates
from core import clock, pdf

KEPT = 7 * 24 * 3600  # seconds
TEMPLATE = "certification/pdf/call.typ"


def values(round_: Round) -> dict[str, Any]:
    """What the paper prints, from the frozen rules of an opened round."""
    rules = round_.frozen
    url = settings.SITE_URL + reverse("calls:call", args=[round_.pk])
    return {
        "title": f"{rules.name} 募集要項",
        "programme": rules.name,
        "word": rules.word,
        "accent": rules.mark_accent,
        "round": str(round_),
        "summary": round_.programme.summary,
        "opens": clock.local_text(round_.opens_at),
        "closes": clock.local_text(round_.closes_at) if round_.closes_at else "",
        "dates": [_date(row) for row in round_dates.of_round(round_, public_only=True)],
        "statements": [
            {"text": row.text, "evidence": row.evidence, "required": row.evidence_required} for row in rules.statements
        ],
        "criteria": calls.criteria_text(round_),
        "needs": [
            {"name": need.name, "required": list(need.required), "optional": list(need.optional)}
            for need in calls.needs(rules)
        ],
        "maximum": rules.max_per_firm,
        "fee": rules.fee_yen,
        "contact": round_.contact,
        "sender": f"{rules.name} 事務局",
        "url": url,
        "qr": segno.make(url, error="m").svg_inline(scale=4, border=0),
    }


def _date(row: KeyDate) -> dict[str, str]:
    time = f"{row.starts:%H:%M:%S}" if row.starts and row.starts.second else f"{row.starts:%H:%M}" if row.starts else ""
    time += f"–{row.ends:%H:%M}" if row.ends else ""
    return {"name": row.label, "day": clock.date_text(row.day), "time": time, "place": row.place}


def call_pdf(round_: Round) -> bytes:
    """The paper. The same content is set once; a changed date, contact or rule is another content."""
    found = values(round_)
    digest = hashlib.sha256(json.dumps(found, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    key = f"call-paper:{digest}"
    kept: bytes | None = cache.get(key)
    if kept is None:
        kept = pdf.render(TEMPLATE, found)
        cache.set(key, kept, KEPT)
    return kept
