"""Tables of one indicator for nine cities over eight years; the first city is to be judged."""

from collections.abc import Sequence

from figure_factory import figure

from helpers.data.codebook import Codebook
from helpers.data.figures import Figure

YEARS = range(2015, 2023)
GROWTH = (1.03, 1.04, 1.05, 1.06, 1.07, 1.08, 1.09, 1.10)
MONEY, COUNT = ("rd_expenditure", "万元"), ("high_tech_enterprises", "家")
RISING = [50000, 53000, 56000, 60000, 63000, 67000, 71000, 75000]


def lay(
    codebook: Codebook,
    own: Sequence[float],
    column: tuple[str, str] = MONEY,
    start: float = 40000,
    growth: Sequence[float] = GROWTH,
) -> list[Figure]:
    """Return a table of nine cities; the first is the one with the numbers given."""
    names = codebook.cities_of("henan")[: len(growth) + 1]
    others = [[start * rate**year for year in range(len(YEARS))] for rate in growth]
    return [
        print_number(place, year, number, column)
        for place, row in zip(names, [own, *others], strict=True)
        for year, number in zip(YEARS, row, strict=False)
    ]


def print_number(place: str, year: int, number: float, column: tuple[str, str]) -> Figure:
    indicator, unit = column
    vintage = str(year + 1)
    return figure(
        f"{indicator}.{place}.{year}",
        indicator,
        f"{number:.0f}{unit}",
        place=place,
        period=str(year),
        vintage=vintage,
        series="yearbook",
        source=f"yearbook-{vintage}",
    )


def replace_years(changes: dict[int, float]) -> list[float]:
    return [changes.get(year, number) for year, number in zip(YEARS, RISING, strict=True)]
