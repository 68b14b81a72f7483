"""The interval in which a printed figure lies, and arithmetic with intervals.

Rounding is half a step either way; `300余` is over 300 without an end; "about" is taken as
anything from half to twice the number, for nobody says "about" when off by more.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from operator import add, mul, sub
from typing import Literal

from helpers.data.figures import AnyFigure, DerivedValue, Figure

Verdict = Literal["inconsistent", "undecided", "consistent"]
Work = Callable[[Decimal, Decimal], Decimal]
_DIGITS, _NOISE = 24, Decimal("1e-9")
_SIGNED = ("share", "points")
_LOOSE = ("about", "order_of_magnitude")


@dataclass(frozen=True)
class Interval:
    """Between which values something lies, ends included.

    Attributes:
        low: Lower end; None where it is open.
        high: Upper end; None where it is open.
        stated: The number in the middle when only "about" is printed; else None.
        comes_to: What a sum with such a number comes to about; else None.
    """

    low: Decimal | None
    high: Decimal | None
    stated: Decimal | None = None
    comes_to: Decimal | None = None

    @property
    def is_point(self) -> bool:
        """True when it is one exact number."""
        return self.low is not None and self.low == self.high

    @property
    def is_loose(self) -> bool:
        """True when it is only about so much."""
        return self.stated is not None or self.comes_to is not None

    @property
    def middle(self) -> Decimal | None:
        """The number stated or come to, else the middle of a rounded one or the known end."""
        if self.is_loose:
            return self.stated if self.comes_to is None else self.comes_to
        if self.low is None or self.high is None:
            return self.low
        return (self.low + self.high) / 2

    def __add__(self, other: "Interval") -> "Interval":
        """Add two intervals."""
        ends = _join(add, self.low, other.low), _join(add, self.high, other.high)
        return Interval(*ends, comes_to=self._come_to(add, other))

    def __sub__(self, other: "Interval") -> "Interval":
        """Subtract an interval."""
        ends = _join(sub, self.low, other.high), _join(sub, self.high, other.low)
        return Interval(*ends, comes_to=self._come_to(sub, other))

    def _come_to(self, work: Work, other: "Interval") -> Decimal | None:
        is_loose = self.is_loose or other.is_loose
        return _join(work, self.middle, other.middle) if is_loose else None

    def __mul__(self, other: "Interval") -> "Interval":
        """Multiply two intervals of numbers that are not negative."""
        return Interval(_join(mul, self.low, other.low), _join(mul, self.high, other.high))

    def __truediv__(self, other: "Interval") -> "Interval":
        """Divide by an interval, both of numbers that are not negative."""
        return Interval(_divide(self.low, other.high), _divide(self.high, other.low))

    def times(self, factor: Decimal | int) -> "Interval":
        """Multiply by a number that is positive."""
        return self * point(Decimal(factor))

    def power(self, exponent: int) -> "Interval":
        """Raise numbers that are not negative to a whole power; a negative one divides."""
        if exponent < 0:
            return point(Decimal(1)) / self.power(-exponent)
        return self.change_ends(lambda end: end**exponent)

    def change_ends(self, change: Callable[[Decimal], Decimal]) -> "Interval":
        """Return the interval between its ends after a change that keeps their order."""
        ends = [None if end is None else change(end) for end in (self.low, self.high)]
        return Interval(ends[0], ends[1])

    def is_above(self, other: "Interval") -> bool:
        """True when every value lies above every value of another interval."""
        return self.low is not None and other.high is not None and self.low > other.high

    def holds(self, value: Decimal) -> bool:
        """True when a value lies in it."""
        return not (
            (self.low is not None and value < self.low)
            or (self.high is not None and value > self.high)
        )


def point(value: Decimal | int) -> Interval:
    """Return the interval of one exact number."""
    number = Decimal(value)
    return Interval(number, number)


def add_all(intervals: Iterable[Interval]) -> Interval:
    """Add intervals."""
    total = point(0)
    for interval in intervals:
        total += interval
    return total


def round_up(value: Decimal | float, decimals: int = 1) -> Decimal:
    """Return a number that suffices where the value does, to so many decimals."""
    return _round(value, decimals, ROUND_CEILING)


def round_down(value: Decimal | float, decimals: int = 1) -> Decimal:
    """Return a number that is a lower bound where the value is one, to so many decimals."""
    return _round(value, decimals, ROUND_FLOOR)


def read_interval(figure: AnyFigure, unit_kind: str) -> Interval:
    """Return between which values a figure lies, as `read_print` has it, but for targets.

    A target is set, not measured: its number is the one printed.
    """
    if isinstance(figure, Figure) and figure.basis == "target" and figure.qualifier == "exact":
        return point(figure.number)
    ends = read_print(figure, unit_kind)
    bound = figure.doubt_bound if isinstance(figure, Figure) else None
    if bound is not None and ends.low is not None and ends.high is not None:
        return Interval(min(ends.low, bound), max(ends.high, bound))
    return ends


def read_print(figure: AnyFigure, unit_kind: str) -> Interval:
    """Return between which values the number lies that a print may have rounded.

    Rounding is half a step either way, of a target too: another print of it may be finer. What is
    counted or ranked one by one is not rounded (203 firms are 203; 3.88 for every 10,000 people
    are). What is counted or spent is never below zero, however coarsely a zero is printed; a share
    of growth may be. "About" is from half to twice the number; who needs a tighter bound leaves
    such figures out. An end that the print leaves open is open.
    """
    value, low, high = figure.value, figure.value_low, figure.value_high
    if isinstance(figure, DerivedValue):
        return Interval(low, high)
    if figure.qualifier in _LOOSE and value is not None and low is None:
        ends = sorted((value / 2, value * 2))
        return Interval(ends[0], ends[1], value)
    if figure.qualifier == "exact" and value is not None:
        step = figure.rounding_unit
        is_whole = unit_kind in ("count", "rank") and step == 1
        half = Decimal(0) if is_whole else step / 2
        low_end = value - half
        if value >= 0 and unit_kind not in _SIGNED:
            # What is counted or spent is never below nothing, however coarsely a zero is printed.
            low_end = max(low_end, Decimal(0))
        return Interval(low_end, value + half)
    return Interval(low, high)


def compare_intervals(first: Interval, second: Interval) -> Verdict:
    """Return whether two intervals can hold one and the same value.

    Returns:
        `inconsistent` when they have no value in common; `undecided` when they meet only because
        one of them says "about"; `consistent` otherwise.
    """
    if first.is_above(second) or second.is_above(first):
        return "inconsistent"
    for loose, other in ((first, second), (second, first)):
        if loose.stated is not None and not other.holds(loose.stated):
            return "undecided"
    return "consistent"


def _round(value: Decimal | float, decimals: int, way: str) -> Decimal:
    # What a root is off by in its last digits decides nothing.
    clean = Decimal(value).quantize(_NOISE)
    return clean.quantize(Decimal(1).scaleb(-decimals), way)


def _join(work: Work, first: Decimal | None, second: Decimal | None) -> Decimal | None:
    return None if first is None or second is None else work(first, second)


def _divide(first: Decimal | None, second: Decimal | None) -> Decimal | None:
    if first is None or second is None or second <= 0:
        return None
    with localcontext(prec=_DIGITS):
        return first / second
