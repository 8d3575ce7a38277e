"""What a certificate is worth on a day, and how its number is read. Honest: without a date it is not called expired."""

import unicodedata
from collections.abc import Iterable
from datetime import date

VALID, EXPIRED, REVOKED, SURRENDERED, UNKNOWN = "valid", "expired", "revoked", "surrendered", "unknown"
# 有効 / 期限満了 / 取消 / 辞退 / 記録のみ, best first: a product with several marks is as good as its best one.
STATUSES = (VALID, UNKNOWN, EXPIRED, SURRENDERED, REVOKED)
SHOWN_BY_DEFAULT = (VALID, UNKNOWN)
MAY_BE_LISTED = (VALID,)

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー－〜~_", "-"))


def effective(status: str, valid_until: date | None, on: date) -> str:
    """The status on a day: a valid certificate whose last day has passed is expired."""
    if status == VALID and valid_until is not None and valid_until < on:
        return EXPIRED
    return status if status in STATUSES else UNKNOWN


def of_record(valid_until: date | None, on: date) -> str:
    """The status of a public record: known only where the record names the last day; otherwise 未確認."""
    if valid_until is None:
        return UNKNOWN
    return VALID if valid_until >= on else EXPIRED


def best(statuses: Iterable[str]) -> str:
    """The status of a product from those of its certificates; unknown without any."""
    return min(statuses, key=STATUSES.index, default=UNKNOWN)


def normal_number(text: str) -> str:
    """A number as people type it → as it is kept for comparing: half-width, capitals, plain hyphens, no spaces."""
    folded = unicodedata.normalize("NFKC", text[:200]).translate(_DASHES).upper()
    return "".join(char for char in folded if char.isalnum() or char == "-").strip("-")
