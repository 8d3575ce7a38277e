"""What the front page shows besides its own text: marks, open calls, new products, news."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

NEW_PRODUCTS = 8
NEWS = 3


@dataclass(frozen=True, slots=True)
class Front:
    """All lists are short and ready to show; each may be empty."""

    marks: Sequence[Any]
    calls: Sequence[Any]
    products: Sequence[Any]
    news: Sequence[Any]


def read(page: Any, *, at: datetime) -> Front:
    """The front page's lists at this moment."""
    return Front(marks=(), calls=(), products=(), news=())
