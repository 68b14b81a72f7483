import itertools
import math
from statistics import NormalDist, fmean, stdev

import numpy as np
import pytest

from helpers.analysis.inference.resampling import Numbers, estimate, find_acceleration

MARKS = [1.0, 2.0, 4.0, 8.0, 16.0]


def average(rows: Numbers) -> Numbers:
    return np.asarray(rows[..., 0].mean(axis=-1))


def stand_in_column(*values: float) -> Numbers:
    return np.array(values)[:, None]


def test_the_interval_is_that_of_all_samples_that_can_be_drawn() -> None:
    """Five places can be drawn in 3125 ways; here every way is listed, nothing is drawn."""
    means = sorted(fmean(sample) for sample in itertools.product(MARKS, repeat=5))
    own = fmean(MARKS)
    below = sum((mean < own) + (mean <= own) for mean in means) / 2 / len(means)
    left = [fmean(MARKS[:place] + MARKS[place + 1 :]) for place in range(5)]
    gaps = [fmean(left) - one for one in left]
    acceleration = sum(gap**3 for gap in gaps) / (6 * sum(gap**2 for gap in gaps) ** 1.5)
    normal = NormalDist()
    bias = normal.inv_cdf(below)
    ends = []
    for tail in (-1.959964, 1.959964):
        share = normal.cdf(bias + (bias + tail) / (1 - acceleration * (bias + tail)))
        ends.append(means[round(share * (len(means) - 1))])

    found = estimate(average, stand_in_column(*MARKS))

    assert found.value == 6.2
    assert (found.low, found.high) == pytest.approx(ends, abs=0.25)


def test_places_spread_evenly_about_their_middle_bend_no_interval() -> None:
    found = estimate(average, stand_in_column(*range(-10, 11)))

    assert find_acceleration(average, stand_in_column(*range(-10, 11))) == pytest.approx(0)
    # The mean of 21 such numbers is near normal: its spread is theirs over the root of 21.
    spread = math.sqrt(20 / 21) * stdev(range(-10, 11)) / math.sqrt(21)
    assert (found.low, found.high) == pytest.approx((-1.96 * spread, 1.96 * spread), rel=0.06)


def test_the_same_seed_gives_the_same_interval_and_another_one_nearly_so() -> None:
    first, again = (estimate(average, stand_in_column(*MARKS)) for _ in range(2))
    other = estimate(average, stand_in_column(*MARKS), seed=7)

    assert first == again
    assert other != first
    assert other.low == pytest.approx(first.low, abs=0.3)


def test_three_places_have_a_statistic_but_no_interval() -> None:
    found = estimate(average, stand_in_column(1, 2, 3))

    assert (found.value, found.count) == (2, 3)
    assert math.isnan(found.low)
    assert math.isnan(found.high)


def test_one_place_has_no_statistic() -> None:
    assert math.isnan(estimate(average, stand_in_column(1)).value)


def test_draws_without_a_statistic_are_left_out() -> None:
    """The ratio of the second column to the first exists only where the first is not zero."""

    def divide(rows: Numbers) -> Numbers:
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(rows[..., 1].sum(axis=-1) / rows[..., 0].sum(axis=-1))

    found = estimate(divide, np.array([[0.0, 0.0], [0, 0], [0, 0], [2, 4]]))

    assert (found.value, found.low, found.high) == (2, 2, 2)
