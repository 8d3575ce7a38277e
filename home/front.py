"""What the front page shows besides its own text: marks, open calls, new products, news."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Max, Q
from django.utils.timezone import localdate

from catalog.models import ProgrammeMark
from catalog.selectors import products
from certification.models import Round

NEW_PRODUCTS = 8
NEWS = 3
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
    news: Sequence[Any]


def read(page: Any, *, at: datetime) -> Front:
    """The front page's lists at this moment; a fixed number of queries."""
    return Front(marks=marks(), calls=calls(at=at), products=newest(at=at), news=news(page))


def marks() -> list[ProgrammeMark]:
    """Programmes whose mark a visitor may meet."""
    return list(ProgrammeMark.objects.order_by("pk"))


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


def newest(*, at: datetime) -> Sequence[Any]:
    """Cards of the products certified last."""
    newest_first = products.public().annotate(year=Max("certificates__fiscal_year")).order_by("-year", "-pk")
    codes = list(newest_first.values_list("code", flat=True)[:NEW_PRODUCTS])
    return products.cards(codes, localdate(at))


def news(page: Any) -> list[Any]:
    """The latest news below this front page."""
    news_page = apps.get_model("home", "NewsPage")
    return list(news_page.objects.descendant_of(page).live().order_by("-published_on", "-pk")[:NEWS])
