"""The Japanese fiscal year (年度)."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class FiscalYear:
    """年度: 1 April to 31 March, named by the year it starts in."""

    start_year: int

    @classmethod
    def containing(cls, day: date) -> "FiscalYear":
        return cls(day.year if day.month >= 4 else day.year - 1)

    @property
    def starts_on(self) -> date:
        return date(self.start_year, 4, 1)

    @property
    def ends_on(self) -> date:
        """The last day, 31 March."""
        return date(self.start_year + 1, 3, 31)

    @property
    def label(self) -> str:
        """For example 令和8年度; the first year of an era is 元年度."""
        era, first = ("令和", 2019) if self.start_year >= 2019 else ("平成", 1989)
        year = self.start_year - first + 1
        return f"{era}{'元' if year == 1 else year}年度"

    def __add__(self, years: int) -> "FiscalYear":
        return FiscalYear(self.start_year + years)
