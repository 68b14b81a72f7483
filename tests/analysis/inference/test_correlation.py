import math
from statistics import correlation, fmean, linear_regression

import numpy as np
import pandas as pd
import pytest

from helpers.analysis.inference.correlation import correlate_ranks, name_outliers, rank_rows

PLACES = pd.DataFrame(
    {
        "talent": [3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0],
        "firms": [2.0, 7.0, 1.0, 8.0, 2.5, 8.0, 1.5],
        "wealth": [6.0, 2.0, 5.0, 3.0, 4.0, 7.0, 1.0],
    },
    index=list("abcdefg"),
)


def residue(values: list[float], given: list[float]) -> list[float]:
    slope, intercept = linear_regression(given, values)
    return [value - slope * one - intercept for value, one in zip(values, given, strict=True)]


def test_equal_values_share_the_middle_of_their_ranks() -> None:
    assert rank_rows(np.array([10.0, 20, 10, 5, 10])).tolist() == [3, 5, 3, 1, 3]


def test_ranks_without_ties_correlate_by_the_sum_of_squared_distances() -> None:
    frame = pd.DataFrame({"x": [10, 20, 30, 40, 50], "y": [1, 3, 2, 5, 4]}, dtype="float64")

    # Distances 0, 1, 1, 1, 1: one less six times 4 over 5 times 24.
    assert correlate_ranks(frame, "x", "y").value == pytest.approx(1 - 6 * 4 / (5 * 24))


def test_the_correlation_with_ties_is_that_of_the_ranks() -> None:
    wanted = correlation(PLACES["talent"].rank().tolist(), PLACES["firms"].rank().tolist())

    assert correlate_ranks(PLACES, "talent", "firms").value == pytest.approx(wanted)


def test_a_partial_correlation_is_that_of_what_the_third_measure_leaves() -> None:
    ranks = {name: PLACES[name].rank().tolist() for name in PLACES}
    wanted = correlation(
        residue(ranks["talent"], ranks["wealth"]), residue(ranks["firms"], ranks["wealth"])
    )

    assert correlate_ranks(PLACES, "talent", "firms", "wealth").value == pytest.approx(wanted)


def test_what_only_a_third_measure_joins_falls_apart_without_it() -> None:
    wealth = [float(8 * step) for step in range(12)]
    one = [level + (3 if step % 2 else -3) for step, level in enumerate(wealth)]
    other = [level + (3 if step // 2 % 2 else -3) for step, level in enumerate(wealth)]
    frame = pd.DataFrame({"one": one, "other": other, "wealth": wealth})

    assert correlate_ranks(frame, "one", "other").value == pytest.approx(1)
    # Their ranks are those of the third measure: nothing is left to correlate.
    assert math.isnan(correlate_ranks(frame, "one", "other", "wealth").value)


def test_the_interval_of_a_correlation_holds_it_and_narrows_as_places_agree() -> None:
    loose = correlate_ranks(PLACES, "talent", "firms")
    step = np.arange(30.0)
    tight = correlate_ranks(pd.DataFrame({"x": step, "y": step + 2 * (step % 3)}), "x", "y")

    assert loose.low < loose.value < loose.high
    assert loose.high - loose.low > 1
    assert tight.low > 0.9


def test_what_falls_as_the_other_rises_does_so_in_every_sample() -> None:
    step = np.arange(12.0)
    found = correlate_ranks(pd.DataFrame({"x": step, "y": 100 - step}), "x", "y")

    assert (found.low, found.high) == pytest.approx((-1, -1))


def test_a_place_that_lacks_a_measure_counts_in_none() -> None:
    more = pd.concat([PLACES, pd.DataFrame({"talent": [math.nan], "firms": [9.0]}, index=["h"])])

    assert correlate_ranks(more, "talent", "firms") == correlate_ranks(PLACES, "talent", "firms")


def test_the_place_whose_ranks_lie_furthest_apart_comes_first() -> None:
    frame = pd.DataFrame(
        {"x": [1.0, 2, 3, 4, 5], "y": [1.0, 2, 5, 3, 4]}, index=["v", "w", "odd", "y", "z"]
    )

    table = name_outliers(frame, "x", "y")

    assert table.index[0] == "odd"
    # Third of five by one, first by the other; all others stand in one order.
    assert table.loc["odd"].to_dict() == pytest.approx(
        {"x": 3, "y": 1, "distance": 2, "without": 1}
    )
    assert fmean(table["distance"]) == 0
    # The others stand first to fourth on x, and first, fourth, second, third on y.
    assert table.loc["v", "without"] == pytest.approx(1 - 6 * 6 / (4 * 15))
