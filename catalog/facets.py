"""The facets of the catalog: their order, titles and the words for their values. The search only counts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog import wording
from catalog.domain import allergens, categories, certificate
from catalog.models import Producer, ProgrammeMark
from catalog.models.product_certificate import STATUS_LABELS
from search.values import PRICE_BANDS, FacetValue

TITLES = {
    "programme": _("制度"),
    "category": _("分類"),
    "area": _("地域"),
    "price": _("価格"),
    "furusato": _("ふるさと納税"),
    "temperature": _("配送温度"),
    "allergen_free": _("アレルゲン「なし」と確認済み"),
    "year": _("年度"),
    "maker": _("事業者"),
    "status": _("認証・認定の状況"),
}
NAMES = tuple(TITLES)
SORTS = {
    "relevance": _("おすすめ順"),
    "newest": _("新しい順"),
    "kana": _("五十音順"),
    "price": _("価格の安い順"),
    "price_desc": _("価格の高い順"),
    "year": _("年度の新しい順"),
}
_FIXED: Mapping[str, Mapping[str, object]] = {
    "category": {each.slug: each.label for each in categories.CATEGORIES},
    "temperature": categories.TEMPERATURES,
    "furusato": {"yes": _("返礼品として受け取れる")},
    "allergen_free": {item.slug: item.label for item in allergens.ITEMS},
    "status": STATUS_LABELS,
}

_SPOKEN: Mapping[str, Callable[[str], str]] = {
    "category": wording.category,
    "temperature": wording.temperature,
    "allergen_free": wording.allergen,
}


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet with its words; `id` is unique on the page."""

    value: str
    label: str
    count: int
    selected: bool
    id: str


@dataclass(frozen=True, slots=True)
class Group:
    """A facet: the values shown at once, and the rest behind "more"."""

    name: str
    title: str
    first: tuple[Value, ...]
    rest: tuple[Value, ...]
    chosen: int


def price_label(slug: str) -> str:
    """`1000-1999` → 1,000〜1,999円."""
    for each, low, high in PRICE_BANDS:
        if each == slug:
            if high is None:
                return gettext("%(low)s円以上") % {"low": f"{low:,}"}
            if not low:
                return gettext("%(high)s円まで") % {"high": f"{high:,}"}
            return gettext("%(low)s〜%(high)s円") % {"low": f"{low:,}", "high": f"{high:,}"}
    return slug


def problem(name: str, value: str) -> str | None:
    """Why a value cannot be asked for, as a sentence; None when it can. Open vocabularies take any text."""
    fixed = _FIXED.get(name)
    if fixed is not None and value not in fixed:
        return gettext("%(facet)s「%(value)s」はありません。") % {"facet": TITLES[name], "value": value[:40]}
    if name == "year" and not (value.isascii() and value.isdigit() and len(value) == 4):
        return gettext("年度「%(value)s」は読めません。2024 のように西暦4桁で指定してください。") % {
            "value": value[:40]
        }
    if name == "price" and value not in {slug for slug, _low, _high in PRICE_BANDS}:
        return gettext("価格「%(value)s」は読めません。1000-3000 のように円で指定してください。") % {
            "value": value[:40]
        }
    return None


def words(wanted: Mapping[str, Iterable[str]]) -> dict[tuple[str, str], str]:
    """(facet, value) → label for these values; at most two queries."""
    found: dict[tuple[str, str], str] = {}
    for name, values in wanted.items():
        if name == "programme":
            marks = ProgrammeMark.objects.filter(slug__in=list(values)).order_by("pk").values_list("slug", "name")
            found |= {(name, slug): label for slug, label in marks}
        elif name == "maker":
            makers = Producer.objects.filter(slug__in=list(values)).order_by("pk").values_list("slug", "name")
            found |= {(name, slug): label for slug, label in makers}
        else:
            found |= {(name, value): _word(name, value) for value in values}
    return found


def _word(name: str, value: str) -> str:
    if name == "price":
        return price_label(value)
    if name == "year":
        return _year(value) if value.isdigit() else value
    if name == "area":
        return value.replace(" ", "・")
    if name in _SPOKEN:
        return _SPOKEN[name](value)
    return str(_FIXED.get(name, {}).get(value, value))


def _year(value: str) -> str:
    return wording.year(int(value)) + gettext("（%(year)s）") % {"year": value}


SHOWN_AT_ONCE = 8


def groups(counted: Mapping[str, Iterable[FacetValue]]) -> tuple[Group, ...]:
    """Facets in their order with words; most hits first, but price, year and status in their own order."""
    rows = {name: [each for each in counted.get(name, ()) if each.count or each.selected] for name in NAMES}
    labels = words({name: [each.value for each in values] for name, values in rows.items() if values})
    result = []
    for name, values in rows.items():
        if not values:
            continue
        shown = [
            Value(
                each.value, labels.get((name, each.value), each.value), each.count, each.selected, f"f-{name}-{number}"
            )
            for number, each in enumerate(sorted(values, key=partial(_place, name)))
        ]
        first = [each for n, each in enumerate(shown) if n < SHOWN_AT_ONCE or each.selected]
        rest = [each for each in shown if each not in first]
        chosen = sum(each.selected for each in shown)
        result.append(Group(name, str(TITLES[name]), tuple(first), tuple(rest), chosen))
    return tuple(result)


_ORDERED = {
    "price": [slug for slug, _low, _high in PRICE_BANDS],
    "status": list(certificate.STATUSES),
    "temperature": list(categories.TEMPERATURES),
    "allergen_free": [item.slug for item in allergens.ITEMS],
}


def _place(name: str, each: FacetValue) -> tuple[int, int, str]:
    value = each.value
    if name in _ORDERED:
        order = _ORDERED[name]
        return (order.index(value) if value in order else len(order), 0, value)
    if name == "year":
        return (-int(value) if value.isdigit() else 0, 0, value)
    return (-each.count, 0, value)
