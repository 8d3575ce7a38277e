"""Reading a CSV of public records (公開資料による記録): bytes → records, or one sentence per problem.

Nothing here writes. Rows whose programme is marked （参考・非認定） are not certified and are left out.
"""

import csv
import hashlib
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from catalog.domain.categories import BY_LABEL

COLUMNS = [
    "programme",
    "product_name",
    "product_kana",
    "business_name",
    "locality",
    "municipality",
    "category",
    "certified_fiscal_year",
    "renewal_years",
    "valid_until",
    "price_yen",
    "price_note",
    "contents",
    "ingredients_local",
    "description_ja",
    "furusato_note",
    "source_url",
]
REQUIRED = ("programme", "product_name", "category", "source_url")
NOT_CERTIFIED = "（参考・非認定）"
LONGEST = {"product_name": 100, "product_kana": 200, "business_name": 100, "locality": 60, "municipality": 40}
LONGEST_OTHER = 2000
MOST_BYTES = 20_000_000
# Characters that show nothing or turn the direction of writing: dropped, a name is never refused for them.
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")


@dataclass(frozen=True, slots=True)
class Record:
    """One row. `row` is its line in a spreadsheet (the heading is row 1); `code` is made of its words."""

    row: int
    code: str
    programme: str
    name: str
    name_kana: str
    business: str
    locality: str
    municipality: str
    category: str
    fiscal_year: int | None
    renewed: tuple[int, ...]
    valid_until: date | None
    price_yen: int | None
    price_note: str
    contents: str
    ingredients: str
    description: str
    furusato_note: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file gave: records to load, how many rows were left out as not certified, and problems."""

    records: tuple[Record, ...]
    left_out: int
    problems: tuple[str, ...]


def read(content: bytes) -> Reading:
    """Read a whole file; never raises for what is in it."""
    text, problem = decode(content)
    if problem:
        return Reading((), 0, (problem,))
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        return Reading((), 0, (f"CSVとして読めません。引用符の閉じ忘れがないか確認してください（{error}）。",))
    rows = [row for row in rows if any(cell.strip() for cell in row)] if rows and not any(rows[0]) else rows
    if not rows or not any(cell.strip() for cell in rows[0]):
        return Reading((), 0, ("ファイルが空です。1行目に列の名前、2行目から商品を入れてください。",))
    heading = [_clean(cell).lower() for cell in rows[0]]
    problems = [
        f"列「{name}」がありません。1行目に列の名前を入れてください。" for name in COLUMNS if name not in heading
    ]
    problems += [f"列「{name}」が2つ以上あります。1つにしてください。" for name in COLUMNS if heading.count(name) > 1]
    if problems:
        return Reading((), 0, tuple(problems))
    return _rows(heading, rows[1:])


def decode(content: bytes) -> tuple[str, str]:
    """(text, problem): UTF-8 with or without BOM, UTF-16 with BOM, else Shift_JIS as Windows writes it."""
    if len(content) > MOST_BYTES:
        return "", f"ファイルが大きすぎます（{len(content):,}バイト）。{MOST_BYTES:,}バイトまでに分けてください。"
    if content[:4] == b"PK\x03\x04":
        return "", "Excelファイル（またはZIP）のようです。「CSV UTF-8」で保存し直してください。"
    tries = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp932")
    for encoding in tries:
        try:
            return content.decode(encoding), ""
        except UnicodeDecodeError:
            continue
    return "", "文字コードを判別できません。UTF-8かShift_JISのCSVで保存し直してください。"


def _rows(heading: list[str], rows: list[list[str]]) -> Reading:
    records: list[Record] = []
    problems: list[str] = []
    seen: dict[str, int] = {}
    left_out = 0
    for number, cells in enumerate(rows, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(heading):
            problems.append(f"{number}行目: 列が{len(cells)}個あります。1行目と同じ{len(heading)}個にしてください。")
            continue
        values = {name: _clean(cell) for name, cell in zip(heading, cells, strict=True)}
        if values["programme"].startswith(NOT_CERTIFIED):
            left_out += 1
            continue
        record, wrong = _record(number, values)
        problems += wrong
        if record is None:
            continue
        if first := seen.get(record.code):
            problems.append(f"{number}行目: {first}行目と制度・商品名・事業者名が同じです。どちらかを消してください。")
            continue
        seen[record.code] = number
        records.append(record)
    return Reading(tuple(records), left_out, tuple(problems))


def _record(number: int, values: Mapping[str, str]) -> tuple[Record | None, list[str]]:
    wrong: list[str] = []

    def say(column: str, sentence: str) -> None:
        wrong.append(f"{number}行目の{column}: {sentence}")

    for column in COLUMNS:
        longest = LONGEST.get(column, LONGEST_OTHER)
        if column in REQUIRED and not values[column]:
            say(column, "空です。入力してください。")
        elif len(values[column]) > longest:
            say(column, f"{len(values[column])}文字あります。{longest}文字までにしてください。")
    if values["category"] and values["category"] not in BY_LABEL:
        say("category", f"「{_short(values['category'])}」という分類はありません。分類の一覧から選んでください。")
    fiscal_year = _number(values["certified_fiscal_year"], "certified_fiscal_year", 1989, 2100, say)
    price = _number(values["price_yen"], "price_yen", 0, 100_000_000, say)
    years = [
        _number(each, "renewal_years", 1989, 2100, say)
        for each in re.split(r"[;；,、\s]+", values["renewal_years"])
        if each
    ]
    valid_until = _date(values["valid_until"], "valid_until", say)
    sources = tuple(each.strip() for each in values["source_url"].split(" ; ") if each.strip())
    for each in sources:
        if not re.fullmatch(r"https?://[^\s<>\"']+", each):
            say("source_url", f"「{_short(each)}」はURLではありません。http:// か https:// で始めてください。")
    if wrong:
        return None, wrong
    return Record(
        row=number,
        code=code(values["programme"], values["product_name"], values["business_name"]),
        programme=values["programme"],
        name=values["product_name"],
        name_kana=values["product_kana"],
        business=values["business_name"],
        locality=values["locality"],
        municipality=values["municipality"],
        category=BY_LABEL[values["category"]].slug,
        fiscal_year=fiscal_year,
        renewed=tuple(year for year in years if year is not None),
        valid_until=valid_until,
        price_yen=price,
        price_note=values["price_note"],
        contents=values["contents"],
        ingredients=values["ingredients_local"],
        description=values["description_ja"],
        furusato_note=values["furusato_note"],
        sources=sources,
    ), []


def code(programme: str, name: str, business: str) -> str:
    """The stable code of a record, `R-` and ten signs; the same row gives the same code in every file."""
    key = f"{programme}\x1f{name}\x1f{business}"
    return f"R-{hashlib.sha256(key.encode()).hexdigest()[:10].upper()}"


def _number(text: str, column: str, least: int, most: int, say: Callable[[str, str], None]) -> int | None:
    if not text:
        return None
    plain = _narrow(text).replace(",", "")
    if not re.fullmatch(r"[0-9]{1,12}", plain):
        say(column, f"「{_short(text)}」は数字ではありません。数字だけで入力してください。")
        return None
    if not least <= int(plain) <= most:
        say(column, f"「{_short(text)}」は{least}から{most}までの数にしてください。")
        return None
    return int(plain)


def _date(text: str, column: str, say: Callable[[str, str], None]) -> date | None:
    if not text:
        return None
    match = re.fullmatch(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?", _narrow(text))
    try:
        if match:
            return date(*(int(part) for part in match.groups()))
    except ValueError:
        pass
    say(column, f"「{_short(text)}」は日付として読めません。西暦で 2027-03-31 のように入力してください。")
    return None


def _narrow(text: str) -> str:
    return text.translate(
        {ord("０") + n: ord("0") + n for n in range(10)}
        | {ord("，"): ord(","), ord("－"): ord("-"), ord("／"): ord("/")}
    )


def _clean(text: str) -> str:
    return " ".join(_INVISIBLE.sub("", text).split())


def _short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:30]}…"
