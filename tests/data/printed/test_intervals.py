from decimal import Decimal
from fractions import Fraction

import pytest
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


def test_an_amount_printed_as_nothing_is_not_below_nothing() -> None:
    # 0亿元 may be up to 5000万元; 0.0% may be growth of -0.04%
    assert read(0, 0, 0, 1e8, "exact") == Interval(Decimal(0), Decimal(50_000_000))
    assert read(0, 0, 0, 0.1, "exact", "share") == Interval(Decimal("-0.05"), Decimal("0.05"))


def test_about_a_negative_number_lies_between_half_and_twice_of_it() -> None:
    # 约-5%: from -10 to -2.5
    nothing = None
    assert read(-5, nothing, nothing, 1, "about", "share") == Interval(
        Decimal(-10), Decimal("-2.5"), Decimal(-5)
    )


@given(NUMBERS, st.integers(-3, 4))
def test_a_value_rounded_to_another_step_is_inconsistent(value: Decimal, power: int) -> None:
    step = Decimal(10) ** power
    other = (value / step).quantize(Decimal(1)) * step + 2 * step
    printed = read(float(other), float(other), float(other), float(step), "exact")

    assert compare_intervals(printed, point(value)) == "inconsistent"


def test_an_amount_lies_within_half_of_its_last_digit() -> None:
    # 16.15亿元: the last digit is a million.
    interval = read(1_615_000_000, 1_615_000_000, 1_615_000_000, 1_000_000, "exact")

    assert interval == Interval(Decimal(1_614_500_000), Decimal(1_615_500_000))


def test_a_rate_lies_within_half_of_its_last_digit() -> None:
    # 0.86%
    interval = read(0.86, 0.86, 0.86, 0.01, "exact", "share")

    assert interval == Interval(Decimal("0.855"), Decimal("0.865"))


@pytest.mark.parametrize("unit_kind", ["count", "rank"])
def test_a_count_printed_in_full_is_exact(unit_kind: str) -> None:
    interval = read(203, 203, 203, 1, "exact", unit_kind)

    assert interval == point(203)
    assert interval.is_point


def test_a_count_printed_in_tens_of_thousands_is_rounded() -> None:
    # 1.2万家
    interval = read(12_000, 12_000, 12_000, 1_000, "exact", "count")

    assert interval == Interval(Decimal(11_500), Decimal(12_500))
    assert not interval.is_point


@pytest.mark.parametrize(
    ("value", "low", "high", "qualifier", "expected"),
    [
        (300, 300, NONE, "over", Interval(Decimal(300), None)),  # 300余
        (300, 300, NONE, "at_least", Interval(Decimal(300), None)),  # 300以上
        (300, NONE, 300, "nearly", Interval(None, Decimal(300))),  # 近300
        (300, NONE, 300, "at_most", Interval(None, Decimal(300))),  # 300以下
        (NONE, 5, 8, "range", Interval(Decimal(5), Decimal(8))),  # 5-8
        (300, NONE, NONE, "about", Interval(Decimal(150), Decimal(600), Decimal(300))),
    ],
)
def test_a_qualifier_opens_the_interval(
    value: float, low: float, high: float, qualifier: str, expected: Interval
) -> None:
    assert read(value, low, high, 1, qualifier, "count") == expected


def test_a_bare_order_of_magnitude_reaches_to_the_next_one() -> None:
    # 千亿级
    interval = read(1e11, 1e11, 1e12, 1e8, "order_of_magnitude")

    assert interval == Interval(Decimal(10) ** 11, Decimal(10) ** 12)


def test_a_magnitude_with_a_number_is_no_sharper_than_about() -> None:
    # 300亿级
    interval = read(3e10, NONE, NONE, 1e8, "order_of_magnitude")

    assert interval == Interval(Decimal(15) * 10**9, Decimal(60) * 10**9, Decimal(30) * 10**9)


def test_a_target_is_set_and_not_rounded() -> None:
    target = make(value=Decimal("28.5"), rounding_unit="0.1", basis="target")

    assert read_interval(target, "share") == point(Decimal("28.5"))
    level = make(value=Decimal("28.5"), rounding_unit="0.1")
    assert read_interval(level, "share") == Interval(Decimal("28.45"), Decimal("28.55"))
