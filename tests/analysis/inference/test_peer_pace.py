import pandas as pd
import pytest

from helpers.analysis.inference.peer_pace import (
    compare_forecasts,
    find_turn,
    grow_yearly,
    try_forecasts,
)


def lay(levels: dict[str, list[float]], *years: int) -> pd.DataFrame:
    return pd.DataFrame.from_dict(levels, orient="index", columns=list(years))


def test_yearly_growth_compounds_to_the_last_level() -> None:
    growth = grow_yearly(lay({"a": [100, 121], "b": [50, 32], "c": [0, 5]}, 2017, 2019))

    # 1.1 times 1.1 is 1.21, 0.8 times 0.8 is 0.64; nothing grows from none.
    assert growth.to_dict() == pytest.approx({"a": 10.0, "b": -20.0})


def test_a_forecast_is_held_against_what_came() -> None:
    levels = {"a": [100.0, 200, 200], "b": [100.0, 110, 121], "c": [100.0, 100, 150]}

    missed = try_forecasts(lay(levels, 2017, 2018, 2019))

    # A would have doubled again; the middle one of the others grew by 5 in a hundred (root of 1.1).
    assert missed["own"].to_dict() == pytest.approx({"a": 100, "b": 0, "c": 100 * (100 / 150 - 1)})
    by_others = {"a": 1.1**0.5 - 1, "b": 110 * 2**0.5 / 121 - 1, "c": 100 * 2.2**0.5 / 150 - 1}
    assert missed["peers"].to_dict() == pytest.approx(
        {p: 100 * off for p, off in by_others.items()}
    )


def test_a_forecast_gains_by_how_much_less_it_misses_on_either_side() -> None:
    missed = pd.DataFrame({"own": [10.0, -20, 30, 40], "peers": [5.0, 10, -10, 0]})

    # 25 points off on average from the own pace, 6.25 from that of the others.
    gain = compare_forecasts(missed)

    assert (gain.value, gain.count) == (18.75, 4)
    assert 0 < gain.low < gain.value < gain.high


def test_years_apart_count_for_as_many() -> None:
    levels = {"a": [100.0, 121, 133.1], "b": [100.0, 100, 100]}

    missed = try_forecasts(lay(levels, 2017, 2019, 2020))

    # 10% a year until 2019, and 10% in the year after.
    assert missed.loc["a", "own"] == pytest.approx(0)
    assert missed.loc["b", "peers"] == pytest.approx(10)


@pytest.mark.parametrize(
    ("years", "turn"),
    [
        ([2015, 2017, 2018, 2019], 2017),  # though not the middle column
        ([2016, 2017, 2018, 2019], 2017),  # two are as near
        ([2015, 2016, 2017, 2021], 2017),
        ([2010, 2019, 2020], 2019),  # not the first, however near
    ],
)
def test_a_forecast_is_made_in_the_year_nearest_the_middle(years: list[int], turn: int) -> None:
    panel = lay({"a": [1.0] * len(years), "b": [1.0] * len(years)}, *years)
    panel.loc["a", [year for year in years if year > turn]] = 2.0

    # Level until then, and twice as high at the end: half of it is foretold.
    assert find_turn(years) == turn
    assert try_forecasts(panel).loc["a", "own"] == pytest.approx(-50)
