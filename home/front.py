"""What the front page shows besides its own text: marks, open calls, new products, news."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Count, Max, Q
from django.utils.timezone import localdate

from catalog.models import ProgrammeMark
from catalog.selectors import products
from certification.models import Round

NEW_PRODUCTS = 8
ON_WALL = 3
NEWS = 3
MARKS = 6
SOON = 14  # days before a deadline that are said louder


@dataclass(frozen=True, slots=True)
class Call:
    """A call that takes applications now. `days_left` None: rolling intake."""

    pk: int
    programme: str
    word: str
    accent: str
    name: str
    closes_at: datetime | None
    days_left: int | None

    @property
    def soon(self) -> bool:
        return self.days_left is not None and self.days_left <= SOON


@dataclass(frozen=True, slots=True)
class Front:
    """All lists are short and ready to show; each may be empty."""

    marks: Sequence[ProgrammeMark]
    calls: Sequence[Call]
    products: Sequence[Any]
    wall: Sequence[Any]
    news: Sequence[Any]

    @property
    def any_valid(self) -> bool:
        """Whether the products shown are newly certified, or records of earlier years."""
        return any(card.status == "valid" for card in self.products)


def read(page: Any, *, city: str, at: datetime) -> Front:
    """The front page's lists at this moment; a fixed number of queries. Marks and products are the city's own, where
    the catalog also holds those of its neighbours.
    """
    own = marks(city)
    shown = newest(own, at=at)
    return Front(
        marks=own,
        calls=calls(at=at),
        products=shown[:NEW_PRODUCTS],
        wall=shown[NEW_PRODUCTS:] or shown[:ON_WALL],
        news=news(page),
    )


def marks(city: str) -> list[ProgrammeMark]:
    """Programmes of this city, or of all when none is this city's; at most six."""
    rows = list(ProgrammeMark.objects.order_by("pk"))
    return ([row for row in rows if row.municipality == city] or rows)[:MARKS]


def calls(*, at: datetime) -> list[Call]:
    """Calls open at this instant: those with a deadline first, the nearest on top."""
    rows = Round.objects.filter(
        Q(closes_at__isnull=True) | Q(closes_at__gt=at), opened_at__isnull=False, opens_at__lte=at
    )
    found = [
        Call(
            pk=row.pk,
            programme=row.programme.name,
            word=row.programme.word,
            accent=row.programme.accent,
            name=str(row),
            closes_at=row.closes_at,
            days_left=(localdate(row.closes_at) - localdate(at)).days if row.closes_at else None,
        )
        for row in rows.select_related("programme").order_by("pk")
    ]
    return sorted(found, key=lambda call: (call.closes_at is None, call.closes_at or at))


def newest(own: Sequence[ProgrammeMark], *, at: datetime) -> Sequence[Any]:
    """Cards of the products these programmes certified last, those with a valid certificate first."""
    today = localdate(at)
    valid = Q(certificates__status="valid") & Q(certificates__valid_until__gte=today)
    ours = products.public().filter(certificates__programme__in=own)
    newest_first = ours.annotate(year=Max("certificates__fiscal_year"), valid=Count("certificates", filter=valid))
    codes = newest_first.order_by("-valid", "-year", "-pk").values_list("code", flat=True)
    return products.cards(list(codes[: NEW_PRODUCTS + ON_WALL]), today)


def news(page: Any) -> list[Any]:
    """The latest news below this front page."""
    news_page = apps.get_model("home", "NewsPage")
    return list(news_page.objects.descendant_of(page).live().order_by("-published_on", "-pk")[:NEWS])
