"""/products/ and its suggestions: question, facets, cards. One view for a page and for the part htmx asks."""

from dataclasses import dataclass
from urllib.parse import quote

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from catalog import facets, wording
from catalog.forms import search as form
from catalog.selectors import products
from catalog.selectors.products import Card
from core import clock
from core.domain.text import clean
from search import api
from search.values import DEEPEST, Hit, Page, Query

RELAXED = {
    "or": gettext_lazy("すべての言葉に当てはまる商品がなかったため、いずれかの言葉に当てはまる商品も表示しています。"),
    "similar": gettext_lazy("ぴったりの商品がなかったため、よく似た名前の商品を表示しています。"),
    "like": gettext_lazy("当てはまる商品が少ないため、近い商品も続けて表示しています。"),
    "popular": gettext_lazy("当てはまる商品がなかったため、こんな商品はいかがですか。"),
}
EXAMPLES = (gettext_lazy("日本酒"), gettext_lazy("いちご"), gettext_lazy("手みやげ"), gettext_lazy("しょうゆ"))


@dataclass(frozen=True, slots=True)
class Found:
    """A card with what the search says about it."""

    card: Card
    unconfirmed: bool
    near: bool


@require_safe
@login_not_required
@vary_on_headers("HX-Request")
def search(request: HttpRequest) -> HttpResponse:
    """Bad parameters never fail: what can be used is used, the rest is said in a sentence."""
    asked = form.read(request.GET)
    query = asked.query
    page = api.find(query)
    found = _found(page)
    context = {
        "query": query,
        "problems": list(asked.problems.values()),
        "page": page,
        "found": [each for each in found if not each.near],
        "near": [each for each in found if each.near],
        "relaxed": RELAXED.get(page.relaxed, ""),
        "did_you_mean": [{"label": text, "href": f"?q={_quoted(text)}"} for text in page.suggestions],
        "groups": facets.groups(page.facets),
        "chips": _chips(query, page),
        "sorts": [(value, label) for value, label in facets.SORTS.items()],
        "pages": _pages(query, page),
        "first": (page.page - 1) * page.page_size + 1,
        "last": min(page.page * page.page_size, page.total),
        "expired_href": "" if query.include_expired or "status" in query.filters else _with_expired(query),
        "examples": [
            {"label": text, "href": f"{reverse('catalog:search')}?q={_quoted(str(text))}"} for text in EXAMPLES
        ],
        "filtered": bool(query.text or query.filters or query.price_min is not None or query.price_max is not None),
        "index": not (query.filters or page.page > 1 or query.sort != "relevance"),
        "csv_href": reverse("catalog:products_csv"),
    }
    template = "catalog/search.html"
    if request.htmx and not request.htmx.history_restore_request:  # type: ignore[attr-defined]
        template += "#results"
    return render(request, template, context)


@require_safe
@login_not_required
@vary_on_headers("Accept")
def suggest(request: HttpRequest) -> HttpResponse:
    """Completions of what is being typed: a list as HTML, or JSON for who asks for it."""
    text = clean(request.GET.get("q", ""))[: form.LONGEST_TEXT]
    rows = api.suggest(text, limit=8) if text else ()
    kinds = {"product": _("商品"), "maker": _("事業者")}
    if request.accepts("text/html") and "application/json" not in request.headers.get("Accept", ""):
        rows_with_words = [{"text": row.text, "kind": kinds.get(row.kind, "")} for row in rows]
        return render(request, "catalog/suggestions.html", {"rows": rows_with_words})
    return JsonResponse({"q": text, "suggestions": [{"text": row.text, "kind": row.kind} for row in rows]})


def _found(page: Page) -> tuple[Found, ...]:
    hits: dict[str, Hit] = {hit.code: hit for hit in page.hits}
    cards = products.cards([hit.code for hit in page.hits], clock.today())
    return tuple(Found(card, hits[card.code].unconfirmed, hits[card.code].tier > 1) for card in cards)


def _chips(query: Query, page: Page) -> list[dict[str, object]]:
    """What is in force, each with the address that takes it away."""
    rows: list[tuple[str, str, str]] = []
    if query.text:
        rows.append(("q", query.text, _("「%(text)s」") % {"text": query.text}))
    labels = facets.words(query.filters)
    for name, values in query.filters.items():
        for value in values:
            label = labels.get((name, value), value)
            rows.append((name, value, wording.free_of(value) if name == "allergen_free" else label))
    if query.price_min is not None or query.price_max is not None:
        rows.append(("price", "range", wording.yen_range(query.price_min, query.price_max)))
    if query.include_expired and "status" not in query.filters:
        rows.append(("include_expired", "1", _("終了した認証も含む")))
    chips = [
        {"label": label, "href": f"?{form.address(query, without=(name, value))}", "remove": True}
        for name, value, label in rows
    ]
    return chips + [{"label": _meaning(each), "href": "", "remove": False} for each in page.meanings]


def _meaning(each: object) -> str:
    words = getattr(each, "words", "")
    if getattr(each, "kind", "") == "allergen":
        meaning = wording.free_of(getattr(each, "allergen", ""))
    else:
        meaning = wording.yen_range(getattr(each, "price_min", None), getattr(each, "price_max", None))
    return _("「%(words)s」＝%(meaning)s") % {"words": words, "meaning": meaning}


def _pages(query: Query, page: Page) -> dict[str, object]:
    """What components/pagination.html wants."""
    total = min(page.total, DEEPEST)
    paginator = Paginator(range(total), page.page_size)
    if paginator.num_pages < 2:
        return {"pages": [], "previous_href": "", "next_href": ""}
    rows = []
    for number in paginator.get_elided_page_range(min(page.page, paginator.num_pages), on_each_side=1, on_ends=1):
        href = f"?{form.address(query, page=number)}" if isinstance(number, int) else ""
        rows.append({"label": number, "href": href, "current": number == page.page})
    before = f"?{form.address(query, page=page.page - 1)}" if page.page > 1 else ""
    after = f"?{form.address(query, page=page.page + 1)}" if page.page < paginator.num_pages else ""
    return {"pages": rows, "previous_href": before, "next_href": after}


def _with_expired(query: Query) -> str:
    address = form.address(query)
    return f"?{address}&include_expired=1" if address else "?include_expired=1"


def _quoted(text: str) -> str:
    return quote(text)
