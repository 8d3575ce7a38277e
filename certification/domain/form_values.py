"""Typed text into values, by kind of field: any width, any era, and nothing typed is ever lost.

`clean` looks at one value; whether a form is complete stands in eligibility.py. Values are plain JSON: text for text,
choices, numbers ("12.5") and dates ("2026-04-01"), int for money, lists of rows for tables, {part: text} for addresses,
{item: state} for allergens.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from certification.domain import addresses, common_fields
from certification.domain.rules import Field
from core.domain import text
from core.domain.reason import Reason

Cleaned = tuple[Any, tuple[Reason, ...]]

LONGEST_CELL = 500  # characters of one cell of a table without a limit of its own
MOST_ROWS = 50  # of a table without a limit of its own
LONGEST = 20_000  # characters of a text without a limit of its own
_ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}
_YEAR = re.compile(r"(?:西暦)?(令和|平成|昭和|[RHS])?(\d{1,4}|元)年?", re.IGNORECASE)
_DATE = re.compile(rf"({_YEAR.pattern[:-2]})[年/.\-](\d{{1,2}})[月/.\-](\d{{1,2}})日?", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_KANA = re.compile(r"[ァ-ヺー・･a-zA-Z0-9 　!?&'’.,()（）「」『』、。〜~/－-]*")
_PHONE = re.compile(r"\+?[\d-]{9,16}")
_DASHES = re.compile("[‐‑‒–—―−ーｰ－]")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_TRUE = frozenset({"yes", "on", "true", "1", "はい"})


def clean(field: Field, raw: Any) -> Cleaned:
    """The value to keep and what is wrong with it. An empty value is never wrong here.

    With a reason the value is what was typed, so that the person sees their own words beside the sentence.
    """
    if raw is None or raw == "":
        return "", ()
    typed = storable(raw)
    value, reasons = _CLEANERS[field.kind](field, typed)
    return (typed, reasons) if reasons else (value, ())


def storable(raw: Any) -> Any:
    """The same value without what no database text can hold (NUL, lone surrogates)."""
    if isinstance(raw, str):
        return _UNSTORABLE.sub("", raw)
    if isinstance(raw, Mapping):
        return {str(storable(str(key))): storable(value) for key, value in raw.items()}
    if isinstance(raw, list | tuple):
        return [storable(value) for value in raw]
    return raw


def is_empty(value: Any) -> bool:
    """Whether nothing was answered; a zero and a "no" are answers."""
    if isinstance(value, Mapping):
        return all(is_empty(item) for item in value.values())
    if isinstance(value, list | tuple):
        return all(is_empty(item) for item in value)
    return value is None or value is False or (isinstance(value, str) and not value.strip())


def narrow(raw: Any) -> str:
    """NFKC without any space: for digits, phones, codes."""
    return "".join(unicodedata.normalize("NFKC", str(raw)).split())


def reason(field: Field, code: str, sentence: str) -> Reason:
    """A reason about this field; the sentence takes the label as {label}."""
    return Reason(code, sentence.replace("{label}", field.label), field=field.key)


def _text(field: Field, raw: Any) -> Cleaned:
    if not isinstance(raw, str | int | float | Decimal):
        return raw, (reason(field, "not_text", "「{label}」は文字で入力してください。"),)
    value = text.clean(str(raw), lines=field.kind == "long_text")
    if field.key.endswith("_kana"):
        value, found = _kana(field, value)
    elif field.key.endswith(("phone", "_tel")):
        value, found = _phone(field, value)
    else:
        found = ()
    return value, (*found, *_length(field, value))


def _kana(field: Field, value: str) -> tuple[str, tuple[Reason, ...]]:
    kana = text.katakana(value)
    if not _KANA.fullmatch(kana):
        sentence = "「{label}」は、ひらがなかカタカナで入力してください。漢字は使えません。"
        return kana, (reason(field, "kana", sentence),)
    return kana, ()


def _phone(field: Field, value: str) -> tuple[str, tuple[Reason, ...]]:
    phone = _DASHES.sub("-", narrow(value)).replace("(", "").replace(")", "-")
    if not _PHONE.fullmatch(phone):
        return phone, (
            reason(field, "phone", "「{label}」は、012-345-6789 のように数字とハイフンで入力してください。"),
        )
    return phone, ()


def _length(field: Field, value: str) -> tuple[Reason, ...]:
    limit = field.max_length or LONGEST
    if len(value) <= limit:
        return ()
    over = len(value) - limit
    sentence = f"「{{label}}」は{limit}字までです。いま{len(value)}字あるので、{over}字減らしてください。"
    return (reason(field, "too_long", sentence),)


def _choice(field: Field, raw: Any) -> Cleaned:
    if isinstance(raw, str) and raw in {value for value, _ in field.options}:
        return raw, ()
    return raw, (reason(field, "choice", "「{label}」を、示された中から選んでください。"),)


def _choices(field: Field, raw: Any) -> Cleaned:
    picked = [raw] if isinstance(raw, str) else raw
    known = [value for value, _ in field.options]
    if not isinstance(picked, list) or any(value not in known for value in picked):
        return raw, (reason(field, "choice", "「{label}」を、示された中から選んでください。"),)
    return [value for value in known if value in picked], ()


def _number(field: Field, raw: Any) -> Cleaned:
    number = _decimal(field, raw)
    if number is None:
        return raw, (reason(field, "number", "「{label}」は数字で入力してください。例：1200"),)
    if number == number.to_integral_value():
        number = number.quantize(Decimal(1))
    return format(number, "f"), _range(field, number)


def _money(field: Field, raw: Any) -> Cleaned:
    number = _decimal(field, raw)
    if number is None:
        return raw, (reason(field, "number", "「{label}」は数字で入力してください。例：1200"),)
    if number != number.to_integral_value():
        return raw, (reason(field, "whole_yen", "「{label}」は1円単位で入力してください。小数は使えません。"),)
    return int(number), _range(field, number)


def _decimal(field: Field, raw: Any) -> Decimal | None:
    """The number of a text in any width, with commas, a yen sign or its unit; None for anything else."""
    if isinstance(raw, bool) or not isinstance(raw, str | int | float | Decimal):
        return None
    digits = _DASHES.sub("-", narrow(raw)).replace(",", "").replace("、", "").lstrip("¥\\")
    digits = digits.removesuffix(narrow(field.unit)) if field.unit else digits
    digits = digits.removesuffix("円") if field.kind == "money" else digits
    return Decimal(digits) + 0 if len(digits) <= 24 and _NUMBER.fullmatch(digits) else None


def _range(field: Field, number: Decimal) -> tuple[Reason, ...]:
    if field.minimum is not None and number < field.minimum:
        return (reason(field, "too_small", f"「{{label}}」は{figure(field.minimum)}{field.unit}以上にしてください。"),)
    if field.maximum is not None and number > field.maximum:
        return (reason(field, "too_large", f"「{{label}}」は{figure(field.maximum)}{field.unit}以下にしてください。"),)
    return ()


def figure(limit: Decimal) -> str:
    """A limit as people write it: 1,000 and 2.5, not 1000.00."""
    whole = limit == limit.to_integral_value()
    return f"{int(limit):,}" if whole else f"{limit.normalize():,f}"


def _date(field: Field, raw: Any) -> Cleaned:
    parts = _date_parts(raw)
    if parts is None:
        return raw, (
            reason(field, "date", "「{label}」は年・月・日を入力してください。例：2026年4月1日、令和8年4月1日"),
        )
    year = _year(parts[0])
    if year is None:
        return raw, (reason(field, "year", "「{label}」の年は、2026 か 令和8 のように入力してください。"),)
    try:
        return date(year, int(parts[1]), int(parts[2])).isoformat(), ()
    except ValueError:
        sentence = f"「{{label}}」の{year}年{int(parts[1])}月{int(parts[2])}日は、暦にない日です。"
        return raw, (reason(field, "no_such_day", sentence),)


def _date_parts(raw: Any) -> tuple[str, str, str] | None:
    if isinstance(raw, Mapping):
        year, month, day = (narrow(raw.get(part, "")) for part in ("year", "month", "day"))
        month, day = month.removesuffix("月"), day.removesuffix("日")
        if year and all(re.fullmatch("[0-9]{1,2}", part) for part in (month, day)):
            return year, month, day
        return None
    found = _DATE.fullmatch(_DASHES.sub("-", narrow(raw))) if isinstance(raw, str) else None
    return (found[1], found[4], found[5]) if found else None


def _year(typed: str) -> int | None:
    """The year of 2026, 令和8年, R8 or 令和元年; None for a bare 8, which could be any era, or a year out of reach."""
    found = _YEAR.fullmatch(typed)
    if found is None:
        return None
    era, number = found[1], 1 if found[2] == "元" else int(found[2])
    year = number + _ERAS[era.upper()] if era else number
    return year if 1900 <= year <= 2200 else None


def _agree(field: Field, raw: Any) -> Cleaned:
    return ("yes" if raw is True or str(raw).strip().lower() in _TRUE else ""), ()


def _files(field: Field, raw: Any) -> Cleaned:
    return raw, ()  # files live beside the answers; eligibility counts them


def _table(field: Field, raw: Any) -> Cleaned:
    if field.key == common_fields.ALLERGENS:
        return _allergens(field, raw)
    if not isinstance(raw, list) or not all(isinstance(row, Mapping) for row in raw):
        return raw, (reason(field, "table", "「{label}」の表を読み取れませんでした。もう一度入力してください。"),)
    columns = [key for key, _ in field.options]
    rows = [{key: text.clean(str(row.get(key, "") or "")) for key in columns} for row in raw]
    rows = [row for row in rows if any(row.values())]
    limit = field.max_length or LONGEST_CELL
    long = [f"{n}行目の{name}" for n, row in enumerate(rows, 1) for key, name in field.options if len(row[key]) > limit]
    if long:
        return rows, (reason(field, "too_long", f"「{{label}}」の{long[0]}は{limit}字までにしてください。"),)
    most = int(field.maximum) if field.maximum is not None else MOST_ROWS
    if len(rows) > most:
        return rows, (reason(field, "too_many_rows", f"「{{label}}」は{most}行までです。いま{len(rows)}行あります。"),)
    return rows, ()


def _allergens(field: Field, raw: Any) -> Cleaned:
    if not isinstance(raw, Mapping) or not all(_is_state(state) for state in raw.values()):
        return raw, (reason(field, "allergens", "「{label}」は品目ごとに、あり・なし・未確認から選んでください。"),)
    return {key: raw[key] for key, _ in field.options if raw.get(key)}, ()


def _is_state(state: Any) -> bool:
    return not state or (isinstance(state, str) and state in dict(common_fields.ALLERGEN_STATES))


def _address(field: Field, raw: Any) -> Cleaned:
    if not isinstance(raw, Mapping):
        return _text(field, raw)
    value = {part: text.clean(str(raw.get(part, "") or "")) for part in addresses.PARTS}
    value["postcode"] = addresses.postcode(value["postcode"]) or value["postcode"]
    value["prefecture"] = addresses.prefecture(value["prefecture"]) or value["prefecture"]
    found = addresses.wrong(value)
    return {part: typed for part, typed in value.items() if typed}, tuple(
        reason(field, code, f"「{{label}}」{sentence}") for code, sentence in found
    )


_CLEANERS: dict[str, Callable[[Field, Any], Cleaned]] = {
    "text": _text,
    "long_text": _text,
    "choice": _choice,
    "choices": _choices,
    "number": _number,
    "money": _money,
    "date": _date,
    "file": _files,
    "photo": _files,
    "table": _table,
    "agree": _agree,
    "address": _address,
}


def display(field: Field, value: Any) -> str:
    """The value as people read it, on screen and paper; what could not be cleaned reads as it was typed."""
    if is_empty(value):
        return ""
    labels = dict(field.options)
    match field.kind, value:
        case "choice", str():
            shown = labels.get(value, value)
        case "choices", list():
            shown = "、".join(labels.get(str(each), str(each)) for each in value)
        case "money", int():
            shown = f"{value:,}円"
        case "number", str() | int() if _NUMBER.fullmatch(str(value)):
            shown = f"{value}{field.unit}"
        case "date", _:
            shown = _display_date(value)
        case "agree", _:
            shown = "同意する"
        case "table", Mapping() if field.key == common_fields.ALLERGENS:
            shown = _display_allergens(labels, value)
        case (("file" | "photo"), list()):
            shown = f"{len(value)}件"
        case "address", Mapping():
            shown = addresses.one_line(value)
        case _, list():
            shown = "\n".join(_row(field, row) for row in value)
        case _:
            shown = _joined(value)
    return shown


def _joined(value: Any) -> str:
    return " ".join(str(part) for part in value.values() if part) if isinstance(value, Mapping) else str(value)


def _row(field: Field, row: Any) -> str:
    """One row: in the office's own tables every cell with the name of its column."""
    if not isinstance(row, Mapping) or field.kind != "table" or field.key in common_fields.COMMON_KEYS:
        return _joined(row)
    return "／".join(f"{name}：{row[key]}" for key, name in field.options if row.get(key))


def _display_date(value: Any) -> str:
    if isinstance(value, Mapping):
        return "".join(
            f"{value.get(part, '')}{mark}" for part, mark in (("year", "年"), ("month", "月"), ("day", "日"))
        )
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        return str(value)
    return f"{day.year}年{day.month}月{day.day}日"


def _display_allergens(labels: Mapping[str, str], value: Mapping[str, str]) -> str:
    lines = []
    for state, word in common_fields.ALLERGEN_STATES:
        items = [label for key, label in labels.items() if value.get(key) == state]
        if items:
            lines.append(f"{word}：{'、'.join(items)}")
    return "\n".join(lines)
