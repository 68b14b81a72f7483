"""The arithmetic of getting from one level to another: yearly pace, and the share of the way.

Everything is worked out with intervals, so that what rounding leaves open stays open.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from helpers.audit.years import take_root
from helpers.data.codebook import Codebook
from helpers.data.figures import AnyFigure, DerivedValue, Figure
from helpers.data.printed.intervals import Interval, point, read_interval
from helpers.data.printed.periods import parse_period

Order = Literal["ahead", "short", "open"]
_HUNDRED = Decimal(100)
_COMPOUND = ("money", "count", "area", "mass")


@dataclass(frozen=True)
class Pace:
    """The yearly change of a level, observed or required.

    Attributes:
        start: Year it is counted from.
        end: Year it is counted to.
        growth: Compound growth in per cent a year; None for shares and rates.
        added: What is added a year in the unit of the level; None for money.
    """

    start: int
    end: int
    growth: Interval | None
    added: Interval | None


def find_unit_kind(figure: AnyFigure, codebook: Codebook) -> str:
    """Return the kind of unit of a figure or derived value, such as `money`."""
    return codebook.units[figure.unit]["kind"]


def find_interval(figure: AnyFigure, codebook: Codebook) -> Interval:
    """Return between which values a figure or derived value lies."""
    return read_interval(figure, find_unit_kind(figure, codebook))


def find_line(target: Figure) -> Decimal:
    """Return the line that a target draws: its number, or the lower end of a range."""
    line = target.value_low if target.value is None else target.value
    if line is None:
        raise ValueError(f"{target} draws no line")
    return line


def find_end_year(figure: AnyFigure) -> int:
    """Return the year in which the period of a figure ends."""
    end = None if isinstance(figure, DerivedValue) else figure.period_end
    return end.year if end is not None else int(figure.period)


def is_of_full_year(figure: AnyFigure) -> bool:
    """Return whether a figure covers one whole year, so that years can be counted from it."""
    return parse_period(figure.period).is_full_year


def measure_pace(first: Interval, last: Interval, start: int, end: int, kind: str) -> Pace | None:
    """Work out the yearly pace between two levels: a rate of money and counts, points of shares.

    There is none where no year lies between, or a rate would start from nothing.
    """
    length = end - start
    is_compound = kind in _COMPOUND
    if length <= 0 or (is_compound and not first.low):
        return None
    growth = take_root(last / first, length) - point(1) if is_compound else None
    added = None if kind == "money" else (last - first).change_ends(lambda end: end / length)
    return Pace(start, end, growth and growth.times(_HUNDRED), added)


def set_against(value: Interval, line: Interval) -> Order:
    """Return whether a value surely reaches a line, surely falls short of it, or neither."""
    if value.low is not None and line.high is not None and value.low >= line.high:
        return "ahead"
    if value.high is not None and line.low is not None and value.high < line.low:
        return "short"
    return "open"


def compare_pace(so_far: Pace, required: Pace) -> Order:
    """Return whether the pace so far, kept up, leads to the target."""
    if so_far.growth is not None and required.growth is not None:
        return set_against(so_far.growth, required.growth)
    if so_far.added is not None and required.added is not None:
        return set_against(so_far.added, required.added)
    return "open"


def find_way(base: Decimal, latest: Decimal, line: Decimal) -> float | None:
    """Return the share of the way from a base to a line that is behind; None without a way."""
    return None if line == base else float((latest - base) / (line - base))


def find_way_of_growth(rate: Decimal, years: int, aim: Decimal, span: int) -> float:
    """Return the share of the way that growth has covered: levels follow from the rates.

    Both rates are yearly, in per cent: the one so far and the one wanted.
    """
    covered, wanted = ((1 + number / _HUNDRED) for number in (rate, aim))
    return float((covered**years - 1) / (wanted**span - 1))
