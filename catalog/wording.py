"""Words of the catalog in the language now spoken; the domain holds the Japanese ones, and English ones beside them."""

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from catalog.domain import allergens, categories
from core.domain.fiscal_year import FiscalYear

TEMPERATURES = {
    "ambient": gettext_lazy("常温"),
    "chilled": gettext_lazy("冷蔵"),
    "frozen": gettext_lazy("冷凍"),
    "none": gettext_lazy("配送なし"),
}
ALLERGEN_STATES = {
    allergens.YES: gettext_lazy("あり"),
    allergens.NO: gettext_lazy("なし"),
    allergens.UNKNOWN: gettext_lazy("未確認"),
}


def english() -> bool:
    """Whether English is spoken now; every other language reads the Japanese words."""
    return (get_language() or "").startswith("en")


def category(slug: str) -> str:
    """The label of a category; その他 for one that is not known."""
    found = categories.category(slug)
    return found.label_en if english() else found.label


def allergen(slug: str) -> str:
    """The label of an allergen; the slug itself for one that is not known."""
    found = allergens.BY_SLUG.get(slug)
    if found is None:
        return slug
    return found.label_en if english() else found.label


def free_of(slug: str) -> str:
    """「小麦なし」, as a chip says it."""
    return _("%(item)sなし") % {"item": allergen(slug)}


def temperature(slug: str) -> str:
    """The label of a delivery temperature; the slug itself for one that is not known."""
    return str(TEMPERATURES.get(slug, slug))


def year(start_year: int) -> str:
    """令和8年度, or Reiwa 8; whoever shows it adds the year of our calendar."""
    if not english():
        return FiscalYear(start_year).label
    return f"Reiwa {start_year - 2018}" if start_year >= 2019 else f"Heisei {start_year - 1988}"


def yen(amount: int) -> str:
    """1,200円."""
    return _("%(amount)s円") % {"amount": f"{amount:,}"}


def yen_range(low: int | None, high: int | None) -> str:
    """1,000円〜1,999円; an open end is left out."""
    return _("%(low)s〜%(high)s") % {
        "low": yen(low) if low is not None else "",
        "high": yen(high) if high is not None else "",
    }
