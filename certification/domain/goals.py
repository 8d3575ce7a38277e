"""The city's line of applications per fiscal year (申請件数の目標).

Source: つくば市第2次産業振興戦略, 2025–2029: 20 a year → 24 a year by FY2029. The steps between are a
marked default: the strategy names only the two ends.
"""

from core.domain.fiscal_year import FiscalYear

FIRST, LAST = FiscalYear(2025), FiscalYear(2029)
FROM, TO = 20, 24


def target(year: FiscalYear) -> int:
    """Applications aimed at in a year: a straight line between the two published figures, whole numbers."""
    place = min(max(year.start_year, FIRST.start_year), LAST.start_year) - FIRST.start_year
    return FROM + (TO - FROM) * place // (LAST.start_year - FIRST.start_year)
