from decimal import Decimal
from fractions import Fraction

import pytest
from case_tables import read_cases
from figure_factory import make
from hypothesis import assume, given
from hypothesis import strategies as st

from helpers.data.printed.intervals import (
    Interval,
    add_all,
    compare_intervals,
    point,
    read_interval,
)

NUMBERS = st.decimals(-(10**9), 10**9, places=3)
POSITIVE = st.decimals(Decimal("0.001"), 10**9, places=3)
NOT_NEGATIVE = st.decimals(0, 10**9, places=3)
# Quotients are worked out to 24 digits; of that much they may be off.
TINY = Fraction(1, 10**20)


@st.composite
def around(draw: st.DrawFn, numbers: st.SearchStrategy[Decimal]) -> tuple[Interval, Decimal]:
    """Draw an interval, closed or open at either end, and a number inside it."""
    low, inside, high = sorted(draw(st.tuples(numbers, numbers, numbers)))
    is_open = draw(st.tuples(st.booleans(), st.booleans()))
    return Interval(None if is_open[0] else low, None if is_open[1] else high), inside


@st.composite
def any_interval(draw: st.DrawFn) -> Interval:
    low, stated, high = sorted(draw(st.tuples(NUMBERS, NUMBERS, NUMBERS)))
    opens, is_loose = draw(st.tuples(st.booleans(), st.booleans())), draw(st.booleans())
    return Interval(
        None if opens[0] else low, None if opens[1] else high, stated if is_loose else None
    )


def contains(interval: Interval, value: Fraction) -> bool:
    slack = abs(value) * TINY
    above = interval.low is None or Fraction(interval.low) <= value + slack
    return above and (interval.high is None or Fraction(interval.high) >= value - slack)


def read(
    value: float | None,
    low: float | None,
    high: float | None,
    step: float,
    qualifier: str,
    unit_kind: str = "money",
) -> Interval:
    ends = {"value": value, "value_low": low, "value_high": high}
    return read_interval(make(**ends, rounding_unit=step, qualifier=qualifier), unit_kind)


NONE = None


# --- sums with intervals -----------------------------------------------------------------------


@given(around(NUMBERS), around(NUMBERS))
def test_the_sum_of_numbers_lies_in_the_sum_of_their_intervals(
    one: tuple[Interval, Decimal], other: tuple[Interval, Decimal]
) -> None:
    assert contains(one[0] + other[0], Fraction(one[1]) + Fraction(other[1]))


@given(around(NUMBERS), around(NUMBERS))
def test_the_difference_of_numbers_lies_in_the_difference_of_their_intervals(
    one: tuple[Interval, Decimal], other: tuple[Interval, Decimal]
) -> None:
    assert contains(one[0] - other[0], Fraction(one[1]) - Fraction(other[1]))


@given(around(NOT_NEGATIVE), around(NOT_NEGATIVE))
def test_the_product_of_numbers_lies_in_the_product_of_their_intervals(
    one: tuple[Interval, Decimal], other: tuple[Interval, Decimal]
) -> None:
    assert contains(one[0] * other[0], Fraction(one[1]) * Fraction(other[1]))


@given(around(NOT_NEGATIVE), around(NOT_NEGATIVE))
def test_the_quotient_of_numbers_lies_in_the_quotient_of_their_intervals(
    one: tuple[Interval, Decimal], other: tuple[Interval, Decimal]
) -> None:
    assume(other[1] > 0)
    assert contains(one[0] / other[0], Fraction(one[1]) / Fraction(other[1]))


@given(around(POSITIVE), st.integers(-6, 6))
def test_the_power_of_a_number_lies_in_the_power_of_its_interval(
    base: tuple[Interval, Decimal], exponent: int
) -> None:
    assert contains(base[0].power(exponent), Fraction(base[1]) ** exponent)


@given(st.lists(around(NUMBERS), max_size=6))
def test_the_sum_of_many_numbers_lies_in_the_sum_of_their_intervals(
    pairs: list[tuple[Interval, Decimal]],
) -> None:
    together = add_all(interval for interval, _ in pairs)

    assert contains(together, sum((Fraction(inside) for _, inside in pairs), Fraction(0)))


def test_the_ends_of_a_result_are_those_of_the_worst_cases() -> None:
    one, other = Interval(Decimal(6), Decimal(12)), Interval(Decimal(2), Decimal(3))

    assert one + other == Interval(Decimal(8), Decimal(15))  # 6 + 2, 12 + 3
    assert one - other == Interval(Decimal(3), Decimal(10))  # 6 - 3, 12 - 2
    assert one * other == Interval(Decimal(12), Decimal(36))  # 6 x 2, 12 x 3
    assert one / other == Interval(Decimal(2), Decimal(6))  # 6 / 3, 12 / 2
    assert one.times(2) == Interval(Decimal(12), Decimal(24))
    assert other.power(3) == Interval(Decimal(8), Decimal(27))
    assert Interval(Decimal(2), Decimal(4)).power(-1) == Interval(Decimal("0.25"), Decimal("0.5"))


def test_a_divisor_that_may_be_zero_leaves_the_quotient_open() -> None:
    quotient = Interval(Decimal(6), Decimal(12)) / Interval(Decimal(0), Decimal(3))

    assert quotient == Interval(Decimal(2), None)


# --- comparison --------------------------------------------------------------------------------


@given(any_interval(), any_interval())
def test_comparison_is_symmetric(one: Interval, other: Interval) -> None:
    assert compare_intervals(one, other) == compare_intervals(other, one)


@given(around(NUMBERS), NUMBERS, NUMBERS)
def test_intervals_with_a_value_in_common_are_consistent(
    pair: tuple[Interval, Decimal], first: Decimal, second: Decimal
) -> None:
    interval, inside = pair
    other = Interval(min(inside, first, second), max(inside, first, second))

    assert compare_intervals(interval, other) == "consistent"


@given(any_interval())
def test_an_interval_is_consistent_with_itself(interval: Interval) -> None:
    assert compare_intervals(interval, interval) == "consistent"


@given(NUMBERS, st.decimals(Decimal("0.001"), 10**6, places=3))
def test_intervals_with_a_gap_between_them_are_inconsistent(end: Decimal, gap: Decimal) -> None:
    assert compare_intervals(Interval(None, end), Interval(end + gap, None)) == "inconsistent"
    assert Interval(end + gap, None).is_above(Interval(None, end))
    assert not Interval(None, end).is_above(Interval(end + gap, None))


def test_intervals_that_touch_are_consistent() -> None:
    low, high = Interval(Decimal(1), Decimal(2)), Interval(Decimal(2), Decimal(3))

    assert compare_intervals(low, high) == "consistent"
    assert not high.is_above(low)


@pytest.mark.parametrize(
    ("other", "verdict"),
    [
        (point(30), "consistent"),
        (Interval(Decimal(25), Decimal(40)), "consistent"),  # 30 itself lies in it
        (Interval(Decimal(31), Decimal(40)), "undecided"),  # about 30 may be 31
        (point(60), "undecided"),
        (point(15), "undecided"),
        (point(61), "inconsistent"),  # more than twice 30
        (point(14), "inconsistent"),  # less than half of 30
    ],
)
def test_what_only_about_makes_fit_is_undecided(other: Interval, verdict: str) -> None:
    about_30 = read(30, NONE, NONE, 1, "about", "count")

    assert compare_intervals(about_30, other) == verdict


# --- what is printed ---------------------------------------------------------------------------


@given(NUMBERS, st.integers(-3, 4), st.sampled_from(["ROUND_HALF_UP", "ROUND_HALF_EVEN"]))
def test_a_rounded_value_is_consistent_with_the_unrounded_one(
    value: Decimal, power: int, rounding: str
) -> None:
    step = Decimal(10) ** power
    rounded = (value / step).quantize(Decimal(1), rounding=rounding) * step
    printed = read(float(rounded), float(rounded), float(rounded), float(step), "exact", "share")

    assert printed.holds(value)
    assert compare_intervals(printed, point(value)) == "consistent"


@given(NUMBERS, st.integers(-3, 4))
def test_a_value_rounded_to_another_step_is_inconsistent(value: Decimal, power: int) -> None:
    step = Decimal(10) ** power
    other = (value / step).quantize(Decimal(1)) * step + 2 * step
    printed = read(float(other), float(other), float(other), float(step), "exact")

    assert compare_intervals(printed, point(value)) == "inconsistent"


# printed | value | low | high | step | qualifier | unit | ends of the interval, value about
PRINTED = """
# an amount or a rate lies within half of its last digit, be that a million or 0.01
16.15亿元 | 1.615e9 | 1.615e9 | 1.615e9 | 1e6 | exact | money | 1614500000 1615500000
0.86% | 0.86 | 0.86 | 0.86 | 0.01 | exact | share | 0.855 0.865
# a count in full and a rank are exact, a count in tens of thousands is rounded
203家 | 203 | 203 | 203 | 1 | exact | count | 203 203
第203位 | 203 | 203 | 203 | 1 | exact | rank | 203 203
1.2万家 | 12000 | 12000 | 12000 | 1000 | exact | count | 11500 12500
# an amount printed as nothing is not below nothing; growth may be -0.04%
0亿元 | 0 | 0 | 0 | 1e8 | exact | money | 0 50000000
0.0% | 0 | 0 | 0 | 0.1 | exact | share | -0.05 0.05
# a qualifier opens the interval
300余家 | 300 | 300 | None | 1 | over | count | 300 None
300家以上 | 300 | 300 | None | 1 | at_least | count | 300 None
近300家 | 300 | None | 300 | 1 | nearly | count | None 300
300家以下 | 300 | None | 300 | 1 | at_most | count | None 300
5-8家 | None | 5 | 8 | 1 | range | count | 5 8
# about is half to twice, of a negative number too
约300家 | 300 | None | None | 1 | about | count | 150 600 300
约-5% | -5 | None | None | 1 | about | share | -10 -2.5 -5
# a bare order of magnitude reaches to the next one; with a number it is no sharper than about
千亿级 | 1e11 | 1e11 | 1e12 | 1e8 | order_of_magnitude | money | 100000000000 1000000000000
300亿级 | 3e10 | None | None | 1e8 | order_of_magnitude | money
| 15000000000 60000000000 30000000000
"""


@pytest.mark.parametrize(
    ("printed", "value", "low", "high", "step", "qualifier", "unit_kind", "expected"),
    read_cases(PRINTED),
)
def test_a_printed_figure_lies_in_its_interval(
    printed: str,
    value: str,
    low: str,
    high: str,
    step: str,
    qualifier: str,
    unit_kind: str,
    expected: str,
) -> None:
    number, below, above = (None if n == "None" else float(n) for n in (value, low, high))
    ends = [None if end == "None" else Decimal(end) for end in expected.split()]

    interval = read(number, below, above, float(step), qualifier, unit_kind)

    assert interval == Interval(*ends), printed
    assert interval.is_point == (ends[0] == ends[1])


def test_a_target_is_set_and_not_rounded() -> None:
    target = make(value=Decimal("28.5"), rounding_unit="0.1", basis="target")

    assert read_interval(target, "share") == point(Decimal("28.5"))
    level = make(value=Decimal("28.5"), rounding_unit="0.1")
    assert read_interval(level, "share") == Interval(Decimal("28.45"), Decimal("28.55"))
