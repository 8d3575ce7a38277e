"""How long a certificate is good, and what its number looks like. Prose: docs/rules/validity.md."""

import re
import unicodedata
from calendar import monthrange
from datetime import date
from string import Formatter

from certification.domain.rules import Rules
from core.domain.fiscal_year import FiscalYear
from core.domain.reason import Reason

RENEWAL_MONTHS = 6  # marked default: the city's own lead time is not public
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NUMBER = re.compile(r"[0-9A-Z]+(?:-[0-9A-Z]+)*-[0-9A-Z]")
_UNBROKEN = re.compile(r"([A-Z]+)(\d{4})(\d{3,})([0-9A-Z])")
EXAMPLE_FORMAT = "{prefix}-{year}-{serial:03d}"
_SHAPES = {"prefix": re.compile(""), "era": re.compile(""), "year": re.compile(""), "serial": re.compile("(0[1-6]d)?")}
_NEVER = re.compile("(?!)")
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


def renewed_until(rules: Rules, old_until: date, certified_on: date) -> date | None:
    """The last day of a renewal: the rule counted on from the old last day, so that nobody loses time by applying early
    (marked default); from the certification where the old one is over. None when that gives no later day.
    """
    try:
        until = valid_until(rules, max(old_until, certified_on))
    except ValueError:  # a fixed date that has passed
        return None
    return until if until > old_until else None


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
    body = _body(rules.number_format, rules.number_prefix, fiscal_year, serial)
    return f"{body}-{check_character(body)}"


def _body(number_format: str, prefix: str, fiscal_year: FiscalYear, serial: int) -> str:
    return number_format.format(
        prefix=prefix, year=fiscal_year.start_year, era=era_year(fiscal_year), serial=serial
    ).upper()


def era_year(fiscal_year: FiscalYear) -> str:
    """The fiscal year in its era, two digits, so that no two years and serials run together: 令和8年度 → R08."""
    letter, first = ("R", 2019) if fiscal_year.start_year >= 2019 else ("H", 1989)
    return f"{letter}{fiscal_year.start_year - first + 1:02d}"


def number_format_problem(number_format: str, prefix: str) -> Reason | None:
    """What is wrong with a programme's number format, for the form that edits it; None when it is right.

    It must name the programme, the year and the serial, so that no number is ever given twice.
    """
    sentence = _number_format_sentence(number_format, prefix)
    return Reason("number_format", sentence, field="number_format") if sentence else None


def _number_format_sentence(number_format: str, prefix: str) -> str:
    try:
        parts = list(Formatter().parse(number_format))
    except ValueError:
        return f"番号の形式の {{ }} の片方が足りません。例：{EXAMPLE_FORMAT}"
    names = [name for _text, name, _spec, _how in parts if name is not None]
    shapes = [(name, spec or "") for _text, name, spec, _how in parts if name is not None]
    if any(how for *_rest, how in parts) or not all(_SHAPES.get(name, _NEVER).fullmatch(s) for name, s in shapes):
        return f"番号の形式に使えるのは {{prefix}}、{{year}}、{{era}}、{{serial}} です。例：{EXAMPLE_FORMAT}"
    if "serial" not in names:
        return "番号の形式に {serial}（通し番号）を入れてください。"
    if "prefix" not in names:
        return "番号の形式に {prefix}（番号の頭の文字）を入れてください。ほかの制度の番号と重ならないためです。"
    if not {"year", "era"} & set(names):
        return "番号の形式に {year} か {era}（年度）を入れてください。通し番号は年度ごとに1から始まります。"
    if re.search(r"\}\{", number_format.replace(" ", "")):
        return (
            "番号の形式の { } と { } の間に、ハイフンを入れてください。続けると、別の番号と同じになることがあります。"
        )
    if not _NUMBER.fullmatch(_body(number_format, prefix, FiscalYear(2025), 1) + "-0"):
        return "番号に使えるのは半角の英字、数字、ハイフンです。"
    return ""


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
