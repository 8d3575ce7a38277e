"""Form widgets of the house: a date as three inputs."""

import unicodedata
from datetime import date
from typing import Any

from django import forms

ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988}


def western_year(text: str) -> str:
    """A western year from 令和8 or R8; anything else as it came."""
    for era, offset in ERAS.items():
        rest = text.upper().removeprefix(era)
        if rest != text.upper():
            rest = "1" if rest == "元" else rest
            return str(offset + int(rest)) if rest.isdecimal() else text
    return text


class DateWidget(forms.MultiWidget):
    """Year, month and day apart; keeps what was typed when it is no date."""

    template_name = "core/widgets/date.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None, autocomplete: str = "") -> None:
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {}
        for name, length in (("year", 8), ("month", 4), ("day", 4)):
            extra = {"autocomplete": f"{autocomplete}-{name}"} if autocomplete else {}
            widgets[name] = forms.TextInput({"inputmode": "numeric", "maxlength": length, **extra})
        super().__init__(widgets, attrs)

    def decompress(self, value: date | str | None) -> list[str]:
        """Three texts of a date, or of the "2026-2-31" that was refused."""
        if isinstance(value, date):
            return [str(value.year), str(value.month), str(value.day)]
        pieces = (value or "").split("-")
        return pieces if len(pieces) == 3 else ["", "", ""]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """One text as in 2026-11-21, or none when all three are empty; a form's DateField checks it."""
        pieces = super().value_from_datadict(data, files, name)
        year, month, day = (unicodedata.normalize("NFKC", piece or "").strip() for piece in pieces)
        if not (year or month or day):
            return ""
        return "-".join([western_year(year), month, day])
