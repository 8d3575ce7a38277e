"""The address of a search → a question. What can be used is used, what cannot is said in a sentence."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from catalog import facets, wording
from catalog.domain import certificate
from core.domain.text import clean
from search.values import DEEPEST, LARGEST_PAGE, PAGE_SIZE, Query

LONGEST_TEXT = 200
MOST_VALUES = 30
LONGEST_VALUE = 100
_RANGE = re.compile(r"([0-9]{0,9})-([0-9]{0,9})")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what was wrong with the parameters it came in: {parameter: sentence}."""

    query: Query
    problems: Mapping[str, str]


def read(params: QueryDict, page_size: int = PAGE_SIZE) -> Asked:
    """Never raises. `page_size` is the default; a parameter of that name may change it up to 100."""
    problems: dict[str, str] = {}
    text = clean(params.get("q", ""))
    if len(text) > LONGEST_TEXT:
        problems["q"] = _("検索の言葉は%(most)s文字までです。はじめの%(most)s文字で探しました。") % {
            "most": LONGEST_TEXT
        }
        text = text[:LONGEST_TEXT]
    filters: dict[str, tuple[str, ...]] = {}
    low, high = None, None
    for name in facets.NAMES:
        values = list(dict.fromkeys(clean(value) for value in params.getlist(name) if clean(value)))
        if len(values) > MOST_VALUES:
            problems[name] = _("%(facet)sは%(most)s個まで選べます。") % {
                "facet": facets.TITLES[name],
                "most": MOST_VALUES,
            }
            values = values[:MOST_VALUES]
        good = []
        for value in values:
            if name == "price" and (limits := _price_range(value)):
                low, high = limits
            elif len(value) > LONGEST_VALUE:
                words = {"facet": facets.TITLES[name], "value": f"{value[:20]}…"}
                problems[name] = _("%(facet)s「%(value)s」はありません。") % words
            elif sentence := facets.problem(name, value):
                problems[name] = sentence
            else:
                good.append(value)
        if good:
            filters[name] = tuple(good)
    if low is not None and high is not None and low > high:
        said = {"low": wording.yen(low), "high": wording.yen(high)}
        problems["price"] = _("価格の下限（%(low)s）が上限（%(high)s）より大きくなっています。") % said
        low, high = None, None
    sort = params.get("sort", "") or "relevance"
    if sort not in facets.SORTS:
        problems["sort"] = _("並べ方「%(sort)s」はありません。おすすめ順で表示しました。") % {"sort": clean(sort)[:20]}
        sort = "relevance"
    size = _number(params, "page_size", page_size, LARGEST_PAGE, problems)
    page = _number(params, "page", 1, DEEPEST // size, problems)
    ended = not certificate.SHOWN_BY_DEFAULT or any(
        value not in certificate.SHOWN_BY_DEFAULT for value in filters.get("status", ())
    )
    query = Query(
        text=text,
        filters=filters,
        price_min=low,
        price_max=high,
        sort=sort,
        page=page,
        page_size=size,
        facets=facets.NAMES,
        include_expired=ended or params.get("include_expired", "") in ("1", "true", "yes"),
    )
    return Asked(query, problems)


def _price_range(value: str) -> tuple[int | None, int | None] | None:
    """`1000-3000`, `-3000`, `5000-` unless it is one of the bands."""
    if facets.problem("price", value) is None:
        return None
    plain = (
        unicodedata.normalize("NFKC", value).translate(str.maketrans("〜~", "--")).replace(",", "").replace("円", "")
    )
    match = _RANGE.fullmatch(plain)
    if not match or match.groups() == ("", ""):
        return None
    low, high = (int(part) if part else None for part in match.groups())
    return low, high


def _number(params: QueryDict, name: str, default: int, most: int, problems: dict[str, str]) -> int:
    text = unicodedata.normalize("NFKC", params.get(name, "")).strip()
    if not text:
        return default
    if not re.fullmatch(r"[0-9]{1,9}", text) or not text.isascii() or int(text) < 1:
        problems[name] = _("%(name)s は1以上の数で指定してください。") % {"name": name}
        return default
    if int(text) > most:
        problems[name] = _("%(name)s は%(most)sまでです。") % {"name": name, "most": f"{most:,}"}
        return most if name == "page_size" else default
    return int(text)


def address(query: Query, *, page: int = 1, without: tuple[str, str] | None = None, sort: str | None = None) -> str:
    """The part of an address after ? for a question: only what differs from the default, always in the same order."""
    params = QueryDict(mutable=True)
    if query.text and without != ("q", query.text):
        params["q"] = query.text
    for name in facets.NAMES:
        values = [value for value in query.filters.get(name, ()) if without != (name, value)]
        if (
            name == "price"
            and (query.price_min is not None or query.price_max is not None)
            and without != ("price", "range")
        ):
            values.append(price_range(query))
        if values:
            params.setlist(name, values)
    if query.include_expired and without != ("include_expired", "1") and "status" not in query.filters:
        params["include_expired"] = "1"
    chosen = query.sort if sort is None else sort
    if chosen != "relevance":
        params["sort"] = chosen
    if page > 1:
        params["page"] = str(page)
    return params.urlencode()


def price_range(query: Query) -> str:
    """The free price range of a question as it stands in an address."""
    return f"{'' if query.price_min is None else query.price_min}-{'' if query.price_max is None else query.price_max}"
