"""How long a certificate is good, and what its number looks like. Prose: docs/rules/validity.md."""

import re
import unicodedata
from calendar import monthrange
from datetime import date

from certification.domain.rules import Rules
from core.domain.fiscal_year import FiscalYear
from core.domain.reason import Reason

RENEWAL_MONTHS = 6  # marked default: the city's own lead time is not public
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NUMBER = re.compile(r"[0-9A-Z]+(?:-[0-9A-Z]+)*-[0-9A-Z]")
_UNBROKEN = re.compile(r"([A-Z]+)(\d{4})(\d{3,})([0-9A-Z])")
_HYPHENS = re.compile("[‐‑‒–—―−ーｰ_－-]+")


def valid_until(rules: Rules, certified_on: date) -> date:
    """The last day of the certificate.

    "years_to_31_march": the end of the fiscal year N years after that of the certification; certified 2019-03-14 with
    three years → 2022-03-31 (つくばコレクション, domain reference §1.4). "years_then_fiscal_year_end": the end of the
    fiscal year containing the corresponding day N years on (つくば市トライアル発注認定, 令和4年告示第74号).
    "fixed_date": that day. Raises ValueError for a fixed date that is missing or before the certification.
    """
    match rules.validity_kind:
        case "years_to_31_march":
            return (FiscalYear.containing(certified_on) + rules.validity_years).ends_on
        case "years_then_fiscal_year_end":
            return FiscalYear.containing(years_after(certified_on, rules.validity_years)).ends_on
        case "fixed_date":
            fixed_on = date.fromisoformat(rules.validity_fixed_on)
            if fixed_on < certified_on:
                raise ValueError(f"The fixed date {fixed_on} is before the certification on {certified_on}.")
            return fixed_on
    raise ValueError(f"Unknown validity rule: {rules.validity_kind}")


def years_after(day: date, years: int) -> date:
    """The corresponding day (応当日); 29 February becomes 28 February where there is none (民法第143条第2項)."""
    year = day.year + years
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


def renewal_due_on(valid_until: date, months: int = RENEWAL_MONTHS) -> date:
    """The day the renewal reminder falls due, `months` before the last day: 2022-03-31 → 2021-09-30."""
    month = valid_until.year * 12 + valid_until.month - 1 - months
    year, index = divmod(month, 12)
    return date(year, index + 1, min(valid_until.day, monthrange(year, index + 1)[1]))


def is_in_force(valid_until: date | None, on: date) -> bool:
    """Whether a certificate is good on this day; the last day counts. Without a last day it does not end."""
    return valid_until is None or on <= valid_until


def certificate_number(rules: Rules, fiscal_year: FiscalYear, serial: int) -> str:
    """The number with its check character, for example C-2025-001-K; ASCII capitals, digits and hyphens.

    Raises ValueError when the programme's format gives anything else.
    """
    if problem := number_format_problem(rules.number_format, rules.number_prefix):
        raise ValueError(problem.sentence)
    body = rules.number_format.format(prefix=rules.number_prefix, year=fiscal_year.start_year, serial=serial).upper()
    return f"{body}-{check_character(body)}"


def number_format_problem(number_format: str, prefix: str) -> Reason | None:
    """What is wrong with a programme's number format, for the form that edits it; None when it is right."""
    try:
        first, second = (number_format.format(prefix=prefix, year=2025, serial=n).upper() for n in (1, 2))
    except (KeyError, IndexError, ValueError, AttributeError):
        sentence = "番号の形式に使えるのは {prefix}、{year}、{serial} です。例：{prefix}-{year}-{serial:03d}"
        return Reason("number_format", sentence, field="number_format")
    if first == second:
        return Reason("number_format", "番号の形式に {serial} を入れてください。", field="number_format")
    if not _NUMBER.fullmatch(f"{first}-0"):
        return Reason("number_format", "番号に使えるのは半角の英字、数字、ハイフンです。", field="number_format")
    return None


def check_character(body: str) -> str:
    """ISO 7064 MOD 37,36 over letters and digits; hyphens do not count. Finds every single wrong character and nearly
    every swap of two neighbours. Raises ValueError for another character.
    """
    product = 36
    for char in body.replace("-", ""):
        total = (product + _ALPHABET.index(char)) % 36 or 36
        product = total * 2 % 37
    return _ALPHABET[(37 - product) % 36]


def is_well_formed(number: str) -> bool:
    """Whether the text is a number of ours, its check character included. Takes what people type."""
    number = normalise(number)
    return bool(_NUMBER.fullmatch(number)) and check_character(number[:-2]) == number[-1]


def normalise(text: str) -> str:
    """The number as printed, from what people type: any width and case, spaces, any dash; dashes may be missing
    where the number has the usual shape (letters, year, serial, check character).
    """
    narrow = _HYPHENS.sub("-", unicodedata.normalize("NFKC", text).upper())
    number = "".join(narrow.split()).strip("-")
    unbroken = _UNBROKEN.fullmatch(number)
    return "-".join(unbroken.groups()) if unbroken else number
