"""Years and yearly rates: what two figures have in common, and the arithmetic of growth."""

from decimal import Decimal

from helpers.audit.facts import Facts, Quantity, find_whole_year, is_actual
from helpers.data.figures import Figure
from helpers.data.printed.intervals import Interval, point
from helpers.data.printed.periods import parse_period

_ABOUT_ONE = ("place", "scope", "entity")
_HUNDRED = Decimal(100)


def is_about_same(first: Figure, second: Figure) -> bool:
    """Return whether two figures are about the same place, scope and entity."""
    return all(getattr(first, name) == getattr(second, name) for name in _ABOUT_ONE)


def find_factor(facts: Facts, growth: Figure) -> Interval:
    """Return the factor that a growth rate stands for: 12% is 1.12."""
    return point(1) + facts.set_interval(growth) / point(_HUNDRED)


def find_span(growth: Figure) -> tuple[int, int] | None:
    """Return the base year and the last year that a growth rate connects."""
    period = parse_period(growth.period)
    if period.kind == "one" or period.start is None or period.end is None:
        return None
    whole_years = (period.start.month, period.start.day, period.end.month) == (1, 1, 12)
    return (period.start.year - 1, period.end.year) if whole_years else None


def take_root(interval: Interval, degree: int) -> Interval:
    """Take the root of an interval: the yearly factor of growth over some years."""
    return interval.change_ends(lambda end: Decimal(str(float(end) ** (1 / degree))))


def as_percent(interval: Interval) -> Quantity:
    """Return a yearly rate in per cent from a factor less one."""
    return Quantity(interval.times(_HUNDRED), "%")


def choose_closest(figures: list[Figure], to: Figure) -> Figure:
    """Return the figure of the same document where there is one, else the first known."""
    return min(figures, key=lambda f: (f.source != to.source, f.known_from))


def find_of_year(facts: Facts, indicator: str, like: Figure, year: int) -> list[Figure]:
    """Return the actual figures of an indicator for one year, about what another is about."""
    return [
        figure
        for figure in facts.of(indicator, like.place)
        if is_actual(figure) and is_about_same(figure, like) and find_whole_year(figure) == year
    ]
