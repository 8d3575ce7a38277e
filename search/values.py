"""What enters and leaves the search: documents, questions, answers. Plain frozen values, public facts only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

FACETS: Final = (
    "programme", "category", "area", "maker", "year", "price", "temperature", "furusato", "allergen_free", "status",
)  # fmt: skip
SORTS: Final = ("relevance", "newest", "kana", "price", "price_desc", "year")
ENDED: Final = frozenset({"expired", "revoked", "surrendered"})  # hidden unless asked for
DEEPEST: Final = 10_000  # page × page_size may not pass this, on either engine
PAGE_SIZE: Final = 24
LARGEST_PAGE: Final = 100
FACET_SIZE: Final = 200  # values listed per facet
PRICE_BANDS: Final = (
    ("0-999", 0, 999),
    ("1000-1999", 1000, 1999),
    ("2000-2999", 2000, 2999),
    ("3000-4999", 3000, 4999),
    ("5000-9999", 5000, 9999),
    ("10000-", 10000, None),
)
BODY_PARTS: Final = ("description", "ingredients", "contents", "places", "category", "programme")


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One product as the index sees it. `facets` maps facet names to slugs; `certified_on` is an ISO date."""

    code: str
    name: str
    kana: str = ""
    maker: str = ""
    maker_kana: str = ""
    body: str = ""
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    price_yen: int | None = None
    year: int | None = None
    certified_on: str = ""
    kana_sort: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Query:
    """A question. `filters` {facet: values}: OR inside a facet, AND across; prices inclusive, in yen."""

    text: str = ""
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    price_min: int | None = None
    price_max: int | None = None
    sort: str = "relevance"
    page: int = 1
    page_size: int = PAGE_SIZE
    facets: Sequence[str] = FACETS
    include_expired: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A highlighted stretch [start, end) of a field as it was given ("name", "kana", "maker", "body")."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """One product found. `tier`: 0 pinned, 1 strict, 2–5 loosened (search.md §3.4).

    `unconfirmed`: asked for without an allergen, but the label is not on record (要確認). `snippet` is the line of the
    body that matched, `snippet_marks` its highlights.
    """

    code: str
    tier: int = 1
    matched: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    snippet: str = ""
    snippet_marks: tuple[tuple[int, int], ...] = ()
    unconfirmed: bool = False


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet with its live count."""

    value: str
    count: int
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Meaning:
    """What was read from the words of the question, to be shown as chips: the words, and what they became."""

    words: str
    kind: str  # price | allergen
    price_min: int | None = None
    price_max: int | None = None
    allergen: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """An answer. `relaxed`: "" or how it was loosened: "or", "similar", "like", "popular"."""

    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: Mapping[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    relaxed: str = ""
    suggestions: tuple[str, ...] = ()
    meanings: tuple[Meaning, ...] = ()
    engine: str = ""
    index_version: str = ""
    page: int = 1
    page_size: int = PAGE_SIZE


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion: the text to search for, its kind ("product" or "maker") and, for a product, its code."""

    text: str
    kind: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """Who answers now, and how current each engine is."""

    engine: str
    configured: str
    index_version: str
    applied: Mapping[str, int | None]
    last_change: int
    rebuild_needed: bool
    note: str = ""


def compose_body(
    *,
    description: str = "",
    ingredients: str = "",
    contents: str = "",
    places: str = "",
    category: str = "",
    programme: str = "",
) -> str:
    """The body of a document: six lines in the order of BODY_PARTS, blank ones kept: the ranking knows which hit."""
    parts = (description, ingredients, contents, places, category, programme)
    return "\n".join(" ".join(part.split()) for part in parts)


def price_band(yen: int) -> str:
    """The value of the facet `price` a price falls in."""
    return next(band for band, low, high in PRICE_BANDS if yen >= low and (high is None or yen <= high))
