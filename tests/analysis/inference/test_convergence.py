import math
from collections.abc import Mapping, Sequence
from statistics import linear_regression, stdev

import pandas as pd
import pytest

from helpers.analysis.inference.convergence import (
    compare_spread,
    compare_spread_without_one,
    measure_catch_up,
    measure_spread,
    summarise_convergence,
)

# The lowest doubles twice, the highest stands still: what is left is half of each distance.
CATCHING_UP = {"a": (1.0, 4.0), "b": (4.0, 8.0), "c": (16.0, 16.0), "d": (4.0, 8.0)}
FALLING_BACK = {place: (last, first) for place, (first, last) in CATCHING_UP.items()}


def lay(levels: Mapping[str, Sequence[float]], *years: int) -> pd.DataFrame:
    return pd.DataFrame.from_dict(dict(levels), orient="index", columns=list(years))


def test_the_spread_of_a_year_is_the_deviation_of_logarithms() -> None:
    spread = measure_spread(lay(CATCHING_UP, 2017, 2019))

    # In powers of two the places stand at 0, 2, 4, 2, then at 2, 3, 4, 3.
    assert spread["spread"].to_dict() == pytest.approx(
        {2017: math.log(2) * math.sqrt(8 / 3), 2019: math.log(2) * math.sqrt(2 / 3)}
    )
    assert spread["low"].lt(spread["spread"]).all()
    assert spread["high"].gt(spread["spread"]).all()


def test_a_unit_changes_no_spread() -> None:
    levels = lay(CATCHING_UP, 2017, 2019)

    assert measure_spread(levels * 10000)["spread"].tolist() == pytest.approx(
        measure_spread(levels)["spread"].tolist()
    )


def test_a_place_that_lacks_a_year_or_has_none_of_it_counts_in_no_year() -> None:
    levels = lay(CATCHING_UP | {"e": (100.0, math.nan), "f": (0.0, 3.0)}, 2017, 2019)

    assert measure_spread(levels)["places"].tolist() == [4, 4]
    assert measure_spread(levels).equals(measure_spread(lay(CATCHING_UP, 2017, 2019)))


def test_a_spread_that_shrinks_is_a_change_below_zero() -> None:
    shrunk, grown = (
        compare_spread(lay(levels, 2017, 2019)) for levels in (CATCHING_UP, FALLING_BACK)
    )

    half = math.log(2) * math.sqrt(8 / 3) / 2
    assert (shrunk.value, grown.value) == pytest.approx((-half, half))
    # Every place comes half as far from the middle, whoever is drawn.
    assert shrunk.high < 0 < grown.low


def test_those_who_stand_lower_grow_faster() -> None:
    found = measure_catch_up(lay(CATCHING_UP, 2017, 2019))

    # Half of each distance is gone in two years.
    assert found.slope.value == pytest.approx(-0.25)
    assert (found.start, found.end) == (2017, 2019)


def test_a_slope_is_that_of_the_regression_line() -> None:
    levels = {"a": (1.2, 1.5), "b": (0.4, 0.9), "c": (2.2, 2.1), "d": (0.9, 0.7), "e": (1.7, 2.4)}
    growth = [math.log(last / first) / 3 for first, last in levels.values()]
    by_first, by_last = (
        linear_regression([math.log(pair[end]) for pair in levels.values()], growth).slope
        for end in (0, 1)
    )

    panel = lay(levels, 2020, 2023)

    assert measure_catch_up(panel).slope.value == pytest.approx(by_first)
    assert measure_catch_up(panel, "last").slope.value == pytest.approx(by_last)


def test_mere_error_looks_like_catching_up_by_the_first_level_and_not_by_the_last() -> None:
    """Places of one true level, each printed too high or too low in every combination."""
    printed = {"a": (1.0, 1.0), "b": (1.0, 2.0), "c": (2.0, 1.0), "d": (2.0, 2.0)}
    panel = lay(printed, 2017, 2018)

    assert measure_catch_up(panel).slope.value == pytest.approx(-1)
    assert measure_catch_up(panel, "last").slope.value == pytest.approx(1)
    assert compare_spread(panel).value == pytest.approx(0)


def test_the_spread_of_one_year_is_that_of_the_library() -> None:
    levels = {"a": (3.1,), "b": (0.7,), "c": (1.9,), "d": (5.0,)}

    spread = measure_spread(lay(levels, 2020)).loc[2020, "spread"]

    assert spread == pytest.approx(stdev(math.log(level[0]) for level in levels.values()))


def test_several_measures_are_summed_up_in_a_row_each() -> None:
    panels = {
        "closer": lay(CATCHING_UP, 2017, 2019),
        "apart": lay(FALLING_BACK, 2016, 2019),
        "one year": lay({place: levels[:1] for place, levels in CATCHING_UP.items()}, 2017),
    }

    table = summarise_convergence(panels)

    # A measure of one year only says nothing of a change.
    assert table.index.tolist() == ["closer", "apart"]
    assert table[["places", "start", "end"]].iloc[0].tolist() == [4, 2017, 2019]
    half = math.log(2) * math.sqrt(8 / 3) / 2
    assert table["spread_change"].tolist() == pytest.approx([-half, half])
    # Who grows faster by the first level, the check by the last one: -1/2 over 2 is -1 over 1.
    assert table[["first_slope", "last_slope"]].iloc[0].tolist() == pytest.approx([-1 / 4, -1 / 2])
    assert table[["first_slope", "last_slope"]].iloc[1].tolist() == pytest.approx([1 / 3, 1 / 6])
    ends = table[["spread_change_low", "spread_change_high", "first_slope_low", "first_slope_high"]]
    assert ends.loc["closer"].lt(0).all()
    assert ends.loc["apart"].gt(0).all()


def test_the_place_that_moves_the_spread_most_is_named_and_left_out() -> None:
    panel = pd.DataFrame(
        {2020: [10, 20, 40, 80, 4000], 2022: [20, 40, 80, 160, 80]}, index=[*"abcde"]
    )

    place, change = compare_spread_without_one(panel)

    # The other four double: their logarithms lie as far apart as before.
    assert (place, change.count) == ("e", 4)
    assert change.value == pytest.approx(0, abs=1e-12)
    assert compare_spread(panel).value < -0.5
